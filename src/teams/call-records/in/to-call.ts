/** Graph's callRecord → a call as one recorded here would be, and the columns that only the record knows. */
import { type Instant, parseIso } from '#base'
import {
  type Call,
  callId,
  endpointId,
  type Leg,
  type LegNetwork,
  participantId,
  resourceId,
  type TenantId,
} from '#records'
import { annotated, CALLEE_COLUMNS, COLUMNS } from '../out/columns.ts'
import { connections } from '../out/vocabulary.ts'
import { completenessOf } from './completeness.ts'
import { type Participation, participationsOf } from './ends.ts'
import {
  type Cells,
  categoryOf,
  networkJson,
  personColumns,
  sessionColumns,
  systemNamed,
} from './participant.ts'
import type { CallRecord } from './schema.ts'
import { type ReadStream, streamsOf } from './streams.ts'
import { namedInSet, type Who, whoIs } from './who.ts'

export interface ReadLeg {
  readonly leg: Leg
  readonly who: Who
  readonly participation: Participation
  readonly streams: readonly ReadStream[]
  /** Over the columns that the leg gives. */
  readonly sessionColumns: Cells
  readonly personColumns: Cells
  readonly category: string
}

export interface ReadCall {
  readonly call: Call
  readonly legs: readonly ReadLeg[]
  readonly completeness: string
  readonly sessionType: 'Conf' | 'P2P'
  readonly meetingId: string
}

const LINK_THREAD = /\/l\/meetup-join\/([^/?]+)/i

/** Throws RangeError for instants that are none. */
export function readCall(record: CallRecord, tenant: TenantId): ReadCall {
  const start = instantOf(record.startDateTime)
  const end = Math.max(start, instantOf(record.endDateTime))
  let number = 0
  const numbering = { next: () => number++ }
  const participations = participationsOf(record)
  const organizer = (record.organizer_v2?.id ?? namedInSet(record.organizer)?.one.id ?? '').toLowerCase()
  const legs = participations.map(one => readLeg(one, { tenant, span: { start, end }, organizer, numbering }))
  const sessionType = record.type === 'peerToPeer' ? 'P2P' : 'Conf'
  const meetingId = threadOf(record.joinWebUrl)
  const isDirect = legs.some(({ participation }) => participation.opposite)
  const call: Call = {
    id: callId(record.id),
    // A call with a service is one leg against a server, whatever it is called.
    scene: isDirect
      ? { kind: 'p2p' }
      : { kind: 'teamsMeeting', threadId: meetingId, organizer: { tenant, user: organizer } },
    start,
    end,
    legs: legs.map(({ leg }) => leg),
  }
  return { call, legs, completeness: completenessOf(record), sessionType, meetingId }
}

function threadOf(link: string | null | undefined): string {
  const [, encoded = ''] = LINK_THREAD.exec(link ?? '') ?? []
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

function instantOf(text: string): Instant {
  const instant = parseIso(text)
  if (instant === undefined) throw new RangeError(text)
  return instant
}

interface Reading {
  readonly tenant: TenantId
  readonly span: { readonly start: Instant; readonly end: Instant }
  readonly organizer: string
  readonly numbering: { next(): number }
}

/** Any failure of media reads as one code here; which it was stays unknown, and the row says so. */
const FAILED = { code: 410, subCode: 3101 }
const WELL = { code: 0, subCode: 0 }

function readLeg(participation: Participation, reading: Reading): ReadLeg {
  const { session, endpoint, side, participantId: id } = participation
  const { tenant, span, organizer, numbering } = reading
  const who = whoIs(endpoint, tenant)
  const streams = streamsOf(participation, numbering)
  const told = annotated(
    'session',
    Reflect.get(session, side === 'callee' && participation.opposite ? CALLEE_COLUMNS : COLUMNS),
  )
  const start = session.startDateTime ? instantOf(session.startDateTime) : span.start
  const end = Math.max(start, session.endDateTime ? instantOf(session.endDateTime) : span.end)
  const agent = endpoint?.userAgent
  const { identity } = who
  const isOrganizer = identity.kind === 'm365User' && identity.user === organizer
  const leg: Leg = {
    participantId: participantId(id),
    // Records name none: the row leaves it blank, but two ends are two.
    endpointId: endpointId(typeof told.EndpointId === 'string' ? told.EndpointId : id),
    identity,
    client: who.client,
    issuedBy: who.issuedBy ? resourceId(who.issuedBy) : undefined,
    displayName: who.displayName,
    isOrganizer,
    role: isOrganizer ? 'Organizer' : undefined,
    start,
    ...stayOf(told, start, end),
    end,
    ended: session.failureInfo ? FAILED : WELL,
    sdkVersion: agent?.applicationVersion ?? undefined,
    userAgent: agent?.headerValue ?? undefined,
    osVersion: systemNamed(agent?.platform),
    network: networkOf(participation),
    streams: streams.map(({ stream }) => stream),
  }
  return {
    leg,
    who,
    participation,
    streams,
    sessionColumns: { EndpointId: '', ...sessionColumns(participation, who), ...told },
    personColumns: personColumns(participation, who),
    category: categoryOf(endpoint, who),
  }
}

/** When the lobby was left, where an export of ours says it; Graph does not know the lobby. */
function stayOf(told: Cells, start: Instant, end: Instant): Pick<Leg, 'joined' | 'lobby'> {
  const entered = typeof told.LobbyEnteredTime === 'string' ? parseIso(told.LobbyEnteredTime) : undefined
  const joined = typeof told.JoinTime === 'string' ? parseIso(told.JoinTime) : undefined
  if (entered === undefined) return { joined: joined ?? start }
  const outcome = OUTCOMES.find(name => name === told.LobbyOutcome) ?? 'left'
  return { joined, lobby: { entered, left: joined ?? end, outcome } }
}

const OUTCOMES = ['admitted', 'rejected', 'timedOut', 'left'] as const

const CONNECTIONS = { Wired: 'wired', Wifi: 'wifi', MobileBB: 'mobile', Tunnel: 'tunnel' } as const

function networkOf(participation: Participation): LegNetwork | undefined {
  const network = networkJson(participation)
  if (!network) return undefined
  const connection = connections.fromGraph(network.connectionType ?? '')
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(network, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    connection: connection && CONNECTIONS[connection],
    localAddress: text('ipAddress'),
    reflexiveAddress: text('reflexiveIPAddress'),
    relayAddress: text('relayIPAddress'),
    subnet: text('subnet'),
  }
}
