/** Who is seen where: pure. */
import type { RosterEntry, WantedStream } from '#sources/meetings/client'
import type { CallView } from './shape-call.ts'

export interface StageView {
  readonly self: RosterEntry | undefined
  /** Who shows a screen now, the own one aside; the first one to have shared. */
  readonly sharer: RosterEntry | undefined
  readonly tiles: readonly RosterEntry[]
  /** How many there is no tile for. */
  readonly hidden: number
}

/**
 * Everybody in the order of joining as long as there is room. Where there is not, those who spoke last have a tile; who
 * has one keeps its place, so faces don't jump.
 */
export function shapeStage(
  { me, people, spoke }: Pick<CallView, 'me' | 'people' | 'spoke'>,
  room: number,
): StageView {
  const others = people.filter(({ participantId }) => participantId !== me?.participantId)
  const rank = ({ participantId }: RosterEntry) => {
    const at = spoke.indexOf(participantId)
    return at === -1 ? spoke.length : at
  }
  const chosen = new Set(others.toSorted((one, other) => rank(one) - rank(other)).slice(0, room))
  return {
    self: people.find(({ participantId }) => participantId === me?.participantId),
    sharer: others.find(({ screen }) => screen),
    tiles: others.filter(one => chosen.has(one)),
    hidden: Math.max(0, others.length - room),
  }
}

/** What the server is asked for: the shared screen before faces, each as high as it is drawn. */
export function wantedOf(
  { sharer, tiles }: StageView,
  tileHeight: number,
  stageHeight: number,
): readonly WantedStream[] {
  const high = (pixels: number) => Math.max(1, Math.round(pixels))
  return [
    ...(sharer
      ? [{ participantId: sharer.participantId, kind: 'screen' as const, height: high(stageHeight) }]
      : []),
    ...tiles.map(({ participantId }) => ({
      participantId,
      kind: 'video' as const,
      height: high(tileHeight),
    })),
  ]
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Width by height. */
export const PICTURE = 16 / 9

/** So many columns that pictures of 16:9 are as large as they can be. */
export function columnsFor(count: number, { width, height }: Size): number {
  let best = { columns: 1, size: 0 }
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const size = Math.min(width / columns, (height / rows) * PICTURE)
    if (size > best.size) best = { columns, size }
  }
  return best.columns
}
