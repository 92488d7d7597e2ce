/** From a request to the KQL that answers it, over the per-minute aggregates of the house workspace. Pure. */
import { toIso } from '#base'
import type { ArmId } from '#records'
import type { Condition } from './parse-filter.ts'
import type { MetricsRequest } from './parse-request.ts'

/**
 * The columns of the answer, in this order: `ResourceId`, `MetricName`, `Point` (not with FULL), one column for
 * each split dimension, then `Count`, `Total`, `Minimum`, `Maximum`.
 */
export function planQuery(request: MetricsRequest, resources: readonly ArmId[]): string {
  const { span, grain, filter, splitBy } = request
  const point =
    grain.ms === undefined
      ? []
      : [`Point = bin_at(TimeGenerated, ${grain.ms / 1000}s, ${datetime(span.start)})`]
  const keys = [
    'ResourceId',
    'MetricName',
    ...point,
    ...splitBy.map((dimension, i) => `Dimension${i} = ${columnOf(dimension)}`),
  ]
  const columns = keys.map(key => key.split(' = ')[0])
  return [
    'AnteroomOperationMetrics_CL',
    `where TimeGenerated >= ${datetime(span.start)} and TimeGenerated < ${datetime(span.end)}`,
    `where ResourceId in (${texts(resources)}) and MetricName in (${texts(request.metrics.map(({ name }) => name))})`,
    ...filter.flatMap(condition => whereOf(condition) ?? []),
    `summarize Count = sum(Count), Total = sum(Total), Minimum = min(Minimum), Maximum = max(Maximum) by ${keys.join(', ')}`,
    `project ${columns.join(', ')}, Count, Total, Minimum, Maximum`,
  ].join('\n| ')
}

/** Undefined for a condition that every value fulfils. Values compare without case, as the service does. */
function whereOf({ dimension, operator, values }: Condition): string | undefined {
  if (operator === 'eq' && values.includes('*')) return undefined
  const comparison = { eq: '=~', ne: '!~', sw: 'startswith' }[operator]
  const column = columnOf(dimension)
  return `where ${values.map(value => `${column} ${comparison} ${text(value)}`).join(' or ')}`
}

/** Dimensions that nearly every metric has stand in columns of their own, the others in a bag. */
const COLUMNS: readonly string[] = ['Operation', 'StatusCode', 'StatusCodeClass']

const columnOf = (dimension: string): string =>
  COLUMNS.includes(dimension) ? dimension : `tostring(Dimensions[${text(dimension)}])`

const datetime = (instant: number): string => `datetime(${toIso(instant)})`
const texts = (values: readonly string[]): string => values.map(text).join(', ')

/** A KQL string literal: what is no plain character is escaped, so that no value can leave the quotes. */
const text = (value: string): string =>
  `'${value.replace(/['\\\p{Cc}]/gu, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`
