import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { manualClock, silentLog } from '#base'
import { openState } from '#state'
import { routerMigrations } from './migrations.ts'
import { openRouter } from './router.ts'
import { aFact, aSetting, aStore, HOUSE, projectPlainly } from './testing/builders.ts'

test('a clock that is set back by an hour holds no delivery up and ends no setting', async () => {
  const clock = manualClock()
  const house = aStore()
  const state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
  const router = await openRouter({
    state,
    project: projectPlainly,
    destinations: [house],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
  })
  await router.settings.put(aSetting(), { startsNow: true })
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50)
      for (let n = 0; n < 20; n += 1) await turn()
    }
  }
  await state.transact(tx => tx.emit(aFact('before')))
  await pass(300)
  expect(house.ids('ChatOperational')).toEqual(['before/log'])
  clock.shift(-3_600_000)
  await state.transact(tx => tx.emit(aFact('after')))
  await pass(2_000)
  expect(house.ids('ChatOperational')).toEqual(['before/log', 'after/log'])
  await router.close()
  await state.close()
})
