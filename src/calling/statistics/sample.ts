/** Two snapshots of a stream, about a second apart → what happened between them. */
import type { Reported } from './heard-reports.ts'
import type { PathSnapshot } from './read-paths.ts'
import type { Counters, Gauges, Snapshot, StreamSnapshot, TransportSnapshot } from './read-streams.ts'

export interface StreamSample extends Omit<StreamSnapshot, 'counters'> {
  readonly seconds: number
  /** Counted in between. */
  readonly delta: Counters
  readonly totals: Counters
  readonly gauges: Gauges
  /** Seconds; of the path, not of the stream. */
  readonly pathRoundTrip?: number | undefined
  /** Who sends it, or null where nobody does; undefined for the own streams and where it is not known. */
  readonly remoteParticipantId?: string | null | undefined
  /** Whether its sender has it on: silence is no fault then. */
  readonly isOn: boolean
  /** Of an own stream, in a second in which the other end's report came. */
  readonly reported?: Reported | undefined
}

export interface Sample {
  readonly at: number
  readonly streams: readonly StreamSample[]
  readonly transports: readonly TransportSnapshot[]
  readonly paths: readonly PathSnapshot[]
}

/** What statistics can't tell of a stream. */
export type Describe = (
  stream: Pick<StreamSnapshot, 'connection' | 'mid' | 'kind' | 'direction'>,
) => Pick<StreamSample, 'remoteParticipantId' | 'isOn'>

/** Streams without a former snapshot wait for the next sample. */
export function sampleBetween(before: Snapshot, after: Snapshot, describe: Describe): Sample {
  const former = new Map(before.streams.map(stream => [stream.key, stream]))
  const paths = new Map(after.transports.map(({ id, roundTrip }) => [id, roundTrip]))
  const streams = after.streams.flatMap(stream => {
    const first = former.get(stream.key)
    const seconds = first ? (stream.at - first.at) / 1000 : 0
    if (!first || seconds <= 0) return []
    const { counters, ...identity } = stream
    return [
      {
        ...identity,
        ...describe(stream),
        seconds,
        delta: difference(first.counters, counters),
        totals: counters,
        pathRoundTrip: paths.get(stream.transportId),
      },
    ]
  })
  const at = Math.max(0, ...after.streams.map(one => one.at))
  return { at, streams, transports: after.transports, paths: after.paths }
}

/**
 * Only `lost` can fall: a packet that was given up came late. Packets never do within one connection: a fresh one in
 * its place counts from 0, whatever number its streams have.
 */
function difference(former: Counters, after: Counters): Counters {
  const isFresh = (after.packets ?? 0) < (former.packets ?? 0)
  const before: Counters = isFresh ? {} : former
  const rows = Object.entries(after).flatMap(([name, value]) => {
    const first = before[name as keyof Counters] ?? 0
    return value === undefined ? [] : [[name, name === 'lost' ? value - first : Math.max(0, value - first)]]
  })
  // Sound: the names are those of `after`.
  return Object.fromEntries(rows) as Counters
}
