/** The module put together: which custom tables there are, the rules that make them, and the door for their rows. */
import type { Clock, Ids, Surface } from '#base'
import { type ArmId, type Column, customTable, type Table, type TenantId } from '#records'
import type { State } from '#state'
import { type Flow, withColumns } from './read-rule.ts'
import { rulesSurface } from './rules-surface.ts'
import { loadTables, putTable } from './store.ts'
import { uploadSurface } from './upload-surface.ts'

export interface IngestionOptions {
  /** Opened with `ingestionMigrations`. */
  readonly state: State
  /** By ARM id, in any case; undefined for one that is not known here. */
  readonly workspace: (armId: string) => TargetWorkspace | undefined
  /** Makes or widens the table in that workspace; when it resolves rows may come. */
  readonly makeTable: (workspace: ArmId, table: Table) => Promise<void>
  /** False: no 429. */
  readonly enforceLimits: boolean
  readonly clock: Clock
  readonly ids: Ids
}

export interface TargetWorkspace {
  readonly armId: ArmId
  readonly tenant: TenantId
}

export interface Ingestion {
  /** The ingestion API, and the rules in Azure's control plane. */
  readonly surfaces: readonly Surface[]
}

/** What the surfaces share. */
export interface Services extends IngestionOptions {
  /** Makes the tables of those flows ready. Throws ApiError 400 where a table has a column of another type. */
  openTables(flows: readonly Flow[]): Promise<void>
}

export interface CustomTables {
  /** Of the workspace with that ARM id. */
  of(workspace: ArmId): readonly Table[]
  set(workspace: ArmId, table: Table): void
}

/** The custom tables as they are stored, for the workspaces that are opened before anything else. */
export function openCustomTables(state: Pick<State, 'get' | 'all'>): CustomTables {
  const known = loadTables(state)
  return {
    of: workspace => [...(known.get(workspace)?.values() ?? [])],
    set: (workspace, table) => {
      const tables = known.get(workspace) ?? new Map<string, Table>()
      known.set(workspace, tables.set(table.name, table))
    },
  }
}

export function createIngestion(options: IngestionOptions & { readonly tables: CustomTables }): Ingestion {
  const services: Services = { ...options, openTables: flows => openTables(flows, options) }
  return { surfaces: [uploadSurface(services), rulesSurface(services)] }
}

/** The engine first: a table that is stored but not made would refuse its rows. */
async function openTables(
  flows: readonly Flow[],
  { state, workspace, makeTable, tables }: IngestionOptions & { readonly tables: CustomTables },
): Promise<void> {
  for (const flow of flows) {
    const target = workspace(flow.workspace)?.armId
    if (!target) continue
    const before = tables.of(target).find(({ name }) => name === flow.table)
    const own: readonly Column[] = before?.columns.filter(column => !column.standard) ?? []
    const table = customTable(flow.table, withColumns(own, flow.columns))
    await makeTable(target, table)
    await state.transact(tx => putTable(tx, target, table))
    tables.set(target, table)
  }
}
