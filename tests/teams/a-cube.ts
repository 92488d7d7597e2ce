/** The seeded rows of two tenants in one workspace on a real engine, and call quality over it. */
import { manualClock, parseIso } from '#base'
import type { TeamsRole, TenantId } from '#records'
import type { TeamsReading } from '#teams/reading'
import type { CqdQuery } from '../../src/teams/cqd/query/model.ts'
import { type CqdAnswer, runQuery } from '../../src/teams/cqd/query/run.ts'
import { type Asked, aWorkspace, type TestWorkspace } from './a-workspace.ts'
import { type SeededRows, seededRows } from './seeded-rows.ts'

export const NOW = parseIso('2026-05-31T12:00:00Z') ?? 0

export interface Cube extends AsyncDisposable {
  readonly raw: SeededRows
  readonly reading: TeamsReading
  readonly workspace: TestWorkspace
  ask(query: CqdQuery, as?: { readonly tenant?: TenantId; readonly role?: TeamsRole }): Promise<CqdAnswer>
  /** The answer's rows, each by the names of its columns. */
  rows(query: CqdQuery): Promise<readonly Asked[]>
}

export async function aCube(): Promise<Cube> {
  const workspace = await aWorkspace(manualClock(NOW))
  const raw = seededRows()
  for (const [table, rows] of Object.entries(raw.tables)) await workspace.put(table, NOW, rows)
  // The first question waits for the parser to get warm; a longer one must not.
  await workspace.ask('print 1')
  const reading: TeamsReading = {
    readerOf: () => ({ tenant: raw.tenant, role: 'administrator', labels: 'anonymous' }),
    ask: (_, text) => workspace.answer(text),
    rows: (_, text) => workspace.ask(text) as ReturnType<TeamsReading['rows']>,
  }
  const ask: Cube['ask'] = (query, { tenant = raw.tenant, role = 'administrator' } = {}) =>
    runQuery(query, { reading, reader: { tenant, role, labels: 'anonymous' }, now: NOW })
  return {
    raw,
    reading,
    workspace,
    ask,
    rows: async query => {
      const { columns, rows } = await ask(query)
      return rows.map(cells => Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]])))
    },
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  }
}
