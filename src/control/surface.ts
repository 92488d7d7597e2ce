/** `/control`: faults, the clock, and all data at once. Ours; no Azure API has it. */
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
import type { Keeper } from './keeper.ts'

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
  readonly keeper: Keeper
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

export function controlSurface({ faults, clock, ids, guard, keeper }: Needs): Surface {
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
    ...dataRoutes(keeper, faults),
  ]
  return {
    name: CONTROL,
    access: { kind: 'operator' },
    prefixes: ['control'],
    errorBody: standardErrorBody,
    routes: rows.map(row => guarded(row, guard)),
  }
}

const SNAPSHOT = '/control/snapshots/{name}'

/** All of them but the list and the removal have the server stand still. */
function dataRoutes(keeper: Keeper, faults: Faults): readonly Route[] {
  const standingStill = async (act: () => Promise<void>): Promise<HttpReply> => {
    const problem = keeper.problem()
    if (problem) throw controlError(problem === 'busy' ? 'Busy' : 'RowsElsewhere')
    await act()
    return { status: 204 }
  }
  const known = async (request: HttpRequest): Promise<string> => {
    const name = nameIn(request)
    if (!(await keeper.has(name))) throw controlError('NoSuchSnapshot')
    return name
  }
  return [
    route('Reset', 'POST', '/control/:reset', async () => {
      const reply = await standingStill(keeper.reset)
      faults.clear()
      return reply
    }),
    route('ListSnapshots', 'GET', '/control/snapshots', async () => {
      const value = (await keeper.snapshots()).map(({ name, savedAt }) => ({ name, savedAt: toIso(savedAt) }))
      return { status: 200, body: { value } }
    }),
    route('SaveSnapshot', 'PUT', SNAPSHOT, async request => {
      const name = nameIn(request)
      if (await keeper.has(name)) throw controlError('SnapshotExists')
      return standingStill(() => keeper.save(name))
    }),
    route('RestoreSnapshot', 'POST', `${SNAPSHOT}/:restore`, async request => {
      const name = await known(request)
      return standingStill(() => keeper.restore(name))
    }),
    route('DeleteSnapshot', 'DELETE', SNAPSHOT, async request => {
      await keeper.remove(await known(request))
      return { status: 204 }
    }),
  ]
}

/** It becomes a folder's name. */
function nameIn({ params: { name = '' } }: HttpRequest): string {
  if (!/^[\w-]{1,64}$/.test(name)) throw controlError('BadSnapshotName')
  return name
}

const route = (
  id: string,
  method: Route['method'],
  path: string,
  answer: (request: HttpRequest) => HttpReply | Promise<HttpReply>,
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
