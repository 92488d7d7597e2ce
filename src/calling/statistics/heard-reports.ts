/**
 * What the other end's reports say of a stream that is sent, each set against what had been sent when it came. Reports
 * come every second to every five and may be lost themselves: losses per second, over the packets of that second, would
 * leave out the packets that nobody has reported on yet.
 */
import type { StreamSample } from './sample.ts'

/** Between two reports that were heard. */
export interface Reported {
  readonly sent: number
  readonly lost: number
}

export class HeardReports {
  readonly #before = new Map<string, Reported>()

  /** Undefined while no further report came. */
  since(sample: StreamSample): Reported | undefined {
    const { key, direction, delta, totals } = sample
    if (direction !== 'Outbound') return undefined
    if (!delta.roundTrips) return undefined
    // The first report is of everything since the stream began.
    const isFirst = totals.roundTrips === delta.roundTrips
    const before = this.#before.get(key) ?? (isFirst ? NOTHING : undefined)
    const now = { sent: sentBy(sample), lost: totals.lost ?? 0 }
    this.#before.set(key, now)
    return before && { sent: now.sent - before.sent, lost: now.lost - before.lost }
  }
}

const NOTHING: Reported = { sent: 0, lost: 0 }

/** Sent for the first time until the last report came, which was within this second. */
function sentBy({ totals, delta, gauges, at, seconds }: StreamSample): number {
  const first = (totals.packets ?? 0) - (totals.retransmitted ?? 0)
  const within = (delta.packets ?? 0) - (delta.retransmitted ?? 0)
  const later = gauges.reportedAt === undefined ? 0 : (at - gauges.reportedAt) / (1000 * seconds)
  return first - within * Math.min(1, Math.max(0, later))
}
