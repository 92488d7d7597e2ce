/** How somebody comes into a call: joining, calling, being rung, answering. */
import type { Instant } from '#base'
import { rawIdOf } from '#records'
import { decideJoin } from '../decisions/join-allowed.ts'
import { decideLobby } from '../decisions/lobby.ts'
import { type Action, decidePermission, decideRole } from '../decisions/roles.ts'
import type { MeetingRules } from '../meeting.ts'

import type { Actor, EngineLimits, EventOf, Newcomer, Refusal, Step } from './events.ts'
import { type Change, connect, endLeg, forEachLeg, newLeg } from './legs.ts'
import {
  activeLegs,
  isConnected,
  type LiveCall,
  type LiveLeg,
  legsOf,
  presenceIn,
  withLeg,
} from './live-call.ts'
import { mediaOf } from './media.ts'

export function openCall(opening: Pick<LiveCall, 'id' | 'scene' | 'isDialled'>, at: Instant): LiveCall {
  return { ...opening, start: at, now: at, legs: new Map() }
}

export function join(before: LiveCall, event: EventOf<'join'>, limits: EngineLimits): Step {
  if (activeLegs(before).length >= limits.mostParticipants) return refuse(before, FULL)
  const call = { ...before, rules: event.rules ?? before.rules }
  const leg = newLeg(event.newcomer, call.now, { kind: 'connected' })
  if (event.invitedBy) return bringIn(call, leg, event.invitedBy)
  return call.rules ? joinMeeting(call, event.newcomer, call.rules, limits) : connect(call, leg)
}

function joinMeeting(call: LiveCall, newcomer: Newcomer, rules: MeetingRules, limits: EngineLimits): Change {
  const { joiner } = newcomer
  const leg = newLeg(newcomer, call.now, { kind: 'connected' })
  const entry = decideJoin(joiner, rules.policy)
  if (!entry.allowed) return endLeg(call, leg, entry.end, { rule: entry.rule })
  const withRole: LiveLeg = { ...leg, role: decideRole(joiner, rules.options).role }
  const lobby = decideLobby(joiner, rules, presenceIn(call))
  if (!lobby.waits) return connect(call, withRole)
  const phase = { kind: 'inLobby', deadline: call.now + limits.lobbyMs, rule: lobby.rule } as const
  return { call: withLeg(call, { ...withRole, enteredLobby: call.now, phase }), facts: [] }
}

/** A phone or bot that somebody inside asked for: no lobby, but whoever asks must be allowed to. */
function bringIn(call: LiveCall, leg: LiveLeg, by: Actor): Step {
  const refusal = permissionProblem(call, by, leg.kind === 'phone' ? 'dialOut' : 'invite')
  if (refusal) return refuse(call, refusal)
  return connect(upgraded(call), { ...leg, role: call.rules && 'Attendee' })
}

export function dial(call: LiveCall, event: EventOf<'dial'>, limits: EngineLimits): Step {
  const caller = newLeg(event.caller, call.now, { kind: 'calling' })
  const called = withLeg(call, caller)
  if (event.callees.length === 0) return endLeg(called, caller, 'calleeOffline')
  return { call: withRinging(called, event.callees, limits), facts: [] }
}

export function ring(call: LiveCall, event: EventOf<'ring'>, limits: EngineLimits): Step {
  const refusal = permissionProblem(call, event.by, 'invite')
  if (refusal) return refuse(call, refusal)
  const isAcs = event.callees.some(callee => callee.joiner.kind === 'acs')
  if (call.scene.kind === 'teamsMeeting' && isAcs) return refuse(call, NO_ACS_IN_MEETING)
  return { call: withRinging(call, event.callees, limits), facts: [] }
}

function withRinging(call: LiveCall, callees: readonly Newcomer[], limits: EngineLimits): LiveCall {
  const phase = { kind: 'ringing', deadline: call.now + limits.ringMs } as const
  return callees.reduce((ringing, callee) => {
    const rung = `${call.now} ${rawIdOf(callee.joiner.identity)}`
    return withLeg(ringing, { ...newLeg(callee, call.now, phase), rung })
  }, call)
}

