/**
 * What is heard of calls that are over: last windows of clients that were shown out, the media plane's last view. For a
 * minute they still count; a call whose figures change by them gets a higher version that replaces the former (R52).
 */

import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '#base'
import type { Call, CallId, Fact, ParticipantId } from '#records'
import type { State } from '#state'
import { finishCall } from '../engine/finish.ts'
import { isTooLate, type News, withNews } from '../engine/last-words.ts'
import { type LiveCall, type LiveLeg, withLeg } from '../engine/live-call.ts'

export interface AfterwardsOptions {
  readonly state: Pick<State, 'transact'>
  readonly clock: Clock
  /** How long after its end a leg is remembered, ms. */
  readonly lateMs: number
}

export interface Afterwards {
  /** Remembers a call that has just ended. */
  keep(call: LiveCall): void
  /** The leg with its call, as both ended; undefined when nothing is remembered. */
  find(who: ParticipantId): { readonly call: LiveCall; readonly leg: LiveLeg } | undefined
  /** Resolves once what follows is stored: a moment later, so that many last words make one version. */
  take(news: News): Promise<void>
  /** Stores at once what waits. */
  flush(): Promise<void>
}

/** Last words of a call's people come about at once; a socket waits for the answer so long before it may join again. */
const GATHER_MS = 500
/** More legs than that are forgotten early: the oldest calls first. */
const MOST_LEGS = 5000

interface Kept {
  call: LiveCall
  /** As it was last written, and as which version. */
  written: Call
  version: number
  storing: Promise<void> | undefined
}

export function openAfterwards({ state, clock, lateMs }: AfterwardsOptions): Afterwards {
  const kept = new Map<CallId, Kept>()
  const byParticipant = new Map<ParticipantId, Kept>()
  const waiting = new Set<() => Promise<void>>()

  const forget = (one: Kept) => {
    kept.delete(one.call.id)
    for (const id of one.call.legs.keys()) byParticipant.delete(id)
  }
  const prune = () => {
    for (const one of kept.values()) {
      if (byParticipant.size <= MOST_LEGS && one.call.now + lateMs >= clock.now()) return
      forget(one)
    }
  }
  const store = async (one: Kept) => {
    one.storing = undefined
    const call = finishCall(one.call)
    if (isDeepStrictEqual(call, one.written)) return
    const fact: Fact = { kind: 'call', call, version: one.version + 1 }
    await state.transact(tx => void tx.emit(fact))
    one.written = call
    one.version += 1
  }
  /** One store for all that comes until then. */
  const storeSoon = (one: Kept) =>
    new Promise<void>((resolve, reject) => {
      const now = () => {
        timer.cancel()
        waiting.delete(now)
        return store(one).then(resolve, reject)
      }
      const timer = clock.after(GATHER_MS, now)
      waiting.add(now)
    })
  const find: Afterwards['find'] = who => {
    const call = byParticipant.get(who)?.call
    const leg = call?.legs.get(who)
    return call && leg && !isTooLate(leg, clock.now(), lateMs) ? { call, leg } : undefined
  }
  return {
    keep: call => {
      const one: Kept = { call, written: finishCall(call), version: 1, storing: undefined }
      kept.set(call.id, one)
      for (const id of call.legs.keys()) byParticipant.set(id, one)
      prune()
    },
    find,
    take: async news => {
      const one = byParticipant.get(news.who)
      const found = find(news.who)
      if (!one || !found) return
      one.call = withLeg(one.call, withNews(found.leg, news, clock.now()))
      one.storing ??= storeSoon(one)
      await one.storing
    },
    flush: async () => void (await Promise.allSettled([...waiting].map(now => now()))),
  }
}
