/**
 * What clients tell of themselves besides the figures of their streams: operations and events, samples by the second,
 * the survey after a call. Members of the messages in `messages.ts`. Everything is bounded, in number and in depth.
 */
import { type Static, type TProperties, Type } from 'typebox'
import { surveyIssues } from '#records'

const closed = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Id = text(200)
const Name = Type.String({ pattern: '^[A-Za-z][\\w./-]{0,99}$' })
/** ISO 8601 with a time zone, by the client's clock. */
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
})
const Figure = Type.Number({ minimum: -1e15, maximum: 1e15 })

const Leaf = Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean(), Type.Null()])
const Branch = Type.Union([
  Leaf,
  Type.Array(Leaf, { maxItems: 100 }),
  Type.Record(Type.String({ maxLength: 100 }), Leaf, { maxProperties: 100 }),
])
/** An object of values, lists and objects of values. */
const Payload = Type.Record(Type.String({ maxLength: 100 }), Branch, { maxProperties: 50 })

const Operation = Type.Object(
  {
    operationId: Type.Optional(text(100)),
    name: Name,
    type: Type.Optional(text(60)),
    at: Moment,
    durationMs: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
    resultType: text(60),
    resultSignature: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
    subCode: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999 })),
    payload: Type.Optional(Payload),
    parentId: Type.Optional(text(100)),
  },
  closed,
)

const Series = Type.Object(
  {
    mediaStreamId: text(100),
    mediaType: Type.Enum(['audio', 'video', 'screen', 'transport']),
    direction: Type.Enum(['recv', 'send']),
    metric: Name,
    codec: Type.Optional(text(60)),
    at: Moment,
    /** From sample to sample. */
    intervalSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10 })),
    count: Type.Integer({ minimum: 1, maximum: 100 }),
    sum: Figure,
    average: Figure,
    minimum: Figure,
    maximum: Figure,
    remoteParticipantId: Type.Optional(Id),
    remoteEndpointId: Type.Optional(Id),
  },
  closed,
)

const Score = Type.Integer({ minimum: 0, maximum: 100 })

const rating = (column: string) => {
  const issues = surveyIssues.find(row => row.column === column)?.issues ?? []
  return Type.Optional(
    Type.Object(
      {
        score: Type.Optional(Score),
        lowerBound: Type.Optional(Score),
        upperBound: Type.Optional(Score),
        threshold: Type.Optional(Score),
        issues: Type.Optional(Type.Array(Type.Enum([...issues]), { maxItems: 20, uniqueItems: true })),
      },
      closed,
    ),
  )
}

export const telemetryMembers = {
  clientOperations: {
    operations: Type.Array(Operation, { minItems: 1, maxItems: 100 }),
    /** Of the own leg that it is about, where that is not the one in progress. */
    participantId: Type.Optional(Id),
  },
  mediaStats: {
    series: Type.Array(Series, { minItems: 1, maxItems: 250 }),
    participantId: Type.Optional(Id),
  },
  survey: {
    callId: Id,
    participantId: Id,
    overall: rating('OverallCallIssues'),
    audio: rating('AudioIssues'),
    video: rating('VideoIssues'),
    screenshare: rating('ScreenshareIssues'),
  },
} satisfies Readonly<Record<string, TProperties>>

export type OperationTold = Static<typeof Operation>
export type SeriesTold = Static<typeof Series>

/** A score with its scale; issues alone are an answer too. */
export interface RatingTold {
  readonly score?: number | undefined
  readonly lowerBound?: number | undefined
  readonly upperBound?: number | undefined
  readonly threshold?: number | undefined
  readonly issues?: readonly string[] | undefined
}
