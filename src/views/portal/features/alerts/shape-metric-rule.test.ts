import { expect, test } from 'vitest'
import { draftOfMetric, draftOfMetricRule, metricPropertiesOf } from './shape-metric-rule.ts'

const chart = draftOfMetric({
  resource: '/r',
  metric: 'APIRequestChat',
  aggregation: 'Total',
  dimensions: 'StatusCode=403|404;Operation=*',
})

test('a chart of a metric becomes a rule with its filters, and a split watches each value', () => {
  expect(chart.name).toBe('APIRequestChat, StatusCode 403, 404, Operation each')
  expect(metricPropertiesOf(chart)).toMatchObject({
    scopes: ['/r'],
    criteria: {
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion',
          metricName: 'APIRequestChat',
          timeAggregation: 'Total',
          dimensions: [
            { name: 'StatusCode', operator: 'Include', values: ['403', '404'] },
            { name: 'Operation', operator: 'Include', values: ['*'] },
          ],
        },
      ],
    },
  })
})

test('what the form sends comes back as the same form', () => {
  const draft = { ...chart, name: 'x', filters: { StatusCode: '!200, 201' }, threshold: '7', group: '/g' }
  expect(draftOfMetricRule('x', metricPropertiesOf(draft))).toEqual(draft)
})

test('further conditions and groups of a kept rule stay as they are', () => {
  const kept = metricPropertiesOf({ ...chart, group: '/first' })
  const several = {
    ...kept,
    enabled: false,
    criteria: {
      ...kept.criteria,
      allOf: kept.criteria.allOf.flatMap(one => [one, { ...one, name: 'other' }]),
    },
    actions: [{ actionGroupId: '/first' }, { actionGroupId: '/second' }],
  }
  const next = metricPropertiesOf({ ...chart, group: '/new', threshold: '9' }, several)
  expect(next.enabled).toBe(false)
  expect(next.criteria.allOf.map(({ name, threshold }) => [name, threshold])).toEqual([
    ['condition', 9],
    ['other', 0],
  ])
  expect(next.actions).toEqual([{ actionGroupId: '/new' }, { actionGroupId: '/second' }])
})
