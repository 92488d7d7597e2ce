/**
 * Real media of a leg: which way it goes, and whether it flows. The way is settled after each event, so that no event
 * can forget it; a leg that opted in and gets none, or loses it for good, ends (410/301004, 410/301005).
 */
import type { Instant } from '#base'
import type { ParticipantId } from '#records'
import type { EndName } from '../decisions/ends.ts'
import { decidePath, type PathKind } from '../decisions/media-path.ts'
import type { EngineLimits, EventOf } from './events.ts'
import { isConnected, type LiveCall, type LiveLeg, legsOf, withLeg } from './live-call.ts'

/** Present in legs whose client opted in. */
export interface LegMedia {
  /** Absent until connected. */
  readonly path?: MediaPath | undefined
  readonly flow: MediaFlow
  /** The client's own view of its latest connection. */
  readonly said?: ConnectionState | undefined
}

export interface MediaPath {
  readonly kind: PathKind
  /** P2P: the other one. */
  readonly peer?: ParticipantId | undefined
  /** P2P: this one makes the offer. */
  readonly initiator?: boolean | undefined
  /** Counts changes in the call: both of two hear the same number. */
  readonly generation: number
}

export type ConnectionState = 'connected' | 'disconnected' | 'failed'

export type MediaFlow =
  | { readonly kind: 'idle' }
  | { readonly kind: 'awaited'; readonly deadline: Instant }
  | { readonly kind: 'flowing' }
  /** Between two it is theirs to heal, to call failed or to give up (410/3101): no deadline. */
  | { readonly kind: 'lost'; readonly since: Instant; readonly deadline?: Instant | undefined }

const IDLE: MediaFlow = { kind: 'idle' }

/** What a leg begins with, by what its client opted in to. */
export const mediaOf = (optsIn: boolean | undefined): LegMedia | undefined =>
  optsIn ? { flow: IDLE } : undefined

/** Gives every leg the way that follows from who is connected now. */
export function settleMedia(call: LiveCall, limits: EngineLimits): LiveCall {
  const able = legsOf(call).filter(leg => leg.media && isConnected(leg))
  const generation = (call.mediaGeneration ?? 0) + 1
  const next = able.flatMap(leg => {
    const path = pathOf(call, leg, { able, generation })
    return isSameWay(leg.media?.path, path) ? [] : [onPath(call, leg, path, limits)]
  })
  return next.length === 0 ? call : { ...next.reduce(withLeg, call), mediaGeneration: generation }
}

function pathOf(
  call: LiveCall,
  leg: LiveLeg,
  { able, generation }: { readonly able: readonly LiveLeg[]; readonly generation: number },
): MediaPath {
  const others = able.filter(other => other !== leg)
  const kind = decidePath(call.scene.kind, others.length, call.isPeerless)
  const [peer] = others
  if (kind !== 'p2p' || !peer) return { kind, generation }
  return { kind, peer: peer.participantId, initiator: leg.rung === undefined, generation }
}

const isSameWay = (former: MediaPath | undefined, path: MediaPath): boolean =>
  former?.kind === path.kind && former.peer === path.peer

function onPath(call: LiveCall, leg: LiveLeg, path: MediaPath, { mediaSetupMs }: EngineLimits): LiveLeg {
  const flow: MediaFlow = path.kind === 'none' ? IDLE : { kind: 'awaited', deadline: call.now + mediaSetupMs }
  return { ...leg, media: { ...leg.media, path, flow } }
}

/** A connection between two that failed does not come back by itself, whoever of them says so. */
export const hasFailedBetween = (leg: LiveLeg | undefined, { path, state }: EventOf<'flow'>): boolean =>
  path === 'p2p' && state === 'failed' && leg?.media?.path?.kind === 'p2p'

/** What was seen of a leg's media: by the server of what goes through it, by the client of what does not. */
export function flowAfter(
  leg: LiveLeg,
  { path, state, by, pair }: EventOf<'flow'>,
  { now, graceMs }: { readonly now: Instant; readonly graceMs: number },
): LiveLeg {
  const { media } = leg
  if (!media || media.path?.kind !== path) return leg
  const told = by === 'client' ? { ...media, said: state } : media
  const isWitness = path === 'p2p' || by === 'server'
  const deadline = path === 'p2p' ? undefined : now + graceMs
  const lost: MediaFlow = { kind: 'lost', since: now, deadline }
  const seen = { ...leg, ...(pair && { sighted: { ...leg.sighted, pair } }) }
  return { ...seen, media: isWitness ? { ...told, flow: nextFlow(media.flow, state, lost) } : told }
}

/** What never flowed can't be lost; what is lost is so since it was noticed first. */
function nextFlow(flow: MediaFlow, state: ConnectionState, lost: MediaFlow): MediaFlow {
  if (state === 'connected') return { kind: 'flowing' }
  return flow.kind === 'flowing' ? lost : flow
}

export function mediaDeadlineOf({ media, phase }: LiveLeg): Instant | undefined {
  if (phase.kind !== 'connected' || !media) return undefined
  return 'deadline' in media.flow ? media.flow.deadline : undefined
}

/** How and when a leg ends whose media deadline has passed; whoever lost it ends when last heard of. */
export function mediaEndOf({ media }: LiveLeg): { readonly end: EndName; readonly at?: Instant } {
  return media?.flow.kind === 'lost' ? { end: 'mediaLost', at: media.flow.since } : { end: 'mediaNeverCame' }
}
