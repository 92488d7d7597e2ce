import { expect, test } from 'vitest'
import { metricByName, metrics } from './metrics.ts'

test('R5: the Authentication metric is not exportable, the Chat metric is', () => {
  expect(metricByName('APIRequestAuthentication')?.exportable).toBe(false)
  expect(metricByName('APIRequestChat')?.exportable).toBe(true)
})

test('R2, R3: the operations of identity and chat, with the value for unknown routes', () => {
  expect(metricByName('APIRequestAuthentication')?.operations.toSorted()).toEqual([
    'CreateIdentity',
    'CreateToken',
    'DeleteIdentity',
    'ExchangeTeamsUserAccessToken',
    'RevokeToken',
  ])
  expect(metricByName('APIRequestChat')?.operations).toContain('Bad Route')
})

test('metric names are compared without case', () => {
  expect(metricByName('apirequestchat')?.name).toBe('APIRequestChat')
  expect(metricByName('nothing')).toBeUndefined()
})

test('a metric with operations says which dimension holds them', () => {
  const wrong = metrics.filter(metric => {
    const named = metric.operationDimension
    return named ? !metric.dimensions.includes(named) : metric.operations.length > 0
  })
  expect(wrong).toEqual([])
})
