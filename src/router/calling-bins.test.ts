import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ManualClock, manualClock, silentLog, toIso } from '#base'
import { type LegOutcome, REPORTING_LEGS } from '#policy'
import { rowOf, userFacingDiagnostics } from '#records'
import { openState, type State } from '#state'
import { CALLING_METRICS } from './calling-rows.ts'
import type { Outcome } from './consequences.ts'
import { routerMigrations } from './migrations.ts'
import { openRouter, type Router } from './router.ts'
import { ACS, aFact, aSetting, aStore, HOUSE, type Store } from './testing/builders.ts'

let clock: ManualClock
let state: State
let house: Store
let router: Router
/** What follows from the fact of that id. */
let told: Map<string, readonly Outcome[]>

beforeEach(async () => {
  clock = manualClock()
  house = aStore()
  told = new Map()
  state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
  router = await openRouter({
    state,
    project: fact => ({
      records: [],
      samples: [],
      outcomes: fact.kind === 'operation' ? (told.get(fact.operation.id) ?? []) : [],
    }),
    destinations: [house],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
  })
  await router.settings.put(aSetting(), { startsNow: true })
})
afterEach(async () => {
  await router.close()
  await state.close()
})

const device = {
  Platform: 'Web',
  DeviceModel: '',
  DeviceBrand: '',
  DeviceFamily: 'Other',
  DeviceOsName: 'Windows',
  DeviceOsVersionMajor: '10',
  DeviceOsVersionMinor: '0',
  DeviceBrowser: 'Edge',
  DeviceBrowserVersionMajor: '132',
  DeviceBrowserVersionMinor: '0',
  SdkVersion: '1.46.1',
}

function outcome(leg: string, change: Partial<Outcome> & { ok?: boolean; subCode?: string } = {}): Outcome {
  const { ok = true, subCode = '0', ...rest } = change
  const dimensions: LegOutcome['dimensions'] = {
    ...device,
    CallType: 'Group',
    ResultType: ok ? 'Succeeded' : 'Failed',
    SubCode: subCode,
  }
  const call = `call-of-${leg.replace(/\d/g, '')}`
  return {
    resource: ACS,
    at: clock.now(),
    metric: 'reliability/api/Join',
    leg,
    call,
    dimensions,
    succeeded: ok,
    counts: 'also',
    ...rest,
  }
}

let facts = 0
async function tell(...outcomes: readonly Outcome[]): Promise<void> {
  facts += 1
  const id = `fact-${facts}`
  told.set(id, outcomes)
  await state.transact(tx => tx.emit(aFact(id, { api: 'identity', at: clock.now() })))
  await router.drain()
}

/** Until nothing is due any more. */
async function quiet(ms = 6_000): Promise<void> {
  clock.advance(ms)
  for (let n = 0; n < 20; n += 1) await turn()
  await router.drain()
}

const written = () => house.records.filter(({ category }) => category === CALLING_METRICS)

/** What a reader sees: of each combination and day the row with the newest TimestampMax. */
function newest(metric: string): readonly string[] {
  const rows = written().map(rowOf)
  const latest = new Map<string, (typeof rows)[number]>()
  for (const row of rows.filter(each => each.MetricName === metric).toReversed()) {
    const key = `${row.CorrelationId} ${row.TimestampBin}`
    const before = latest.get(key)
    // Reversed, so that of two that claim the same instant the older would win: none may.
    if (!before || String(row.TimestampMax) >= String(before.TimestampMax)) latest.set(key, row)
  }
  const texts = [...latest.values()].map(row =>
    [
      row.ResultType,
      row.SubCode,
      row.SuccessLegsDcount,
      row.FailedLegsDcount,
      row.LegsDcount,
      row.CallsDcount,
    ].join(' '),
  )
  return texts.toSorted()
}

test('legs count once, calls too, apart by result and sub code', async () => {
  await tell(outcome('a1'), outcome('a1'), outcome('a2'), outcome('b1'))
  await tell(outcome('a1', { ok: false, subCode: '5854' }))
  await quiet()
  expect(newest('reliability/api/Join')).toEqual(['Failed 5854 0 1 1 1', 'Succeeded 0 3 0 3 2'])
})

