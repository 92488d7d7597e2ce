/**
 * Graph's callRecord with its sessions and segments, as files and requests bring it: what is read of it must be of its
 * type; what is more is passed over, so that newer records can be read.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { DEVICE_DETAILS, ENDPOINT_DETAILS, NETWORK_DETAILS, NETWORK_OF_PERSON } from '../out/details.ts'
import { GRAPH_FIGURES } from '../out/figures.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const Text = orNull(Type.String({ maxLength: 4000 }))
const Duration = orNull(
  Type.String({ maxLength: 60, pattern: '^P(?=.)(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$' }),
)
const INSTANT = { maxLength: 60, pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}' }
const Instant = Type.String(INSTANT)

/** Details may be texts, numbers or switches; what fits none is refused. */
const Detail = orNull(Type.Union([Type.String({ maxLength: 4000 }), Type.Number(), Type.Boolean()]))
const detailsOf = (names: Readonly<Record<string, unknown>>) =>
  Type.Object(Object.fromEntries(Object.keys(names).map(name => [name, Detail])))

const Identity = Type.Object({
  '@odata.type': Text,
  id: Text,
  displayName: Text,
  tenantId: Text,
  userPrincipalName: Text,
  azureCommunicationServicesResourceId: Text,
})
export const IDENTITY_KINDS = [
  'user', 'phone', 'application', 'applicationInstance', 'azureCommunicationServicesUser', 'acsUser', 'spoolUser',
  'guest', 'encrypted', 'onPremises',
] as const // biome-ignore format: a list of names
const IdentitySet = Type.Object(Object.fromEntries(IDENTITY_KINDS.map(kind => [kind, orNull(Identity)])))

const Endpoint = Type.Intersect([
  detailsOf(ENDPOINT_DETAILS),
  Type.Object({
    '@odata.type': Text,
    userAgent: orNull(
      Type.Object({
        '@odata.type': Text,
        headerValue: Text,
        applicationVersion: Text,
        platform: Text,
        productFamily: Text,
        communicationServiceId: Text,
        role: Text,
      }),
    ),
    associatedIdentity: orNull(Identity),
    identity: orNull(IdentitySet),
    name: Text,
    feedback: orNull(
      Type.Object({
        rating: Text,
        text: Text,
        tokens: orNull(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  }),
])

const FIGURE_TYPES = { ms: Duration, number: orNull(Type.Number()), percent: orNull(Type.Number()), bool: orNull(Type.Boolean()) } // biome-ignore format: a table
const figures = Object.fromEntries(GRAPH_FIGURES.map(({ property, as }) => [property, FIGURE_TYPES[as]]))

const MediaStream = Type.Intersect([
  Type.Object(figures),
  Type.Object({
    streamId: Text,
    streamDirection: Type.Enum(['callerToCallee', 'calleeToCaller']),
    startDateTime: orNull(Instant),
    endDateTime: orNull(Instant),
    audioCodec: Text,
    videoCodec: Text,
    averageVideoPacketLossRate: orNull(Type.Number()),
  }),
])

const Network = Type.Intersect([
  detailsOf({ ...NETWORK_DETAILS, ...NETWORK_OF_PERSON }),
  Type.Object({ connectionType: Text, networkTransportProtocol: Text }),
])
const Device = detailsOf(DEVICE_DETAILS)

const Media = Type.Object({
  label: Text,
  callerDevice: orNull(Device),
  calleeDevice: orNull(Device),
  callerNetwork: orNull(Network),
  calleeNetwork: orNull(Network),
  streams: orNull(Type.Array(MediaStream, { maxItems: 10_000 })),
})

const Failure = orNull(Type.Object({ stage: Text, reason: Text }))

const Segment = Type.Object({
  startDateTime: Type.Optional(Instant),
  endDateTime: Type.Optional(Instant),
  caller: orNull(Endpoint),
  callee: orNull(Endpoint),
  failureInfo: Failure,
  media: orNull(Type.Array(Media, { maxItems: 1000 })),
})

const Session = Type.Object({
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  startDateTime: Type.Optional(Instant),
  endDateTime: Type.Optional(Instant),
  caller: orNull(Endpoint),
  callee: orNull(Endpoint),
  failureInfo: Failure,
  segments: orNull(Type.Array(Segment, { maxItems: 1000 })),
  'segments@odata.nextLink': Text,
})

const ParticipantBase = Type.Object({ id: Text, identity: orNull(IdentitySet) })

export const CallRecordJson = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w.:-]+$' }),
  version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  type: Type.String({ maxLength: 60 }),
  startDateTime: Instant,
  endDateTime: Instant,
  lastModifiedDateTime: orNull(Instant),
  joinWebUrl: Text,
  organizer: orNull(IdentitySet),
  organizer_v2: orNull(ParticipantBase),
  participants: orNull(Type.Array(IdentitySet, { maxItems: 10_000 })),
  participants_v2: orNull(Type.Array(ParticipantBase, { maxItems: 10_000 })),
  'participants_v2@odata.nextLink': Text,
  sessions: orNull(Type.Array(Session, { maxItems: 10_000 })),
  'sessions@odata.nextLink': Text,
})

export type CallRecord = Static<typeof CallRecordJson>
export type SessionJson = Static<typeof Session>
export type EndpointJson = Static<typeof Endpoint>
export type IdentityJson = Static<typeof Identity>
export type MediaJson = Static<typeof Media>
export type StreamJson = Static<typeof MediaStream>
