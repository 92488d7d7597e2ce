/** The media statistics feature: each second's figures, and summaries of as many as the app wants. */
import { Emitter } from '../../emitter.ts'
import { measuresOf } from '../../statistics/measures.ts'
import type { TransportSnapshot } from '../../statistics/read-streams.ts'
import type { Sample, StreamSample } from '../../statistics/sample.ts'
import type { Call } from '../call.ts'

export type Figures = Record<string, unknown>
export interface Report<Stream> {
  readonly audio: Ways<Stream>
  readonly video: Ways<Stream>
  readonly screenShare: Ways<Stream>
  readonly transports: readonly Stream[]
}
export interface Ways<Stream> {
  readonly send: readonly Stream[]
  readonly receive: readonly Stream[]
}

export interface CollectorOptions {
  /** Seconds a data point. */
  readonly aggregationInterval?: number
  /** Data points a summary. */
  readonly dataPointsPerAggregation?: number
}

const KINDS = { audio: 'audio', video: 'video', screen: 'screenShare' } as const
const WAYS = { Inbound: 'receive', Outbound: 'send' } as const

export function mediaStats(call: Call) {
  return {
    createCollector: (options: CollectorOptions = {}) => collectorOf(call, options),
  }
}

function collectorOf(call: Call, options: CollectorOptions) {
  const { aggregationInterval = 10, dataPointsPerAggregation = 6 } = options
  const events = new Emitter<{ sampleReported: Report<Figures>; summaryReported: Report<Figures> }>()
  let gathered: readonly Sample[] = []
  const hear = (sample: Sample) => {
    events.emit(
      'sampleReported',
      reportOf([sample], ([figures]) => figures),
    )
    gathered = [...gathered, sample]
    if (gathered.length < aggregationInterval * dataPointsPerAggregation) return
    events.emit(
      'summaryReported',
      reportOf(gathered, values => summaryOf(values, aggregationInterval)),
    )
    gathered = []
  }
  const ends = [call.session.media?.on('sample', hear)]
  ends.push(call.session.events.on('media', media => ends.push(media.on('sample', hear))))
  return {
    on: events.on.bind(events),
    off: events.off.bind(events),
    dispose: () => {
      for (const end of ends.splice(0)) end?.()
      events.clear()
    },
  }
}

type Join = (values: readonly Figures[]) => Figures | undefined

function reportOf(samples: readonly Sample[], join: Join): Report<Figures> {
  const transports = [
    ...groupBy(
      samples.flatMap(sample => sample.transports),
      ({ id }) => id,
    ).values(),
  ]
  const report = {
    audio: { send: [] as Figures[], receive: [] as Figures[] },
    video: { send: [] as Figures[], receive: [] as Figures[] },
    screenShare: { send: [] as Figures[], receive: [] as Figures[] },
    transports: transports.flatMap(group => {
      const joined = join(group.map(transportFigures))
      return joined ? [joined] : []
    }),
  }
  const streams = samples.flatMap(sample => sample.streams).filter(({ totals }) => totals.packets)
  for (const group of groupBy(streams, ({ key }) => key).values()) {
    const [first] = group
    const joined = join(group.map(streamFigures))
    if (first && joined) report[KINDS[first.kind]][WAYS[first.direction]].push(joined)
  }
  return report
}

const streamFigures = (stream: StreamSample): Figures => ({
  id: String(stream.ssrc),
  transportId: stream.transportId,
  ...(stream.codec !== undefined && { codecName: stream.codec }),
  ...Object.fromEntries(measuresOf(stream)),
})

const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)

const transportFigures = ({
  id,
  roundTrip,
  availableIncoming,
  availableOutgoing,
}: TransportSnapshot): Figures => ({
  id,
  rttInMs: ms(roundTrip),
  availableIncomingBitrate: availableIncoming,
  availableOutgoingBitrate: availableOutgoing,
})

/** Each figure as its values and, for numbers, what the intervals add up to. */
function summaryOf(values: readonly Figures[], interval: number): Figures | undefined {
  const [first] = values
  if (!first) return undefined
  const rows = Object.keys(first).map(name => {
    const raw = values.map(figures => figures[name]).filter(value => value !== undefined)
    if (name === 'id') return [name, first.id]
    const numbers = raw.filter(value => typeof value === 'number')
    const aggregation = numbers.length > 0 && { aggregation: aggregate(numbers, interval) }
    return [name, { raw, timestamp: new Date(), ...aggregation }]
  })
  return Object.fromEntries(rows)
}

function aggregate(values: readonly number[], interval: number) {
  const chunks = Array.from({ length: Math.ceil(values.length / interval) }, (_, i) =>
    values.slice(i * interval, (i + 1) * interval),
  )
  return {
    count: chunks.map(chunk => chunk.length),
    sum: chunks.map(chunk => chunk.reduce((sum, value) => sum + value, 0)),
    min: chunks.map(chunk => Math.min(...chunk)),
    max: chunks.map(chunk => Math.max(...chunk)),
  }
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  return Map.groupBy(items, keyOf)
}
