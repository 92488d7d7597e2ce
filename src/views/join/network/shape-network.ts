/** One second of statistics → rows for people: pure. */
import { firstPackets, measuresOf, type Sample, type StreamSample } from '#calling'
import { estimateMos } from '#records'

export interface StreamRow {
  readonly key: string
  readonly title: string
  readonly roundTripMs: number | undefined
  readonly jitterMs: number | undefined
  /** 0..1 */
  readonly loss: number | undefined
  readonly kilobits: number | undefined
  /** 1 to 4.5, of voices that are heard: an estimate of the E-model. */
  readonly score: number | undefined
  /** "640×360, 15/s" */
  readonly picture: string | undefined
}

const OWN = { audio: 'Microphone', video: 'Camera', screen: 'Own screen' } as const
const THEIRS = { audio: 'voice', video: 'camera', screen: 'screen' } as const

/** Streams that carry something, the own ones first. `nameOf` by participant id. */
export function shapeNetwork(
  { streams }: Sample,
  nameOf: (participantId: string) => string,
): readonly StreamRow[] {
  return streams
    .filter(({ delta }) => (delta.packets ?? 0) > 0)
    .toSorted((one, other) => Number(one.direction === 'Inbound') - Number(other.direction === 'Inbound'))
    .map(stream => rowOf(stream, nameOf))
}

function rowOf(stream: StreamSample, nameOf: (participantId: string) => string): StreamRow {
  const { kind, direction, remoteParticipantId } = stream
  const measures = measuresOf(stream)
  const whose = remoteParticipantId ? nameOf(remoteParticipantId) : 'Incoming'
  const bitrate = measures.get('bitrate')
  return {
    key: stream.key,
    title: direction === 'Outbound' ? OWN[kind] : `${whose}, ${THEIRS[kind]}`,
    roundTripMs: measures.get('rttInMs'),
    jitterMs: measures.get('jitterInMs'),
    loss: lossOf(stream),
    score: scoreOf(stream, measures),
    kilobits: bitrate === undefined ? undefined : bitrate / 1000,
    picture: pictureOf(measures, direction === 'Outbound' ? 'Sent' : 'Received'),
  }
}

function scoreOf(stream: StreamSample, measures: ReadonlyMap<string, number>): number | undefined {
  const [roundTrip, jitterBuffer] = [measures.get('rttInMs'), measures.get('jitterBufferDelayInMs')]
  const lossRatio = lossOf(stream)
  const isHeard = stream.kind === 'audio' && stream.direction === 'Inbound'
  if (!isHeard || roundTrip === undefined || jitterBuffer === undefined || lossRatio === undefined)
    return undefined
  return estimateMos({ roundTrip, jitterBuffer, lossRatio })
}

/** Packets that came again don't hide those that were lost. */
function lossOf(stream: StreamSample): number | undefined {
  const lost = Math.max(0, stream.delta.lost ?? 0)
  const first = firstPackets(stream)
  const sent = stream.direction === 'Inbound' ? first + lost : first
  return sent === 0 || stream.delta.lost === undefined ? undefined : Math.min(1, lost / sent)
}

function pictureOf(measures: ReadonlyMap<string, number>, how: 'Sent' | 'Received'): string | undefined {
  const [width, height] = [measures.get(`frameWidth${how}`), measures.get(`frameHeight${how}`)]
  if (width === undefined || height === undefined) return undefined
  const rate = measures.get(`frameRate${how}`)
  return `${width}×${height}${rate === undefined ? '' : `, ${Math.round(rate)}/s`}`
}
