/**
 * Call diagnostics: one row a media stream. In a direct call what each endpoint sends (R35); in others what it sends
 * to the server, and what the server sends to it as `Server` rows (R36). Nothing is redacted (R28), ids aside (A6).
 */
import { absent, type Field, identifierOf, type Stream, type StreamQuality, shown } from '#records'
import type { Attendee } from '../attendee.ts'
import { rulesBehind } from '../redaction/decide-redaction.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import type { Drafts, RowDraft } from './draft.ts'
import { endpointTypeOf, idsOf } from './participant.ts'

/** The rows of an admitted participant's streams; none for somebody without media (R39). */
export function diagnosticsRows(who: Attendee, view: View): Drafts {
  const { streams } = who.leg
  if (streams.length === 0) return { rows: [], missing: cite('R39') }
  if (!who.joined && view.switches.lobbyDiagnostics === 'never')
    return { rows: [], missing: cite('R39', 'A8') }
  const hasInbound = streams.some(isFromServer)
  const inboundMissing = (view.callType === 'P2P' && 'R35') || (!view.switches.serverRows && 'A7')
  const written = inboundMissing ? streams.filter(stream => !isFromServer(stream)) : streams
  return {
    rows: written.map(stream => rowOf(stream, who, view)),
    missing: cite(hasInbound && inboundMissing),
  }
}

const isFromServer = ({ direction }: Stream): boolean => direction === 'Inbound'

function rowOf(stream: Stream, who: Attendee, view: View): RowDraft {
  const fromServer = isFromServer(stream)
  const party = fromServer ? serverFor(who, view) : endpointOf(who, view)
  const direct = view.callType === 'P2P'
  const rules = cite(direct ? 'R35' : 'R36', fromServer && 'R37', fromServer && 'R38')
  return {
    fields: { CorrelationId: shown(view.call.id), ...party, ...mediaOf(stream) },
    rules: [...rules, ...rulesBehind(party)],
  }
}

type Party = Readonly<Record<'Identifier' | 'ParticipantId' | 'EndpointId' | 'EndpointType', Field>>

function endpointOf(who: Attendee, view: View): Party {
  return {
    Identifier: shown(identifierOf(who.leg.identity)),
    ...idsOf(who, view),
    EndpointType: shown(endpointTypeOf(who)),
  }
}

/** R36: nobody's endpoint, with the id of the participant whom the stream is for. */
function serverFor(who: Attendee, view: View): Party {
  const { ParticipantId } = idsOf(who, view)
  return { Identifier: absent, ParticipantId, EndpointId: absent, EndpointType: shown('Server') }
}

/** The figure behind each quality column; `whole` ones are integers in the table. */
const QUALITY: Readonly<Record<string, { readonly figure: keyof StreamQuality; readonly whole: boolean }>> = {
  RoundTripTimeAvg: { figure: 'roundTripTimeAvg', whole: true },
  RoundTripTimeMax: { figure: 'roundTripTimeMax', whole: true },
  JitterAvg: { figure: 'jitterAvg', whole: true },
  JitterMax: { figure: 'jitterMax', whole: true },
  PacketLossRateAvg: { figure: 'packetLossRateAvg', whole: false },
  PacketLossRateMax: { figure: 'packetLossRateMax', whole: false },
  HealedDataRatioAvg: { figure: 'healedDataRatioAvg', whole: false },
  HealedDataRatioMax: { figure: 'healedDataRatioMax', whole: false },
  RecvResolutionHeight: { figure: 'recvResolutionHeight', whole: true },
  RecvFreezeDurationPerMinuteInMs: { figure: 'recvFreezeDurationPerMinuteInMs', whole: false },
  VideoFrameRateAvg: { figure: 'videoFrameRateAvg', whole: false },
  JitterBufferSizeAvg: { figure: 'jitterBufferSizeAvg', whole: true },
  JitterBufferSizeMax: { figure: 'jitterBufferSizeMax', whole: true },
  PacketUtilization: { figure: 'packetUtilization', whole: true },
  VideoBitRateAvg: { figure: 'videoBitRateAvg', whole: true },
  VideoBitRateMax: { figure: 'videoBitRateMax', whole: true },
}

/** R48: what was sent and how well; a figure nobody measured is unknown. */
function mediaOf(stream: Stream): Readonly<Record<string, Field>> {
  const quality = Object.entries(QUALITY).map(([column, { figure, whole }]) => {
    const value = stream.quality[figure]
    return [column, shown(whole && value !== undefined ? Math.round(value) : value)] as const
  })
  return {
    MediaType: shown(stream.mediaType),
    StreamId: shown(stream.id),
    TransportType: shown(stream.transport),
    ...Object.fromEntries(quality),
    StreamDirection: shown(stream.direction),
    CodecName: shown(stream.codec),
    TPE: absent,
  }
}
