/** `/control`: faults and the clock. Ours; no Azure API has it. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Static, Type } from 'typebox'
import {
  type HttpReply,
  type HttpRequest,
  type Ids,
  type Route,
  type Surface,
  standardErrorBody,
  toIso,
} from '#base'
import type { ControlledClock } from './controlled-clock.ts'
import { controlError } from './errors.ts'
import type { Faults } from './faults.ts'

export interface Guard {
  /** True where others than this machine can reach the server. */
  readonly isExposed: boolean
  /** Absent: nobody beyond this machine is let in. */
  readonly key: string | undefined
}

interface Needs {
  readonly faults: Faults
  readonly clock: ControlledClock
  readonly ids: Ids
  readonly guard: Guard
}

const Effect = Type.Union([
  Type.Object({
    kind: Type.Literal('throttle'),
    retryAfterSeconds: Type.Integer({ minimum: 1, maximum: 3600 }),
  }),
  Type.Object({
    kind: Type.Literal('fail'),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.Optional(Type.String({ pattern: '^\\w{1,64}$' })),
  }),
  Type.Object({ kind: Type.Literal('delay'), milliseconds: Type.Integer({ minimum: 1, maximum: 600_000 }) }),
])
const FaultWish = Type.Object(
  {
    operation: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    pathPrefix: Type.Optional(Type.String({ pattern: '^/', maxLength: 1024 })),
    method: Type.Optional(Type.String({ minLength: 1, maxLength: 10 })),
    effect: Effect,
    times: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
)
const YEAR_MS = 366 * 86_400_000
const Advance = Type.Object(
  { milliseconds: Type.Integer({ minimum: 1, maximum: YEAR_MS }) },
  { additionalProperties: false },
)

const MOST_FAULTS = 100

export const CONTROL = 'control'

export function controlSurface({ faults, clock, ids, guard }: Needs): Surface {
  const clockBody = () => ({ now: toIso(clock.now()), aheadMilliseconds: clock.offset() })
  const rows: readonly Route[] = [
    route('ListFaults', 'GET', '/control/faults', () => ({ status: 200, body: { value: faults.list() } })),
    {
      ...route('AddFault', 'POST', '/control/faults', ({ body }) => {
        if (faults.list().length >= MOST_FAULTS) throw controlError('TooManyFaults')
        // Sound: the host has validated the body against this route's schema.
        return { status: 201, body: faults.add(ids.uuid(), body as Static<typeof FaultWish>) }
      }),
      body: FaultWish,
    },
    route('ClearFaults', 'DELETE', '/control/faults', () => {
      faults.clear()
      return { status: 204 }
    }),
    route('RemoveFault', 'DELETE', '/control/faults/{id}', ({ params }) => {
      if (!faults.remove(params.id ?? '')) throw controlError('NoSuchFault')
      return { status: 204 }
    }),
    route('GetClock', 'GET', '/control/clock', () => ({ status: 200, body: clockBody() })),
    {
      ...route('AdvanceClock', 'POST', '/control/clock/:advance', ({ body }) => {
        clock.advance((body as Static<typeof Advance>).milliseconds)
        return { status: 200, body: clockBody() }
      }),
      body: Advance,
    },
  ]
  return {
    name: CONTROL,
    access: { kind: 'entra', audiences: ['https://anteroom.local'] },
    prefixes: ['control'],
    errorBody: standardErrorBody,
    routes: rows.map(row => guarded(row, guard)),
  }
}

const route = (
  id: string,
  method: Route['method'],
  path: string,
  answer: (request: HttpRequest) => HttpReply,
): Route => ({ id, method, path, handle: async request => answer(request) })

const guarded = (row: Route, guard: Guard): Route => ({
  ...row,
  handle: async request => {
    if (!mayControl(request, guard)) throw controlError('KeyNeeded')
    return row.handle(request)
  },
})

const KEY_HEADER = 'x-anteroom-control-key'
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'] as const

/**
 * On a server that listens on loopback alone a token is enough. Where others can reach it, by its addresses or through
 * a proxy, the key is needed whoever asks: behind a proxy everybody has the address of this machine.
 */
function mayControl({ headers }: HttpRequest, { isExposed, key }: Guard): boolean {
  const isProxied = PROXIED.some(name => headers[name] !== undefined)
  if (key === undefined) return !isExposed && !isProxied
  const given = headers[KEY_HEADER]
  if (given === undefined) return !isExposed && !isProxied
  return timingSafeEqual(digest(given), digest(key))
}

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()
