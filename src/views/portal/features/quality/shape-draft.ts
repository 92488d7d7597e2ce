/** A report while it is changed. Pure. */
import { bodyOf, type Panel, type Report, type ReportBody, type ReportTab } from './report.ts'

export interface Draft {
  readonly id: string
  /** It is saved already: its id stays. */
  readonly isKept: boolean
  readonly body: ReportBody
}

/** A built-in report is cloned; a saved one is changed. */
export function draftOf(report: Report): Draft {
  const body = bodyOf(report)
  return report.kind === 'saved'
    ? { id: report.id, isKept: true, body }
    : { id: `my-${report.id}`, isKept: false, body: { ...body, title: `My ${report.title.toLowerCase()}` } }
}

/** `Weekly, all sites` → `weekly-all-sites`. */
export const idOfTitle = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)

/** An id that none of those has. */
function freeId(wanted: string, taken: readonly string[]): string {
  const base = wanted === '' ? 'panel' : wanted
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base.slice(0, 60)}-${number}`
    if (!taken.includes(id)) return id
  }
}

export const changedTab = (body: ReportBody, id: string, change: Partial<ReportTab>): ReportBody => ({
  ...body,
  tabs: body.tabs.map(tab => (tab.id === id ? { ...tab, ...change } : tab)),
})

export function changedPanel(body: ReportBody, tab: string, id: string, change: Partial<Panel>): ReportBody {
  const panels = body.tabs.find(one => one.id === tab)?.panels ?? []
  return changedTab(body, tab, {
    panels: panels.map(panel => (panel.id === id ? tidied({ ...panel, ...change }) : panel)),
  })
}

/** What hangs on a measure or dimension goes with it. */
function tidied(panel: Panel): Panel {
  const { measures, dimensions = [] } = panel.query
  const { lines, targets, drill, ...rest } = panel
  const kept = lines?.filter(line => measures.includes(line))
  const limits = targets?.filter(({ measure }) => measures.includes(measure))
  return {
    ...rest,
    ...(kept && kept.length > 0 && { lines: kept }),
    ...(limits && limits.length > 0 && { targets: limits }),
    ...(drill && dimensions.includes(drill.dimension) && { drill }),
  }
}

const NEW_PANEL: Omit<Panel, 'id'> = {
  title: 'New panel',
  kind: 'table',
  query: { measures: ['Audio Stream Count', 'Audio Poor Percentage'], dimensions: ['Date'] },
}

export function withNewPanel(
  body: ReportBody,
  tab: string,
): { readonly body: ReportBody; readonly id: string } {
  const panels = body.tabs.find(one => one.id === tab)?.panels ?? []
  const id = freeId(
    'new-panel',
    panels.map(one => one.id),
  )
  return { id, body: changedTab(body, tab, { panels: [...panels, { ...NEW_PANEL, id }] }) }
}

export function withNewTab(body: ReportBody): { readonly body: ReportBody; readonly id: string } {
  const id = freeId(
    'new-tab',
    body.tabs.map(one => one.id),
  )
  const tab = { id, title: 'New tab', panels: [{ ...NEW_PANEL, id: 'new-panel' }] }
  return { id, body: { ...body, tabs: [...body.tabs, tab] } }
}

/** The last one of each stays. */
export function withoutPanel(body: ReportBody, tab: string, id: string): ReportBody {
  const panels = body.tabs.find(one => one.id === tab)?.panels ?? []
  return panels.length < 2 ? body : changedTab(body, tab, { panels: panels.filter(one => one.id !== id) })
}

/** Steps that led to it lead nowhere any more. */
export function withoutTab(body: ReportBody, id: string): ReportBody {
  if (body.tabs.length < 2) return body
  const tabs = body.tabs
    .filter(one => one.id !== id)
    .map(tab => ({
      ...tab,
      panels: tab.panels.map(({ drill, ...panel }) =>
        drill && drill.tab !== id ? { ...panel, drill } : panel,
      ),
    }))
  return { ...body, tabs }
}

export type ReadReport = { readonly body: ReportBody } | { readonly wrong: string }

/** The shape alone: names and filters are checked by the server when it is saved. */
export function readReport(json: string): ReadReport {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { wrong: 'Found text that is no JSON. Expected a report as "JSON" shows it.' }
  }
  const { title, tabs }: { title?: unknown; tabs?: unknown } = Object(value)
  if (typeof title !== 'string' || !Array.isArray(tabs) || tabs.length === 0 || !tabs.every(hasPanels)) {
    return { wrong: 'Expected an object with title and tabs, each tab with an id, a title and panels.' }
  }
  // Sound as far as this page goes: what it reads of a body has been looked at; the server checks all.
  return { body: bodyOf(value as ReportBody) }
}

function hasPanels(tab: unknown): boolean {
  const { id, panels }: { id?: unknown; panels?: unknown } = Object(tab)
  return (
    typeof id === 'string' &&
    Array.isArray(panels) &&
    panels.length > 0 &&
    panels.every(panel => Array.isArray(Object(Object(panel).query).measures))
  )
}
