/** The shape of one operation of the identity API: a row gives route, limit, schema and the metric's name. */
import type { Static, TSchema } from 'typebox'
import type { Clock, HttpReply, HttpRequest, Ids, Instant, Route } from '#base'
import type { ResourceId, ResourceOwner, TenantId } from '#records'
import type { SqlReader, Transaction } from '#state'
import type { ReadEntraUser } from './entra-user.ts'
import type { LimitName } from './rate-limits.ts'
import type { UserTokenKeys } from './user-token.ts'

/** What identity asks of the directory. */
export interface IdentityDirectory {
  /** Undefined for a resource that this installation does not know. */
  resource(id: ResourceId): IdentityResource | undefined
  resourcesOf(tenant: TenantId): readonly ResourceOwner[]
}

export interface IdentityResource extends ResourceOwner {
  /** `unitedstates`; becomes the token's `resourceLocation`. */
  readonly dataLocation: string
}

export interface Services {
  readonly state: SqlReader
  readonly directory: IdentityDirectory
  readonly clock: Clock
  readonly ids: Ids
  readonly keys: UserTokenKeys
  readonly readEntraUser: ReadEntraUser
}

export interface Call<Body = unknown> {
  readonly resource: IdentityResource
  readonly params: HttpRequest['params']
  readonly body: Body
  readonly at: Instant
  /** The bearer token, for the exchanges that take it from there. */
  readonly bearer: string
}

export interface Done {
  readonly reply: HttpReply
  /** Raw id that the operation was about, where the path does not name it. */
  readonly identity?: string
  readonly scopes?: readonly string[]
}

/** The part of an operation that happens inside the transaction that also records it. */
export type Change = (tx: Transaction) => Done

export interface Operation {
  /** Also the metric's Operation and the log's OperationName. */
  readonly id: string
  readonly method: Route['method']
  readonly path: string
  readonly body?: TSchema
  limitOf?(body: unknown): LimitName
  /** What the request asks for, for the record of a request that is refused. */
  scopesOf?(body: unknown): readonly string[] | undefined
  /** The resource the caller means, where the caller does not settle it. Throws ApiError 403. */
  resourceOf?(call: Omit<Call, 'resource'>, services: Services): Promise<ResourceId | undefined>
  /** Checks the request and does all that must wait (signing); what changes state comes back as a function. */
  prepare(call: Call, services: Services): Promise<Change>
}

interface OperationRow<Body extends TSchema>
  extends Omit<Operation, 'body' | 'limitOf' | 'scopesOf' | 'prepare'> {
  readonly body: Body
  limitOf?(body: Static<Body>): LimitName
  scopesOf?(body: Static<Body>): readonly string[] | undefined
  prepare(call: Call<Static<Body>>, services: Services): Promise<Change>
}

/** Types a row by its schema. Sound because the host hands over only bodies that the schema admits. */
export const operation = <Body extends TSchema>(row: OperationRow<Body>): Operation => row as Operation
