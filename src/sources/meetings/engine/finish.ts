/** A live call that is over → the complete, tenant-neutral Call that policy looks at. */
import type { Instant } from '#base'
import type { Call, Leg, LobbyStay, Stream } from '#records'
import { legEnd } from '../decisions/ends.ts'
import { networkOf } from './environment.ts'
import { type LiveCall, type LiveLeg, legsOf } from './live-call.ts'
import { streamsOf } from './statistics.ts'

export function finishCall(call: LiveCall): Call {
  const legs = countedLegs(call).map(leg => finishLeg(call, leg))
  return {
    id: call.id,
    scene: call.scene,
    start: Math.min(call.start, ...legs.map(leg => leg.start)),
    end: Math.max(call.start, ...legs.map(leg => leg.end)),
    legs,
  }
}

/** Somebody who was rung on several endpoints counts once: with the one that answered, else with the first. */
function countedLegs(call: LiveCall): readonly LiveLeg[] {
  const legs = legsOf(call)
  const rungElsewhere = (leg: LiveLeg) =>
    legs.some(
      other =>
        other !== leg &&
        other.rung === leg.rung &&
        (other.joined !== undefined || legs.indexOf(other) < legs.indexOf(leg)),
    )
  return legs.filter(leg => leg.rung === undefined || leg.joined !== undefined || !rungElsewhere(leg))
}

export function finishLeg(call: LiveCall, leg: LiveLeg): Leg {
  const { participantId, endpointId, identity, client, issuedBy, displayName, role, pstnCallType } = leg
  const ended = leg.phase.kind === 'ended' ? leg.phase : { at: call.now, end: 'endedByService' as const }
  return {
    participantId,
    endpointId,
    identity,
    client,
    issuedBy,
    displayName,
    role,
    isOrganizer: leg.kind === 'organizer',
    start: leg.start,
    joined: leg.joined,
    lobby: leg.lobby ?? stayOf(leg, call.now),
    end: ended.at,
    ended: legEnd(ended.end),
    ...leg.device,
    pstnCallType,
    network: networkOf(leg),
    hardware: leg.told?.hardware,
    streams: streamsOf(leg).map(stream => within(stream, leg.joined ?? leg.start, ended.at)),
  }
}

/** Last words come after the end, and a window is longer than what was carried in it. */
function within(stream: Stream, start: Instant, end: Instant): Stream {
  const { from, until } = stream
  if (from === undefined || until === undefined) return stream
  const inside = (at: Instant) => Math.min(end, Math.max(start, at))
  return { ...stream, from: inside(from), until: inside(until) }
}

/** Of a call that goes on: whoever waits now has waited until now. */
const stayOf = ({ phase, enteredLobby: entered }: LiveLeg, now: Instant): LobbyStay | undefined =>
  phase.kind === 'inLobby' && entered !== undefined ? { entered, left: now, outcome: 'left' } : undefined
