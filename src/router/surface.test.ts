import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HttpReply, type HttpRequest, type ManualClock, manualClock, silentLog } from '#base'
import { openState, type State } from '#state'
import { routerMigrations } from './migrations.ts'
import { openRouter, type Router } from './router.ts'
import { deliverySurface } from './surface.ts'
import {
  aFact,
  aSetting,
  aStore,
  down,
  HOUSE,
  projectPlainly,
  refuses,
  type Store,
} from './testing/builders.ts'

let clock: ManualClock
let state: State
let house: Store
let router: Router

beforeEach(async () => {
  clock = manualClock()
  house = aStore()
  state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
  router = await openRouter({
    state,
    project: projectPlainly,
    destinations: [house],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
  })
  await router.settings.put(aSetting())
})
afterEach(async () => {
  await router.close()
  await state.close()
})

async function tell(...ids: string[]): Promise<void> {
  await state.transact(tx => {
    for (const id of ids) tx.emit(aFact(id))
  })
  await router.drain()
}

/** Calls a row of the surface as the host would. */
function call(id: string, request: Partial<HttpRequest> = {}): Promise<HttpReply> {
  const route = deliverySurface(router).routes.find(one => one.id === id)
  if (!route) throw new Error(`no route ${id}`)
  return route.handle({
    method: route.method,
    target: route.path,
    params: {},
    query: {},
    headers: {},
    body: undefined,
    caller: { kind: 'nobody' },
    requestId: 'r',
    receivedAt: clock.now(),
    remoteAddress: '127.0.0.1',
    origin: 'https://localhost:7443',
    signal: new AbortController().signal,
    ...request,
  })
}

test('deliveries: what waits for each destination, how far it lags and why', async () => {
  house.before = () => {
    throw down('no answer')
  }
  await tell('one')
  clock.advance(60_000)
  const { body } = await call('ListDeliveries')
  expect(body).toMatchObject({
    facts: 0,
    factsAside: 0,
    value: [
      {
        name: 'house',
        kind: 'workspace',
        queue: { oldest: '2026-01-15T09:00:00.0000000Z' },
        lagMs: 60_000,
        delivered: 0,
        lastError: 'no answer',
        deadLetters: 0,
      },
    ],
  })
})

test('dead letters are listed by page and destination, sent again and discarded', async () => {
  house.before = ({ category }) => {
    if (category === 'ChatOperational') throw refuses('bad value')
  }
  await tell('a', 'b', 'c')
  const { body } = await call('ListDeadLetters', { query: { top: '2', destination: 'house' } })
  const letter = { destination: 'house', category: 'ChatOperational', reason: 'bad value' }
  expect(body).toMatchObject({ value: [letter, letter] })
  const next = new URL(String((body as { nextLink: string }).nextLink))
  expect(next.pathname).toBe('/operator/dead-letters')
  const rest = await call('ListDeadLetters', { query: Object.fromEntries(next.searchParams) })
  expect(rest.body).toMatchObject({ value: [letter] })
  expect(rest.body).not.toHaveProperty('nextLink')
  const { seq } = (rest.body as { value: { seq: number }[] }).value[0] ?? { seq: 0 }
  expect(await call('DiscardDeadLetter', { params: { seq: String(seq) } })).toEqual({ status: 204 })
  house.before = () => {}
  expect(await call('ReplayDeadLetters', { body: { destination: 'house' } })).toMatchObject({
    body: { replayed: 2 },
  })
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual(['a/log', 'b/log'])
})

test.each<[string, Partial<HttpRequest>, number]>([
  ['ReplayDeadLetters', { body: { destination: 'nowhere' } }, 404],
  ['DiscardDeadLetter', { params: { seq: '77' } }, 404],
  ['DiscardDeadLetter', { params: { seq: 'x' } }, 404],
  ['ListDeadLetters', { query: { top: '0' } }, 400],
  ['ListDeadLetters', { query: { after: '-1' } }, 400],
])('%s %j answers %i', async (id, request, status) => {
  await expect(Promise.resolve().then(() => call(id, request))).rejects.toMatchObject({ status })
})
