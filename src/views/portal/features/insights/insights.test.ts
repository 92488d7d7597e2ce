import { expect, test } from 'vitest'
import { filterKql, toggled } from './filters.ts'
import { TABS } from './tabs.ts'

test('a click adds a filter, the same click takes it away', () => {
  const once = toggled([], 'Os', 'Windows')
  expect(once).toEqual(['Os=Windows'])
  expect(toggled(once, 'Os', 'Windows')).toEqual([])
})

test('values of one column are alternatives, columns narrow; unknown columns and quotes do no harm', () => {
  const filters = ['Os=Windows', 'Os=iOS', "CallType=a'b", 'Evil | take 1=x']
  expect(filterKql(filters, ['Os', 'CallType'])).toBe(
    "\n| where tostring(Os) in ('Windows', 'iOS')\n| where tostring(CallType) in ('a\\'b')",
  )
})

test('ids of tabs and charts are unique, and each tab shows charts or says why not', () => {
  const charts = TABS.flatMap(tab => tab.charts.map(({ id }) => id))
  expect(new Set(charts).size).toBe(charts.length)
  expect(new Set(TABS.map(({ id }) => id)).size).toBe(TABS.length)
  for (const tab of TABS) expect(tab.charts.length > 0 || tab.absent !== undefined).toBe(true)
})
