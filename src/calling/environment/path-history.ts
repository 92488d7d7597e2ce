/** The selected candidate pairs of a call, second after second → its network as the call's record has it. Pure. */
import type { LegNetwork } from '#records'
import type { PathSnapshot } from '../statistics/read-paths.ts'

export class PathHistory {
  readonly #latest = new Map<string, PathSnapshot>()
  #network: LegNetwork | undefined
  #roamings = 0
  #bandwidth = { sum: 0, count: 0 }
  #hasFailed = false

  /** One reading of all connections; the first one's path is the call's. */
  add(paths: readonly PathSnapshot[]): void {
    const [main] = paths
    if (!main) return
    for (const path of paths) {
      this.#roamings += movesBetween(this.#latest.get(path.id), path)
      this.#latest.set(path.id, path)
    }
    this.#network = main.network
    const { bandwidthEstimate } = main.network
    if (bandwidthEstimate === undefined) return
    this.#bandwidth = { sum: this.#bandwidth.sum + bandwidthEstimate, count: this.#bandwidth.count + 1 }
  }

  /** Connectivity checks have ended without a pair. */
  failed(): void {
    this.#hasFailed = true
  }

  /** Undefined while nothing is known. The bandwidth is the mean of the call. */
  get network(): LegNetwork | undefined {
    const { sum, count } = this.#bandwidth
    if (!this.#network) return this.#hasFailed ? { iceFailed: true } : undefined
    return {
      ...this.#network,
      roamings: this.#roamings,
      ...(count > 0 && { bandwidthEstimate: Math.round(sum / count) }),
    }
  }
}

/**
 * The browser's own count begins with the choosing among the first candidates, which is no roaming; a connection that
 * replaces another one counts anew, and is one if it has another pair.
 */
function movesBetween(before: PathSnapshot | undefined, after: PathSnapshot): number {
  if (!before) return 0
  const counted = (after.changes ?? 0) - (before.changes ?? 0)
  return Math.max(0, counted, before.pair === after.pair ? 0 : 1)
}
