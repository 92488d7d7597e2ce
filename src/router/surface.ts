/** `/operator/deliveries` and `/operator/dead-letters`: how delivery is, and what was refused. Ours; no Azure API has it. */
import { type Static, Type } from 'typebox'
import {
  ApiError,
  type HttpReply,
  type HttpRequest,
  type Instant,
  type Surface,
  standardErrorBody,
  toIso,
} from '#base'
import type { DeadLetter } from './dead-letters.ts'
import type { DestinationHealth, Router } from './router.ts'

const Replay = Type.Object({ destination: Type.String({ minLength: 1 }) }, { additionalProperties: false })

export function deliverySurface(router: Router): Surface {
  return {
    name: 'deliveries',
    access: { kind: 'operator' },
    prefixes: ['operator'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'ListDeliveries',
        method: 'GET',
        path: '/operator/deliveries',
        handle: async () => ok(deliveries(router)),
      },
      {
        id: 'ListDeadLetters',
        method: 'GET',
        path: '/operator/dead-letters',
        handle: async request => ok(deadLetters(router, request)),
      },
      {
        id: 'ReplayDeadLetters',
        method: 'POST',
        path: '/operator/dead-letters/:replay',
        body: Replay,
        handle: request => replay(router, request),
      },
      {
        id: 'DiscardDeadLetter',
        method: 'DELETE',
        path: '/operator/dead-letters/{seq}',
        handle: request => discard(router, request),
      },
    ],
  }
}

const ok = (body: unknown): HttpReply => ({ status: 200, body })

/** Lag and counts of each destination, and what waits before them. */
function deliveries(router: Router) {
  const { destinations, ...before } = router.health()
  return { ...before, value: destinations.map(shapeHealth) }
}

const shapeHealth = ({ queue, retryAt, lastError, ...health }: DestinationHealth) => ({
  ...health,
  queue: { ...queue, oldest: isoOf(queue.oldest) },
  lastError: lastError ?? null,
  retryAt: isoOf(retryAt),
})

const isoOf = (at: Instant | null | undefined): string | null =>
  at === undefined || at === null ? null : toIso(at)

const MOST = 1_000
const DEFAULT_TOP = 100

/** `?after=<seq>&top=<n>&destination=<name>`, oldest first; `nextLink` while there may be more. */
function deadLetters(router: Router, { query, origin }: HttpRequest) {
  const after = wholeIn(query, 'after', { least: 0, fallback: 0 })
  const top = wholeIn(query, 'top', { least: 1, most: MOST, fallback: DEFAULT_TOP })
  const { destination } = query
  const letters = router.deadLetters.list({ after, limit: top, ...(destination && { destination }) })
  const last = letters.length === top ? letters.at(-1) : undefined
  if (!last) return { value: letters.map(shapeLetter) }
  const next = new URLSearchParams({ ...query, after: String(last.seq) })
  return { value: letters.map(shapeLetter), nextLink: `${origin}/operator/dead-letters?${next}` }
}

const shapeLetter = ({ at, destination, ...letter }: DeadLetter) => ({
  ...letter,
  at: toIso(at),
  destination: destination ?? null,
})

async function replay(router: Router, request: HttpRequest): Promise<HttpReply> {
  // Sound: the host has validated the body against this route's schema.
  const { destination } = request.body as Static<typeof Replay>
  const isKnown = router.health().destinations.some(({ name }) => name === destination)
  if (!isKnown) throw notFound(`No destination is named ${JSON.stringify(destination)}.`)
  return ok({ replayed: await router.deadLetters.replay(destination) })
}

async function discard(router: Router, { params }: HttpRequest): Promise<HttpReply> {
  const { seq = '' } = params
  if (/^\d{1,15}$/.test(seq) && (await router.deadLetters.discard(Number(seq)))) return { status: 204 }
  throw notFound(
    `No dead letter has the number ${JSON.stringify(seq)}. GET /operator/dead-letters lists them.`,
  )
}

const notFound = (message: string) => new ApiError({ status: 404, code: 'NotFound', message })

interface Bounds {
  readonly least: number
  readonly most?: number
  readonly fallback: number
}

function wholeIn(query: HttpRequest['query'], name: string, bounds: Bounds): number {
  const { least, most = Number.MAX_SAFE_INTEGER, fallback } = bounds
  const text = query[name]
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const message = `${name}: found ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}.`
  throw new ApiError({ status: 400, code: 'BadRequest', message })
}
