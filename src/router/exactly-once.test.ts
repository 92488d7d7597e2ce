/**
 * Invariant 5 as a property: whatever crashes or fails between any two steps, each record that was acknowledged ends
 * up in the workspace exactly once, or among the dead letters if it is refused.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manualClock, silentLog } from '#base'
import { openState, type State } from '#state'
import type { Batch, Destination } from './destination.ts'
import { routerMigrations } from './migrations.ts'
import { openRouter, type Router } from './router.ts'
import {
  aFact,
  aSetting,
  aStore,
  down,
  HOUSE,
  keep,
  projectPlainly,
  refuses,
  type Store,
} from './testing/builders.ts'

/** What becomes of one step (a transaction, a batch on its way). */
const FATES = [
  'works',
  'crashesBefore',
  'crashesAfter',
  'failsBefore',
  'failsAfter',
  'failsHalfway',
  'refusesHalfway',
] as const
type Fate = (typeof FATES)[number]

/** One life of the process: facts told at its start, and the fates of its steps; later steps work. */
interface Life {
  readonly facts: number
  readonly fates: readonly Fate[]
}

const fate = fc.oneof({ weight: 3, arbitrary: fc.constant<Fate>('works') }, fc.constantFrom(...FATES))
const lives = fc.array(
  fc.record({ facts: fc.nat(6), fates: fc.array(fate, { maxLength: 40 }) }) satisfies fc.Arbitrary<Life>,
  { minLength: 1, maxLength: 5 },
)

/** The process as far as a crash can be seen: after it, nothing that this life started has any effect. */
class Fortune {
  readonly #fates: Fate[]
  isDead = false

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates]
  }

  /** `half` is what a failure halfway leaves behind. */
  async step<T>(act: () => T | Promise<T>, half: () => void = () => {}): Promise<T> {
    const fate = this.isDead ? 'crashesBefore' : (this.#fates.shift() ?? 'works')
    if (fate === 'crashesBefore' || fate === 'failsBefore') return this.#end(fate)
    if (fate.endsWith('Halfway')) {
      half()
      return this.#end(fate)
    }
    const result = await act()
    return fate === 'works' ? result : this.#end(fate)
  }

  #end(fate: Fate): never {
    if (fate.startsWith('crashes')) this.isDead = true
    throw fate.startsWith('refuses') ? refuses(fate) : down(fate)
  }
}

const fatefulState = (state: State, fortune: Fortune): State => ({
  ...state,
  transact: change => fortune.step(() => state.transact(change)),
})

const isPoison = (id: string) => id.startsWith('poison')

const fatefulStore = (store: Store, fortune: Fortune): Destination => ({
  ...store,
  deliver: batch => {
    const half: Batch = { ...batch, items: batch.items.slice(0, Math.ceil(batch.items.length / 2)) }
    return fortune.step(
      () => {
        if (batch.items.some(item => isPoison(item.record.id))) throw refuses()
        keep(store, batch)
      },
      () => !half.items.some(item => isPoison(item.record.id)) && keep(store, half),
    )
  },
})

async function live(state: State, store: Store, fates: readonly Fate[]): Promise<Router | undefined> {
  const fortune = new Fortune(fates)
  const options = {
    project: projectPlainly,
    house: HOUSE,
    clock: manualClock(),
    log: silentLog,
    chance: () => 0,
  }
  const router = await openRouter({
    ...options,
    state: fatefulState(state, fortune),
    destinations: [fatefulStore(store, fortune)],
    pace: { settleMs: 0, coalesceMs: 0, batch: { rows: 3, bytes: 1e6 }, backOff: { firstMs: 1, mostMs: 1 } },
  }).catch(() => undefined)
  if (!router) return undefined
  await router.settings.put(aSetting()).catch(() => {})
  for (let n = 0; n < 3 && !fortune.isDead; n += 1) await router.drain()
  return router
}

async function survive(path: string, plan: readonly Life[]): Promise<void> {
  const store = aStore()
  const told: string[] = []
  for (const [number, { facts, fates }] of plan.entries()) {
    const state = openState({ path, migrations: routerMigrations, clock: manualClock(), log: silentLog })
    for (let n = 0; n < facts; n += 1) {
      const id = `${n === 4 ? 'poison' : 'fact'}-${number}-${n}`
      await state.transact(tx => tx.emit(aFact(id)))
      told.push(`${id}/verdict`)
    }
    const router = await live(state, store, fates)
    await router?.close()
    await state.close()
  }
  await lastLife(path, store, told)
}

/** Everything works now: what was set aside is sent again, and only what the store really refuses stays there. */
async function lastLife(path: string, store: Store, told: readonly string[]): Promise<void> {
  const state = openState({ path, migrations: routerMigrations, clock: manualClock(), log: silentLog })
  const router = await live(state, store, [])
  await router?.deadLetters.replay(HOUSE.destination)
  expect(await router?.drain()).toBe(0)
  expect(state.journal.length()).toBe(0)
  const stored = store.ids('AnteroomVerdicts_CL')
  const aside = router?.deadLetters.list({ limit: 1_000 }).map(letter => idOf(letter.content)) ?? []
  expect(stored.sort()).toEqual(told.filter(id => !isPoison(id)).sort())
  expect(aside.filter(id => id.endsWith('/verdict')).sort()).toEqual(told.filter(isPoison).sort())
  expect(new Set(store.ids()).size).toBe(store.ids().length)
  await router?.close()
  await state.close()
}

const idOf = (content: unknown): string =>
  typeof content === 'object' && content !== null && 'id' in content ? String(content.id) : ''

test('any interleaving of crashes and failures leaves each record exactly once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-once-'))
  let run = 0
  await fc.assert(
    fc.asyncProperty(lives, async plan => {
      run += 1
      await survive(join(folder, `${run}.db`), plan)
    }),
    { numRuns: 100 },
  )
  rmSync(folder, { recursive: true })
}, 60_000)
