/** What the shape of a report lets pass: names that call quality does not have, tabs that are none, ids given twice. */
import type { TenantId } from '#records'
import { compileQuery } from '#teams/cqd'
import { reportsError } from './errors.ts'
import { questionsOf, type ReportBody } from './model.ts'

/** Throws ApiError with what is to be changed. */
export function checkReport(
  report: ReportBody,
  { tenant, now }: { readonly tenant: TenantId; readonly now: number },
) {
  const tabs = report.tabs.map(({ id }) => id)
  once(tabs)
  for (const { panels } of report.tabs) {
    once(panels.map(({ id }) => id))
    for (const { id, drill } of panels) {
      if (drill && !tabs.includes(drill.tab)) {
        throw reportsError('NoSuchTab', { panel: id, tab: drill.tab, tabs: tabs.join(', ') })
      }
    }
  }
  // Whoever saves it may see less than whoever opens it.
  for (const query of questionsOf(report)) compileQuery(query, { tenant, now, role: 'administrator' })
}

function once(ids: readonly string[]): void {
  const id = ids.find((one, i) => ids.indexOf(one) !== i)
  if (id !== undefined) throw reportsError('TwiceTheSame', { id })
}
