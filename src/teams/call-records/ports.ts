/** What call records need of the rest of the product. */
import type { Clock, HttpRequest, Ids, Log } from '#base'
import type { ArmId, TeamsRole, TenantId } from '#records'
import type { State } from '#state'

export type Cell = string | number | boolean | null
export type StoredRow = Readonly<Record<string, Cell | undefined>>

export interface DirectoryPerson {
  readonly id: string
  readonly tenant: TenantId
  readonly userPrincipalName: string
  readonly displayName: string
  readonly userType: 'Member' | 'Guest'
}

/** A meeting that was set up here. */
export interface KnownMeeting {
  /** Graph's id of the onlineMeeting. */
  readonly id: string
  readonly threadId: string
  readonly joinMeetingId: string
  readonly subject?: string | undefined
  readonly organizer: { readonly tenant: TenantId; readonly user: string }
  readonly joinWebUrl: string
}

export interface KnownResource {
  readonly id: string
  readonly name: string
  readonly armId: string
  readonly tenant: TenantId
}

/** Who asks, and what they may see of people. */
export interface Asker {
  readonly tenant: TenantId
  readonly role: TeamsRole
  readonly labels: 'anonymous' | 'names'
}

export interface CallRecordsPorts {
  readonly directory: {
    usersOf(tenant: TenantId): readonly DirectoryPerson[]
    /** By object id or user principal name, in any case, of any tenant. */
    user(reference: string): DirectoryPerson | undefined
    /** By immutable id or name. */
    resource(reference: string): KnownResource | undefined
    resourcesOf(tenant: TenantId): readonly KnownResource[]
  }
  /** The workspace that holds the tenant's rows, by the name the router knows it. */
  readonly workspaceOf: (tenant: TenantId) => ArmId
  readonly meetings: {
    /** By thread id, by the digits of a meeting id, by Graph's id, or by a link; undefined when none is known. */
    find(reference: string): KnownMeeting | undefined
  }
  /** Of Graph's surfaces: the tenant of the token. Throws ApiError for one that is not known here. */
  readonly askerOf: (request: HttpRequest) => Asker
  /** Of surfaces of ours: `?tenant=` may name another, if the caller may read it. */
  readonly askerFor: (request: HttpRequest) => Asker
  /** What tokens for surfaces of ours are asked for. */
  readonly audiences: readonly string[]
  /** The rows of a KQL text over a tenant's workspace. */
  readonly rows: (
    tenant: TenantId,
    text: string,
    options: { readonly signal?: AbortSignal | undefined },
  ) => Promise<readonly StoredRow[]>
  /** Opened with `callRecordsMigrations`. */
  readonly state: State
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** A number in [0, 1), for the jitter of retries. */
  readonly chance: () => number
}
