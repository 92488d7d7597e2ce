import { expect, test } from 'vitest'
import type { MetricDefinition, MetricLine } from '#views/kit'
import { firstLine, ruleAddress, withFilter, withMetric } from './shape-lines.ts'

const definition = (name: string, ...dimensions: string[]): MetricDefinition => ({
  name: { value: name, localizedValue: name },
  unit: 'Count',
  primaryAggregationType: 'Count',
  supportedAggregationTypes: ['Count', 'Total'],
  dimensions: dimensions.map(value => ({ value })),
})
const line: MetricLine = {
  metric: 'A',
  aggregation: 'Average',
  split: 'Operation',
  filters: [{ dimension: 'StatusCode', values: ['403'] }],
}

test('another metric keeps only what it has too', () => {
  expect(withMetric(line, definition('B', 'StatusCode'))).toEqual({
    metric: 'B',
    aggregation: 'Count',
    split: '',
    filters: line.filters,
  })
})

test('a filter without values is gone; a changed one keeps its place', () => {
  const two = withFilter(line, { dimension: 'Operation', values: ['x'] })
  expect(two.filters.map(({ dimension }) => dimension)).toEqual(['StatusCode', 'Operation'])
  expect(withFilter(two, { dimension: 'StatusCode', values: ['500'] }).filters[0]?.values).toEqual(['500'])
  expect(withFilter(two, { dimension: 'StatusCode', values: [] }).filters).toHaveLength(1)
})

test('a rule begins with what the chart shows', () => {
  expect(ruleAddress(line, { armId: '/r', range: '1h' })).toBe(
    '/portal/alerts/new?kind=metric&resource=%2Fr&metric=A&aggregation=Average&range=1h&dimensions=StatusCode%3D403%3BOperation%3D*',
  )
  expect(firstLine([])).toEqual([])
})
