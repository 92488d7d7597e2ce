/**
 * The signalling protocol, version 1 (docs/signalling.md): JSON messages on one WebSocket. What a client sends is
 * checked here, once; types of both directions are derived from these tables.
 */
import { type Static, type TProperties, Type } from 'typebox'
import { environmentMembers } from './environment-messages.ts'
import { LeaveReason, MediaChoice, mediaMembers, Relayed } from './media-messages.ts'
import { telemetryMembers } from './telemetry-messages.ts'

export const PROTOCOL = 1

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const closed = { additionalProperties: false }
const Ratio = Type.Number({ minimum: 0, maximum: 1 })
const Figure = Type.Number({ minimum: 0, maximum: 1e12 })
const Percent = Type.Number({ minimum: 0, maximum: 100 })
const Spread = Type.Object({ avg: Figure, max: Figure, min: Type.Optional(Figure) }, closed)
/** Part of something counted; below 0 where what counts against it belongs to an earlier window. */
const Share = Type.Object({ part: Type.Number({ minimum: -1e12, maximum: 1e12 }), whole: Figure }, closed)
const Id = text(200)

const Shows = {
  muted: Type.Optional(Type.Boolean()),
  camera: Type.Optional(Type.Boolean()),
  screen: Type.Optional(Type.Boolean()),
}

const Identity = Type.Union([
  Type.Object({ kind: Type.Literal('token'), token: text(16_000) }, closed),
  Type.Object({ kind: Type.Literal('m365User'), user: text(320) }, closed),
  Type.Object({ kind: Type.Literal('teamsAnonymous') }, closed),
])

