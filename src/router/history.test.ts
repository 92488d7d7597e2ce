/** Backfill and the start of settings (ADR 0006). */
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock, silentLog } from '#base'
import { cellOf } from '#records'
import { openState, type State } from '#state'
import { routerMigrations } from './migrations.ts'
import { openRouter, type Router, type RouterOptions } from './router.ts'
import { ACS, aFact, aSetting, aStore, down, HOUSE, projectPlainly, type Store } from './testing/builders.ts'

const DAY = 86_400_000

let clock: ManualClock
let state: State
let house: Store
let hub: Store
let router: Router

beforeEach(() => {
  clock = manualClock()
  house = aStore()
  hub = aStore('hub', 'eventHub')
  state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
})
afterEach(async () => {
  await router.close()
  await state.close()
})

async function start(options: Partial<RouterOptions> = {}): Promise<void> {
  router = await openRouter({
    state,
    project: projectPlainly,
    destinations: [house, hub],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
    ...options,
  })
}

async function tell(...ids: string[]): Promise<void> {
  await state.transact(tx => {
    for (const id of ids) tx.emit(aFact(id, { at: clock.now() }))
  })
  await router.drain()
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms)
  for (let n = 0; n < 20; n += 1) await turn()
  await router.drain()
}

const toHub = aSetting({ name: 'hub', destinations: { eventHub: 'hub' } })

test('a new setting may ask for the last days: it gets them in order, then what is new', async () => {
  await start()
  await tell('old')
  await pass(3 * DAY)
  await tell('a', 'b')
  await router.settings.put(toHub, { backfillDays: 2 })
  await tell('new')
  expect(hub.ids('ChatOperational')).toEqual(['a/log', 'b/log', 'new/log'])
  await router.settings.put(toHub, { backfillDays: 7 })
  await router.drain()
  expect(hub.ids('ChatOperational')).toContain('old/log')
})

test('without being asked a setting does not reach back (R6)', async () => {
  await start()
  await tell('old')
  await router.settings.put(toHub)
  await tell('new')
  expect(hub.ids('ChatOperational')).toEqual(['new/log'])
})

test('only what the setting sends is filled in, and nothing of our own tables', async () => {
  await start()
  await tell('old')
  const identity = [{ kind: 'category', category: 'AuthOperational', enabled: true } as const]
  await router.settings.put({ ...toHub, logs: identity, metrics: [] }, { backfillDays: 7 })
  await router.drain()
  expect(hub.ids()).toEqual([])
})

test('a workspace that has some of it gets the rest: exactly once', async () => {
  await start()
  await tell('lost')
  await router.settings.put(aSetting())
  await tell('had')
  await router.settings.put(aSetting(), { backfillDays: 7 })
  await router.drain()
  expect(house.ids('ChatOperational').toSorted()).toEqual(['had/log', 'lost/log'])
})

test('what waits for a destination that is down is not queued a second time', async () => {
  await start()
  await router.settings.put(toHub)
  hub.before = () => {
    throw down()
  }
  await tell('one')
  await router.settings.put(toHub, { backfillDays: 1 })
  hub.before = () => {}
  await pass(60_000)
  expect(hub.ids('ChatOperational')).toEqual(['one/log'])
})

test('metrics are filled in too: closed minutes, and the open one as a whole', async () => {
  await start()
  await tell('a', 'b')
  await pass(70_000)
  await tell('c')
  await router.settings.put(toHub, { backfillDays: 1 })
  await tell('d')
  await pass(70_000)
  const rows = hub.records.filter(({ category }) => category === 'AzureMetrics')
  const counts = rows.map(({ fields }) => fields.Count && cellOf(fields.Count))
  expect(counts).toEqual([2, 2])
})

test('the past is bounded in bytes: the oldest goes first', async () => {
  await start({ history: { days: 7, bytes: 1_200 } })
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) await tell(id)
  await router.settings.put(toHub, { backfillDays: 7 })
  await router.drain()
  const ids = hub.ids('ChatOperational')
  expect(ids.length).toBeGreaterThan(1)
  expect(ids.length).toBeLessThan(10)
  expect(ids.at(-1)).toBe('j/log')
})

test.each([
  [{ days: 7, bytes: 1e9 }, 8, /expected a whole number from 1 to 7/],
  [{ days: 7, bytes: 1e9 }, 0.5, /expected a whole number/],
  [{ days: 0, bytes: 0 }, 1, /keeps no past/],
])('of a past %j, %d days cannot be asked for', async (history, backfillDays, message) => {
  await start({ history })
  await expect(router.settings.put(toHub, { backfillDays })).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(message),
  })
  expect(router.settings.list(ACS)).toEqual([])
})

test('a new setting holds at once, and only with the latency of the real service after 90 minutes', async () => {
  await start({ latency: 'realistic' })
  await router.settings.put(toHub)
  await tell('early')
  await pass(80 * 60_000)
  await router.settings.put(toHub)
  await tell('still early')
  await pass(10 * 60_000)
  await tell('in force')
  await pass(10 * 60_000)
  expect(hub.ids('ChatOperational')).toEqual(['in force/log'])
})
