/** One look at the data: what a criterion measures over one window, per combination of its dimensions. Pure texts. */
import type { Cell } from '#query/kql'
import type {
  Aggregation,
  Criterion,
  Dimension,
  LogCriterion,
  MetricCriterion,
  Operator,
  Rule,
} from './rule.ts'

/** One combination of dimension values and what was measured of it, by each criterion; null: nothing to measure. */
export interface Measured {
  readonly dimensions: Readonly<Record<string, string>>
  readonly values: readonly (number | null)[]
}

/** More combinations than this are no alert, but a flood. */
const MOST_COMBINATIONS = 1000

const OF_ROWS: Readonly<Record<Aggregation, (measure: string) => string>> = {
  Count: () => 'count()',
  Average: measure => `avg(todouble(${measure}))`,
  Minimum: measure => `min(todouble(${measure}))`,
  Maximum: measure => `max(todouble(${measure}))`,
  Total: measure => `sum(todouble(${measure}))`,
}

/** A row of the metrics' table sums up the samples of a minute. */
const OF_MINUTES: Readonly<Record<Aggregation, string>> = {
  Count: 'sum(Count)',
  Average: 'sum(Total) / sum(Count)',
  Minimum: 'min(Minimum)',
  Maximum: 'max(Maximum)',
  Total: 'sum(Total)',
}

const METRICS = 'AnteroomOperationMetrics_CL'

/** The KQL that measures: what the page opens, too. */
export const measuringKql = (criterion: Criterion): string =>
  criterion.kind === 'log' ? kqlOfRows(criterion) : kqlOfMinutes(criterion)

function kqlOfRows({ query, aggregation, measure = '', dimensions }: LogCriterion): string {
  const aggregate = OF_ROWS[aggregation](column(measure))
  return kqlOf(query.replace(/[\s;]+$/, ''), aggregate, { dimensions, columnOf: column, has: 'in' })
}

function kqlOfMinutes({ resource, metric, aggregation, dimensions }: MetricCriterion): string {
  const rows = `${METRICS}\n| where ResourceId =~ ${quoted(resource)} and MetricName == ${quoted(metric)}`
  return kqlOf(rows, OF_MINUTES[aggregation], { dimensions, columnOf: columnOfMetric, has: 'in~' })
}

interface Split {
  readonly dimensions: readonly Dimension[]
  columnOf(dimension: string): string
  /** Metrics compare without case, as Azure does. */
  readonly has: 'in' | 'in~'
}

function kqlOf(rows: string, aggregate: string, { dimensions, columnOf, has }: Split): string {
  const by = dimensions.map(({ name }, i) => `D${i} = tostring(${columnOf(name)})`).join(', ')
  const filters = dimensions.flatMap(({ name, operator, values }) => {
    if (values.includes('*')) return []
    const not = operator === 'Include' ? '' : '!'
    return [`| where tostring(${columnOf(name)}) ${not}${has} (${values.map(quoted).join(', ')})`]
  })
  return [
    rows,
    ...filters,
    `| summarize AggregatedValue = ${aggregate}${by && ` by ${by}`}`,
    `| take ${MOST_COMBINATIONS}`,
  ].join('\n')
}

const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(/[\r\n]/g, ' ')}'`

const column = (name: string): string => `[${quoted(name)}]`

/** Dimensions that nearly every metric has stand in columns of their own, the others in a bag. */
const OWN_COLUMNS: readonly string[] = ['Operation', 'StatusCode', 'StatusCodeClass']

const columnOfMetric = (name: string): string =>
  OWN_COLUMNS.includes(name) ? name : `Dimensions[${quoted(name)}]`

/** The rows of an answer, whose columns are those of `measuringKql`. */
export interface Answer {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

/**
 * The answers to the criteria as measures. Criteria of a metric that name one value of each of their dimensions measure
 * that combination, also while nothing is counted of it; any other one the combinations that its answer has.
 */
export function measuredOf(criteria: Rule['criteria'], answers: readonly Answer[]): readonly Measured[] {
  const [first] = criteria
  if (!criteria.every(isPinned)) return answers[0] ? combinationsIn(first, answers[0]) : []
  const pinned = criteria.flatMap(({ dimensions }) =>
    dimensions.map(({ name, values: [value = ''] }) => [name, value] as const),
  )
  const values = criteria.map((criterion, i) => {
    const [found] = answers[i] ? combinationsIn(criterion, answers[i]) : []
    return found?.values[0] ?? absentValue(criterion)
  })
  return [{ dimensions: Object.fromEntries(pinned), values }]
}

const isPinned = ({ kind, dimensions }: Criterion): boolean =>
  kind === 'metric' &&
  dimensions.every(
    ({ operator, values }) => operator === 'Include' && values.length === 1 && values[0] !== '*',
  )

function combinationsIn({ dimensions }: Criterion, { columns, rows }: Answer): readonly Measured[] {
  const at = columns.findIndex(({ name }) => name === 'AggregatedValue')
  const places = dimensions.map(({ name }, i) => ({
    name,
    at: columns.findIndex(column => column.name === `D${i}`),
  }))
  return rows.map(row => ({
    dimensions: Object.fromEntries(places.map(place => [place.name, String(row[place.at] ?? '')])),
    values: [typeof row[at] === 'number' ? row[at] : null],
  }))
}

/** The same for the same values, whatever order they came in. */
export const keyOf = (dimensions: Measured['dimensions']): string =>
  JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)))

export const dimensionsOf = (key: string): Measured['dimensions'] => Object.fromEntries(JSON.parse(key))

/** What a combination measures that the answer no longer has: nothing counted is 0, of anything else there is nothing. */
export const absentValue = ({ kind, aggregation }: Pick<Criterion, 'kind' | 'aggregation'>): number | null =>
  aggregation === 'Count' || (kind === 'metric' && aggregation === 'Total') ? 0 : null

const COMPARE: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  GreaterThan: (value, threshold) => value > threshold,
  GreaterThanOrEqual: (value, threshold) => value >= threshold,
  LessThan: (value, threshold) => value < threshold,
  LessThanOrEqual: (value, threshold) => value <= threshold,
  Equals: (value, threshold) => value === threshold,
}

/** All criteria are; nothing measured is over no threshold. */
export const isOver = ({ criteria }: Pick<Rule, 'criteria'>, values: Measured['values']): boolean =>
  criteria.every(({ operator, threshold }, i) => {
    const value = values[i] ?? null
    return value !== null && COMPARE[operator](value, threshold)
  })
