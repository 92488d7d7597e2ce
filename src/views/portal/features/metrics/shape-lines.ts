/** Changes of the explorer's lines, and where a line leads. Pure. */
import { addressOf, type DimensionFilter, type MetricDefinition, type MetricLine } from '#views/kit'

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

/** A new metric alert rule that watches what the chart shows. */
export const ruleAddress = ({ metric, aggregation, filters }: MetricLine, armId: string): string =>
  addressOf('/portal/alerts/new', {
    kind: 'metric',
    resource: armId,
    metric,
    aggregation,
    ...(filters.length > 0 && {
      dimensions: filters.map(({ dimension, values }) => `${dimension}=${values.join('|')}`).join(';'),
    }),
  })
