/** Statistics → diagnostics: network quality, a frozen camera, a silent microphone. */
import type { MediaKind } from '#sources/meetings/client'
import type { Sample, StreamSample } from '../statistics/sample.ts'
import type { Diagnostics } from './diagnostics.ts'
import { judgeNetwork, SteadyQuality } from './judge-network.ts'

/** Seconds without a picture from a camera that is on. */
const FREEZE_SECONDS = 5
/** Seconds of digital silence: a microphone in a quiet room still hums. */
const SILENT_SECONDS = 10

/** Gives the function that takes one sample after the other. */
export function watchSamples(diagnostics: Diagnostics): (sample: Sample) => void {
  const send = new SteadyQuality()
  const receive = new SteadyQuality()
  const frozen = new Streak(FREEZE_SECONDS)
  const silent = new Streak(SILENT_SECONDS)
  return sample => {
    const sent = judgeNetwork(sample, 'Outbound')
    const received = judgeNetwork(sample, 'Inbound')
    if (sent !== undefined) diagnostics.grade('networkSendQuality', send.add(sent))
    if (received !== undefined) diagnostics.grade('networkReceiveQuality', receive.add(received))
    const camera = ownStream(sample, 'video')
    diagnostics.raise('cameraFreeze', frozen.add(camera !== undefined && !camera.delta.framesEncoded))
    const microphone = ownStream(sample, 'audio')
    diagnostics.raise('microphoneNotMuteButSilent', silent.add(microphone?.gauges.audioLevel === 0))
  }
}

const ownStream = ({ streams }: Sample, kind: MediaKind): StreamSample | undefined =>
  streams.find(stream => stream.direction === 'Outbound' && stream.kind === kind && stream.isOn)

/** True once something has held for so many seconds without a break. */
class Streak {
  readonly #needed: number
  #seconds = 0

  constructor(seconds: number) {
    this.#needed = seconds
  }

  add(holds: boolean): boolean {
    this.#seconds = holds ? this.#seconds + 1 : 0
    return this.#seconds >= this.#needed
  }
}
