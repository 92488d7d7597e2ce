/** What one evaluation of a rule changes, over all combinations of its dimensions. Pure; live runs and test runs share it. */
import type { Instant } from '#base'
import { absentValue, dimensionsOf, isOver, keyOf, type Measured } from './measure.ts'
import type { Rule } from './rule.ts'
import { type AlertEvent, FRESH, isIdle, step, type Watch } from './watch.ts'

export type Watches = ReadonlyMap<string, Watch>

/** What was seen of one combination at one instant. */
export interface Seen extends Measured {
  readonly at: Instant
  readonly isOver: boolean
  readonly event?: AlertEvent | undefined
}

export interface Advance {
  readonly watches: Watches
  readonly seen: readonly Seen[]
}

/** `newId` gives the id of an alert that fires. */
export function advance(
  rule: Rule,
  before: Watches,
  { at, measured, newId }: { at: Instant; measured: readonly Measured[]; newId: () => string },
): Advance {
  const watches = new Map<string, Watch>()
  const seen: Seen[] = []
  for (const one of withAbsent(rule, before, measured)) {
    const key = keyOf(one.dimensions)
    const over = isOver(rule, one.values)
    const { watch, event } = step(rule, before.get(key) ?? FRESH, { isOver: over, at, newAlert: newId() })
    if (!isIdle(watch, at)) watches.set(key, watch)
    seen.push({ ...one, at, isOver: over, event })
  }
  return { watches, seen }
}

/** The combinations of the answer, then those that are watched and not in it any more. */
function withAbsent(rule: Rule, before: Watches, measured: readonly Measured[]): readonly Measured[] {
  const found = new Set(measured.map(({ dimensions }) => keyOf(dimensions)))
  const absent = [...before.keys()].filter(key => !found.has(key))
  const values = rule.criteria.map(absentValue)
  return [...measured, ...absent.map(key => ({ dimensions: dimensionsOf(key), values }))]
}

/** The instants at which a rule is evaluated, after one and up to another: whole multiples of its frequency. */
export function instantsOf(frequencyMs: number, after: Instant, through: Instant): readonly Instant[] {
  const first = Math.floor(after / frequencyMs) + 1
  const last = Math.floor(through / frequencyMs)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * frequencyMs)
}
