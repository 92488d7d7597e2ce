/**
 * The life of an alert, pure: what is remembered of one combination of dimension values between two evaluations, and
 * what an evaluation makes of it. Stateful rules (`autoMitigate`) fire once and resolve; stateless ones fire each time.
 */
import type { Instant } from '#base'

export interface WatchRule {
  /** Of the last so many evaluations … */
  readonly periods: number
  /** … at least so many must be over the threshold. */
  readonly minFailing: number
  readonly autoMitigate: boolean
  /** Milliseconds between two evaluations. */
  readonly frequencyMs: number
  /** Evaluations in a row without the condition after which an alert resolves. */
  readonly quietToResolve: number
  /** Milliseconds without actions after one was taken; 0: none. Stateless rules only. */
  readonly muteMs: number
}

export interface Watch {
  /** The last evaluations, oldest first: over the threshold or not. */
  readonly recent: readonly boolean[]
  /** The alert that is open; absent: none. */
  readonly alert?: string
  /** How many evaluations in a row the condition has not been met, while an alert is open. */
  readonly quiet: number
  /** Until then actions are muted. */
  readonly mutedUntil: Instant
}

export const FRESH: Watch = { recent: [], quiet: 0, mutedUntil: 0 }

export type AlertEvent =
  | { readonly kind: 'fired'; readonly alert: string; readonly isMuted: boolean }
  | { readonly kind: 'resolved'; readonly alert: string }

export interface Step {
  readonly watch: Watch
  readonly event?: AlertEvent
}

export interface Evaluation {
  readonly isOver: boolean
  readonly at: Instant
  /** The id of the alert, if this evaluation fires one. */
  readonly newAlert: string
}

/** What one evaluation changes. */
export function step(rule: WatchRule, before: Watch, { isOver, at, newAlert }: Evaluation): Step {
  const recent = [...before.recent, isOver].slice(-rule.periods)
  const isMet = recent.filter(one => one).length >= rule.minFailing
  const next = { ...before, recent }
  if (!rule.autoMitigate) return isMet ? fireAgain(rule, next, { at, newAlert }) : { watch: next }
  if (before.alert === undefined) return isMet ? fire(next, newAlert) : { watch: next }
  if (isMet) return { watch: { ...next, quiet: 0 } }
  const quiet = before.quiet + 1
  if (quiet < rule.quietToResolve) return { watch: { ...next, quiet } }
  return {
    watch: { recent, quiet: 0, mutedUntil: before.mutedUntil },
    event: { kind: 'resolved', alert: before.alert },
  }
}

const fire = (watch: Watch, alert: string): Step => ({
  watch: { ...watch, alert, quiet: 0 },
  event: { kind: 'fired', alert, isMuted: false },
})

function fireAgain(
  { muteMs }: WatchRule,
  watch: Watch,
  { at, newAlert }: Pick<Evaluation, 'at' | 'newAlert'>,
): Step {
  const isMuted = at < watch.mutedUntil
  const mutedUntil = isMuted ? watch.mutedUntil : at + muteMs
  return { watch: { ...watch, mutedUntil }, event: { kind: 'fired', alert: newAlert, isMuted } }
}

const MINUTE = 60_000

/** How long the condition must not be met until a stateful log alert resolves, by how often it is evaluated. */
const RESOLVES: readonly { readonly below: number; readonly evaluations: number }[] = [
  { below: 5 * MINUTE, evaluations: 10 },
  { below: 15 * MINUTE + 1, evaluations: 3 },
  { below: 11 * 60 * MINUTE, evaluations: 2 },
]

export const quietEvaluations = (frequencyMs: number): number =>
  RESOLVES.find(({ below }) => frequencyMs < below)?.evaluations ?? 1

/** A watch that says nothing any more need not be kept. */
export const isIdle = ({ recent, alert, mutedUntil }: Watch, at: Instant): boolean =>
  alert === undefined && mutedUntil <= at && recent.every(one => !one)
