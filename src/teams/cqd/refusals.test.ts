/** What a query's author has to change is said by name, before anything is asked. */
import { describe, expect, test } from 'vitest'
import { tenantId } from '#records'
import { compileQuery } from './query/compile.ts'
import type { CqdQuery } from './query/model.ts'

const TENANT = tenantId('c0117050-0000-4000-8000-000000000001')
const NOW = Date.parse('2026-05-31T12:00:00Z')
const COUNT = 'Total Stream Count'

describe('refusals say what was found and what was expected', () => {
  const cases: readonly (readonly [string, CqdQuery, RegExp])[] = [
    ['no measure', { measures: [] }, /one at least/],
    ['an unknown measure, with those near', { measures: ['Audio Poor Percent'] }, /"Audio Poor Percentage"/],
    [
      'an unknown dimension, with those near',
      { measures: [COUNT], dimensions: ['Building Name'] },
      /"First Building Name"|"Second Building Name"/,
    ],
    [
      'what can’t be computed, with the reason',
      { measures: [COUNT], dimensions: ['Used DNS Resolve Cache'] },
      /No client tells/,
    ],
    [
      'a boolean that is none',
      { measures: [COUNT], filters: [{ dimension: 'Is Teams', values: ['yes'] }] },
      /True or False/,
    ],
    [
      'a range that no scale has',
      { measures: [COUNT], filters: [{ dimension: 'Jitter', values: ['065: [3 - 4)'] }] },
      /065: \[2 - 3\)/,
    ],
    [
      'a date that is none',
      { measures: [COUNT], filters: [{ dimension: 'Date', values: ['2026-13-01'] }] },
      /2026-05-31/,
    ],
    [
      'relative dates of others',
      { measures: [COUNT], filters: [{ dimension: 'Media Type', operator: 'last', values: ['7 days'] }] },
      /Start Time and End Time/,
    ],
    ['a span of no days', { measures: [COUNT], trend: { kind: 'rolling' } }, /5, 7, 30, 60, 90/],
    [
      'an order by no column',
      { measures: [COUNT], order: [{ by: 'Audio Stream Count' }] },
      /Total Stream Count/,
    ],
  ]
  test.each(cases)('%s', (_, query, message) => {
    const asking = { tenant: TENANT, role: 'administrator', now: NOW } as const
    expect(() => compileQuery(query, asking)).toThrow(message)
  })

  test.each([
    { measures: [COUNT], dimensions: ['Second UPN'] },
    { measures: [COUNT], filters: [{ dimension: 'First IP Address', values: ['10.0.0.1'] }] },
  ])('specialists are refused what names a person: %j', query => {
    const asking = { tenant: TENANT, role: 'specialist', now: NOW } as const
    expect(() => compileQuery(query, asking)).toThrow(/specialist/)
  })
})
