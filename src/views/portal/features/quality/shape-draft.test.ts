/** Changing a report keeps it whole. */
import { describe, expect, test } from 'vitest'
import type { Report } from './report.ts'
import {
  changedPanel,
  draftOf,
  idOfTitle,
  readReport,
  withNewPanel,
  withNewTab,
  withoutPanel,
  withoutTab,
} from './shape-draft.ts'

const report: Report = {
  id: 'summary',
  kind: 'builtIn',
  title: 'Summary',
  tabs: [
    {
      id: 'one',
      title: 'One',
      panels: [
        {
          id: 'p',
          title: 'P',
          kind: 'stackedColumns',
          query: { measures: ['a', 'b'], dimensions: ['d'] },
          lines: ['b'],
          targets: [{ measure: 'b', limit: 3 }],
          drill: { dimension: 'd', tab: 'two' },
        },
      ],
    },
    { id: 'two', title: 'Two', panels: [{ id: 'q', title: 'Q', kind: 'table', query: { measures: ['a'] } }] },
  ],
}

describe('a draft', () => {
  const { body, ...draft } = draftOf(report)

  test('of a built-in report is a clone under another id; of a saved one it is that report', () => {
    expect(draft).toEqual({ id: 'my-summary', isKept: false })
    expect(draftOf({ ...report, kind: 'saved', id: 'x' })).toMatchObject({ id: 'x', isKept: true })
  })

  test('loses with a measure or dimension what hangs on it', () => {
    const next = changedPanel(body, 'one', 'p', { query: { measures: ['a'] } })
    expect(next.tabs[0]?.panels[0]).toEqual({
      id: 'p',
      title: 'P',
      kind: 'stackedColumns',
      query: { measures: ['a'] },
    })
  })

  test('gets panels and tabs with ids of their own', () => {
    const once = withNewPanel(body, 'one')
    const twice = withNewPanel(once.body, 'one')
    expect(twice.body.tabs[0]?.panels.map(({ id }) => id)).toEqual(['p', 'new-panel', 'new-panel-2'])
    expect(withNewTab(body)).toMatchObject({ id: 'new-tab' })
    expect(idOfTitle(' Weekly, all sites! ')).toBe('weekly-all-sites')
  })

  test('keeps its last panel and tab, and no step leads to a tab that is gone', () => {
    expect(withoutPanel(body, 'two', 'q')).toBe(body)
    const next = withoutTab(body, 'two')
    expect(next.tabs).toHaveLength(1)
    expect(next.tabs[0]?.panels[0]).not.toHaveProperty('drill')
    expect(withoutTab(next, 'one')).toBe(next)
  })

  test('reads back from its JSON; what is none is told', () => {
    expect(readReport(JSON.stringify(body))).toEqual({ body })
    for (const json of [
      '{',
      '[]',
      '{"title":"x","tabs":[]}',
      '{"title":"x","tabs":[{"id":"a","panels":[{}]}]}',
    ]) {
      expect(readReport(json)).toHaveProperty('wrong')
    }
  })
})
