/**
 * A request → the tenant whose meetings it is about and the role it looks with; a question in KQL → rows of that
 * tenant's workspace. A tenant without a workspace of its own has its rows in the house's, so every question filters
 * OrganizerTenantId (`currentRows` of #teams/record does).
 */
import { ApiError, type HttpRequest, type Ids, type Instant } from '#base'
import type { Directory, WorkspaceEntry } from '#directory'
import type { Answer, QueryService } from '#query/logs'
import { TEAMS_ROLES, type TeamsRole, type TenantId } from '#records'
import { isTeamsRole, type LabelPolicy, narrowerRole } from '#teams/record'
import { databaseOf } from '#workspace'

export interface Reader {
  readonly tenant: TenantId
  readonly role: TeamsRole
  readonly labels: LabelPolicy
}

export type Cell = Answer['rows'][number][number]

interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** What `now()` is; absent: the time. */
  readonly now?: Instant | undefined
}

export interface TeamsReading {
  /**
   * The tenant of the token and the narrower of the caller's own role and the one asked for by `?role=`. Throws
   * ApiError: 400 for a role that is none, 403 for a tenant that is not known here.
   */
  readerOf(request: Pick<HttpRequest, 'caller' | 'query'>): Reader
  /** Throws ApiError in the words of the logs API. */
  ask(tenant: TenantId, text: string, options?: AskOptions): Promise<Pick<Answer, 'columns' | 'rows'>>
  /** The same, each row by the names of its columns. */
  rows(
    tenant: TenantId,
    text: string,
    options?: AskOptions,
  ): Promise<readonly Readonly<Record<string, Cell>>[]>
}

interface Needs {
  readonly directory: Pick<Directory, 'tenant' | 'tenants' | 'user' | 'workspaces'>
  readonly house: WorkspaceEntry
  readonly queries: QueryService
  readonly ids: Ids
  readonly labels: LabelPolicy
}

export function createReading({ directory, house, queries, ids, labels }: Needs): TeamsReading {
  const ask: TeamsReading['ask'] = (tenant, text, { signal, now } = {}) => {
    const own = directory.workspaces().find(one => one.tenant === tenant) ?? house
    const workspace = { ...own, database: databaseOf(own.id) }
    return queries.answer({ text, workspace, signal, now, correlationId: ids.uuid() })
  }
  return {
    readerOf: ({ caller, query }) => {
      if (caller.kind !== 'entra') throw unknownTenant('none')
      // As on the resource plane: a token of level `off` may name no tenant; it stands for the first one.
      const tenant = caller.tenant ? directory.tenant(caller.tenant) : directory.tenants()[0]
      if (!tenant) throw unknownTenant(caller.tenant)
      // An app has no role of its own: it acts for its tenant.
      const own = directory.user(caller.subject)?.teamsRole ?? 'administrator'
      return { tenant: tenant.id, role: narrowerRole(own, askedRole(query.role) ?? own), labels }
    },
    ask,
    rows: async (tenant, text, options) => {
      const { columns, rows } = await ask(tenant, text, options)
      return rows.map(cells => Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null])))
    },
  }
}

function askedRole(text: string | undefined): TeamsRole | undefined {
  if (text === undefined || isTeamsRole(text)) return text
  throw new ApiError({
    status: 400,
    code: 'BadParameter',
    message: `role: found ${JSON.stringify(text)}. Expected one of ${TEAMS_ROLES.join(', ')}, or leave it out.`,
  })
}

const unknownTenant = (found: string): ApiError =>
  new ApiError({
    status: 403,
    code: 'AuthorizationFailed',
    message: `The token names tenant ${found}, which is not known here. Expected a token of the tenant whose meetings are asked about.`,
  })
