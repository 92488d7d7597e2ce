/** `/live`: records as server-sent events the moment the router has them, whatever the settings say. */
import {
  ApiError,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Surface,
  sleep,
  standardErrorBody,
  toIso,
} from '#base'
import type { LiveDestination, LiveEvent } from '#destinations'
import { rowOf, tableOfCategory, verdictOf } from '#records'
import type { MayRead } from '../auth/may-read.ts'

/** A comment that often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000

interface LiveOptions {
  readonly live: LiveDestination
  readonly clock: Clock
  readonly mayRead: MayRead
}

export function liveSurface(options: LiveOptions): Surface {
  return {
    name: 'live',
    access: { kind: 'entra', audiences: ['https://management.azure.com'] },
    prefixes: ['live'],
    routes: [
      { id: 'Live', method: 'GET', path: '/live', handle: async request => subscribe(options, request) },
    ],
    errorBody: standardErrorBody,
  }
}

/** `?categories=CallSummary,AnteroomVerdicts_CL&resources=/subscriptions/…`; absent: all that the caller may read. */
function subscribe({ live, clock, mayRead }: LiveOptions, { query, signal, caller }: HttpRequest): HttpReply {
  const categories = listOf(query.categories)
  const unknown = categories?.find(category => !tableOfCategory(category))
  if (unknown !== undefined) {
    throw new ApiError({
      status: 400,
      code: 'UnknownCategory',
      message: `Category ${JSON.stringify(unknown)} is not known. Expected names as in diagnostic settings (CallSummary), comma separated.`,
    })
  }
  const resources = listOf(query.resources)?.map(resource => resource.toLowerCase())
  const foreign = resources?.find(resource => !mayRead(caller, resource))
  if (foreign !== undefined) {
    throw new ApiError({
      status: 403,
      code: 'AuthorizationFailed',
      message: `${JSON.stringify(foreign)} belongs to another tenant than the token.`,
    })
  }
  const events = live.subscribe(
    {
      ...(categories && { categories: new Set(categories) }),
      ...(resources && { resources: new Set(resources) }),
    },
    signal,
  )
  const isSeen = (event: LiveEvent) => event.kind === 'missed' || mayRead(caller, event.record.resource)
  const content = textOf(events, isSeen, { clock, signal })
  return { status: 200, text: { contentType: 'text/event-stream', content } }
}

const listOf = (text: string | undefined): readonly string[] | undefined =>
  text ? text.split(',').map(part => part.trim()) : undefined

async function* textOf(
  events: AsyncIterable<LiveEvent>,
  isSeen: (event: LiveEvent) => boolean,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const reader = events[Symbol.asyncIterator]()
  const tick = () => sleep(clock, KEEP_ALIVE_MS, signal).then(() => 'tick' as const)
  try {
    yield 'retry: 1000\n\n'
    let next = reader.next()
    let keepAlive = tick()
    while (!signal.aborted) {
      const first = await Promise.race([next, keepAlive])
      if (first === 'tick') {
        yield ': still here\n\n'
        keepAlive = tick()
        continue
      }
      if (first.done) return
      if (isSeen(first.value)) yield eventText(first.value)
      next = reader.next()
    }
  } finally {
    await reader.return?.()
  }
}

function eventText(event: LiveEvent): string {
  if (event.kind === 'missed') return `event: missed\ndata: ${JSON.stringify({ count: event.count })}\n\n`
  const { id, category, resource, time } = event.record
  const data = {
    category,
    resourceId: resource,
    time: toIso(time),
    row: rowOf(event.record),
    verdict: verdictOf(event.record),
  }
  return `event: record\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
