import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock, silentLog } from '#base'
import { cellOf, type Fact, type LogRecord } from '#records'
import { openState, type State } from '#state'
import { routerMigrations } from './migrations.ts'
import { openRouter, type Router, type RouterOptions } from './router.ts'
import {
  ACS,
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

beforeEach(() => {
  clock = manualClock()
  house = aStore()
  state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
})
afterEach(async () => {
  await router.close()
  await state.close()
})

async function start(options: Partial<RouterOptions> = {}, setting = aSetting()): Promise<void> {
  router = await openRouter({
    state,
    project: projectPlainly,
    destinations: [house],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
    ...options,
  })
  await router.settings.put(setting, { startsNow: true })
}

const tell = (...facts: Fact[]) =>
  state.transact(tx => {
    for (const fact of facts) tx.emit(fact)
  })

/** Lets everything run that waits for no timer. */
async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await turn()
}

/** Lets that much time go by, in steps in which everything that falls due runs. */
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 10) {
    await settle()
    clock.advance(10)
  }
  await settle()
}

const cells = (record: LogRecord | undefined) =>
  Object.fromEntries(Object.entries(record?.fields ?? {}).map(([name, field]) => [name, cellOf(field)]))
const rowsOf = (category: string) => house.records.filter(record => record.category === category).map(cells)

test('a fact becomes rows of the workspace: the log by its setting, our own tables always', async () => {
  await start()
  await tell(aFact('one'))
  expect(await router.drain()).toBe(0)
  expect(house.ids('ChatOperational')).toEqual(['one/log'])
  expect(house.ids('AnteroomVerdicts_CL')).toEqual(['one/verdict'])
  expect(state.journal.length()).toBe(0)
  expect(state.backlog()).toEqual({ entries: 0, bytes: 0 })
})

test('without a setting only our own tables are written', async () => {
  await start({}, aSetting({ logs: [], metrics: [] }))
  await tell(aFact('one'))
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual([])
  expect(house.ids('AnteroomVerdicts_CL')).toEqual(['one/verdict'])
})

test('R6: a new setting sends only what happens after it, a removed one everything before', async () => {
  await start({}, aSetting({ logs: [], metrics: [] }))
  await tell(aFact('before'))
  await router.settings.put(aSetting())
  await tell(aFact('between'))
  await router.settings.remove(ACS, 'EVERYTHING')
  await tell(aFact('after'))
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual(['between/log'])
})

test('settings survive, are found without case and are listed by name', async () => {
  await start()
  await router.settings.put(aSetting({ name: 'Audit', logs: [], metrics: [] }))
  expect(router.settings.list(ACS).map(setting => setting.name)).toEqual(['Audit', 'everything'])
  expect(router.settings.get(ACS, 'AUDIT')?.name).toBe('Audit')
  expect(await router.settings.remove(ACS, 'nothing')).toBe(false)
})

test('records of a category arrive in the order in which they were told', async () => {
  await start({
    pace: { settleMs: 0, coalesceMs: 0, batch: { rows: 3, bytes: 1e9 }, backOff: { firstMs: 1, mostMs: 1 } },
  })
  const names = Array.from({ length: 50 }, (_, n) => `f${n}`)
  for (const name of names) await tell(aFact(name))
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual(names.map(name => `${name}/log`))
  expect(Math.max(...house.batches.map(batch => batch.items.length))).toBe(3)
})

test('an idle lane delivers within 100 ms, a busy one at most twice a second', async () => {
  await start()
  await tell(aFact('first'))
  await pass(100)
  expect(house.ids('ChatOperational')).toEqual(['first/log'])
  for (let n = 0; n < 9; n += 1) {
    await tell(aFact(`more${n}`))
    await pass(50)
  }
  const batches = house.batches.filter(batch => batch.category === 'ChatOperational').length
  expect(batches).toBeLessThanOrEqual(2)
  await pass(500)
  expect(house.ids('ChatOperational')).toHaveLength(10)
})

