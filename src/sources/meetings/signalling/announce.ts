/** What a change of a call means to those in it: a pure comparison of before and after, so nothing is forgotten. */
import { endCode, type ParticipantId, rawIdOf } from '#records'
import { type EndName, ends } from '../decisions/ends.ts'
import {
  isConnected,
  isInLobby,
  type LegPhase,
  type LiveCall,
  type LiveLeg,
  legsOf,
  visibleOf,
} from '../engine/live-call.ts'
import type {
  CallState,
  EndOfLeg,
  IceServer,
  RosterEntry,
  SceneInfo,
  ServerMessage,
} from './server-messages.ts'

export interface Tell {
  readonly to: ParticipantId
  readonly message: ServerMessage
}

type Phase = LegPhase['kind']

/** The states a client passes through; the official user interface expects Connecting before each entry. */
const PATHS: Readonly<Record<Phase, (from: Phase | undefined) => readonly CallState[]>> = {
  calling: () => ['Connecting', 'Ringing'],
  ringing: () => ['Ringing'],
  inLobby: () => ['Connecting', 'InLobby'],
  connected: from => (from === 'calling' ? ['Connected'] : ['Connecting', 'Connected']),
  ended: from => (from === undefined ? ['Connecting', 'Disconnected'] : ['Disconnected']),
}

/** What clients are told beside the call itself. */
export interface Announced {
  readonly iceServers: readonly IceServer[]
}

export function announce(
  before: LiveCall | undefined,
  after: LiveCall,
  { iceServers }: Announced,
): readonly Tell[] {
  return [
    ...stateTells(before, after),
    ...rosterTells(before, after),
    ...lobbyTells(before, after),
    ...pathTells(before, after, iceServers),
  ]
}

/** All that somebody who came back must know. */
export function announceAll(call: LiveCall, to: ParticipantId, { iceServers }: Announced): readonly Tell[] {
  const leg = call.legs.get(to)
  if (!leg) return []
  const current = PATHS[leg.phase.kind](leg.phase.kind).slice(-1)
  const states = current.map(state => ({ to, message: stateOf(call, leg, state) }))
  if (!isConnected(leg)) return states
  const joined = legsOf(call).filter(isConnected).map(rosterEntryOf)
  const waiting = legsOf(call).filter(isInLobby).map(rosterEntryOf)
  return [
    ...states,
    { to, message: { type: 'roster', joined, changed: [], left: [] } },
    { to, message: { type: 'lobby', waiting } },
    ...pathTell(leg, iceServers),
  ]
}

function pathTells(
  before: LiveCall | undefined,
  after: LiveCall,
  iceServers: readonly IceServer[],
): readonly Tell[] {
  return legsOf(after).flatMap(leg => {
    const former = before?.legs.get(leg.participantId)?.media?.path
    return isConnected(leg) && leg.media?.path !== former ? pathTell(leg, iceServers) : []
  })
}

function pathTell({ media, participantId }: LiveLeg, iceServers: readonly IceServer[]): readonly Tell[] {
  if (!media?.path) return []
  const { kind, ...path } = media.path
  return [{ to: participantId, message: { type: 'mediaPath', path: kind, ...path, iceServers } }]
}

function stateTells(before: LiveCall | undefined, after: LiveCall): readonly Tell[] {
  return legsOf(after).flatMap(leg => {
    const from = before?.legs.get(leg.participantId)?.phase.kind
    const to = leg.phase.kind
    if (from === to) return []
    const states = PATHS[to](from).map(state => ({
      to: leg.participantId,
      message: stateOf(after, leg, state),
    }))
    return to === 'ringing' ? [incomingCall(after, leg), ...states] : states
  })
}

function stateOf(call: LiveCall, leg: LiveLeg, state: CallState): ServerMessage {
  const { phase, participantId, role } = leg
  const isLast = state === 'Disconnected' && phase.kind === 'ended'
  return {
    type: 'state',
    state,
    callId: call.id,
    participantId,
    scene: sceneOf(call),
    role,
    ...(phase.kind === 'inLobby' && state === 'InLobby' && { lobbyRule: phase.rule }),
    ...(isLast && { end: endOf(phase.end, phase.rule) }),
  }
}

export function endOf(name: EndName, rule?: string): EndOfLeg {
  const { code, subCode, message } = ends[name]
  return { code, subCode, resultCategory: endCode(code, subCode).category, message, rule }
}

function sceneOf({ scene }: LiveCall): SceneInfo {
  if (scene.kind === 'teamsMeeting') return { kind: scene.kind, threadId: scene.threadId }
  return scene.kind === 'group' ? scene : { kind: 'p2p' }
}

function incomingCall(call: LiveCall, leg: LiveLeg): Tell {
  const caller = legsOf(call).find(other => other.phase.kind === 'calling') ?? legsOf(call).find(isConnected)
  const message = {
    type: 'incomingCall',
    callId: call.id,
    participantId: leg.participantId,
    from: rosterEntryOf(caller ?? leg),
  } as const
  return { to: leg.participantId, message }
}

export function rosterEntryOf(leg: LiveLeg): RosterEntry {
  const { participantId, displayName, role, shows, kind, identity } = leg
  return {
    participantId,
    rawId: rawIdOf(identity),
    displayName,
    role,
    isOrganizer: kind === 'organizer',
    ...visibleOf(shows),
    onHold: shows.onHold === true,
  }
}

function rosterTells(before: LiveCall | undefined, after: LiveCall): readonly Tell[] {
  const present = legsOf(after).filter(isConnected)
  const wasThere = (leg: LiveLeg) => {
    const former = before?.legs.get(leg.participantId)
    return former && isConnected(former) ? former : undefined
  }
  const joined = present.filter(leg => !wasThere(leg)).map(rosterEntryOf)
  const changed = present.filter(leg => looksDifferent(wasThere(leg), leg)).map(rosterEntryOf)
  const left = legsOf(after).flatMap(leg =>
    wasThere(leg) && leg.phase.kind === 'ended'
      ? [{ participantId: leg.participantId, end: endOf(leg.phase.end) }]
      : [],
  )
  const hasNews = joined.length + changed.length + left.length > 0
  const news: ServerMessage = { type: 'roster', joined, changed, left }
  if (!hasNews) return []
  const everybody: ServerMessage = {
    type: 'roster',
    joined: joined.length > 0 ? present.map(rosterEntryOf) : [],
    changed: [],
    left: [],
  }
  return present.map(leg => ({ to: leg.participantId, message: wasThere(leg) ? news : everybody }))
}

const looksDifferent = (former: LiveLeg | undefined, leg: LiveLeg): boolean =>
  former !== undefined && (former.shows !== leg.shows || former.role !== leg.role)

/** Everybody inside may list who waits; who may let them in is another question. */
function lobbyTells(before: LiveCall | undefined, after: LiveCall): readonly Tell[] {
  const waiting = legsOf(after).filter(isInLobby)
  const former = before ? legsOf(before).filter(isInLobby) : []
  if (waiting.length + former.length === 0) return []
  const idsOf = (legs: readonly LiveLeg[]) => legs.map(leg => leg.participantId).join()
  const isNews = idsOf(waiting) !== idsOf(former)
  const message: ServerMessage = { type: 'lobby', waiting: waiting.map(rosterEntryOf) }
  return legsOf(after)
    .filter(isConnected)
    .filter(leg => {
      const was = before?.legs.get(leg.participantId)
      return isNews || (waiting.length > 0 && !(was && isConnected(was)))
    })
    .map(leg => ({ to: leg.participantId, message }))
}
