import { expect, test } from 'vitest'
import { draftOf, draftOfMetric, EMPTY, linesOf, propertiesOf, resourceName } from './shape-rule.ts'

test('what the form sends comes back as the same form', () => {
  const draft = {
    ...EMPTY,
    name: 'Refused',
    query: 'T',
    aggregation: 'Total',
    measure: 'Count',
    dimensions: 'Operation, StatusCode',
    threshold: '10',
    group: '/g',
  }
  expect(draftOf('x', propertiesOf(draft, '/scope'))).toEqual(draft)
})

test('a chart of a metric becomes a rule that counts the same requests', () => {
  const { query } = draftOfMetric({ resource: '/r', metric: 'ApiRequests', dimensions: 'StatusCode=403|404' })
  expect(query).toBe(
    "AnteroomOperationMetrics_CL\n| where MetricName == 'ApiRequests' and ResourceId =~ '/r'\n| where tostring(StatusCode) in ('403', '404')",
  )
})

test('a title becomes a name that the control plane takes', () => {
  expect(resourceName('Requests refused with 403!')).toBe('requests-refused-with-403')
  expect(resourceName('…')).toBe('rule')
})

test('a test run draws a line for each combination, the busiest first', () => {
  const point = (name: string, value: number) =>
    ({
      at: '2026-01-01T00:00:00Z',
      dimensions: { Operation: name },
      value,
      isOver: false,
      event: null,
    }) as const
  expect(linesOf([point('Join', 1), point('Leave', 5)]).map(({ name }) => name)).toEqual(['Leave', 'Join'])
})
