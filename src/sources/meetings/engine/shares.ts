/**
 * Figures of a stream that are a part of something counted: both are added up, so that the share of the whole call is
 * exact however long the windows were. Where nothing was counted there is no figure.
 */
import type { StreamQuality } from '#records'

/** `whole` 0: nothing to have a part of. */
export interface Share {
  readonly part: number
  readonly whole: number
}

/** Of one window. */
export interface StreamShares {
  /** Samples put in to play more slowly, of the samples played. */
  readonly stretched?: Share | undefined
  /** Packets thrown away, of those that came. */
  readonly packetsDropped?: Share | undefined
  /** Packets of error correction that were used, of those that came. */
  readonly fecUsed?: Share | undefined
  /** Packets missing after error correction and retransmission, of those that should have come; below 0: later mended. */
  readonly postFecLoss?: Share | undefined
  /** Frames that were not shown, of those that came or were missing. */
  readonly framesLost?: Share | undefined
  /** Seconds with fewer than 7.5 frames, of those that were to have any. */
  readonly lowFrameRate?: Share | undefined
  /** Seconds in which the sender's processor was the limit, of those it was sending. */
  readonly cpuLimited?: Share | undefined
}

interface ShareRow {
  readonly share: keyof StreamShares
  readonly figure: keyof StreamQuality
  /** 100 for percentages. */
  readonly of: 1 | 100
}

const SHARES: readonly ShareRow[] = [
  { share: 'stretched', figure: 'stretchedRatioAvg', of: 1 },
  { share: 'packetsDropped', figure: 'packetDropRatio', of: 1 },
  { share: 'fecUsed', figure: 'fecUsedRatio', of: 1 },
  { share: 'postFecLoss', figure: 'postFecLossRate', of: 1 },
  { share: 'framesLost', figure: 'frameLossPercentage', of: 100 },
  { share: 'lowFrameRate', figure: 'lowFrameRatePercent', of: 100 },
  { share: 'cpuLimited', figure: 'cpuLimitedPercent', of: 100 },
]

export function addShares(sums: StreamShares | undefined, window: StreamShares): StreamShares | undefined {
  const told = SHARES.filter(({ share }) => window[share] !== undefined)
  if (told.length === 0) return sums
  const next: { -readonly [Name in keyof StreamShares]: StreamShares[Name] } = { ...sums }
  for (const { share } of told) next[share] = plus(next[share], window[share])
  return next
}

const NOTHING: Share = { part: 0, whole: 0 }

const plus = (sum: Share = NOTHING, more: Share = NOTHING): Share => ({
  part: sum.part + more.part,
  whole: sum.whole + more.whole,
})

export function figuresOfShares(sums: StreamShares = {}): StreamQuality {
  const rows = SHARES.flatMap(({ share, figure, of }) => {
    const sum = sums[share]
    return sum && sum.whole > 0 ? [[figure, of * Math.min(1, Math.max(0, sum.part / sum.whole))]] : []
  })
  // Sound: the names are those of the table.
  return Object.fromEntries(rows) as StreamQuality
}
