/**
 * A report as data: tabs of panels, each a question to call quality and how its answer is shown. Built-in ones, saved
 * ones and what is taken in from a file have this one shape.
 */
import { type Static, Type } from 'typebox'
import { CqdQuery } from '#teams/cqd'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Title = Type.String({ minLength: 1, maxLength: 120 })
const Name = Type.String({ minLength: 1, maxLength: 120 })
const Words = Type.Optional(Type.String({ maxLength: 1000 }))
const Filters = CqdQuery.properties.filters

/** `scorecard`: the measures once for each of its rows, beside their targets. */
export const PANEL_KINDS = [
  'tiles',
  'table',
  'columns',
  'stackedColumns',
  'lines',
  'pie',
  'scorecard',
] as const

const Kind = Type.Unsafe<(typeof PANEL_KINDS)[number]>(
  Type.Union(PANEL_KINDS.map(kind => Type.Literal(kind))),
)

/** A suggested limit of a measure, in its unit; above it is worth a look. */
const Target = Type.Object({ measure: Name, limit: Type.Number() }, closed)

const Panel = Type.Object(
  {
    id: Id,
    title: Title,
    note: Words,
    kind: Kind,
    query: CqdQuery,
    /** Measures that are drawn as a line over another axis, beside columns. */
    lines: Type.Optional(Type.Array(Name, { maxItems: 5 })),
    targets: Type.Optional(Type.Array(Target, { maxItems: 20 })),
    /** Of a scorecard. */
    rows: Type.Optional(
      Type.Array(
        Type.Object(
          { title: Title, filters: Filters, targets: Type.Array(Target, { maxItems: 20 }) },
          closed,
        ),
        { maxItems: 20 },
      ),
    ),
    /** A value of that dimension adds a filter, and leads to that tab of the report. */
    drill: Type.Optional(Type.Object({ dimension: Name, tab: Id }, closed)),
  },
  closed,
)

const Tab = Type.Object(
  { id: Id, title: Title, note: Words, panels: Type.Array(Panel, { minItems: 1, maxItems: 20 }) },
  closed,
)

export const ReportBody = Type.Object(
  {
    title: Title,
    description: Words,
    /** Of all panels. */
    filters: Filters,
    /** Dimensions whose values are picked first, such as a user. */
    asks: Type.Optional(Type.Array(Name, { maxItems: 5 })),
    /** What it shows little without: `buildings` or `endpoints`, a file of #teams/networks. */
    needs: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 5 })),
    tabs: Type.Array(Tab, { minItems: 1, maxItems: 12 }),
  },
  closed,
)

export type ReportBody = Static<typeof ReportBody>
export type ReportTab = ReportBody['tabs'][number]
export type ReportPanel = ReportTab['panels'][number]

export interface DefaultReport extends ReportBody {
  readonly id: string
}

/** Every question of a report, the filters of the report and of scorecard rows with it. */
export const questionsOf = ({ tabs, filters: common = [] }: ReportBody): readonly CqdQuery[] =>
  tabs.flatMap(({ panels }) =>
    panels.flatMap(({ query, rows = [] }) => {
      const asked = (more: readonly NonNullable<CqdQuery['filters']>[number][]): CqdQuery => ({
        ...query,
        filters: [...(query.filters ?? []), ...common, ...more],
      })
      return rows.length === 0 ? [asked([])] : rows.map(({ filters = [] }) => asked(filters))
    }),
  )
