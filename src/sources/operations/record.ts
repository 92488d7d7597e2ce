/** The fact that one request leaves, whatever came of it (R2, R4). Never a body, a token or a header with a secret. */
import type { Instant } from '#base'
import type { Fact, Operation } from '#records'

/** What is known of a request, whether it reached its operation or was refused on the way. */
export interface Seen {
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly requestId: string
  readonly receivedAt: Instant
  readonly remoteAddress: string
}

export interface Outcome
  extends Pick<
    Operation,
    | 'id'
    | 'api'
    | 'name'
    | 'resource'
    | 'statusCode'
    | 'description'
    | 'identity'
    | 'scopes'
    | 'thread'
    | 'message'
    | 'room'
  > {
  readonly finishedAt: Instant
}

/** Outside text goes into the record cut to these lengths: one request cannot fill the journal. */
const LONGEST = {
  uri: 1024,
  identity: 256,
  thread: 256,
  message: 64,
  userAgent: 256,
  correlationId: 128,
  scope: 64,
  scopes: 20,
  room: 64,
}

export function factOf(seen: Seen, outcome: Outcome): Fact {
  const { finishedAt, description, identity, scopes, thread, message, room, ...rest } = outcome
  const apiVersion = apiVersionOf(seen.target)
  const userAgent = seen.headers['x-ms-useragent'] ?? seen.headers['user-agent']
  return {
    kind: 'operation',
    operation: {
      ...rest,
      at: seen.receivedAt,
      durationMs: Math.max(0, Math.round(finishedAt - seen.receivedAt)),
      ...(description !== undefined && { description }),
      ...(apiVersion !== undefined && { apiVersion }),
      uri: uriOf(seen, apiVersion),
      callerIp: seen.remoteAddress,
      ...(identity !== undefined && { identity: identity.slice(0, LONGEST.identity) }),
      ...(scopes && { scopes: scopes.slice(0, LONGEST.scopes).map(scope => scope.slice(0, LONGEST.scope)) }),
      ...(thread !== undefined && { thread: thread.slice(0, LONGEST.thread) }),
      ...(message !== undefined && { message: message.slice(0, LONGEST.message) }),
      ...(room && {
        room: { ...room, ...(room.id !== undefined && { id: room.id.slice(0, LONGEST.room) }) },
      }),
      ...(userAgent !== undefined && { userAgent: userAgent.slice(0, LONGEST.userAgent) }),
      correlationId: seen.requestId.slice(0, LONGEST.correlationId),
    },
  }
}

/** Of the query only the version is kept: whatever else stands there was put in by mistake, maybe a token. */
function uriOf({ target, headers }: Seen, apiVersion: string | undefined): string {
  const path = target.split('?', 1)[0] ?? ''
  const query = apiVersion === undefined ? '' : `?api-version=${encodeURIComponent(apiVersion)}`
  return `https://${headers.host ?? 'localhost'}${path}`.slice(0, LONGEST.uri) + query
}

function apiVersionOf(target: string): string | undefined {
  const query = new URLSearchParams(target.slice(target.indexOf('?') + 1 || target.length))
  return query.get('api-version')?.slice(0, 32)
}
