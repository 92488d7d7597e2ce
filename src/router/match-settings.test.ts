import { expect, test } from 'vitest'
import { placesOfCategory, placesOfMetrics } from './match-settings.ts'
import type { DiagnosticSetting, LogSelection } from './setting.ts'
import { aSetting } from './testing/builders.ts'

const group = (name: string, enabled = true): LogSelection => ({ kind: 'group', group: name, enabled })
const category = (name: string, enabled = true): LogSelection => ({
  kind: 'category',
  category: name,
  enabled,
})

const cases: readonly [string, readonly LogSelection[], string, boolean][] = [
  ['allLogs has every category', [group('allLogs')], 'CallSummary', true],
  ['group names compare without case', [group('ALLLOGS')], 'CallDiagnosticsUpdates', true],
  ['allLogs has no table of ours', [group('allLogs')], 'AnteroomVerdicts_CL', false],
  ['audit tells who got access', [group('audit')], 'AuthOperational', true],
  ['audit has not every category', [group('audit')], 'CallSummary', false],
  ['a disabled group sends nothing', [group('allLogs', false)], 'CallSummary', false],
  ['a category sends itself', [category('CallSummary')], 'CallSummary', true],
  ['category names compare without case', [category('callsummary')], 'CallSummary', true],
  ['a category sends no other', [category('CallSummary')], 'CallSummaryUpdates', false],
  ['a disabled category sends nothing', [category('CallSummary', false)], 'CallSummary', false],
  ['an unknown group sends nothing', [group('constructor')], 'CallSummary', false],
  ['no selection sends nothing', [], 'CallSummary', false],
]

test.each(cases)('%s', (_, logs, name, isSent) => {
  const setting = aSetting({ logs })
  const expected = isSent ? [{ destination: 'house', setting: 'everything' }] : []
  expect(placesOfCategory([setting], name)).toEqual(expected)
})

test('a record goes to each destination of each setting, and to each of them once', () => {
  const settings: DiagnosticSetting[] = [
    aSetting({ name: 'a', destinations: { workspace: 'one', storage: 'blobs' } }),
    aSetting({ name: 'b', destinations: { workspace: 'one', eventHub: 'hub' } }),
  ]
  expect(placesOfCategory(settings, 'CallSummary')).toEqual([
    { destination: 'one', setting: 'a' },
    { destination: 'blobs', setting: 'a' },
    { destination: 'hub', setting: 'b' },
  ])
})

test('metrics go where AllMetrics is enabled', () => {
  const on = aSetting({ name: 'on' })
  const off = aSetting({
    name: 'off',
    destinations: { workspace: 'two' },
    metrics: [{ category: 'AllMetrics', enabled: false }],
  })
  expect(placesOfMetrics([on, off])).toEqual([{ destination: 'house', setting: 'on' }])
})
