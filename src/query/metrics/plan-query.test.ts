import { expect, test } from 'vitest'
import { parseIso } from '#base'
import { armId } from '#records'
import { type Parameters, parseRequest, parseSpan } from './parse-request.ts'
import { planQuery } from './plan-query.ts'

const now = parseIso('2026-01-15T09:00:00Z') ?? 0
const resource = armId('/subscriptions/s/contoso')

const plan = (parameters: Parameters, filter?: string) =>
  planQuery(parseRequest(parameters, { span: parseSpan('PT1H', now), filter }), [resource])

test('a request becomes one KQL query over the aggregates', () => {
  const filter =
    "Operation eq 'CreateToken' or Operation sw 'Create' and StatusCodeClass eq '*' and StatusCode ne '429'"
  expect(() => plan({}, filter)).toThrow()
  expect(
    plan(
      { metricnames: 'APIRequestAuthentication', interval: 'PT5M' },
      filter.replace("or Operation sw 'Create'", "or Operation eq 'RevokeToken'"),
    ),
  ).toBe(`AnteroomOperationMetrics_CL
| where TimeGenerated >= datetime(2026-01-15T08:00:00.0000000Z) and TimeGenerated < datetime(2026-01-15T09:00:00.0000000Z)
| where ResourceId in ('/subscriptions/s/contoso') and MetricName in ('APIRequestAuthentication')
| where Operation =~ 'CreateToken' or Operation =~ 'RevokeToken'
| where StatusCode !~ '429'
| summarize Count = sum(Count), Total = sum(Total), Minimum = min(Minimum), Maximum = max(Maximum) by ResourceId, MetricName, Point = bin_at(TimeGenerated, 300s, datetime(2026-01-15T08:00:00.0000000Z)), Dimension0 = Operation, Dimension1 = StatusCodeClass, Dimension2 = StatusCode
| project ResourceId, MetricName, Point, Dimension0, Dimension1, Dimension2, Count, Total, Minimum, Maximum`)
})

test('FULL has no points, and a rare dimension comes from the bag', () => {
  const kql = plan({ metricnames: 'ApiRequestRouter', interval: 'FULL' }, "StatusCodeSubClass eq '*'")
  expect(kql).not.toContain('Point')
  expect(kql).toContain("Dimension0 = tostring(Dimensions['StatusCodeSubClass'])")
})

test('no value leaves its quotes', () => {
  const kql = plan({}, "Operation eq ''' or true or Operation == ''' and StatusCode eq '\\'")
  expect(kql).toContain("where Operation =~ '\\u0027 or true or Operation == \\u0027'")
  expect(kql).toContain("where StatusCode =~ '\\u005c'")
})
