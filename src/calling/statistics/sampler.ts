/** Reads the statistics of all connections once a second and hands out what ten seconds gathered. */
import type { Clock, Timer } from '#base'
import type { StreamReport } from '#sources/meetings/client'
import type { Connection } from '../media/connection.ts'
import { HeardReports } from './heard-reports.ts'
import { readStreams, type Snapshot, type StatsRow } from './read-streams.ts'
import { type Describe, type Sample, sampleBetween } from './sample.ts'
import { reportOf, type Series, seriesOf, transportSeriesOf, WINDOW_SECONDS } from './window.ts'

const EVERY_MS = 1000

/** All streams of one window. */
export interface Batch {
  readonly reports: readonly StreamReport[]
  readonly series: readonly Series[]
}

export interface SamplerOptions {
  readonly clock: Clock
  readonly connections: () => readonly Connection[]
  readonly describe: Describe
  readonly onSample: (sample: Sample) => void
  readonly onBatch: (batch: Batch) => void
}

export class Sampler {
  readonly #options: SamplerOptions
  readonly #reports = new HeardReports()
  #before: Snapshot = { streams: [], transports: [], paths: [] }
  #samples: Sample[] = []
  #timer: Timer | undefined
  #isStopped = false

  constructor(options: SamplerOptions) {
    this.#options = options
    this.#next()
  }

  /** What is gathered so far, at once: a page that is being left can't wait for a last reading. */
  take(): Batch {
    const samples = this.#samples
    this.#samples = []
    const streams = [
      ...Map.groupBy(
        samples.flatMap(sample => sample.streams),
        ({ key }) => key,
      ).values(),
    ]
    const transports = [
      ...Map.groupBy(
        samples.flatMap(sample => sample.transports),
        ({ id }) => id,
      ).values(),
    ]
    const at = samples[0]?.at ?? 0
    return {
      reports: streams.flatMap(ofOne => reportOf(ofOne) ?? []),
      series: [...streams.flatMap(seriesOf), ...transports.flatMap(ofOne => transportSeriesOf(ofOne, at))],
    }
  }

  /** Reads once more and gives the rest. */
  async finish(): Promise<Batch> {
    this.stop()
    await this.#read()
    return this.take()
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  #next(): void {
    this.#timer = this.#options.clock.after(EVERY_MS, () => void this.#tick())
  }

  async #tick(): Promise<void> {
    await this.#read()
    if (this.#isStopped) return
    if (this.#samples.length >= WINDOW_SECONDS) this.#options.onBatch(this.take())
    this.#next()
  }

  async #read(): Promise<void> {
    const after = await snapshotOf(this.#options.connections())
    const { streams, ...rest } = sampleBetween(this.#before, after, this.#options.describe)
    const sample = {
      ...rest,
      streams: streams.map(stream => ({ ...stream, reported: this.#reports.since(stream) })),
    }
    this.#before = after
    if (sample.streams.length === 0) return
    this.#samples.push(sample)
    this.#options.onSample(sample)
  }
}

async function snapshotOf(connections: readonly Connection[]): Promise<Snapshot> {
  const snapshots = await Promise.all(
    connections.map(async ({ pc, name, kinds }) => {
      const rows: StatsRow[] = []
      // The map's own types know only `type`, `id` and `timestamp` of its rows.
      for (const [, row] of await pc.getStats()) rows.push(row)
      return readStreams(rows, { connection: name, kinds })
    }),
  )
  return {
    streams: snapshots.flatMap(({ streams }) => streams),
    transports: snapshots.flatMap(({ transports }) => transports),
    paths: snapshots.flatMap(({ paths }) => paths),
  }
}
