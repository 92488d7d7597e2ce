/** Live calls as others may see them while they last: the live view, the operator's list. */
import type { Instant } from '#base'
import { type CallScene, type MediaType, rawIdOf, type StreamDirection } from '#records'
import type { PathKind } from '../decisions/media-path.ts'
import { isActive, type LiveCall, type LiveLeg, legsOf, visibleOf } from '../engine/live-call.ts'
import type { ConnectionState, MediaFlow } from '../engine/media.ts'
import type { StreamTally, StreamWindow } from '../engine/statistics.ts'

export interface LiveParticipantView {
  readonly participantId: string
  readonly endpointId: string
  readonly rawId: string
  readonly displayName?: string | undefined
  readonly role?: string | undefined
  readonly client: string
  readonly state: 'calling' | 'ringing' | 'inLobby' | 'connected'
  readonly since: Instant
  /** The setting that keeps them waiting. */
  readonly lobbyRule?: string | undefined
  /** True while the socket or the media are gone and the grace period runs. */
  readonly isReconnecting: boolean
  readonly handRaised: boolean
  readonly isOnHold: boolean
  readonly shows: { readonly muted: boolean; readonly camera: boolean; readonly screen: boolean }
  /** Clients with real media: which way it goes, and whether it flows. */
  readonly media?:
    | {
        readonly path: PathKind
        readonly flow: MediaFlow['kind']
        /** The client's own view of its connection. */
        readonly said?: ConnectionState | undefined
      }
    | undefined
  /** The newest window of each stream, about every 10 s. */
  readonly streams: readonly LiveStreamView[]
}

export interface LiveStreamView {
  readonly id: number
  readonly mediaType: MediaType
  readonly direction: StreamDirection
  readonly codec?: string | undefined
  readonly measuredBy: 'client' | 'server'
  readonly at: Instant
  readonly window: StreamWindow
}

export interface LiveCallView {
  readonly callId: string
  readonly scene: CallScene
  readonly start: Instant
  readonly participants: readonly LiveParticipantView[]
}

export type LiveChange =
  | { readonly kind: 'changed'; readonly call: LiveCallView }
  | { readonly kind: 'ended'; readonly callId: string }

export const viewOf = (call: LiveCall): LiveCallView => ({
  callId: call.id,
  scene: call.scene,
  start: call.start,
  participants: legsOf(call).filter(isActive).map(participantView),
})

function participantView(leg: LiveLeg): LiveParticipantView {
  const { participantId, endpointId, displayName, role, client, phase, identity, shows } = leg
  const { muted, camera, screen } = visibleOf(shows)
  return {
    participantId,
    endpointId,
    rawId: rawIdOf(identity),
    displayName,
    role,
    client,
    state: phase.kind === 'ended' ? 'connected' : phase.kind,
    since: leg.joined ?? leg.enteredLobby ?? leg.start,
    ...(phase.kind === 'inLobby' && { lobbyRule: phase.rule }),
    isReconnecting: leg.lost !== undefined || leg.media?.flow.kind === 'lost',
    handRaised: shows.handRaised,
    isOnHold: shows.onHold === true,
    shows: { muted, camera, screen },
    media: leg.media?.path && {
      path: leg.media.path.kind,
      flow: leg.media.flow.kind,
      said: leg.media.said,
    },
    streams: streamViews(leg),
  }
}

/** What either witness said last; where both did, the client. */
function streamViews({ streams, witnessed = {} }: LiveLeg): readonly LiveStreamView[] {
  const unreported = Object.entries(witnessed).filter(([key]) => !(key in streams))
  return [
    ...Object.values(streams).flatMap(tally => streamView(tally, 'client')),
    ...unreported.flatMap(([, tally]) => streamView(tally, 'server')),
  ]
}

function streamView(
  { report, latest }: StreamTally,
  measuredBy: LiveStreamView['measuredBy'],
): readonly LiveStreamView[] {
  const { id, mediaType, direction, codec } = report
  return latest ? [{ id, mediaType, direction, codec, measuredBy, ...latest }] : []
}
