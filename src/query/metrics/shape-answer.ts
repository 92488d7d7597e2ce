/** From the rows of the plan to the bodies of the metrics APIs. Pure. */
import { type Instant, type Json, parseIso } from '#base'
import { type Aggregation, type ArmId, METRIC_NAMESPACE, type Metric } from '#records'
import { pointsIn, type Span } from './grains.ts'
import type { MetricsRequest } from './parse-request.ts'

/** Cells by row, in the order of the planned columns. */
export type Rows = readonly (readonly Json[])[]

interface Sums {
  readonly count: number
  readonly total: number
  readonly minimum: number
  readonly maximum: number
}

interface Series {
  readonly values: readonly string[]
  readonly points: Map<Instant, Sums>
  readonly overall: Sums
}

/** `value` of the list API and of each resource in the batch API. */
export function shapeMetrics(request: MetricsRequest, resource: ArmId, rows: Rows): readonly Json[] {
  return request.metrics.map(metric => {
    const own = rows.filter(([id, name]) => id === resource && name === metric.name)
    return {
      id: `${resource}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: 'Microsoft.Insights/metrics',
      // One official client looks metrics up by the localized name, the others by the value: both are the same.
      name: { value: metric.name, localizedValue: metric.name },
      displayDescription: metric.displayName,
      unit: metric.unit,
      timeseries: pick(seriesOf(request, own), request, metric).map(series =>
        printSeries(series, request, metric),
      ),
      errorCode: 'Success',
    }
  })
}

/** Members of both answers besides the values; a metadata answer has neither cost nor interval. */
export const shapeFrame = ({ grain, onlyMetadata }: MetricsRequest) => ({
  ...(!onlyMetadata && { cost: 0, interval: grain.name }),
  namespace: METRIC_NAMESPACE,
  resourceregion: 'global',
})

/** `2026-01-15T09:00:00Z` */
export const printInstant = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

export const printSpan = ({ start, end }: Span): string => `${printInstant(start)}/${printInstant(end)}`

function seriesOf({ grain, span, splitBy }: MetricsRequest, rows: Rows): readonly Series[] {
  const found = new Map<string, { values: readonly string[]; points: Map<Instant, Sums>; overall: Sums }>()
  const before = grain.ms === undefined ? 2 : 3
  for (const row of rows) {
    const point = grain.ms === undefined ? span.start : (parseIso(String(row[2])) ?? span.start)
    const values = row.slice(before, before + splitBy.length).map(value => String(value ?? ''))
    const [count, total, minimum, maximum] = row.slice(before + splitBy.length).map(Number)
    const sums = { count: count ?? 0, total: total ?? 0, minimum: minimum ?? 0, maximum: maximum ?? 0 }
    const key = JSON.stringify(values)
    const series = found.get(key)
    if (series) {
      series.points.set(point, sums)
      series.overall = add(series.overall, sums)
    } else found.set(key, { values, points: new Map([[point, sums]]), overall: sums })
  }
  return [...found.values()]
}

const add = (a: Sums, b: Sums): Sums => ({
  count: a.count + b.count,
  total: a.total + b.total,
  minimum: Math.min(a.minimum, b.minimum),
  maximum: Math.max(a.maximum, b.maximum),
})

/** The first series by the order asked for, by the largest value of the first aggregation otherwise. */
function pick(all: readonly Series[], request: MetricsRequest, metric: Metric): readonly Series[] {
  const order = request.order ?? { by: aggregationsOf(request, metric)[0] ?? 'Total', isDescending: true }
  const sign = order.isDescending ? -1 : 1
  const measure = ({ overall }: Series) => readAs[order.by](overall)
  const sorted = [...all].sort(
    (a, b) => sign * (measure(a) - measure(b)) || compareTexts(a.values.join('\n'), b.values.join('\n')),
  )
  return request.filter.length > 0 ? sorted.slice(0, request.top) : sorted
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const aggregationsOf = ({ aggregations }: MetricsRequest, metric: Metric): readonly Aggregation[] =>
  aggregations ?? [metric.defaultAggregation]

const readAs: Readonly<Record<Aggregation, (sums: Sums) => number>> = {
  Count: ({ count }) => count,
  Total: ({ total }) => total,
  Average: ({ total, count }) => total / count,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
}

function printSeries({ values, points }: Series, request: MetricsRequest, metric: Metric): Json {
  const metadatavalues = request.splitBy.map((dimension, i) => {
    const name = dimension.toLowerCase()
    return { name: { value: name, localizedValue: name }, value: values[i] ?? '' }
  })
  if (request.onlyMetadata) return { metadatavalues }
  const aggregations = aggregationsOf(request, metric)
  const data = pointsIn(request.span, request.grain).map(point => {
    const sums = points.get(point)
    const cells = sums
      ? aggregations.map(aggregation => [aggregation.toLowerCase(), readAs[aggregation](sums)] as const)
      : []
    return { timeStamp: printInstant(point), ...Object.fromEntries(cells) }
  })
  return { metadatavalues, data }
}
