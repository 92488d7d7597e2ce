/** Builders of finished calls: who joined, who was turned away, and with which streams. */
import {
  type Call,
  type CallScene,
  callId,
  endpointId,
  type Leg,
  type LobbyOutcome,
  type Stream,
  type TenantId,
} from '#records'
import { connectionOf, type Person } from './people.ts'

const START = Date.UTC(2026, 0, 15, 9)
const MINUTE = 60_000

const LOBBY_ENDS: Readonly<Record<Exclude<LobbyOutcome, 'admitted'>, Leg['ended']>> = {
  rejected: { code: 0, subCode: 5854 },
  timedOut: { code: 0, subCode: 5855 },
  left: { code: 0, subCode: 0 },
}

export interface CallBuilder {
  /** Joined, with an audio stream each way unless other streams are given. */
  joins(who: Person, streams?: readonly Stream[]): CallBuilder
  /** Waited in the lobby, was admitted and stayed. */
  joinsThroughLobby(who: Person, streams?: readonly Stream[]): CallBuilder
  /** Never got past the lobby. */
  waitsInVain(
    who: Person,
    outcome?: Exclude<LobbyOutcome, 'admitted'>,
    streams?: readonly Stream[],
  ): CallBuilder
  done(): Call
}

export function aMeeting({ organizer }: { readonly organizer: TenantId }): CallBuilder {
  const thread = '19:meeting_abc@thread.v2'
  return aCall({
    kind: 'teamsMeeting',
    threadId: thread,
    organizer: { tenant: organizer, user: 'user-of-organizer' },
  })
}

export const aGroupCall = (): CallBuilder => aCall({ kind: 'group', groupId: 'group-1' })
export const aDirectCall = (): CallBuilder => aCall({ kind: 'p2p' })

function aCall(scene: CallScene): CallBuilder {
  const legs: Leg[] = []
  const add = (who: Person, rest: (start: number) => Rest): CallBuilder => {
    const n = legs.filter(leg => leg.endpointId === endpointId(`endpoint-of-${who.name}`)).length + 1
    const start = START + legs.length * 1000
    legs.push({ ...baseOf(who, n), start, ...rest(start) })
    return builder
  }
  const builder: CallBuilder = {
    joins: (who, streams = audio()) =>
      add(who, start => ({
        joined: start + 500,
        end: start + 10 * MINUTE,
        ended: { code: 0, subCode: 0 },
        streams,
      })),
    joinsThroughLobby: (who, streams = audio()) =>
      add(who, start => ({
        joined: start + MINUTE,
        lobby: { entered: start, left: start + MINUTE, outcome: 'admitted' },
        end: start + 10 * MINUTE,
        ended: { code: 0, subCode: 0 },
        streams,
      })),
    waitsInVain: (who, outcome = 'rejected', streams = []) =>
      add(who, start => ({
        lobby: { entered: start, left: start + MINUTE, outcome },
        end: start + MINUTE,
        ended: LOBBY_ENDS[outcome],
        streams,
      })),
    done: () => ({
      id: callId('call-1'),
      scene,
      start: START,
      end: Math.max(START, ...legs.map(leg => leg.end)),
      legs: [...legs],
    }),
  }
  return builder
}

type Rest = Pick<Leg, 'end' | 'ended' | 'streams'> & Partial<Pick<Leg, 'joined' | 'lobby'>>

function baseOf(who: Person, n: number): Omit<Leg, 'start' | keyof Rest> {
  return {
    participantId: connectionOf(who.name, n),
    endpointId: endpointId(`endpoint-of-${who.name}`),
    identity: who.identity,
    client: who.client,
    isOrganizer: who.isOrganizer,
    ...(who.issuedBy && { issuedBy: who.issuedBy }),
    ...(who.tellsVersions && { sdkVersion: `sdk-of-${who.name}`, osVersion: `os-of-${who.name}` }),
  }
}

/** One audio stream to the server and one from it. */
export const audio = (): readonly Stream[] => [aStream('Outbound', 'Audio'), aStream('Inbound', 'Audio')]

export function aStream(direction: Stream['direction'], mediaType: Stream['mediaType']): Stream {
  const id = (direction === 'Outbound' ? 1000 : 2000) + mediaType.length
  return { id, mediaType, direction, transport: 'UDP', quality: { roundTripTimeAvg: 46.4, jitterAvg: 1 } }
}