const Client = Type.Object(
  {
    sdkVersion: Type.Optional(text(200)),
    osVersion: Type.Optional(text(400)),
    userAgent: Type.Optional(text(600)),
    /** The client object inside the app. */
    clientInstanceId: Type.Optional(text(100)),
    endpointId: Type.Optional(text(100)),
    diagnosticOptions: Type.Optional(
      Type.Object(
        {
          appName: Type.Optional(text(200)),
          appVersion: Type.Optional(text(200)),
          tags: Type.Optional(Type.Array(text(200), { maxItems: 50 })),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** The forms of the calling SDK. */
const Locator = Type.Union([
  Type.Object({ meetingLink: text(4000) }, closed),
  Type.Object({ meetingId: text(60), passcode: Type.Optional(text(60)) }, closed),
  Type.Object(
    { threadId: text(400), organizerId: text(60), tenantId: text(60), messageId: Type.Optional(text(60)) },
    closed,
  ),
  Type.Object({ roomId: text(100) }, closed),
  Type.Object({ groupId: text(100) }, closed),
])

const Window = Type.Object(
  {
    seconds: Type.Number({ exclusiveMinimum: 0, maximum: 3600 }),
    packets: Type.Optional(Figure),
    packetsExpected: Type.Optional(Figure),
    roundTripTime: Type.Optional(Spread),
    jitter: Type.Optional(Spread),
    packetLossRate: Type.Optional(Ratio),
    healedDataRatio: Type.Optional(Ratio),
    jitterBufferSize: Type.Optional(Spread),
    videoFrameRate: Type.Optional(Figure),
    videoBitRate: Type.Optional(Spread),
    recvResolutionHeight: Type.Optional(Figure),
    recvFreezeDuration: Type.Optional(Figure),
    bitRate: Type.Optional(Figure),
    recvFrameRate: Type.Optional(Figure),
    quietBefore: Type.Optional(Figure),
    quietAfter: Type.Optional(Figure),
    stretched: Type.Optional(Share),
    packetsDropped: Type.Optional(Share),
    fecUsed: Type.Optional(Share),
    postFecLoss: Type.Optional(Share),
    framesLost: Type.Optional(Share),
    lowFrameRate: Type.Optional(Share),
    cpuLimited: Type.Optional(Share),
  },
  closed,
)

const Final = Type.Object(
  {
    roundTripTimeAvg: Type.Optional(Figure),
    roundTripTimeMax: Type.Optional(Figure),
    jitterAvg: Type.Optional(Figure),
    jitterMax: Type.Optional(Figure),
    packetLossRateAvg: Type.Optional(Ratio),
    packetLossRateMax: Type.Optional(Ratio),
    healedDataRatioAvg: Type.Optional(Ratio),
    healedDataRatioMax: Type.Optional(Ratio),
    recvResolutionHeight: Type.Optional(Figure),
    recvFreezeDurationPerMinuteInMs: Type.Optional(Figure),
    videoFrameRateAvg: Type.Optional(Figure),
    jitterBufferSizeAvg: Type.Optional(Figure),
    jitterBufferSizeMax: Type.Optional(Figure),
    packetUtilization: Type.Optional(Figure),
    videoBitRateAvg: Type.Optional(Figure),
    videoBitRateMax: Type.Optional(Figure),
    jitterBufferSizeMin: Type.Optional(Figure),
    networkJitterAvg: Type.Optional(Figure),
    networkJitterMax: Type.Optional(Figure),
    networkJitterMin: Type.Optional(Figure),
    stretchedRatioAvg: Type.Optional(Ratio),
    packetDropRatio: Type.Optional(Ratio),
    fecUsedRatio: Type.Optional(Ratio),
    postFecLossRate: Type.Optional(Ratio),
    bitRateAvg: Type.Optional(Figure),
    frameLossPercentage: Type.Optional(Percent),
    recvFrameRateAvg: Type.Optional(Figure),
    lowFrameRatePercent: Type.Optional(Percent),
    cpuLimitedPercent: Type.Optional(Percent),
  },
  closed,
)

export const StreamReports = Type.Array(
  Type.Object(
    {
      id: Type.Integer({ minimum: 0, maximum: 4_294_967_295 }),
      mediaType: Type.Enum(['Audio', 'Video', 'VBSS', 'AppSharing']),
      direction: Type.Enum(['Inbound', 'Outbound']),
      transport: Type.Enum(['UDP', 'TCP', 'Unrecognized']),
      codec: Type.Optional(text(60)),
      mediaLine: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
      window: Type.Optional(Window),
      final: Type.Optional(Final),
    },
    closed,
  ),
  { maxItems: 64 },
)

/** A request with an `id` is answered by `ok` or `error` with the same `re`. */
const RequestId = Type.Optional(Type.Union([text(64), Type.Integer()]))

const message = <const Name extends string, Members extends TProperties>(name: Name, members: Members) =>
  Type.Object({ ...members, type: Type.Literal(name), id: RequestId }, closed)

export const clientMessages = {
  hello: message('hello', { protocol: Type.Integer(), identity: Identity, client: Type.Optional(Client) }),
  join: message('join', {
    locator: Locator,
    displayName: Type.Optional(text(256)),
    shows: Type.Optional(Type.Object(Shows, closed)),
    media: MediaChoice,
  }),
  call: message('call', { to: Id, displayName: Type.Optional(text(256)), media: MediaChoice }),
  add: message('add', { user: Id, displayName: Type.Optional(text(256)) }),
  accept: message('accept', {
    participantId: Id,
    displayName: Type.Optional(text(256)),
    media: MediaChoice,
  }),
  decline: message('decline', { participantId: Id }),
  leave: message('leave', { reason: LeaveReason }),
  admit: message('admit', { participantId: Id }),
  admitAll: message('admitAll', {}),
  reject: message('reject', { participantId: Id }),
  remove: message('remove', { participantId: Id }),
  endForAll: message('endForAll', {}),
  media: message('media', Shows),
  raiseHand: message('raiseHand', { raised: Type.Boolean() }),
  hold: message('hold', { on: Type.Boolean() }),
  statistics: message('statistics', { streams: StreamReports }),
  environment: message('environment', environmentMembers),
  clientOperations: message('clientOperations', telemetryMembers.clientOperations),
  mediaStats: message('mediaStats', telemetryMembers.mediaStats),
  survey: message('survey', telemetryMembers.survey),
  offer: message('offer', Relayed),
  answer: message('answer', Relayed),
  ice: message('ice', Relayed),
  subscribe: message('subscribe', mediaMembers.subscribe),
  renegotiate: message('renegotiate', mediaMembers.renegotiate),
  mediaState: message('mediaState', mediaMembers.mediaState),
  badNetwork: message('badNetwork', mediaMembers.badNetwork),
  resume: message('resume', { resumeKey: Id, media: MediaChoice }),
  ping: message('ping', {}),
}

export type RequestKey = string | number
export type ClientMessageType = keyof typeof clientMessages
export type ClientMessageOf<Name extends ClientMessageType> = Static<(typeof clientMessages)[Name]>
export type ClientMessage = { [Name in ClientMessageType]: ClientMessageOf<Name> }[ClientMessageType]
export type LocatorInput = Static<typeof Locator>
export type ClientInfo = Static<typeof Client>
export type HelloIdentity = Static<typeof Identity>
