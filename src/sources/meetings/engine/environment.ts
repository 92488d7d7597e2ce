/**
 * How a leg reached the other end and on what machine: what its client told, and what the server saw by itself. The
 * client wins; the server speaks for what it did not tell, and for a client that vanished. Addresses are personal: they
 * go from here into the finished call and nowhere else.
 */
import type { CandidateType, LegHardware, LegNetwork } from '#records'

/** By the client; the latest of each wins. */
export interface Environment {
  readonly network?: LegNetwork | undefined
  readonly hardware?: LegHardware | undefined
}

/** A selected candidate pair as the media plane sees it: the client is at its other end. */
export interface SeenPair {
  readonly address: string
  readonly port: number
  readonly type?: CandidateType | undefined
  /** Of the server. */
  readonly own?:
    | { readonly address: string; readonly port: number; readonly type?: CandidateType | undefined }
    | undefined
}

/** What the server knows by itself. */
export interface Sighting {
  /** Where the client's socket comes from. */
  readonly socket?: string | undefined
  readonly pair?: SeenPair | undefined
}

export interface Surroundings {
  readonly told?: Environment | undefined
  readonly sighted?: Sighting | undefined
  readonly device: { readonly userAgent?: string | undefined }
  readonly media?: unknown
  readonly phase: { readonly kind: string; readonly end?: string | undefined }
}

export function networkOf({ told = {}, sighted = {}, device, phase }: Surroundings): LegNetwork | undefined {
  const { network = {} } = told
  const neverCame = phase.end === 'mediaNeverCame' && !hasPair(network)
  const reflexiveAddress = network.reflexiveAddress ?? reflexiveOf(network, sighted)
  const known: LegNetwork = {
    ...(!hasPair(network) && sighted.pair && pairOf(sighted.pair)),
    ...(neverCame && { iceFailed: true }),
    ...network,
    reflexiveAddress,
    // Browsers do not know their network's address; what they are seen as comes nearest.
    subnet: network.subnet ?? (device.userAgent === undefined ? undefined : networkOfIpv4(reflexiveAddress)),
  }
  const rows = Object.entries(known).filter(([, value]) => value !== undefined)
  // Sound: the names are those of `known`.
  return rows.length === 0 ? undefined : (Object.fromEntries(rows) as LegNetwork)
}

const hasPair = ({ localType, remoteAddress, protocol }: LegNetwork): boolean =>
  localType !== undefined || remoteAddress !== undefined || protocol !== undefined

/** Through a relay the media plane sees the relay. */
function reflexiveOf({ localType }: LegNetwork, { socket, pair }: Sighting): string | undefined {
  const isRelayed = localType === 'relay' || pair?.type === 'relay'
  return isRelayed ? socket : (pair?.address ?? socket)
}

/** From the client's end; the kind of its own address is as the server sees it. */
const pairOf = ({ address, port, type, own }: SeenPair): LegNetwork => ({
  protocol: 'udp',
  remoteAddress: own?.address,
  remotePort: own?.port,
  remoteType: own?.type,
  localType: type,
  ...(type === 'relay' && { relayAddress: address, relayPort: port }),
})

function networkOfIpv4(address: string | undefined): string | undefined {
  const found = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address ?? '')
  return found ? `${found[1]}.0` : undefined
}
