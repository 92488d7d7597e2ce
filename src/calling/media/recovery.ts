/**
 * What to do when a connection's state changes: pure. Browsers heal short gaps by themselves (`disconnected` after
 * 6 s, `failed` after about 16 s, measured in Chromium); after `failed` only a fresh connection helps.
 */
import type { MediaPath } from '../signal/media-messages.ts'

/** So long without media the call is given up (410/3101). */
export const GIVE_UP_AFTER_MS = 45_000

export type MediaState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed'

export type Remedy = 'none' | 'restartIce' | 'renegotiate' | 'wait'

/** `initiator` counts in a call of two only: one side alone starts again. */
export function remedyFor(
  state: RTCPeerConnectionState,
  path: MediaPath['path'],
  initiator: boolean,
): Remedy {
  if (state !== 'failed') return 'none'
  if (path === 'sfu') return 'renegotiate'
  return path === 'p2p' && initiator ? 'restartIce' : 'wait'
}

const WORST_FIRST: readonly MediaState[] = ['failed', 'disconnected', 'connecting', 'new', 'connected']

/** The state of the whole path: that of its worst connection. */
export function mediaStateOf(states: readonly RTCPeerConnectionState[]): MediaState {
  const known = states.map(state => (state === 'closed' ? 'failed' : state))
  return WORST_FIRST.find(state => known.includes(state)) ?? 'new'
}
