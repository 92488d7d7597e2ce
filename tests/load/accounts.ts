/** Whether what the callers were told is in the logs once and in the metrics once, as KQL sees both. */
import { setTimeout as pause } from 'node:timers/promises'
import type { KqlRow } from '../e2e/client.ts'
import { type Api, COUNTED_IN } from './callers.ts'

export type Kql = (query: string) => Promise<readonly KqlRow[]>

export interface Accounts {
  readonly acknowledged: number
  readonly rows: number
  /** Acknowledged and in no row. */
  readonly lost: number
  /** Ids that stand in more than one row. */
  readonly twice: number
  /** Rows of ids that nobody sent. */
  readonly unknown: number
  /** Sums of the metrics by operation and status that are not the rows of that operation and status. */
  readonly metricsThatDiffer: readonly string[]
  /** The metrics that Azure exports, added up over the minutes: chat and rooms. */
  readonly exported: { readonly metrics: number; readonly rows: number }
}

export interface Ledger {
  /** By id, the API that said yes to it. */
  readonly acknowledged: ReadonlyMap<string, Api>
  /** All ids that were sent. */
  readonly sent: ReadonlySet<string>
}

const PATIENCE = 300

/** Asks until every acknowledged operation is a row and the metrics have as many, at most five minutes. */
export async function balance(kql: Kql, ledger: Ledger): Promise<Accounts> {
  for (let second = 0; ; second += 5) {
    const found = await accountsOf(kql, ledger)
    if (isBalanced(found) || second >= PATIENCE) return found
    await pause(5_000)
  }
}

export const isBalanced = ({ lost, twice, unknown, metricsThatDiffer, exported }: Accounts): boolean =>
  lost + twice + unknown + metricsThatDiffer.length === 0 && exported.metrics === exported.rows

async function accountsOf(kql: Kql, { acknowledged, sent }: Ledger): Promise<Accounts> {
  const counts = new Map<string, number>()
  for (const { table } of Object.values(COUNTED_IN)) {
    for (const id of await idsIn(kql, table)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return {
    acknowledged: acknowledged.size,
    rows,
    lost: [...acknowledged.keys()].filter(id => !counts.has(id)).length,
    twice: [...counts.values()].filter(count => count > 1).length,
    unknown: [...counts.keys()].filter(id => !sent.has(id)).length,
    metricsThatDiffer: await differing(kql),
    exported: await exportedSums(kql),
  }
}

async function idsIn(kql: Kql, table: string): Promise<readonly string[]> {
  const rows = await kql(`${table} | project CorrelationId`)
  return rows.map(row => String(row.CorrelationId))
}

const ROWS = Object.values(COUNTED_IN)
  .map(({ table, metric }) => `(${table} | extend MetricName = '${metric}')`)
  .join(', ')

const BY_OPERATION = `
union ${ROWS}
| summarize Rows = count() by MetricName, Operation = OperationName, StatusCode = tostring(ResultSignature)
| join kind=fullouter (
    AnteroomOperationMetrics_CL | summarize Counted = sum(Count) by MetricName, Operation, StatusCode
  ) on MetricName, Operation, StatusCode
| where isnull(Rows) or isnull(Counted) or Rows != Counted
| project MetricName, Operation, StatusCode, Other = Operation1, Rows, Counted`

async function differing(kql: Kql): Promise<readonly string[]> {
  return (await kql(BY_OPERATION)).map(row => JSON.stringify(row))
}

async function exportedSums(kql: Kql): Promise<Accounts['exported']> {
  const [sum] = await kql(`AzureMetrics
| where MetricName in ('${COUNTED_IN.chat.metric}', '${COUNTED_IN.rooms.metric}')
| summarize Total = sum(Total)`)
  const [rows] = await kql(`union ${COUNTED_IN.chat.table}, ${COUNTED_IN.rooms.table} | count`)
  return { metrics: Number(sum?.Total ?? 0), rows: Number(rows?.Count ?? 0) }
}
