/**
 * One `getStats()` of a connection → the candidate pair it uses, as the signalling tells it (docs/signalling.md,
 * Network and machine). What browsers hide stays away: a name ending in `.local` is no address.
 */
import type { CandidateType, LegNetwork } from '#records'
import type { StatsRow } from './read-streams.ts'

/** A selected pair at one moment. */
export interface PathSnapshot {
  /** Of the transport, so that each has its own history. */
  readonly id: string
  readonly pair: string
  /** How often the selected pair has changed since the connection began; not all browsers count. */
  readonly changes?: number | undefined
  readonly network: LegNetwork
}

type Rows = ReadonlyMap<string, StatsRow>

export function readPaths(rows: Rows, connection: string): readonly PathSnapshot[] {
  return pairsOf(rows).map(([transport, pair]) => ({
    id: `${connection}/${transport?.id ?? ''}`,
    pair: pair.id,
    changes: transport && whole(transport, 'selectedCandidatePairChanges'),
    network: networkOf(pair, rows),
  }))
}

/** Firefox has no transports: there the pair itself says that it is the one. */
function pairsOf(rows: Rows): readonly (readonly [StatsRow | undefined, StatsRow])[] {
  const all = [...rows.values()]
  const transports = all.filter(({ type }) => type === 'transport')
  if (transports.length === 0) {
    const chosen = all.find(row => row.type === 'candidate-pair' && row.selected === true)
    return chosen ? [[undefined, chosen]] : []
  }
  return transports.flatMap(transport => {
    const pair = rows.get(text(transport, 'selectedCandidatePairId') ?? '')
    return pair ? [[transport, pair] as const] : []
  })
}

function networkOf(pair: StatsRow, rows: Rows): LegNetwork {
  const local = rows.get(text(pair, 'localCandidateId') ?? '')
  const remote = rows.get(text(pair, 'remoteCandidateId') ?? '')
  const localType = local && typeOf(local)
  return known({
    ...(local && accessOf(local)),
    localAddress: local && addressOf(local),
    localPort: local && whole(local, 'port'),
    localType,
    remoteAddress: remote && addressOf(remote),
    remotePort: remote && whole(remote, 'port'),
    remoteType: remote && typeOf(remote),
    baseAddress: local && addressOf(local, 'relatedAddress'),
    reflexiveAddress: reflexiveOf(local, 'local-candidate', rows),
    remoteReflexiveAddress: reflexiveOf(remote, 'remote-candidate', rows),
    ...(local &&
      localType === 'relay' && { relayAddress: addressOf(local), relayPort: whole(local, 'port') }),
    remoteRelayAddress: remote && typeOf(remote) === 'relay' ? addressOf(remote) : undefined,
    protocol: local && protocolOf(local),
    bandwidthEstimate: whole(pair, 'availableOutgoingBitrate'),
  })
}

const CONNECTIONS: Readonly<Record<string, LegNetwork['connection']>> = {
  ethernet: 'wired',
  wifi: 'wifi',
  cellular: 'mobile',
  wimax: 'mobile',
  vpn: 'tunnel',
}

/** Where the browser tells it at all: under a tunnel it knows no more than that. */
function accessOf(local: StatsRow): LegNetwork {
  const networkType = text(local, 'networkType')
  if (networkType === undefined || networkType === 'unknown') return {}
  return { connection: CONNECTIONS[networkType], vpn: networkType === 'vpn' }
}

const TYPES: readonly CandidateType[] = ['host', 'srflx', 'prflx', 'relay']
const typeOf = (row: StatsRow): CandidateType | undefined =>
  TYPES.find(type => type === text(row, 'candidateType'))

const REFLEXIVE: readonly (CandidateType | undefined)[] = ['srflx', 'prflx']

/** The one in use if it is one, else one that was found on the way. */
function reflexiveOf(used: StatsRow | undefined, type: string, rows: Rows): string | undefined {
  if (used && REFLEXIVE.includes(typeOf(used))) return addressOf(used)
  const found = [...rows.values()].find(row => row.type === type && typeOf(row) === 'srflx')
  return found && addressOf(found)
}

const PROTOCOLS = ['udp', 'tcp', 'tls'] as const

/** Through a relay the way to the relay counts. */
function protocolOf(local: StatsRow): LegNetwork['protocol'] {
  const written = text(local, 'relayProtocol') ?? text(local, 'protocol')
  return PROTOCOLS.find(protocol => protocol === written)
}

/** Members that are older browsers' spelling are asked for too. */
function addressOf(row: StatsRow, member = 'address'): string | undefined {
  const written = text(row, member) ?? (member === 'address' ? text(row, 'ip') : undefined)
  return written !== undefined && ADDRESS.test(written) && !ANY.includes(written) ? written : undefined
}

/** Figures only: neither a name nor the zone of a link. */
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/
/** What stands for an address that is kept back. */
const ANY = ['0.0.0.0', '::']

const whole = (row: StatsRow, member: string): number | undefined => {
  const value = row[member]
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined
}

const text = (row: StatsRow, member: string): string | undefined => {
  const value = row[member]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const known = (network: LegNetwork): LegNetwork =>
  // Sound: only members that are undefined go.
  Object.fromEntries(Object.entries(network).filter(([, value]) => value !== undefined)) as LegNetwork
