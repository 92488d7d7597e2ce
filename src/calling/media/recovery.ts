/**
 * What to do when a connection's state changes: pure. Browsers heal short gaps by themselves (`disconnected` after
 * 6 s, `failed` after about 16 s, measured in Chromium); after `failed` only a fresh connection helps; between two
 * the server is one (docs/signalling.md), and whichever comes first has the call.
 */
import type { MediaPath } from '../signal/media-messages.ts'

/** So long without media the call is given up (410/3101). */
export const GIVE_UP_AFTER_MS = 45_000

/** Two that have not found each other by then do not: the server is told, and leads their media itself. */
export const PEERS_MEET_MS = 15_000

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
