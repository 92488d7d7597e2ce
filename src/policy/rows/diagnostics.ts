/**
 * Call diagnostics: one row a media stream. In a direct call what each endpoint sends (R35); in others what it sends
 * to the server, and what the server sends to it as `Server` rows (R36).
 */
import { absent, type Field, identifierOf, type Stream, type StreamQuality, shown } from '#records'
import type { Attendee } from '../attendee.ts'
import { decideRedaction, withhold } from '../redaction/decide-redaction.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import type { RowDraft } from './draft.ts'
import { endpointTypeOf } from './participant.ts'

/** The rows of an admitted participant's streams; none for somebody without media (R39). */
export function diagnosticsRows(who: Attendee, view: View): readonly RowDraft[] {
  if (!who.joined && view.switches.lobbyDiagnostics === 'never') return []
  return who.leg.streams.flatMap(stream => rowOfStream(stream, who, view))
}

function rowOfStream(stream: Stream, who: Attendee, view: View): readonly RowDraft[] {
  const outbound = stream.direction === 'Outbound'
  if (view.callType === 'P2P') return outbound ? [endpointRow(stream, who, view)] : []
  if (outbound) return [endpointRow(stream, who, view)]
  return view.switches.serverRows ? [serverRow(stream, who, view)] : []
}

function endpointRow(stream: Stream, who: Attendee, view: View): RowDraft {
  const { leg } = who
  const direct = view.callType === 'P2P'
  const redaction = decideRedaction(who, view)
  const ids = withhold(
    { ParticipantId: shown(leg.participantId), EndpointId: shown(leg.endpointId) },
    redaction,
  )
  return {
    fields: {
      CorrelationId: shown(view.call.id),
      Identifier: shown(identifierOf(leg.identity)),
      ...ids,
      ...(direct && { ParticipantId: absent }),
      EndpointType: shown(endpointTypeOf(who)),
      ...mediaOf(stream),
    },
    rules: [...cite(direct ? 'R35' : 'R36'), ...rulesBehind(ids)],
  }
}

/** R36: nobody's endpoint, but the participant's id; it follows the participant's admission (R38). */
function serverRow(stream: Stream, who: Attendee, view: View): RowDraft {
  const redaction = decideRedaction(who, view)
  const ids = withhold({ ParticipantId: shown(who.leg.participantId) }, redaction)
  return {
    fields: {
      CorrelationId: shown(view.call.id),
      Identifier: absent,
      ...ids,
      EndpointId: absent,
      EndpointType: shown('Server'),
      ...mediaOf(stream),
    },
    rules: [...cite('R36', 'R38', 'A7'), ...rulesBehind(ids)],
  }
}

const rulesBehind = (fields: Readonly<Record<string, Field>>) =>
  new Set(Object.values(fields).flatMap(field => (field.kind === 'redacted' ? [field.by] : [])))

/** Quality columns are named like the figures they hold; `whole` ones are integers in the table. */
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
