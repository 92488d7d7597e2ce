/** The tables and columns of a workspace, as the Kusto API shows them. */
import { type Asked, useAsk, useSession } from '#views/kit'

interface ShownColumn {
  readonly Name: string
  readonly CslType: string
  readonly DocString?: string
}

interface ShownTable {
  readonly Name: string
  readonly DocString?: string
  readonly OrderedColumns: readonly ShownColumn[]
}

export interface WorkspaceSchema {
  readonly database: string
  readonly tables: readonly ShownTable[]
  /** The whole answer, for the editor's own service. */
  readonly shown: unknown
}

interface Shown {
  readonly Databases: Readonly<Record<string, { readonly Tables: Readonly<Record<string, ShownTable>> }>>
}

export function useSchema(): Asked<WorkspaceSchema> {
  const { workspace } = useSession()
  return useAsk(['schema', workspace.id], async call => {
    // Sound, both: version 1 of the Kusto API; its only cell is the schema as JSON text.
    const answer = (await call('/v1/rest/mgmt', {
      audience: 'logs',
      method: 'POST',
      body: { db: workspace.id, csl: '.show schema as json' },
    })) as { Tables: readonly [{ Rows: readonly [readonly [string]] }] }
    const shown = JSON.parse(answer.Tables[0].Rows[0][0]) as Shown
    const [[database, { Tables }] = ['', { Tables: {} }]] = Object.entries(shown.Databases)
    return { database, shown, tables: Object.values(Tables).sort((a, b) => a.Name.localeCompare(b.Name)) }
  })
}
