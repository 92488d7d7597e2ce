/** Streams of a session → Graph's media: one a medium and line, with both ends' devices and networks and its streams. */
import type { StoredRow } from '../ports.ts'
import { bagIn, numberIn, textIn } from './cells.ts'
import { annotation } from './columns.ts'
import { DEVICE_DETAILS, NETWORK_DETAILS, NETWORK_OF_PERSON } from './details.ts'
import type { Around } from './endpoint.ts'
import { GRAPH_FIGURES, hasFigure, toGraph } from './figures.ts'
import { seenPerson } from './identity.ts'
import type { Ends } from './session.ts'
import { AUDIO_CODECS, codecOf, connections, mediaLabels, transports, VIDEO_CODECS } from './vocabulary.ts'

type Json = Readonly<Record<string, unknown>>
const TYPES = '#microsoft.graph.callRecords'

export function mediaOf(streams: readonly StoredRow[], ends: Ends, around: Around): readonly Json[] {
  const withMedia = streams.filter(row => textIn(row, 'MediaType') !== '')
  const lines = Map.groupBy(withMedia, row => `${textIn(row, 'MediaType')} ${textIn(row, 'MediaLineLabel')}`)
  const seen = new Map<string, number>()
  return [...lines.values()].flatMap(line => {
    const [first] = line
    if (!first) return []
    const label = mediaLabels.toGraph(textIn(first, 'MediaType')) ?? 'unknown'
    const number = (seen.get(label) ?? 0) + 1
    seen.set(label, number)
    return [
      {
        '@odata.type': `${TYPES}.media`,
        label: number === 1 ? label : `${label}-${number}`,
        callerDevice: deviceOf(ends.caller),
        callerNetwork: networkOf(ends.caller, first, around),
        calleeDevice: ends.callee ? deviceOf(ends.callee) : null,
        calleeNetwork: ends.callee ? networkOf(ends.callee, first, around) : null,
        streams: line.map(row => streamOf(row, around)),
      },
    ]
  })
}

function deviceOf(session: StoredRow): Json {
  const details = bagIn(session, 'Details')
  const told = Object.entries(DEVICE_DETAILS).map(([property, name]) => [property, details[name] ?? null])
  return { '@odata.type': `${TYPES}.deviceInfo`, ...Object.fromEntries(told) }
}

function networkOf(session: StoredRow, stream: StoredRow, { call, printing }: Around): Json {
  const details = bagIn(session, 'Details')
  const id = textIn(session, 'ParticipantId')
  const { fields } = seenPerson(session, call.persons.get(id), printing.asker)
  const end = textIn(stream, 'FirstParticipantId') === id ? 'First' : 'Second'
  const told = Object.entries(NETWORK_DETAILS).map(([property, name]) => [property, details[name] ?? null])
  const ofPerson = Object.entries(NETWORK_OF_PERSON).map(([property, column]) => [
    property,
    fields[column] ?? null,
  ])
  return {
    '@odata.type': `${TYPES}.networkInfo`,
    ...Object.fromEntries(told),
    ...Object.fromEntries(ofPerson),
    subnet: details.Subnet ?? (textIn(stream, `${end}Subnet`) || null),
    connectionType: connections.toGraph(textIn(session, 'NetworkConnection')) ?? 'unknown',
    networkTransportProtocol: transports.toGraph(textIn(stream, 'Transport')) ?? 'unknown',
    wifiBand: details['WiFi Band'] ?? 'unknown',
    wifiRadioType: details['WiFi Radio Type'] ?? 'unknown',
    wifiChannel: numeric(details['WiFi Channel']),
    traceRouteHops: [],
  }
}

function numeric(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

function streamOf(row: StoredRow, { printing }: Around): Json {
  const mediaType = textIn(row, 'MediaType')
  const codec = textIn(row, 'PayloadDescription')
  const isAudio = mediaType === 'Audio'
  const figures = GRAPH_FIGURES.map(figure => [
    figure.property,
    hasFigure(figure, mediaType) ? toGraph(figure, row[figure.column]) : null,
  ])
  const goesToSecond = textIn(row, 'StreamDirection') === 'First-to-Second'
  return {
    '@odata.type': `${TYPES}.mediaStream`,
    streamId: textIn(row, 'StreamId'),
    streamDirection: goesToSecond === (row.FirstIsCaller === true) ? 'callerToCallee' : 'calleeToCaller',
    startDateTime: textIn(row, 'StartTime') || null,
    endDateTime: textIn(row, 'EndTime') || null,
    audioCodec: isAudio && codec ? codecOf(AUDIO_CODECS, codec) : 'unknown',
    videoCodec: !isAudio && codec ? codecOf(VIDEO_CODECS, codec) : 'unknown',
    ...Object.fromEntries(figures),
    averageVideoPacketLossRate: isAudio ? null : (numberIn(row, 'PacketLossRate') ?? null),
    averageFreezeDuration: null,
    rmsFreezeDuration: null,
    wasMediaBypassed: null,
    ...(printing.annotated && annotation('stream', row)),
  }
}
