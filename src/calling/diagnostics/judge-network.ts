/**
 * How good the network is in one direction, from one second of statistics: pure. Bad where the call's log would count
 * the stream as poor, or the conversation stops (loss, delay); Poor where the SDK's advice is passed.
 */
import { firstPackets, roundTripOf } from '../statistics/measures.ts'
import type { Direction } from '../statistics/read-streams.ts'
import type { Sample, StreamSample } from '../statistics/sample.ts'
import { Quality } from './catalogue.ts'

interface Limit {
  readonly of: (sample: StreamSample) => number | undefined
  readonly poor: number
  readonly bad: number
}

const LIMITS: readonly Limit[] = [
  { of: lossOf, poor: 0.03, bad: 0.1 },
  { of: roundTripOf, poor: 0.2, bad: 0.5 },
  { of: ({ gauges }) => gauges.jitter, poor: 0.03, bad: 0.1 },
]

function lossOf(sample: StreamSample): number | undefined {
  const lost = Math.max(0, sample.delta.lost ?? 0)
  const first = firstPackets(sample)
  const all = sample.direction === 'Inbound' ? lost + first : first
  return all === 0 ? undefined : lost / all
}

/** Undefined in a second in which nothing went that way. */
export function judgeNetwork({ streams }: Sample, direction: Direction): Quality | undefined {
  const carrying = streams.filter(stream => stream.direction === direction && (stream.delta.packets ?? 0) > 0)
  if (carrying.length === 0) return undefined
  const grades = carrying.flatMap(stream => LIMITS.map(limit => gradeOf(limit.of(stream), limit)))
  return grades.reduce((worst, grade) => (grade > worst ? grade : worst), Quality.Good)
}

function gradeOf(value: number | undefined, { poor, bad }: Limit): Quality {
  if (value === undefined || value <= poor) return Quality.Good
  return value > bad ? Quality.Bad : Quality.Poor
}

const SECONDS = 5

/** The middle of the last five seconds: neither one bad second nor one good one among bad ones changes it. */
export class SteadyQuality {
  #last: readonly Quality[] = []

  add(quality: Quality): Quality {
    this.#last = [...this.#last, quality].slice(-SECONDS)
    const padded = [...Array<Quality>(SECONDS - this.#last.length).fill(Quality.Good), ...this.#last]
    return padded.toSorted((a, b) => a - b)[Math.floor(SECONDS / 2)] ?? Quality.Good
  }
}
