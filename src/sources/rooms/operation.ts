/** The shape of one operation of the rooms API: a row gives route, schema and the metric's name. */
import type { Static, TSchema } from 'typebox'
import type { HttpReply, HttpRequest, Ids, Instant, Route } from '#base'
import type { ResourceId, RoomNote } from '#records'
import type { Transaction } from '#state'

export interface Call<Body = unknown> {
  readonly resource: ResourceId
  readonly params: HttpRequest['params']
  readonly query: HttpRequest['query']
  readonly body: Body
  readonly now: Instant
  readonly tx: Transaction
  readonly ids: Ids
  /** An absolute address of this API; `path` begins behind the origin. */
  readonly link: (path: string, query: Readonly<Record<string, string>>) => string
}

export interface Done {
  readonly reply: HttpReply
  /** What the log says of the room. */
  readonly room?: RoomNote
}

export interface Operation {
  /** Also the metric's Operation and the log's OperationName. */
  readonly id: string
  readonly method: Route['method']
  readonly path: string
  readonly body?: TSchema
  /** Runs inside the transaction that also records it. Throws ApiError. */
  perform(call: Call): Done
}

interface OperationRow<Body extends TSchema> extends Omit<Operation, 'body' | 'perform'> {
  readonly body: Body
  perform(call: Call<Static<Body> | undefined>): Done
}

/** Types a row by its schema. Sound because the host hands over only bodies that the schema admits. */
export const operation = <Body extends TSchema>(row: OperationRow<Body>): Operation => row as Operation
