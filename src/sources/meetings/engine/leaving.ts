/** How somebody gets out of a call: of their own will, by others, or by time. */
import type { Instant } from '#base'
import { rawIdOf } from '#records'

import type { Actor, EngineLimits, EventOf, Refusal, Step } from './events.ts'
import { decline, giveUpUnanswered, permissionProblem, refuse } from './joining.ts'
import { type Change, connect, endLeg, forEachLeg, waitingLegs } from './legs.ts'
import { activeLegs, isActive, isConnected, type LiveCall, type LiveLeg, legsOf } from './live-call.ts'
import { mediaDeadlineOf, mediaEndOf } from './media.ts'

export function admit(call: LiveCall, event: EventOf<'admit'>): Step {
  const leg = call.legs.get(event.who)
  const refusal = permissionProblem(call, event.by, 'manageLobby') ?? lobbyProblem(leg)
  if (refusal || !leg) return refuse(call, refusal ?? NOT_IN_LOBBY)
  return connect(call, leg, nameOf(call, event.by))
}

export function admitAll(call: LiveCall, event: EventOf<'admitAll'>): Step {
  const refusal = permissionProblem(call, event.by, 'manageLobby')
  if (refusal) return refuse(call, refusal)
  return forEachLeg(call, waitingLegs(call), (at, leg) => connect(at, leg, nameOf(call, event.by)))
}

export function reject(call: LiveCall, event: EventOf<'reject'>): Step {
  const leg = call.legs.get(event.who)
  const refusal = permissionProblem(call, event.by, 'manageLobby') ?? lobbyProblem(leg)
  if (refusal || !leg) return refuse(call, refusal ?? NOT_IN_LOBBY)
  return endLeg(call, leg, 'lobbyRejected', { by: nameOf(call, event.by) })
}

export function remove(call: LiveCall, event: EventOf<'remove'>): Step {
  const leg = call.legs.get(event.who)
  const refusal = permissionProblem(call, event.by, 'remove')
  if (refusal) return refuse(call, refusal)
  if (!leg || !isActive(leg)) return refuse(call, UNKNOWN)
  const end = leg.phase.kind === 'inLobby' ? 'lobbyRejected' : 'removed'
  return endWhenAlone(endLeg(call, leg, end, { by: nameOf(call, event.by) }))
}

export function endForAll(call: LiveCall, event: EventOf<'endForAll'>): Step {
  const refusal = permissionProblem(call, event.by, 'endForAll')
  if (refusal) return refuse(call, refusal)
  const by = nameOf(call, event.by)
  return forEachLeg(call, activeLegs(call), (at, leg) => endLeg(at, leg, 'endedForAll', { by }))
}

export function leave(call: LiveCall, event: EventOf<'leave'>): Step {
  const leg = call.legs.get(event.who)
  if (!leg || !isActive(leg)) return refuse(call, UNKNOWN)
  if (leg.phase.kind === 'calling') return cancel(call)
  if (leg.phase.kind === 'ringing') return decline(call, { ...event, kind: 'decline' })
  return endWhenAlone(endLeg(call, leg, event.reason === 'mediaLost' ? 'mediaGivenUp' : 'hungUp'))
}

const cancel = (call: LiveCall): Change =>
  forEachLeg(call, activeLegs(call), (at, leg) => endLeg(at, leg, 'cancelled'))

export function abandon(call: LiveCall, event: EventOf<'abandon'>): Step {
  const leg = call.legs.get(event.who)
  if (!leg || !isActive(leg)) return refuse(call, UNKNOWN)
  if (leg.phase.kind === 'calling') return cancel(call)
  return endWhenAlone(giveUpUnanswered(endLeg(call, leg, 'abandoned'), 'notAnswered'))
}

/** What is due at the call's present: lobby, lost connections, ringing, the longest life of a call. */
export function tick(call: LiveCall, _event: EventOf<'tick'>, limits: EngineLimits): Step {
  if (call.now >= call.start + limits.lifetimeMs) {
    return forEachLeg(call, activeLegs(call), (at, leg) => endLeg(at, leg, 'lifetimeExceeded'))
  }
  const due = activeLegs(call).filter(leg => (deadlineOf(leg) ?? Number.POSITIVE_INFINITY) <= call.now)
  return endWhenAlone(giveUpUnanswered(forEachLeg(call, due, expire), 'notAnswered'))
}

function expire(call: LiveCall, leg: LiveLeg): Change {
  if (leg.lost && leg.lost.deadline <= call.now) {
    return endLeg(call, leg, 'lostConnection', { at: leg.lost.since })
  }
  if (isConnected(leg)) {
    const { end, at } = mediaEndOf(leg)
    return endLeg(call, leg, end, { at })
  }
  return endLeg(call, leg, leg.phase.kind === 'inLobby' ? 'lobbyTimedOut' : 'notAnswered')
}

function deadlineOf(leg: LiveLeg): Instant | undefined {
  const own = 'deadline' in leg.phase ? leg.phase.deadline : undefined
  const due = [own, leg.lost?.deadline, mediaDeadlineOf(leg)].filter(at => at !== undefined)
  return due.length === 0 ? undefined : Math.min(...due)
}

/** When the next `tick` is due; undefined when the call is over. */
export function nextDeadline(call: LiveCall, limits: EngineLimits): Instant | undefined {
  const active = activeLegs(call)
  if (active.length === 0) return undefined
  const due = active.map(deadlineOf).filter(at => at !== undefined)
  return Math.min(call.start + limits.lifetimeMs, ...due)
}

/** The server stops or was killed: what was going on ends with the last sign of life of each. */
export function interrupt(call: LiveCall, event: EventOf<'interrupt'>): Step {
  return forEachLeg(call, activeLegs(call), (at, leg) => endLeg(at, leg, event.end, { at: leg.lost?.since }))
}

/** A call that began by dialling is over for the last one left. */
function endWhenAlone(change: Change): Change {
  const left = activeLegs(change.call)
  const [last] = left
  if (!change.call.isDialled || left.length !== 1 || !last || !isConnected(last)) return change
  const ended = endLeg(change.call, last, 'lastOneLeft')
  return { call: ended.call, facts: [...change.facts, ...ended.facts] }
}

function nameOf(call: LiveCall, by: Actor): string | undefined {
  const leg = by.kind === 'participant' ? call.legs.get(by.id) : undefined
  return leg && rawIdOf(leg.identity)
}

function lobbyProblem(leg: LiveLeg | undefined): Refusal | undefined {
  if (!leg) return UNKNOWN
  return leg.phase.kind === 'inLobby' ? undefined : NOT_IN_LOBBY
}

export const UNKNOWN: Refusal = {
  code: 'UnknownParticipant',
  message: 'There is no such participant in the call, or not any more.',
  fix: 'Use a participantId of the latest roster or lobby message.',
}
const NOT_IN_LOBBY: Refusal = {
  code: 'NotInLobby',
  message: 'That participant does not wait in the lobby.',
  fix: 'Use a participantId of the latest lobby message.',
}

export const stillActive = (call: LiveCall, id: LiveLeg['participantId']): LiveLeg | undefined =>
  legsOf(call).find(leg => leg.participantId === id && isActive(leg))
