/** A workspace with the Teams tables on a real engine, for tests: rows in, KQL out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, type Instant, silentLog, systemClock, toIso } from '#base'
import { createCompiler } from '#query/kql'
import { type Answer, createQueries, type QueryService } from '#query/logs'
import { type Row, tables } from '#records'
import { openChdbEngine, openWorkspace } from '#workspace'

export type Asked = Readonly<Record<string, unknown>>

export interface TestWorkspace extends AsyncDisposable {
  /** The workspace id of the query API. */
  readonly id: string
  readonly queries: QueryService
  /** Rows of that time, but for those with a TimeGenerated of their own. */
  put(table: string, time: Instant, rows: readonly Row[]): Promise<unknown>
  ask(kql: string): Promise<readonly Asked[]>
  answer(kql: string): Promise<Answer>
}

export async function aWorkspace(clock: Clock): Promise<TestWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-teams-'))
  const compiler = createCompiler()
  const engine = await openChdbEngine({ path: folder, sessions: 4, clock: systemClock, log: silentLog })
  const own = tables.filter(({ name }) => name.startsWith('AnteroomTeams'))
  const id = '11111111-1111-4111-8111-111111111111'
  const workspace = await openWorkspace(engine, {
    id,
    name: 'teams',
    tables: own,
    retentionDays: () => 4000,
    clock: systemClock,
  })
  const queried = { id, name: 'teams', armId: 'teams', database: workspace.database }
  const queries = createQueries({ compiler, engine, clock, tables: () => own, workspaces: () => [queried] })
  let number = 0
  const answer = (text: string) => queries.answer({ text, workspace: queried, correlationId: 'c' })
  return {
    answer,
    id,
    queries,
    put: (table, time, rows) =>
      workspace.append({
        table,
        isReplay: false,
        rows: rows.map(({ TimeGenerated = toIso(time), ...cells }) => ({
          itemId: `row-${++number}`,
          time: String(TimeGenerated),
          resourceId: 'teams',
          verdict: null,
          cells,
        })),
      }),
    ask: async kql => {
      const { columns, rows } = await answer(kql)
      return rows.map(row => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
    },
    [Symbol.asyncDispose]: async () => {
      await compiler.close()
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
