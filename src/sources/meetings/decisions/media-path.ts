/** Which way the media of a participant goes: to the other one of a call of two, or to the server. */
import type { CallScene } from '#records'

export type PathKind = 'none' | 'p2p' | 'sfu'

/** By the number of others who can do real media; the last column stands for more. A call that grew stays a group (R40). */
const PATHS: Readonly<Record<CallScene['kind'], readonly [PathKind, ...PathKind[]]>> = {
  p2p: ['none', 'p2p', 'sfu'],
  group: ['sfu'],
  teamsMeeting: ['sfu'],
}

/** `isPeerless`: the two could not reach each other, so that the server is between them; it stays a call of two. */
export function decidePath(scene: CallScene['kind'], others: number, isPeerless = false): PathKind {
  const row = PATHS[scene]
  const kind = row[Math.min(others, row.length - 1)] ?? row[0]
  return kind === 'p2p' && isPeerless ? 'sfu' : kind
}
