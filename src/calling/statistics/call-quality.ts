/**
 * Samples of up to ten seconds → what call quality counts of a stream beyond the diagnostics (docs/signalling.md,
 * statistics). Parts of something are told as part and whole, so that windows of any length add up. Pure.
 */
import type { MediaKind, StreamReport } from '#sources/meetings/client'
import { firstPackets } from './measures.ts'
import type { Direction } from './read-streams.ts'
import type { StreamSample } from './sample.ts'

type Window = NonNullable<StreamReport['window']>
type Figure = (sample: StreamSample) => number | undefined

interface ShareRow {
  readonly name:
    | 'stretched'
    | 'packetsDropped'
    | 'fecUsed'
    | 'postFecLoss'
    | 'framesLost'
    | 'lowFrameRate'
    | 'cpuLimited'
  readonly kinds: readonly MediaKind[]
  readonly directions: readonly Direction[]
  readonly part: Figure
  readonly whole: Figure
}

const ALL: readonly MediaKind[] = ['audio', 'video', 'screen']
const SOUND: readonly MediaKind[] = ['audio']
const SEEN: readonly MediaKind[] = ['video', 'screen']
const IN: readonly Direction[] = ['Inbound']
const OUT: readonly Direction[] = ['Outbound']
const BOTH: readonly Direction[] = ['Inbound', 'Outbound']

/** Frames/s below which call quality counts a second as low. */
const LOW_RATE = 7.5

const SHARES: readonly ShareRow[] = [
  {
    name: 'stretched',
    kinds: SOUND,
    directions: IN,
    part: ({ delta }) => delta.stretched,
    whole: ({ delta }) => delta.samples,
  },
  {
    name: 'packetsDropped',
    kinds: ALL,
    directions: IN,
    part: ({ delta }) => delta.discarded,
    whole: ({ delta }) => delta.packets,
  },
  { name: 'fecUsed', kinds: ALL, directions: IN, part: fecUsed, whole: ({ delta }) => delta.fecReceived },
  { name: 'postFecLoss', kinds: ALL, directions: IN, part: stillLost, whole: expected },
  {
    name: 'framesLost',
    kinds: SEEN,
    directions: IN,
    part: ({ delta }) => delta.framesDropped,
    whole: ({ delta }) => plus(delta.framesReceived, delta.framesDropped),
  },
  {
    name: 'lowFrameRate',
    kinds: SEEN,
    directions: BOTH,
    part: sample => (isSlow(sample) ? sample.seconds : 0),
    whole: sample => (sample.isOn && framesOf(sample) !== undefined ? sample.seconds : undefined),
  },
  {
    name: 'cpuLimited',
    kinds: SEEN,
    directions: OUT,
    part: ({ delta }) => delta.cpuLimited,
    whole: ({ delta }) =>
      plus(delta.cpuLimited, delta.bandwidthLimited, delta.otherwiseLimited, delta.unlimited),
  },
]

function fecUsed({ delta }: StreamSample): number | undefined {
  return delta.fecReceived === undefined ? undefined : delta.fecReceived - (delta.fecDiscarded ?? 0)
}

/**
 * What retransmission and error correction brought back. They may come a second after the loss, so that one second
 * alone can be below zero.
 */
function stillLost(sample: StreamSample): number | undefined {
  const { lost, retransmitted = 0 } = sample.delta
  return lost === undefined ? undefined : lost - retransmitted - (fecUsed(sample) ?? 0)
}

function expected(sample: StreamSample): number | undefined {
  const { lost } = sample.delta
  return lost === undefined ? undefined : Math.max(0, lost + firstPackets(sample))
}

/** As they are shown, or leave. */
const framesOf = ({ direction, delta }: StreamSample): number | undefined =>
  direction === 'Inbound' ? delta.framesDecoded : delta.framesSent

const isSlow = (sample: StreamSample): boolean =>
  sample.isOn && (framesOf(sample) ?? Number.POSITIVE_INFINITY) / sample.seconds < LOW_RATE

function plus(...counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter(count => count !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0)
}

export function callQualityOf(samples: readonly StreamSample[]): Partial<Window> {
  const [first] = samples
  if (!first) return {}
  return {
    ...sharesOf(samples, first),
    ...rate('bitRate', samples, ({ delta }) => delta.bytes && 8 * delta.bytes),
    ...(first.direction === 'Inbound' &&
      first.kind !== 'audio' &&
      rate('recvFrameRate', samples, ({ delta }) => delta.framesReceived)),
    ...quietEnds(samples),
  }
}

function sharesOf(samples: readonly StreamSample[], { kind, direction }: StreamSample): Partial<Window> {
  const rows = SHARES.filter(row => row.kinds.includes(kind) && row.directions.includes(direction))
  return Object.fromEntries(
    rows.flatMap(({ name, part, whole }) => {
      const counted = samples.flatMap(sample => {
        const [a, b] = [part(sample), whole(sample)]
        return a === undefined || b === undefined ? [] : [{ part: a, whole: b }]
      })
      const sum = { part: sumOf(counted.map(one => one.part)), whole: sumOf(counted.map(one => one.whole)) }
      return sum.whole > 0 ? [[name, sum]] : []
    }),
  )
}

/** A second. */
function rate(
  name: 'bitRate' | 'recvFrameRate',
  samples: readonly StreamSample[],
  of: Figure,
): Partial<Window> {
  const counted = samples.filter(sample => of(sample) !== undefined)
  const seconds = sumOf(counted.map(sample => sample.seconds))
  return seconds > 0 ? { [name]: sumOf(counted.map(sample => of(sample) ?? 0)) / seconds } : {}
}

/** Seconds without a packet at both ends; nothing to tell where none came at all. */
function quietEnds(samples: readonly StreamSample[]): Partial<Window> {
  const carries = ({ delta }: StreamSample) => (delta.packets ?? 0) > 0
  const [first, last] = [samples.findIndex(carries), samples.findLastIndex(carries)]
  if (first < 0) return {}
  const [before, after] = [samples.slice(0, first), samples.slice(last + 1)].map(some =>
    sumOf(some.map(({ seconds }) => seconds)),
  )
  return { ...(before && { quietBefore: before }), ...(after && { quietAfter: after }) }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
