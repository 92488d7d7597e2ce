/**
 * When a stream is poor, as the Call Diagnostics page has it: any figure beyond its limit. A figure that was not
 * measured never makes a stream poor.
 */
export type Medium = 'Audio' | 'Video' | 'Screen'

export interface Threshold {
  /** Column of ACSCallDiagnostics. */
  readonly column: string
  readonly title: string
  readonly unit: string
  /** Poor beyond it: above, or below where less is worse. */
  readonly is: 'above' | 'below'
  /** Absent for media it says nothing about. */
  readonly limit: Readonly<Partial<Record<Medium, number>>>
}

const all = (limit: number) => ({ Audio: limit, Video: limit, Screen: limit })

export const THRESHOLDS: readonly Threshold[] = [
  { column: 'JitterAvg', title: 'Jitter', unit: 'ms', is: 'above', limit: all(30) },
  { column: 'JitterBufferSizeAvg', title: 'Jitter buffer', unit: 'ms', is: 'above', limit: all(200) },
  { column: 'PacketLossRateAvg', title: 'Packet loss', unit: 'ratio', is: 'above', limit: all(0.1) },
  { column: 'RoundTripTimeAvg', title: 'Round trip', unit: 'ms', is: 'above', limit: all(500) },
  { column: 'HealedDataRatioAvg', title: 'Healed data', unit: 'ratio', is: 'above', limit: all(0.1) },
  {
    column: 'VideoFrameRateAvg',
    title: 'Frame rate',
    unit: '1/s',
    is: 'below',
    limit: { Video: 7, Screen: 1 },
  },
  {
    column: 'RecvFreezeDurationPerMinuteInMs',
    title: 'Frozen',
    unit: 'ms a minute',
    is: 'above',
    limit: { Video: 6000, Screen: 25_000 },
  },
  {
    column: 'RecvResolutionHeight',
    title: 'Height',
    unit: 'px',
    is: 'below',
    limit: { Video: 240, Screen: 768 },
  },
  {
    column: 'VideoBitRateAvg',
    title: 'Bit rate',
    unit: 'bit/s',
    is: 'below',
    limit: { Video: 150_000, Screen: 150_000 },
  },
]

/** What makes a stream unhealthy in Azure's workbook: fewer figures than on the Call Diagnostics page, for every medium. */
export const WORKBOOK_LIMITS: readonly (readonly [what: string, holds: string])[] = [
  ['jitter', 'JitterAvg > 30'],
  ['packet loss rate', 'PacketLossRateAvg > 0.1'],
  ['round-trip time', 'RoundTripTimeAvg > 500'],
]

/** The workbook's limits as one KQL condition. */
export const UNHEALTHY_IN_WORKBOOK = WORKBOOK_LIMITS.map(([, holds]) => holds).join(' or ')

/** VBSS and AppSharing are both screens. */
export const mediumOf = (mediaType: string): Medium =>
  mediaType === 'Audio' ? 'Audio' : mediaType === 'Video' ? 'Video' : 'Screen'

/** When a stream of ACSCallDiagnostics is beyond that limit, in KQL. */
export function beyondKql({ column, is, limit }: Threshold): string {
  const byLimit = Map.groupBy(Object.entries(limit), ([, value]) => value)
  const parts = [...byLimit].map(([value, media]) => {
    const comparison = `${column} ${is === 'above' ? '>' : '<'} ${value}`
    const types = media.flatMap(([medium]) => MEDIA_TYPES[medium] ?? [])
    return types.length === EVERY_TYPE ? comparison : `(MediaType in (${types.join(', ')}) and ${comparison})`
  })
  return parts.join(' or ')
}

/** As KQL's literals. */
const MEDIA_TYPES: Readonly<Record<string, readonly string[]>> = {
  Audio: ['"Audio"'],
  Video: ['"Video"'],
  Screen: ['"VBSS"', '"AppSharing"'],
}
const EVERY_TYPE = Object.values(MEDIA_TYPES).flat().length

/** The thresholds as one KQL condition over ACSCallDiagnostics. */
export const poorKql = (): string => THRESHOLDS.map(one => `(${beyondKql(one)})`).join('\n    or ')

/** The columns of a stream that are beyond their limits. */
export function poorFigures(stream: Readonly<Record<string, unknown>>): readonly Threshold[] {
  const medium = mediumOf(String(stream.MediaType))
  return THRESHOLDS.filter(({ column, is, limit }) => {
    const [value, bound] = [stream[column], limit[medium]]
    if (typeof value !== 'number' || bound === undefined) return false
    return is === 'above' ? value > bound : value < bound
  })
}