test('a destination that is down is tried again as a replay, and does not slow the others', async () => {
  const hub = aStore('hub', 'eventHub')
  await start(
    { destinations: [house, hub] },
    aSetting({ destinations: { workspace: 'house', eventHub: 'hub' } }),
  )
  hub.before = () => {
    throw down('no answer')
  }
  await tell(aFact('one'))
  expect(await router.drain()).toBe(1)
  expect(house.ids('ChatOperational')).toEqual(['one/log'])
  const health = router.health().destinations.find(({ name }) => name === 'hub')
  expect(health).toMatchObject({ state: 'backingOff', lastError: 'no answer', queue: { records: 1 } })
  hub.before = () => {}
  clock.advance(60_000)
  await settle()
  expect(hub.ids()).toEqual(['one/log'])
  expect(hub.batches.map(batch => batch.isReplay)).toEqual([false, ...hub.batches.slice(1).map(() => true)])
  expect(router.health().destinations.every(({ failures }) => failures === 0)).toBe(true)
})

test('a refused record is found and set aside; the rest of its batch arrives; it can be sent again', async () => {
  await start()
  house.before = batch => {
    if (batch.items.some(item => item.record.id === 'bad/log')) throw refuses('bad value')
  }
  await tell(...['a', 'b', 'bad', 'c', 'd'].map(id => aFact(id)))
  expect(await router.drain()).toBe(0)
  expect(house.ids('ChatOperational')).toEqual(['a/log', 'b/log', 'c/log', 'd/log'])
  expect(router.deadLetters.list()).toMatchObject([{ destination: 'house', reason: 'bad value' }])
  expect(state.backlog().entries).toBe(1)
  house.before = () => {}
  expect(await router.deadLetters.replay('house')).toBe(1)
  await router.drain()
  expect(house.ids('ChatOperational')).toContain('bad/log')
  expect(
    house.batches.find(batch => batch.items[0]?.record.id === 'bad/log' && batch.items.length === 1)
      ?.isReplay,
  ).toBe(true)
  expect(state.backlog()).toEqual({ entries: 0, bytes: 0 })
})

test('a fact that cannot be projected is set aside and does not stop those behind it', async () => {
  await start({
    project: fact => {
      if (fact.kind === 'operation' && fact.operation.id === 'bad') throw new Error('a mistake of ours')
      return projectPlainly(fact)
    },
  })
  await tell(aFact('a'), aFact('bad'), aFact('b'))
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual(['a/log', 'b/log'])
  expect(router.health()).toMatchObject({ facts: 0, factsAside: 1 })
  const [letter] = router.deadLetters.list()
  expect(letter).toMatchObject({ category: 'fact', reason: 'a mistake of ours' })
  expect(await router.deadLetters.discard(letter?.seq ?? 0)).toBe(true)
})

test('invariant 2: a delivery names the rules by which what was handed over exists', async () => {
  await start()
  await tell(aFact('one'), aFact('two'))
  await router.drain()
  const deliveries = house.records.filter(({ category }) => category === 'AnteroomDeliveries_CL')
  expect(deliveries.length).toBeGreaterThan(0)
  expect(new Set(deliveries.map(({ rules }) => rules.join()))).toEqual(new Set(['R3', 'R4']))
})

test('invariant 2: a record without the rules of its existence reaches no destination', async () => {
  await start({
    project: fact => ({
      samples: [],
      records: projectPlainly(fact).records.map(it => ({ ...it, rules: [] })),
    }),
  })
  await tell(aFact('a'))
  await router.drain()
  expect(house.ids()).toEqual([])
  expect(router.deadLetters.list()).toHaveLength(1)
})

test('back-pressure: a destination that stays down fills the limit, then facts are refused, and none is lost', async () => {
  await state.close()
  state = openState({
    path: ':memory:',
    migrations: routerMigrations,
    limits: { entries: 20, bytes: 1e9 },
    clock,
    log: silentLog,
  })
  await start()
  house.before = () => {
    throw down()
  }
  const told: string[] = []
  for (let n = 0; n < 40; n += 1) {
    await tell(aFact(`f${n}`)).then(
      () => told.push(`f${n}/log`),
      error => expect(error).toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) }),
    )
    await settle()
  }
  expect(told.length).toBeGreaterThan(2)
  expect(told.length).toBeLessThan(40)
  house.before = () => {}
  expect(await router.drain()).toBe(0)
  expect(house.ids('ChatOperational')).toEqual(told)
  await tell(aFact('again'))
})