test('a row has all that the document prints of one', async () => {
  await tell(outcome('a1'))
  await quiet()
  const [record] = written()
  expect(record).toMatchObject({ category: CALLING_METRICS, resource: ACS, rules: ['R19'] })
  expect(record && rowOf(record)).toEqual({
    ...device,
    OperationName: 'CallingMetrics',
    OperationVersion: '1.0-dev',
    Category: 'CallingMetrics',
    CorrelationId: expect.stringMatching(/^[0-9a-f]{32}$/),
    TimestampMax: toIso(Date.UTC(2026, 0, 15, 9)),
    TimestampBin: toIso(Date.UTC(2026, 0, 15)),
    MetricValueAvg: 100,
    Unit: 'percentage',
    Goal: '>= 100.0',
    FailedLegsDcount: 0,
    SuccessLegsDcount: 1,
    CallsDcount: 1,
    LegsDcount: 1,
    SubCode: '0',
    CallType: 'Group',
    ResultType: 'Succeeded',
    MetricName: 'reliability/api/Join',
  })
})

test('a bin is written when it is quiet, and at the latest after a minute; again only when it has changed', async () => {
  await tell(outcome('a1'))
  clock.advance(4_000)
  await router.drain()
  expect(newest('reliability/api/Join')).toEqual([])
  for (let n = 2; n < 20; n += 1) {
    await tell(outcome(`a${n}`))
    clock.advance(4_000)
  }
  await router.drain()
  const rows = written().length
  expect(rows).toBeGreaterThan(0)
  await quiet()
  await quiet()
  expect(written()).toHaveLength(rows + 1)
  expect(newest('reliability/api/Join')).toEqual(['Succeeded 0 19 0 19 1'])
})

test('days are apart, and a new day begins at none', async () => {
  await tell(outcome('a1'))
  await quiet(86_400_000)
  await tell(outcome('a2'))
  await quiet()
  expect(newest('reliability/api/Join')).toEqual(['Succeeded 0 1 0 1 1', 'Succeeded 0 1 0 1 1'])
})

test('a recovery takes its occurrence out of the failed ones; without a problem before it there is none', async () => {
  const metric = 'reliability/api/UFD/recovery/NetworkReconnect'
  await tell(outcome('a1/u1', { metric, ok: false, counts: 'instead' }))
  await tell(outcome('a2/u2', { metric, counts: 'correction' }))
  await quiet()
  expect(newest(metric)).toEqual(['Failed 0 0 1 1 1'])
  await tell(outcome('a1/u1', { metric, counts: 'correction' }))
  await quiet()
  expect(newest(metric)).toEqual(['Failed 0 0 0 0 0', 'Succeeded 0 1 0 1 1'])
})

test('of the legs that report, those without a problem are a success of every diagnostic', async () => {
  const base = { metric: REPORTING_LEGS, counts: 'instead' } as const
  await tell(outcome('a1', base), outcome('a2', base), outcome('b1', base))
  await quiet()
  for (const { pascalName } of userFacingDiagnostics.filter(({ web }) => web)) {
    expect(newest(`${REPORTING_LEGS}/${pascalName}`)).toEqual(['Succeeded 0 3 0 3 2'])
  }
  const metric = `${REPORTING_LEGS}/CameraFreeze`
  await tell(outcome('a1', { metric, ok: false, counts: 'instead' }))
  await quiet()
  expect(newest(metric)).toEqual(['Failed 0 0 1 1 1', 'Succeeded 0 2 0 2 2'])
  expect(newest(`${REPORTING_LEGS}/NoNetwork`)).toEqual(['Succeeded 0 3 0 3 2'])
})

test('a clock that is set back keeps no bin waiting', async () => {
  await tell(outcome('a1'))
  clock.shift(-3_600_000)
  await router.drain()
  expect(newest('reliability/api/Join')).toEqual(['Succeeded 0 1 0 1 1'])
})

test('what is counted survives a restart, and days long over are let go', async () => {
  const marks = () => state.get<{ n: number }>('SELECT count(*) AS n FROM calling_marks')?.n
  await tell(outcome('a1'))
  await quiet()
  expect(marks()).toBe(1)
  await quiet(3 * 86_400_000)
  await tell(outcome('a2'))
  await quiet()
  expect(marks()).toBe(1)
})
