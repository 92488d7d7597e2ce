/** One look at the data: the rule's query over one window, aggregated per combination of its dimensions. Pure texts. */
import type { Cell } from '#query/kql'
import type { Aggregation, Dimension, Operator, Rule } from './rule.ts'

/** One combination of dimension values and what was measured of it; null: nothing to measure. */
export interface Measured {
  readonly dimensions: Readonly<Record<string, string>>
  readonly value: number | null
}

/** More combinations than this are no alert, but a flood. */
const MOST_COMBINATIONS = 1000

const AGGREGATES: Readonly<Record<Aggregation, (measure: string) => string>> = {
  Count: () => 'count()',
  Average: measure => `avg(todouble(${measure}))`,
  Minimum: measure => `min(todouble(${measure}))`,
  Maximum: measure => `max(todouble(${measure}))`,
  Total: measure => `sum(todouble(${measure}))`,
}

/** The KQL that measures: what the page opens, too. */
export function measuringKql({ query, aggregation, measure = '', dimensions }: MeasuredRule): string {
  const by = dimensions.map(({ name }, i) => `D${i} = tostring(${column(name)})`).join(', ')
  return [
    query.replace(/[\s;]+$/, ''),
    ...dimensions.flatMap(filterOf),
    `| summarize AggregatedValue = ${AGGREGATES[aggregation](column(measure))}${by && ` by ${by}`}`,
    `| take ${MOST_COMBINATIONS}`,
  ].join('\n')
}

type MeasuredRule = Pick<Rule, 'query' | 'aggregation' | 'measure' | 'dimensions'>

function filterOf({ name, operator, values }: Dimension): readonly string[] {
  if (values.includes('*')) return []
  const list = values.map(quoted).join(', ')
  return [`| where tostring(${column(name)}) ${operator === 'Include' ? 'in' : '!in'} (${list})`]
}

const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(/[\r\n]/g, ' ')}'`

const column = (name: string): string => `[${quoted(name)}]`

/** The answer's rows as measures; its columns are those of `measuringKql`. */
export function measuredOf(
  { dimensions }: Pick<Rule, 'dimensions'>,
  columns: readonly { readonly name: string }[],
  rows: readonly (readonly Cell[])[],
): readonly Measured[] {
  const at = columns.findIndex(({ name }) => name === 'AggregatedValue')
  const places = dimensions.map(({ name }, i) => ({
    name,
    at: columns.findIndex(column => column.name === `D${i}`),
  }))
  return rows.map(row => ({
    dimensions: Object.fromEntries(places.map(place => [place.name, String(row[place.at] ?? '')])),
    value: typeof row[at] === 'number' ? row[at] : null,
  }))
}

/** The same for the same values, whatever order they came in. */
export const keyOf = (dimensions: Measured['dimensions']): string =>
  JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)))

export const dimensionsOf = (key: string): Measured['dimensions'] => Object.fromEntries(JSON.parse(key))

/** What a combination measures that the answer no longer has: none counted is 0, of anything else there is nothing. */
export const absentValue = (aggregation: Aggregation): number | null => (aggregation === 'Count' ? 0 : null)

const COMPARE: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  GreaterThan: (value, threshold) => value > threshold,
  GreaterThanOrEqual: (value, threshold) => value >= threshold,
  LessThan: (value, threshold) => value < threshold,
  LessThanOrEqual: (value, threshold) => value <= threshold,
  Equals: (value, threshold) => value === threshold,
}

export const isOver = ({ operator, threshold }: Pick<Rule, 'operator' | 'threshold'>, value: number | null) =>
  value !== null && COMPARE[operator](value, threshold)
