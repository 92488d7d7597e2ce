/** Live calls as others may see them while they last: the live view, the operator's list. */
import type { Instant } from '#base'
import { type CallScene, rawIdOf } from '#records'
import { isActive, type LiveCall, type LiveLeg, legsOf } from '../engine/live-call.ts'

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
  /** True while the socket is gone and the grace period runs. */
  readonly isReconnecting: boolean
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
  const { participantId, endpointId, displayName, role, client, phase, identity } = leg
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
    isReconnecting: leg.lost !== undefined,
  }
}
