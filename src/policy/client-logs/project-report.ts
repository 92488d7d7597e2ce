/** A client's report as records of the one resource whose user it is (R19). */
import {
  type ClientReport,
  categoryByName,
  type Field,
  type LogRecord,
  shown,
  type TenantRegistry,
  tableOfCategory,
} from '#records'
import { cite } from '../rules/catalogue.ts'
import type { Switches } from '../switches.ts'
import { hiddenIn, hideIn, rulesAgainst } from './hide-others.ts'
import { clientRows } from './rows.ts'
import { ownerOfLog } from './whose-log.ts'

export interface ReportOptions {
  readonly registry: TenantRegistry
  readonly switches: Switches
}

/**
 * The rows of a report; none where it is of no resource's user, or of one that nobody here knows. Pure: the same
 * report gives the same records with the same ids. Its verdicts come with the call (`clientLogVerdicts`).
 */
export function projectReport(report: ClientReport, options: ReportOptions): readonly LogRecord[] {
  const { from, at } = report
  const { resource: owner, rules } = ownerOfLog(from, from.inCall?.scene, options.switches)
  const resource = owner && options.registry.resource(owner)
  if (!resource) return []
  const { category, rows } = clientRows(report)
  const hidden = hiddenIn(report, { ...options, resource })
  return rows.map((row, index) => ({
    id: [report.id, resource.id, category, index].join('/'),
    category,
    resource: resource.armId,
    time: at,
    fields: { ...namesOf(category), ...mapFields(row, field => hideIn(field, hidden)) },
    rules: [...rules, ...cite(from.inCall && 'R42'), ...rulesAgainst(row, hidden)],
  }))
}

/** Some of these tables have the columns that all others have, some have not. */
function namesOf(category: string): Readonly<Record<string, Field>> {
  const columns = new Set(tableOfCategory(category)?.columns.map(({ name }) => name))
  const names = {
    OperationVersion: shown(categoryByName(category)?.operationVersion),
    Category: shown(category),
  }
  return Object.fromEntries(Object.entries(names).filter(([column]) => columns.has(column)))
}

const mapFields = (fields: Readonly<Record<string, Field>>, change: (field: Field) => Field) =>
  Object.fromEntries(Object.entries(fields).map(([column, field]) => [column, change(field)]))
