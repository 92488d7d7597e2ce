import { expect, test } from 'vitest'
import { draftOf, EMPTY, linesOf, propertiesOf, resourceName } from './shape-rule.ts'

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

test('what the form does not show of a kept rule stays as it is', () => {
  const filter = { name: 'StatusCode', operator: 'Exclude', values: ['404'] }
  const kept = {
    ...propertiesOf({ ...EMPTY, dimensions: 'StatusCode' }, '/scope'),
    enabled: false,
    muteActionsDuration: 'PT1H',
  }
  const criteria = { allOf: kept.criteria.allOf.map(one => ({ ...one, dimensions: [filter] })) }
  const next = propertiesOf({ ...EMPTY, dimensions: 'StatusCode', threshold: '9' }, '/scope', {
    ...kept,
    criteria,
  })
  expect(next).toMatchObject({ enabled: false, muteActionsDuration: 'PT1H' })
  expect(next.criteria.allOf[0]).toMatchObject({ dimensions: [filter], threshold: 9 })
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
