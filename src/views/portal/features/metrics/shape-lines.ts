/** Changes of the explorer's lines, and where a line leads. Pure. */
import {
  addressOf,
  type DimensionFilter,
  type MetricDefinition,
  type MetricLine,
  type TimeRange,
} from '#views/kit'

/** What an empty explorer begins with. */
export function firstLine(definitions: readonly MetricDefinition[]): readonly MetricLine[] {
  const [first] = definitions
  return first ? [lineOf(first)] : []
}

const lineOf = ({ name, primaryAggregationType }: MetricDefinition): MetricLine => ({
  metric: name.value,
  aggregation: primaryAggregationType,
  split: '',
  filters: [],
})

/** Another metric keeps the aggregation, and the dimensions that it has too. */
export function withMetric(line: MetricLine, definition: MetricDefinition): MetricLine {
  const has = (dimension: string) => definition.dimensions.some(({ value }) => value === dimension)
  const { aggregation } = line
  const isSupported = definition.supportedAggregationTypes.includes(aggregation)
  return {
    metric: definition.name.value,
    aggregation: isSupported ? aggregation : definition.primaryAggregationType,
    split: has(line.split) ? line.split : '',
    filters: line.filters.filter(({ dimension }) => has(dimension)),
  }
}

/** A filter without values is none. */
export function withFilter(line: MetricLine, filter: DimensionFilter): MetricLine {
  const at = line.filters.findIndex(({ dimension }) => dimension === filter.dimension)
  const others = line.filters.filter((_, i) => i !== at)
  if (filter.values.length === 0) return { ...line, filters: others }
  return { ...line, filters: at < 0 ? [...others, filter] : line.filters.with(at, filter) }
}

/** A new metric alert rule that watches what the chart shows over a range; a split watches each value. */
export function ruleAddress(
  { metric, aggregation, filters, split }: MetricLine,
  { armId, range }: { readonly armId: string; readonly range: TimeRange },
): string {
  const isFiltered = filters.some(({ dimension }) => dimension === split)
  const dimensions = [
    ...filters.map(({ dimension, values }) => `${dimension}=${values.join('|')}`),
    ...(split === '' || isFiltered ? [] : [`${split}=*`]),
  ]
  return addressOf('/portal/alerts/new', {
    kind: 'metric',
    resource: armId,
    metric,
    aggregation,
    range,
    ...(dimensions.length > 0 && { dimensions: dimensions.join(';') }),
  })
}
