/**
 * A question to call quality: measures, what they are grouped and filtered by, a trend, an order and a page. The body
 * of `POST /teams/cqd/query`; reports are made of it.
 */
import { type Static, Type } from 'typebox'

const Name = Type.String({ maxLength: 120 })
const Value = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean(), Type.Null()])

/**
 * `equals`: one of the values. `matches`: the text has a match of one of the regular expressions. `between`, `from`,
 * `before`, `last`: of Start Time and End Time, instants or words such as `7 days`, `this month`.
 */
export const OPERATORS = [
  'equals',
  'notEquals',
  'matches',
  'notMatches',
  'contains',
  'notContains',
  'from',
  'before',
  'between',
  'last',
] as const

const choiceOf = <const Choice extends string | number>(choices: readonly Choice[]) =>
  Type.Unsafe<Choice>(Type.Union(choices.map(choice => Type.Literal(choice))))

export const Filter = Type.Object(
  {
    dimension: Name,
    operator: Type.Optional(choiceOf(OPERATORS)),
    values: Type.Array(Value, { minItems: 1, maxItems: 1000 }),
    /** Filters of the same group are joined by or; all others by and. */
    unionGroup: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
)

export const TRENDS = ['daily', 'weekly', 'monthly', 'rolling'] as const
export const ROLLING_DAYS = [5, 7, 30, 60, 90] as const
export const REPORT_TYPES = ['table', 'columns', 'stackedColumns', 'lines', 'pie'] as const

export const Trend = Type.Object(
  {
    kind: choiceOf(TRENDS),
    /** Of a rolling trend: how many days, the last one included. */
    days: Type.Optional(choiceOf(ROLLING_DAYS)),
    /** The last day, `2026-05-31`; absent: today. */
    until: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
)

export const CqdQuery = Type.Object(
  {
    measures: Type.Array(Name, { maxItems: 100 }),
    dimensions: Type.Optional(Type.Array(Name, { maxItems: 40 })),
    filters: Type.Optional(Type.Array(Filter, { maxItems: 100 })),
    trend: Type.Optional(Trend),
    reportType: Type.Optional(choiceOf(REPORT_TYPES)),
    order: Type.Optional(
      Type.Array(
        Type.Object({ by: Name, descending: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
        { maxItems: 20 },
      ),
    ),
    /** Recomputes verdicts by that version of call quality's rules; absent: as they were stored. */
    classifierVersion: Type.Optional(Type.String({ maxLength: 20 })),
    pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    /** `next` of the page before. */
    next: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)

export type CqdQuery = Static<typeof CqdQuery>
export type CqdFilter = Static<typeof Filter>
export type CqdTrend = Static<typeof Trend>
export type FilterOperator = (typeof OPERATORS)[number]
export type ReportType = (typeof REPORT_TYPES)[number]

export const DEFAULT_PAGE = 1000
