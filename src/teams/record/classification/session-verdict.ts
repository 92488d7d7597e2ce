/** Whether somebody's audio was good, by the rule of call analytics, and what every other rule says of each stream. */
import type { Leg, Stream } from '#records'
import { mediaFailureOf } from '../failure.ts'
import { classify, type StreamVerdict } from './classify.ts'
import { judgedOf } from './judged.ts'
import { type ClassifierId, classifierOf } from './rules.ts'

export interface SessionVerdict extends Omit<StreamVerdict, 'verdict'> {
  /** `Unavailable`: nobody reported figures. */
  readonly verdict: 'Good' | 'Poor' | 'Unavailable'
}

export interface NamedVerdict extends StreamVerdict {
  /** `Audio/Inbound/3` */
  readonly stream: string
}

/** Share of the time from which on a device counts as dead. */
const DEAD_DEVICE = 0.005

/** By user facing diagnostic; a reason as call analytics names it. */
const DEVICES: Readonly<Record<string, string>> = {
  speakerNotFunctioning: 'DeviceRenderNotFunctioningEventRatio',
  microphoneNotFunctioning: 'DeviceCaptureNotFunctioningEventRatio',
}

const RULES: readonly ClassifierId[] = ['cqd', 'callDiagnostics', 'insights', 'realTime']

/** Poor when set-up failed, the network was poor for any audio stream, or a device was dead; good otherwise. */
export function sessionVerdict(leg: Leg): SessionVerdict {
  const audio = verdictsBy('callAnalytics', leg).filter(({ stream }) => stream.startsWith('Audio/'))
  const devices = Object.entries(DEVICES).filter(
    ([diagnostic]) => (leg.hardware?.badShares?.[diagnostic] ?? 0) >= DEAD_DEVICE,
  )
  const reasons = [
    ...(mediaFailureOf(leg) === 'CallSetup' ? ['CallSetup'] : []),
    ...new Set(audio.flatMap(verdict => verdict.reasons)),
    ...devices.map(([, name]) => name),
  ]
  const isReported = audio.some(({ values }) => Object.keys(values).length > 0)
  const verdict = reasons.length > 0 ? 'Poor' : isReported ? 'Good' : 'Unavailable'
  const values = Object.assign({}, ...audio.map(one => one.values))
  return {
    rule: 'callAnalytics',
    version: classifierOf('callAnalytics')?.version ?? '',
    verdict,
    reasons,
    values,
  }
}

/** Each stream by each other rule in its newest version. */
export const streamVerdicts = (leg: Leg): readonly NamedVerdict[] =>
  RULES.flatMap(rule => verdictsBy(rule, leg))

function verdictsBy(id: ClassifierId, leg: Leg): readonly NamedVerdict[] {
  const rule = classifierOf(id)
  if (!rule) return []
  return leg.streams.map(stream => ({
    stream: `${stream.mediaType}/${stream.direction}/${stream.id}`,
    ...classify(rule, judgedOf(stream, leg, reporterOf(stream))),
  }))
}

/** Of two ends, the one whose figures a stream's are: of what somebody receives, themselves. */
export const reporterOf = ({ direction }: Stream): 'receiver' | 'sender' =>
  direction === 'Inbound' ? 'receiver' : 'sender'
