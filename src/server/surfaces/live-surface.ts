/**
 * `/live`: server-sent events. Records the moment the router has them, whatever the settings say, and on request the
 * calls that go on: who is where, waits in the lobby, sends and receives.
 */
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
import { type LiveCallEvent, type LiveCallsOptions, liveCalls } from './live-calls.ts'

/** A comment that often keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000

interface LiveOptions {
  readonly live: LiveDestination
  readonly clock: Clock
  readonly mayRead: MayRead
  readonly calls: LiveCallsOptions
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

/**
 * `?categories=CallSummary,AnteroomVerdicts_CL&resources=/subscriptions/…`; absent: all that the caller may read.
 * `calls=with` adds calls, `calls=only` leaves the records out.
 */
function subscribe(
  { live, clock, mayRead, calls }: LiveOptions,
  { query, signal, caller }: HttpRequest,
): HttpReply {
  if (query.calls !== undefined && query.calls !== 'with' && query.calls !== 'only') {
    throw new ApiError({ status: 400, code: 'BadParameter', message: 'calls: expected with or only.' })
  }
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
  const sources = [
    ...(query.calls === 'only' ? [] : [textsOf(events, isSeen)]),
    ...(query.calls === undefined ? [] : [callTexts(liveCalls(calls, caller, signal))]),
  ]
  const content = merged(sources, { clock, signal })
  return { status: 200, text: { contentType: 'text/event-stream', content } }
}

const listOf = (text: string | undefined): readonly string[] | undefined =>
  text ? text.split(',').map(part => part.trim()) : undefined

async function* textsOf(
  events: AsyncIterable<LiveEvent>,
  isSeen: (event: LiveEvent) => boolean,
): AsyncGenerator<string> {
  for await (const event of events) if (isSeen(event)) yield eventText(event)
}

async function* callTexts(events: AsyncIterable<LiveCallEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const data = event.kind === 'call' ? event.call : { callId: event.callId }
    yield `event: ${event.kind}\ndata: ${JSON.stringify(data)}\n\n`
  }
}

/** What comes first is sent first; until the signal aborts or every source has ended. */
async function* merged(
  sources: readonly AsyncGenerator<string>[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const tick = () => sleep(clock, KEEP_ALIVE_MS, signal).then(() => 'tick' as const)
  const nextOf = (source: AsyncGenerator<string>) => source.next().then(step => ({ source, step }))
  const next = new Map(sources.map(source => [source, nextOf(source)]))
  let keepAlive = tick()
  try {
    yield 'retry: 1000\n\n'
    while (!signal.aborted && next.size > 0) {
      const first = await Promise.race([...next.values(), keepAlive])
      if (first === 'tick') {
        yield ': still here\n\n'
        keepAlive = tick()
      } else if (first.step.done) next.delete(first.source)
      else {
        yield first.step.value
        next.set(first.source, nextOf(first.source))
      }
    }
  } finally {
    await Promise.all(sources.map(source => source.return(undefined)))
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
