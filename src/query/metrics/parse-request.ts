/** The parameters of the metrics APIs: from text to a request that can be planned. Pure; every mistake is a 400. */
import { type Instant, parseDuration, parseIso } from '#base'
import { type Aggregation, METRIC_NAMESPACE, type Metric, metricByName, metrics } from '#records'
import { apiError } from './errors.ts'
import { chooseGrain, type Grain, type Span } from './grains.ts'
import { type Condition, isWildcard, parseFilter } from './parse-filter.ts'

export interface MetricsRequest {
  readonly metrics: readonly [Metric, ...Metric[]]
  /** Begins on a full minute. */
  readonly span: Span
  /** FULL where only metadata are asked for: there are no points then. */
  readonly grain: Grain
  /** Absent: the primary one of each metric. */
  readonly aggregations?: readonly Aggregation[]
  readonly filter: readonly Condition[]
  /** The dimensions that make a series each, named as the metric does. */
  readonly splitBy: readonly string[]
  readonly top: number
  readonly order?: { readonly by: Aggregation; readonly isDescending: boolean }
  /** Only which series there are. */
  readonly onlyMetadata: boolean
}

/** Query parameters by their names in lower case. */
export type Parameters = Readonly<Record<string, string | undefined>>

const HOUR = 3_600_000
const MINUTE = 60_000
const DEFAULT_TOP = 10
const AGGREGATIONS: readonly Aggregation[] = ['Average', 'Minimum', 'Maximum', 'Total', 'Count']

/** Reads what the list and the batch API share; `span` and `filter` are named differently by the two. */
export function parseRequest(
  parameters: Parameters,
  given: { readonly span: Span; readonly filter: string | undefined },
): MetricsRequest {
  checkNamespace(parameters.metricnamespace)
  const asked = namedMetrics(parameters.metricnames)
  const span = { start: Math.floor(given.span.start / MINUTE) * MINUTE, end: given.span.end }
  const isLenient = parameters.validatedimensions?.toLowerCase() === 'false'
  const filter =
    given.filter === undefined ? [] : knownConditions(parseFilter(given.filter), asked, isLenient)
  const onlyMetadata = isMetadata(parameters.resulttype)
  const mayAdjust = parameters.autoadjusttimegrain?.toLowerCase() === 'true'
  if (onlyMetadata && filter.filter(isWildcard).length > 1) throw apiError('OneWildcard')
  const aggregations = namedAggregations(parameters.aggregation)
  const order = orderOf(parameters.orderby)
  const merged = list(parameters.rollupby).map(name => name.toLowerCase())
  const dimensions = filter
    .map(({ dimension }) => dimension)
    .filter(name => !merged.includes(name.toLowerCase()))
  return {
    metrics: asked,
    span,
    grain: onlyMetadata ? { name: 'FULL' } : chooseGrain(parameters.interval, span, mayAdjust),
    ...(aggregations && { aggregations }),
    filter,
    splitBy: [...new Set(dimensions)],
    top: topOf(parameters.top),
    ...(order && { order }),
    onlyMetadata,
  }
}

/** `start/end`, `start/duration`, `duration/end` or `duration`; the last hour when nothing is said. */
export function parseSpan(text: string | undefined, now: Instant): Span {
  if (text === undefined || text === '') return { start: now - HOUR, end: now }
  const [first = '', second, ...others] = text.split('/')
  const span = second === undefined ? spanUntil(now, first) : spanBetween(first, second)
  if (!span || others.length > 0 || span.start >= span.end) {
    throw apiError('InvalidTimespan', { found: text.slice(0, 100) })
  }
  return span
}

function spanBetween(first: string, second: string): Span | undefined {
  const [start, end] = [parseIso(first), parseIso(second)]
  if (start !== undefined && end !== undefined) return { start, end }
  if (end !== undefined) return spanUntil(end, first)
  const length = parseDuration(second)
  return start === undefined || length === undefined ? undefined : { start, end: start + length }
}

