/** The shape of one operation of the chat API: a row gives route, schema, scopes, limit and the metric's name. */
import type { Static, TSchema } from 'typebox'
import type { HttpReply, HttpRequest, Ids, Instant, Route } from '#base'
import type { ResourceId } from '#records'
import type { Done as Recorded } from '#sources/operations'
import type { Transaction } from '#state'
import type { ChatEvent } from './events.ts'
import type { LimitName } from './limits.ts'
import type { ChatSettings } from './settings.ts'
import type { MeetingOrganizer } from './store/threads.ts'

/** What chat asks of the directory. */
export interface ChatDirectory {
  /** Undefined for a resource that this installation does not know. */
  resource(id: ResourceId): { readonly id: ResourceId } | undefined
  /** The organizer's `MeetingChatEnabledType`. */
  meetingChatOf(organizer: MeetingOrganizer): MeetingChatPolicy
}

export type MeetingChatPolicy = 'Enabled' | 'Disabled' | 'EnabledExceptAnonymous'

export interface Services {
  readonly directory: ChatDirectory
  readonly ids: Ids
  readonly settings: ChatSettings
  /** Whether that Communication Services user exists, by raw id. */
  hasUser(id: string): boolean
}

export interface Call<Body = unknown> {
  /** Raw id. */
  readonly user: string
  readonly resource: ResourceId
  readonly params: HttpRequest['params']
  readonly query: HttpRequest['query']
  readonly headers: HttpRequest['headers']
  readonly body: Body
  readonly now: Instant
  readonly tx: Transaction
  /** An address of this API as the caller reaches it, with the caller's api-version. */
  link(path: readonly string[], query?: Readonly<Record<string, string>>): string
}

export interface Done extends Recorded {
  readonly reply: HttpReply
  /** What those who are connected hear once the change is stored. */
  readonly events?: readonly ChatEvent[]
}

/** Scopes of the access token of which one is needed. */
export const EVERY_SCOPE = ['chat', 'chat.join', 'chat.join.limited'] as const
export const JOIN_SCOPES = ['chat', 'chat.join'] as const
export const FULL_SCOPE = ['chat'] as const

export interface Operation {
  /** Also the metric's Operation and the log's OperationName. */
  readonly id: string
  readonly method: Route['method']
  readonly path: string
  readonly body?: TSchema
  readonly scopes: readonly string[]
  readonly limit: LimitName
  /** Runs inside the transaction that also records it. Throws ApiError. */
  perform(call: Call, services: Services): Done
}

interface OperationRow<Body extends TSchema> extends Omit<Operation, 'body' | 'perform'> {
  readonly body: Body
  perform(call: Call<Static<Body>>, services: Services): Done
}

/** Types a row by its schema. Sound because the host hands over only bodies that the schema admits. */
export const operation = <Body extends TSchema>(row: OperationRow<Body>): Operation => row as Operation
