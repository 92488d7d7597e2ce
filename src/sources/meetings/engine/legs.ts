/** The few moves of a leg that every event is made of. */
import type { Instant } from '#base'
import { type Fact, type LobbyOutcome, type RuleId, rawIdOf } from '#records'
import type { EndName } from '../decisions/ends.ts'
import { decideLobby, holdsOnlyUntilStart } from '../decisions/lobby.ts'

import type { Newcomer } from './events.ts'
import {
  isInLobby,
  type LegPhase,
  type LiveCall,
  type LiveLeg,
  legsOf,
  presenceIn,
  SHOWS_NOTHING,
  withLeg,
} from './live-call.ts'
import { mediaOf } from './media.ts'

export interface Change {
  readonly call: LiveCall
  readonly facts: readonly Fact[]
}

export function newLeg(newcomer: Newcomer, start: Instant, phase: LegPhase): LiveLeg {
  const { joiner, shows, media, ...rest } = newcomer
  return {
    ...rest,
    ...joiner,
    start,
    phase,
    shows: shows ?? SHOWS_NOTHING,
    media: mediaOf(media),
    streams: {},
  }
}

/** Applies a move to each leg in turn and gathers the facts. */
export function forEachLeg(
  call: LiveCall,
  legs: readonly LiveLeg[],
  move: (call: LiveCall, leg: LiveLeg) => Change,
): Change {
  let change: Change = { call, facts: [] }
  for (const leg of legs) {
    const next = move(change.call, leg)
    change = { call: next.call, facts: [...change.facts, ...next.facts] }
  }
  return change
}

/** The leg is through: from the lobby, from ringing, or straight in. Whoever waited for that is let in too. */
export function connect(call: LiveCall, leg: LiveLeg, by?: string): Change {
  const passed = closeLobby(call, leg, { outcome: 'admitted', by, at: call.now })
  const connected: LiveLeg = { ...passed.leg, joined: call.now, phase: { kind: 'connected' } }
  const waiting = admitWhoWaitedForStart(withLeg(call, connected))
  return { call: waiting.call, facts: [...passed.facts, ...waiting.facts] }
}

function admitWhoWaitedForStart(call: LiveCall): Change {
  const next = legsOf(call).find(leg => mayNowComeIn(call, leg))
  return next ? connect(call, next) : { call, facts: [] }
}

function mayNowComeIn(call: LiveCall, leg: LiveLeg): boolean {
  if (leg.phase.kind !== 'inLobby' || !call.rules || !holdsOnlyUntilStart(leg.phase.rule)) return false
  return !decideLobby(leg, call.rules, presenceIn(call)).waits
}

interface EndOptions {
  /** When the connection ended; the call's present if absent. Never before the leg's last change. */
  readonly at?: Instant | undefined
  /** Raw id of who ended it, if somebody else did. */
  readonly by?: string | undefined
  readonly rule?: RuleId | undefined
}

const LOBBY_OUTCOMES: Partial<Record<EndName, LobbyOutcome>> = {
  lobbyRejected: 'rejected',
  lobbyTimedOut: 'timedOut',
}

export function endLeg(call: LiveCall, leg: LiveLeg, end: EndName, options: EndOptions = {}): Change {
  const at = Math.max(options.at ?? call.now, leg.joined ?? leg.enteredLobby ?? leg.start)
  const outcome = LOBBY_OUTCOMES[end] ?? 'left'
  const passed = closeLobby(call, leg, { outcome, by: options.by, at })
  const phase: LegPhase = { kind: 'ended', at, end, ...(options.rule && { rule: options.rule }) }
  return { call: withLeg(call, { ...passed.leg, phase, lost: undefined }), facts: passed.facts }
}

interface LobbyClosing {
  readonly outcome: LobbyOutcome
  readonly by: string | undefined
  readonly at: Instant
}

function closeLobby(
  call: LiveCall,
  leg: LiveLeg,
  closing: LobbyClosing,
): { leg: LiveLeg; facts: readonly Fact[] } {
  const { scene } = call
  if (leg.phase.kind !== 'inLobby' || leg.enteredLobby === undefined) return { leg, facts: [] }
  if (scene.kind !== 'teamsMeeting') return { leg, facts: [] }
  const lobby = { entered: leg.enteredLobby, left: closing.at, outcome: closing.outcome }
  const visit = {
    id: `${call.id}/${leg.participantId}`,
    callId: call.id,
    threadId: scene.threadId,
    organizerTenant: scene.organizer.tenant,
    participantId: leg.participantId,
    who: rawIdOf(leg.identity),
    ...lobby,
    by: closing.by,
    rule: leg.phase.rule,
  }
  return { leg: { ...leg, lobby }, facts: [{ kind: 'lobbyVisit', visit }] }
}

export const waitingLegs = (call: LiveCall): LiveLeg[] => legsOf(call).filter(isInLobby)
