/** The pure parts of the report pages. */
import { describe, expect, test } from 'vitest'
import { askOf, hasOwnTime, identifying } from './ask-of.ts'
import { drilled, filterText, filterWords, readFilter, readFilters } from './filter-text.ts'
import type { Answer, Panel } from './report.ts'
import { chartOf, toneBeside } from './shape-chart.ts'

describe('filters in the address', () => {
  test('what is printed reads back, also with the signs inside of values', () => {
    for (const operator of ['equals', 'notEquals', 'matches', 'notMatches', 'contains', 'notContains']) {
      const filter = { dimension: 'Duration (Minutes)', operator, values: ['065: [2 - 3)', 'a|b=c!~%7C', ''] }
      expect(readFilter(filterText(filter))).toEqual(filter)
    }
  })

  test('what is no filter is left out', () => {
    expect(readFilters(['', 'Second Region', '=x', 'Second Region=Europe'])).toHaveLength(1)
  })

  test('a drill takes the place of the same step and adds to the others', () => {
    const first = drilled([], 'Date', '2026-05-30')
    expect(drilled(first, 'Second Region', '')).toEqual(['Date=2026-05-30', 'Second Region='])
    expect(drilled(first, 'Date', '2026-05-31')).toEqual(['Date=2026-05-31'])
    expect(filterWords({ dimension: 'Second Region', values: [''] })).toBe('Second Region: (empty)')
  })
})

const NOW = Date.parse('2026-05-31T12:00:00Z')
const lookedAt = {
  range: '24h',
  product: 'meetings',
  filters: [{ dimension: 'Date', values: ['x'] }],
} as const

describe('what a panel asks', () => {
  test('its own filters, those of the page, the product and the time', () => {
    const asked = askOf(
      { measures: ['m'], filters: [{ dimension: 'a', values: ['b'] }] },
      'pie',
      lookedAt,
      NOW,
    )
    expect(asked.filters?.map(({ dimension }) => dimension)).toEqual([
      'a',
      'Date',
      'Session Type',
      'End Time',
    ])
    expect(asked.filters?.at(-1)?.values).toEqual(['2026-05-30T12:00:00.000Z', '2026-05-31T12:00:00.000Z'])
    expect(asked.reportType).toBe('pie')
  })

  test('a query with a time of its own keeps it', () => {
    const year = {
      measures: [],
      filters: [{ dimension: 'End Time', operator: 'last', values: ['12 months'] }],
    }
    expect(hasOwnTime(year)).toBe(true)
    expect(askOf(year, 'table', lookedAt, NOW).filters).toHaveLength(3)
    expect(hasOwnTime({ measures: [], trend: { kind: 'rolling', days: 7 } })).toBe(true)
    expect(hasOwnTime({ measures: [], trend: { kind: 'daily' } })).toBe(false)
  })

  test('dimensions that name people are found in the panel and in filters', () => {
    const entry = (name: string, identifiable: boolean) =>
      ({ name, category: '', support: 'yes', identifiable }) as const
    const catalogue = { dimensions: [entry('Second UPN', true), entry('Date', false)], measures: [] }
    const panel: Panel = { id: 'p', title: 'p', kind: 'table', query: { measures: [], dimensions: ['Date'] } }
    expect(identifying(panel, [], catalogue)).toEqual([])
    expect(identifying(panel, [{ dimension: 'Second UPN', values: ['x'] }], catalogue)).toEqual([
      'Second UPN',
    ])
  })
})

describe('what is drawn', () => {
  const answer: Answer = {
    columns: [
      { name: 'Date', kind: 'dimension' },
      { name: 'Audio Good Stream Count', kind: 'measure' },
      { name: 'Audio Poor Percentage', kind: 'measure' },
    ],
    rows: [
      ['2026-05-30', 4, 20],
      ['2026-05-31', 1, null],
    ],
    kql: '',
  }
  const panel: Panel = {
    id: 'p',
    title: 'p',
    kind: 'stackedColumns',
    query: { measures: [] },
    lines: ['Audio Poor Percentage'],
    targets: [{ measure: 'Audio Poor Percentage', limit: 3 }],
  }

  test('the share stands beside the stack on the other axis, unknown stays a gap, the target hangs on it', () => {
    expect(chartOf(panel, answer)?.series).toMatchObject([
      { stack: 'axis 0', tone: 'good', type: 'bar' },
      {
        yAxisIndex: 1,
        type: 'line',
        data: [
          ['2026-05-30', 20],
          ['2026-05-31', null],
        ],
        markLine: { data: [{ yAxis: 3 }] },
      },
    ])
    const [bars, line] = (chartOf(panel, answer)?.series ?? []) as readonly object[]
    expect(Object.keys(line ?? {})).not.toContain('stack')
    expect(Object.keys(bars ?? {})).not.toContain('markLine')
  })

  test('without a dimension nothing is drawn; of a pie only what is more than nothing', () => {
    expect(chartOf(panel, { ...answer, columns: answer.columns.slice(1) })).toBeUndefined()
    const pie = chartOf(
      { ...panel, kind: 'pie' },
      { ...answer, rows: [...answer.rows, ['2026-06-01', 0, null]] },
    )
    expect(pie?.series).toMatchObject([{ data: [{ value: 4 }, { value: 1 }] }])
  })

  test('above its target is bad, at it good, without a value plain', () => {
    const target = { measure: 'm', limit: 3 }
    expect([3.1, 3, null].map(value => toneBeside(value, target))).toEqual(['bad', 'good', 'plain'])
  })
})
