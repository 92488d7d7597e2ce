/** The directory's memory, and how it rests in the state file: one document a thing. */
import type { ResourceOwner } from '#records'
import type { SqlReader, Transaction } from '#state'
import type {
  AccessKeys,
  AppRegistration,
  CommunicationResource,
  Tenant,
  User,
  WorkspaceEntry,
} from './entities.ts'
import type { SettingChanges } from './meeting-settings.ts'

export interface StoredResource extends CommunicationResource {
  readonly keys: AccessKeys
}

/** A resource that was deleted: what it did before is still logged as its own, and its subscription stays known. */
export interface FormerResource extends ResourceOwner {
  readonly subscriptionId: string
}

export interface StoredApp extends AppRegistration {
  /** SHA-256 of the client secret, hex; absent: the app has none and gets no tokens by secret. */
  readonly secretHash?: string | undefined
  readonly isPublished?: boolean | undefined
}

export interface StoredPolicy {
  readonly tenant: string
  /** Object id of the organizer it is assigned to; absent: the whole tenant. */
  readonly user?: string | undefined
  readonly settings: SettingChanges
}

/** Everything by id; policies by `policyKey`. */
export interface Entities {
  readonly tenant: ReadonlyMap<string, Tenant>
  readonly user: ReadonlyMap<string, User>
  readonly resource: ReadonlyMap<string, StoredResource>
  readonly workspace: ReadonlyMap<string, WorkspaceEntry>
  readonly app: ReadonlyMap<string, StoredApp>
  readonly policy: ReadonlyMap<string, StoredPolicy>
  readonly formerResource: ReadonlyMap<string, FormerResource>
}

export const policyKey = (tenant: string, user?: string): string => (user ? `${tenant}/${user}` : tenant)

const KINDS = ['tenant', 'user', 'resource', 'workspace', 'app', 'policy', 'formerResource'] as const

export const directoryMigrations = [
  {
    id: 'directory/1-documents',
    sql: `CREATE TABLE directory (
      kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)),
      PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID`,
  },
]

export function loadEntities(reader: SqlReader): Entities {
  const byKind = new Map<string, Map<string, unknown>>()
  for (const kind of KINDS) byKind.set(kind, new Map())
  for (const { kind, id, body } of reader.all<{ kind: string; id: string; body: string }>(
    'SELECT kind, id, body FROM directory ORDER BY kind, id',
  )) {
    byKind.get(kind)?.set(id, JSON.parse(body))
  }
  // Sound: there is a map for every kind, and only saveEntities writes the documents, from values of their kind.
  return Object.fromEntries(byKind) as unknown as Entities
}

/** Writes what differs from before. */
export function saveEntities(tx: Transaction, before: Entities, after: Entities): void {
  for (const kind of KINDS) {
    for (const id of before[kind].keys()) {
      if (!after[kind].has(id)) tx.run('DELETE FROM directory WHERE kind = ? AND id = ?', kind, id)
    }
    for (const [id, entity] of after[kind]) {
      if (before[kind].get(id) === entity) continue
      tx.run(
        `INSERT INTO directory (kind, id, body) VALUES (?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`,
        kind,
        id,
        JSON.stringify(entity),
      )
    }
  }
}
