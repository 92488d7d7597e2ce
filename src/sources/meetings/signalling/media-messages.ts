/**
 * What clients with real media say beyond signalling: which streams they want, how their connection fares, and how bad
 * a network they wish to have. Members of the messages in `messages.ts`, and the payloads inside `offer` and `answer`.
 */
import { type Static, type TProperties, Type } from 'typebox'

const closed = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** Session descriptions are the longest thing that is said; JSON inside JSON doubles their line ends. */
const LONGEST_PAYLOAD = 48_000

/** Name under which the server itself is a peer. */
export const SFU = 'sfu'

/** Opts in to real media; clients without it never hear of it. */
export const MediaChoice = Type.Optional(Type.Literal('webrtc'))

export const Relayed = { to: text(200), payload: text(LONGEST_PAYLOAD) }

/** One direction of somebody's network. Times ms; jitter is the half width around the delay. */
const Impairment = Type.Object(
  {
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    lossRatio: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    delayMs: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
    jitterMs: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
    rateKbps: Type.Optional(Type.Number({ minimum: 1, maximum: 10_000_000 })),
    /** Nothing passes. */
    outage: Type.Optional(Type.Boolean()),
  },
  closed,
)

const Wanted = Type.Object(
  {
    participantId: text(200),
    kind: Type.Enum(['video', 'screen']),
    /** Of the tile, in pixels. */
    height: Type.Optional(Type.Integer({ minimum: 1, maximum: 8640 })),
  },
  closed,
)

const Connection = text(40)

/** Members of the messages; the order of `want` is the priority. */
export const mediaMembers = {
  subscribe: { want: Type.Array(Wanted, { maxItems: 64 }) },
  renegotiate: { connection: Connection, reason: Type.Enum(['failed', 'closed']) },
  mediaState: {
    path: Type.Enum(['p2p', 'sfu']),
    state: Type.Enum(['connected', 'disconnected', 'failed']),
  },
  badNetwork: { up: Type.Optional(Impairment), down: Type.Optional(Impairment) },
} satisfies Readonly<Record<string, TProperties>>

/** Why a client leaves, when it was not its user's wish. */
export const LeaveReason = Type.Optional(Type.Literal('mediaLost'))

/** Payload of an `answer` to the server. */
export const AnswerPayload = Type.Object({
  generation: Type.Integer({ minimum: 0 }),
  connection: Connection,
  sdp: text(LONGEST_PAYLOAD),
})

/** Payload of `ice` to the server: needed only where the server could not find the way back by itself. */
export const CandidatePayload = Type.Object({
  generation: Type.Integer({ minimum: 0 }),
  connection: Connection,
  candidate: Type.String({ maxLength: 2000 }),
})

/** Payload of `ice` between two clients, as far as a relay must read it; the address as text or as browsers write it. */
export const PeerCandidatePayload = Type.Object({
  candidate: Type.Union([Type.String(), Type.Object({ candidate: Type.String() })]),
})

export type Impairment = Static<typeof Impairment>
export type WantedStream = Static<typeof Wanted>
