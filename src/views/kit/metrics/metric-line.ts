/** A line of a metrics chart: which metric of a resource, read how. Pure; it stands in addresses and dashboards. */
import { kqlText, kqlTexts } from '../ask/kql.ts'
import { type Interval, intervalOf, rangeOf, type TimeRange } from '../time/range.ts'

export const AGGREGATIONS = ['Count', 'Total', 'Average', 'Minimum', 'Maximum'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

/** One of the values, without case. */
export interface DimensionFilter {
  readonly dimension: string
  readonly values: readonly string[]
}

export interface MetricLine {
  readonly metric: string
  readonly aggregation: Aggregation
  /** A series for each value of this dimension; empty: one series. */
  readonly split: string
  readonly filters: readonly DimensionFilter[]
}

/** Intervals that the metrics API answers in. */
export const GRAINS = [
  { id: 'PT1M', title: '1 minute', ms: 60_000, kql: '1m' },
  { id: 'PT5M', title: '5 minutes', ms: 300_000, kql: '5m' },
  { id: 'PT15M', title: '15 minutes', ms: 900_000, kql: '15m' },
  { id: 'PT30M', title: '30 minutes', ms: 1_800_000, kql: '30m' },
  { id: 'PT1H', title: '1 hour', ms: 3_600_000, kql: '1h' },
  { id: 'PT6H', title: '6 hours', ms: 6 * 3_600_000, kql: '6h' },
  { id: 'PT12H', title: '12 hours', ms: 12 * 3_600_000, kql: '12h' },
  { id: 'P1D', title: '1 day', ms: 86_400_000, kql: '1d' },
] as const
export type Grain = (typeof GRAINS)[number]

const AUTO_POINTS = 150
/** More points than pixels: a chart that nobody can read and a browser that waits. */
const MOST_POINTS = 5_000

/** The asked grain, or the finest that still reads well; `auto` and grains with too many points are chosen for. */
export function grainFor(asked: string, { from, to }: Interval): Grain {
  const points = ({ ms }: Grain) => (to - from) / ms
  const chosen = GRAINS.find(({ id }) => id === asked)
  if (chosen && points(chosen) <= MOST_POINTS) return chosen
  return GRAINS.find(grain => points(grain) <= AUTO_POINTS) ?? GRAINS[7]
}

/** From the beginning of a grain, so that the API's points are the bins of the KQL. */
export function alignedTo({ ms }: Grain, range: TimeRange, now: number): Interval {
  const { from, to } = intervalOf(range, now)
  return { from: Math.floor(from / ms) * ms, to }
}

/** `metric;aggregation;split;dimension=a|b;…`, each part percent-encoded. */
export const printLine = ({ metric, aggregation, split, filters }: MetricLine): string =>
  [
    metric,
    aggregation,
    split,
    ...filters.map(
      ({ dimension, values }) =>
        `${encodeURIComponent(dimension)}=${values.map(encodeURIComponent).join('|')}`,
    ),
  ].join(';')

/** Undefined for a text that names no metric; an unknown aggregation reads as Total. */
export function readLine(text: string): MetricLine | undefined {
  const [metric = '', aggregation, split = '', ...filters] = text.split(';')
  if (metric === '') return undefined
  return {
    metric,
    aggregation: AGGREGATIONS.find(one => one === aggregation) ?? 'Total',
    split,
    filters: filters.flatMap(readFilter),
  }
}

/** What was edited by hand into something unreadable filters nothing. */
function readFilter(text: string): readonly DimensionFilter[] {
  const [dimension = '', values = ''] = text.split('=')
  try {
    const read = values.split('|').filter(Boolean).map(decodeURIComponent)
    return dimension === '' || read.length === 0
      ? []
      : [{ dimension: decodeURIComponent(dimension), values: read }]
  } catch {
    return []
  }
}

const METRICS_VERSION = '2024-02-01'

/** Path below a resource's ARM id. */
export const metricsPath = (
  armId: string,
  kind: 'metrics' | 'metricDefinitions',
  query: string = '',
): string => `${armId}/providers/Microsoft.Insights/${kind}?api-version=${METRICS_VERSION}${query}`

/** The question to the metrics API for one line over an interval. */
export function pathOf(line: MetricLine, armId: string, { interval, grain }: Window): string {
  const { split, filters } = line
  const filter = [
    ...filters.map(({ dimension, values }) =>
      values.map(value => `${dimension} eq ${odataText(value)}`).join(' or '),
    ),
    ...(split === '' || filters.some(({ dimension }) => dimension === split) ? [] : [`${split} eq '*'`]),
  ].join(' and ')
  const rolled = filters.map(({ dimension }) => dimension).filter(dimension => dimension !== split)
  const query = new URLSearchParams({
    metricnames: line.metric,
    aggregation: line.aggregation,
    timespan: rangeOf(interval),
    interval: grain.id,
    ...(filter !== '' && { $filter: filter, top: '10' }),
    ...(rolled.length > 0 && { rollupby: rolled.join(',') }),
  })
  return metricsPath(armId, 'metrics', `&${query}`)
}

export interface Window {
  readonly interval: Interval
  readonly grain: Grain
}

const odataText = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** What a line is called in a legend. */
export function titleOfLine({ aggregation, filters, split }: MetricLine, metricTitle: string): string {
  const conditions = filters.map(({ dimension, values }) => `${dimension} ${values.join(' or ')}`)
  const by = split === '' ? '' : ` by ${split}`
  const where = conditions.length === 0 ? '' : `, ${conditions.join(', ')}`
  return `${metricTitle} (${aggregation})${by}${where}`
}

/** How the sums of a minute are read as an aggregation. */
const SUMS: Readonly<Record<Aggregation, string>> = {
  Count: 'sum(Count)',
  Total: 'sum(Total)',
  Average: 'sum(Total) / sum(Count)',
  Minimum: 'min(Minimum)',
  Maximum: 'max(Maximum)',
}

/** Dimensions with a column of their own; the others lie in a bag. */
const COLUMNS: readonly string[] = ['Operation', 'StatusCode', 'StatusCodeClass']
const columnOf = (dimension: string): string =>
  COLUMNS.includes(dimension) ? dimension : `tostring(Dimensions[${kqlText(dimension)}])`

/**
 * The same figures as KQL. The operator's table keeps the dimensions; Azure's AzureMetrics has none, so for others
 * a line that splits or filters has no KQL.
 */
export function kqlOfLines(
  lines: readonly MetricLine[],
  armId: string,
  { grain, isOperator }: { readonly grain: Grain; readonly isOperator: boolean },
): string | undefined {
  if (lines.length === 0) return undefined
  if (!isOperator && lines.some(({ split, filters }) => split !== '' || filters.length > 0)) return undefined
  const table = isOperator ? 'AnteroomOperationMetrics_CL' : 'AzureMetrics'
  const parts = lines.map(line => queryOf(line, { table, armId, grain }))
  const [only] = parts
  const all =
    parts.length === 1
      ? only
      : `union\n${parts.map(part => `(\n${part.replace(/^/gm, '  ')}\n)`).join(',\n')}`
  return `${all}\n| order by TimeGenerated asc\n| render timechart`
}

interface Place {
  readonly table: string
  readonly armId: string
  readonly grain: Grain
}

function queryOf(line: MetricLine, { table, armId, grain }: Place): string {
  const { metric, aggregation, split, filters } = line
  const key = split === '' ? '' : `, Series = ${columnOf(split)}`
  return [
    table,
    `| where ResourceId =~ ${kqlText(armId)} and MetricName == ${kqlText(metric)}`,
    ...filters.map(({ dimension, values }) => `| where ${columnOf(dimension)} in~ (${kqlTexts(values)})`),
    `| summarize ${aggregation} = ${SUMS[aggregation]} by bin(TimeGenerated, ${grain.kql})${key}`,
    `| project TimeGenerated, Series = ${split === '' ? kqlText(titleOfLine(line, metric)) : 'Series'}, ${aggregation}`,
  ].join('\n')
}