export function accept(call: LiveCall, event: EventOf<'accept'>): Step {
  const leg = call.legs.get(event.who)
  if (leg?.phase.kind !== 'ringing') return refuse(call, NOT_RINGING)
  const callers = legsOf(call).filter(other => other.phase.kind === 'calling')
  const others = legsOf(call).filter(other => other !== leg && isSameRinging(other, leg))
  const answered: LiveLeg = {
    ...leg,
    displayName: event.displayName ?? leg.displayName,
    shows: event.shows ?? leg.shows,
    media: mediaOf(event.media),
    role: call.rules && decideRole(leg, call.rules.options).role,
  }
  const ended = forEachLeg(upgraded(call), others, (at, other) => endLeg(at, other, 'answeredElsewhere'))
  return forEachLeg(ended.call, [...callers, answered], connect)
}

/** R40: a call of two to which an endpoint is added is a group call, for all its rows. */
function upgraded(call: LiveCall): LiveCall {
  const alreadyTwo = legsOf(call).filter(isConnected).length >= 2
  if (call.scene.kind !== 'p2p' || !alreadyTwo) return call
  return { ...call, scene: { kind: 'group', groupId: call.id } }
}

export function decline(call: LiveCall, event: EventOf<'decline'>): Step {
  const leg = call.legs.get(event.who)
  if (leg?.phase.kind !== 'ringing') return refuse(call, NOT_RINGING)
  const rung = legsOf(call).filter(other => isSameRinging(other, leg))
  return giveUpUnanswered(
    forEachLeg(call, rung, (at, other) => endLeg(at, other, 'declined')),
    'declined',
  )
}

/** A caller whom nobody can answer any more hears why. */
export function giveUpUnanswered(change: Change, end: 'declined' | 'notAnswered'): Change {
  const legs = legsOf(change.call)
  if (legs.some(leg => leg.phase.kind === 'ringing')) return change
  const callers = legs.filter(leg => leg.phase.kind === 'calling')
  const ended = forEachLeg(change.call, callers, (at, leg) => endLeg(at, leg, end))
  return { call: ended.call, facts: [...change.facts, ...ended.facts] }
}

const isSameRinging = (a: LiveLeg, b: LiveLeg): boolean =>
  a.phase.kind === 'ringing' && a.rung !== undefined && a.rung === b.rung

/** Why that actor may not; undefined when he may. Outside meetings everybody inside may do everything. */
export function permissionProblem(call: LiveCall, by: Actor, action: Action): Refusal | undefined {
  if (by.kind === 'operator') return undefined
  const actor = call.legs.get(by.id)
  if (!actor || !isConnected(actor)) return NOT_INSIDE
  if (!call.rules) return undefined
  const { allowed, rule } = decidePermission(action, actor, call.rules)
  if (allowed) return undefined
  const message = `${rule} does not let ${actor.role ?? 'this participant'} do that (${action}).`
  return { code: 'NotAllowed', message, fix: 'Ask an organizer or presenter, or change the setting.' }
}

export const refuse = (call: LiveCall, refusal: Refusal): Step => ({ call, facts: [], refusal })

const FULL: Refusal = {
  code: 'CallFull',
  message: 'The call holds as many participants as it may.',
  fix: 'Try again when somebody has left.',
}
const NO_ACS_IN_MEETING: Refusal = {
  code: 'NotSupported',
  message: 'A Communication Services user cannot be added to a Teams meeting.',
  fix: 'Send the meeting link; they join with it.',
}
const NOT_RINGING: Refusal = {
  code: 'NotRinging',
  message: 'This call does not ring any more.',
  fix: 'Wait for the next incomingCall.',
}
const NOT_INSIDE: Refusal = {
  code: 'NotAllowed',
  message: 'Only who is connected to the call may do that.',
  fix: 'Join first, and wait for the state Connected.',
}