test('deliveries are rows too, but deliveries of those rows are not', async () => {
  await start()
  await tell(aFact('one'))
  expect(await router.drain()).toBe(0)
  expect(await router.drain()).toBe(0)
  const rows = rowsOf('AnteroomDeliveries_CL')
  expect(rows.map(row => row.Category).sort()).toEqual([
    'AnteroomOperationMetrics_CL',
    'AnteroomVerdicts_CL',
    'ChatOperational',
  ])
  expect(rows.find(row => row.Category === 'ChatOperational')).toMatchObject({
    Destination: 'house',
    DestinationKind: 'workspace',
    SettingName: 'everything',
    Records: 1,
    Attempts: 1,
    Outcome: 'Delivered',
  })
})

test('operation metrics keep their dimensions and add up to the operations', async () => {
  await start()
  const codes = [201, 201, 404, 201]
  await tell(...codes.slice(0, 3).map((statusCode, n) => aFact(`a${n}`, { statusCode })))
  await router.drain()
  await tell(aFact('b', { statusCode: codes[3] ?? 0 }))
  await router.drain()
  const rows = rowsOf('AnteroomOperationMetrics_CL')
  const counted = (code: string) =>
    rows.filter(row => row.StatusCode === code).reduce<number>((sum, row) => sum + Number(row.Count), 0)
  expect([counted('201'), counted('404')]).toEqual([3, 1])
  expect(rows[0]).toMatchObject({
    MetricName: 'APIRequestChat',
    Operation: 'SendChatMessage',
    StatusCodeClass: '2xx',
  })
})

test('R5: AzureMetrics has one row a metric and closed minute over all dimensions, of exportable metrics only', async () => {
  await start()
  const at = clock.now()
  await tell(aFact('a', { at }), aFact('b', { at, statusCode: 404 }), aFact('c', { at, api: 'identity' }))
  await router.drain()
  expect(rowsOf('AzureMetrics')).toEqual([])
  clock.advance(66_000)
  await settle()
  await router.drain()
  const rows = house.records.filter(record => record.category === 'AzureMetrics')
  expect(rows.map(cells)).toMatchObject([
    {
      MetricName: 'APIRequestChat',
      Count: 2,
      Total: 2,
      Minimum: 1,
      Maximum: 1,
      Average: 1,
      TimeGrain: 'PT1M',
      UnitName: 'Count',
      Resource: 'CONTOSO-ACS',
      ResourceGroup: 'DEMO',
      ResourceProvider: 'MICROSOFT.COMMUNICATION',
    },
  ])
  expect(rows[0]?.time).toBe(at)
})

test('realistic latency holds a record back until its time', async () => {
  await start({ latency: 'realistic' })
  await tell(aFact('one'))
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual([])
  clock.advance(5 * 60_000 + 1_000)
  await settle()
  await router.drain()
  expect(house.ids('ChatOperational')).toEqual(['one/log'])
})

test('an onlooker sees every record, also those that no setting sends, and cannot stop the others', async () => {
  const onlooker = aStore('live')
  await start({ onlooker }, aSetting({ logs: [], metrics: [] }))
  await tell(aFact('one'))
  await router.drain()
  expect(onlooker.ids('ChatOperational')).toEqual(['one/log'])
  onlooker.before = () => {
    throw new Error('gone')
  }
  await tell(aFact('two'))
  expect(await router.drain()).toBe(0)
  expect(house.ids('AnteroomVerdicts_CL')).toEqual(['one/verdict', 'two/verdict'])
})

test('what cannot be delivered any more when it closes is delivered by the next start', async () => {
  await start()
  house.before = () => {
    throw down()
  }
  await tell(aFact('one'))
  await router.drain()
  await router.close()
  expect(await router.drain()).toBeGreaterThan(0)
  house.before = () => {}
  await start()
  expect(await router.drain()).toBe(0)
  expect(house.ids('ChatOperational')).toEqual(['one/log'])
})