function spanUntil(end: Instant, duration: string): Span | undefined {
  const length = parseDuration(duration)
  return length === undefined ? undefined : { start: end - length, end }
}

/** The two ends of the batch API; an hour before the end where the start is missing. */
export function parseEnds(starttime: string | undefined, endtime: string | undefined, now: Instant): Span {
  const end = endtime === undefined ? now : parseIso(endtime)
  const start = starttime === undefined ? (end ?? now) - HOUR : parseIso(starttime)
  if (start === undefined || end === undefined || start >= end) {
    throw apiError('InvalidTimespan', { found: `${starttime ?? ''}/${endtime ?? ''}`.slice(0, 100) })
  }
  return { start, end }
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')

/** Throws ApiError 400 for a namespace that resources of this kind do not have. */
export function checkNamespace(name: string | undefined): void {
  if (name === undefined || name === '' || name.toLowerCase() === METRIC_NAMESPACE.toLowerCase()) return
  throw apiError('UnknownNamespace', { name: name.slice(0, 100), valid: METRIC_NAMESPACE })
}

/** Without names the service answers one metric, its first. */
function namedMetrics(names: string | undefined): readonly [Metric, ...Metric[]] {
  const found = list(names).map(name => {
    const metric = metricByName(name)
    if (metric) return metric
    const valid = metrics.filter(({ retired }) => !retired).map(each => each.name)
    throw apiError('UnknownMetric', { name: name.slice(0, 100), valid: valid.join(',') })
  })
  const [first = metrics[0], ...others] = new Set(found)
  if (!first) throw apiError('MissingParameter', { name: 'metricnames' })
  return [first, ...others]
}

function namedAggregations(text: string | undefined): readonly Aggregation[] | undefined {
  const names = list(text)
  return names.length === 0 ? undefined : [...new Set(names.map(aggregationOf))]
}

function aggregationOf(name: string): Aggregation {
  const wanted = name.toLowerCase() === 'sum' ? 'total' : name.toLowerCase()
  const found = AGGREGATIONS.find(aggregation => aggregation.toLowerCase() === wanted)
  if (found) return found
  throw apiError('InvalidAggregation', { found: name.slice(0, 100), valid: AGGREGATIONS.join(', ') })
}

function orderOf(text: string | undefined): MetricsRequest['order'] {
  if (text === undefined || text.trim() === '') return undefined
  const match = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(text)
  const name = match?.[1]
  if (name === undefined) throw apiError('InvalidOrderBy', { found: text.slice(0, 100) })
  return { by: aggregationOf(name), isDescending: match?.[2]?.toLowerCase() === 'desc' }
}

function topOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_TOP
  if (!/^[1-9]\d{0,8}$/.test(text)) throw apiError('InvalidTop', { found: text.slice(0, 100) })
  return Number(text)
}

function isMetadata(text: string | undefined): boolean {
  const type = text?.toLowerCase() ?? 'data'
  if (type !== 'data' && type !== 'metadata')
    throw apiError('InvalidResultType', { found: type.slice(0, 100) })
  return type === 'metadata'
}

/** Conditions under the names of the metrics. One that not all of them know is refused, or left out if lenient. */
function knownConditions(
  conditions: readonly Condition[],
  asked: readonly Metric[],
  isLenient: boolean,
): readonly Condition[] {
  return conditions.flatMap(condition => {
    const names = asked.map(metric => dimensionIn(metric, condition.dimension))
    const unknown = names.indexOf(undefined)
    if (unknown === -1) return [{ ...condition, dimension: names[0] ?? condition.dimension }]
    if (isLenient) return []
    const { name, dimensions } = asked[unknown] ?? { name: '', dimensions: [] }
    const dimension = condition.dimension.slice(0, 100)
    throw apiError('UnknownDimension', { dimension, metric: name, valid: dimensions.join(',') })
  })
}

const dimensionIn = (metric: Metric, name: string): string | undefined =>
  metric.dimensions.find(dimension => dimension.toLowerCase() === name.toLowerCase())
