import { expect, test } from 'vitest'
import { changedPin, moved, type Pin, readDashboard } from './dashboard.ts'
import { DEFAULT_DASHBOARDS } from './defaults.ts'

const pin = (id: string): Pin => ({ kind: 'kql', id, title: id, kql: 'print 1', width: 2 })
const idsOf = (pins: readonly Pin[]) => pins.map(({ id }) => id).join('')

test('a pin moves by one place and stays at the ends', () => {
  const pins = ['a', 'b', 'c'].map(pin)
  expect(idsOf(moved(pins, 'b', -1))).toBe('bac')
  expect(idsOf(moved(pins, 'b', 1))).toBe('acb')
  expect(idsOf(moved(pins, 'a', -1))).toBe('abc')
  expect(changedPin(pins, 'b', { width: 4 })[1]).toMatchObject({ width: 4, kql: 'print 1' })
})

test('JSON out comes in again as it was', () => {
  for (const dashboard of DEFAULT_DASHBOARDS) {
    expect(readDashboard(JSON.stringify(dashboard))).toEqual({ dashboard })
  }
})

test.each([
  ['{', 'That is no JSON'],
  ['[]', 'name: expected a text.'],
  ['{"name":"x","pins":{}}', 'pins: expected a list.'],
  ['{"name":"x","pins":[{"kind":"pie"}]}', 'pins[0].kind: expected kql or metric.'],
  [
    '{"name":"x","pins":[{"kind":"kql","id":"1","title":"t","width":9}]}',
    'pins[0].width: expected 1, 2, 3 or 4.',
  ],
  [
    '{"name":"x","pins":[{"kind":"metric","id":"1","title":"t","width":1,"resource":"","look":"line","lines":[{}]}]}',
    'pins[0].lines:',
  ],
])('what is wrong is named by its place: %s', (json, words) => {
  expect(readDashboard(json)).toMatchObject({ wrong: expect.stringContaining(words) })
})
