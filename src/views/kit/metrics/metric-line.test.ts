import { expect, test } from 'vitest'
import {
  alignedTo,
  GRAINS,
  grainFor,
  kqlOfLines,
  type MetricLine,
  pathOf,
  printLine,
  readLine,
} from './metric-line.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const chat: MetricLine = {
  metric: 'APIRequestChat',
  aggregation: 'Total',
  split: 'StatusCode',
  filters: [{ dimension: 'Operation', values: ["it's|odd;=", 'SendChatMessage'] }],
}
const plain: MetricLine = { metric: 'APIRequestChat', aggregation: 'Count', split: '', filters: [] }

test('a line survives the address bar, whatever its values hold', () => {
  expect(readLine(printLine(chat))).toEqual(chat)
  expect(readLine(printLine(plain))).toEqual(plain)
  expect(readLine('')).toBeUndefined()
  expect(readLine('M;Nonsense;;Operation=%')).toEqual({
    metric: 'M',
    aggregation: 'Total',
    split: '',
    filters: [],
  })
})

test('the grain is the finest that still reads well; one with too many points is not taken', () => {
  expect(grainFor('auto', { from: 0, to: HOUR }).id).toBe('PT1M')
  expect(grainFor('auto', { from: 0, to: DAY }).id).toBe('PT15M')
  expect(grainFor('PT1M', { from: 0, to: DAY }).id).toBe('PT1M')
  expect(grainFor('PT1M', { from: 0, to: 365 * DAY }).id).toBe('P1D')
})

test('points begin where the bins of KQL do', () => {
  const [, five = GRAINS[0]] = GRAINS
  const { from } = alignedTo(five, '1h', Date.parse('2026-11-22T10:07:30Z'))
  expect(new Date(from).toISOString()).toBe('2026-11-22T09:05:00.000Z')
})

test('a filter does not split, unless the same dimension is split by', () => {
  const window = { interval: { from: 0, to: HOUR }, grain: GRAINS[0] }
  const query = (line: MetricLine) =>
    new URL(`https://x${pathOf(line, '/subscriptions/s', window)}`).searchParams
  expect(query(chat).get('$filter')).toBe(
    "Operation eq 'it''s|odd;=' or Operation eq 'SendChatMessage' and StatusCode eq '*'",
  )
  expect(query(chat).get('rollupby')).toBe('Operation')
  expect(query({ ...chat, split: 'Operation' }).has('rollupby')).toBe(false)
  expect(query(plain).has('$filter')).toBe(false)
})

test('KQL: dimensions are kept in the operator’s table only', () => {
  const options = { grain: GRAINS[0], isOperator: true }
  expect(kqlOfLines([chat], '/r', options)).toContain(
    "| where Operation in~ ('it\\'s|odd;=', 'SendChatMessage')\n| summarize Total = sum(Total) by bin(TimeGenerated, 1m), Series = StatusCode",
  )
  expect(kqlOfLines([chat, plain], '/r', options)).toMatch(/^union\n\(/)
  expect(kqlOfLines([chat], '/r', { ...options, isOperator: false })).toBeUndefined()
  expect(kqlOfLines([plain], '/r', { ...options, isOperator: false })).toContain('AzureMetrics')
})
