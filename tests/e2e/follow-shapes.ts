/**
 * The JSON of three categories as Azure documents it, written down a second time so that the product's own table is
 * judged by something else: each name in its spelling and place, each column where the name differs.
 */
export interface Shape {
  readonly table: string
  readonly top: readonly string[]
  readonly properties: readonly string[]
  /** Numbers that are written as text. */
  readonly asText: readonly string[]
}

const COLUMNS: Readonly<Record<string, string>> = { time: 'TimeGenerated', resourceId: '_ResourceId' }

/** A name on the wire is its column with another first letter. */
export const columnOf = (name: string): string =>
  COLUMNS[name] ?? name.charAt(0).toUpperCase() + name.slice(1)

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const CALL_TOP = words('time operationName operationVersion category correlationId resourceId')

export const shapes = {
  ChatOperational: {
    table: 'ACSChatIncomingOperations',
    top: words(`time operationName correlationId operationVersion category resultType resultSignature
      resultDescription durationMs callerIpAddress level resourceId`),
    properties: words('URI UserId ChatThreadId ChatMessageId SdkType PlatformType'),
    asText: [],
  },
  CallSummary: {
    table: 'ACSCallSummary',
    top: CALL_TOP,
    properties: words(`identifier callStartTime callDuration callType teamsThreadId participantId
      participantTenantId participantStartTime participantDuration participantEndReason endpointId endpointType
      sdkVersion osVersion pstnParticipantCallType participantType ParticipantEndSubCode ResultCategory
      DiagnosticOptions callDebuggingInfo TPE`),
    asText: ['participantDuration'],
  },
  CallDiagnostics: {
    table: 'ACSCallDiagnostics',
    top: CALL_TOP,
    properties: words(`identifier participantId endpointId endpointType mediaType streamId transportType
      roundTripTimeAvg roundTripTimeMax jitterAvg jitterMax packetLossRateAvg packetLossRateMax
      HealedDataRatioAvg HealedDataRatioMax RecvResolutionHeight RecvFreezeDurationPerMinuteInMs
      VideoFrameRateAvg JitterBufferSizeAvg JitterBufferSizeMax PacketUtilization VideoBitRateAvg
      VideoBitRateMax StreamDirection CodecName TPE`),
    asText: words(
      'streamId roundTripTimeAvg roundTripTimeMax jitterAvg jitterMax packetLossRateAvg packetLossRateMax',
    ),
  },
} satisfies Readonly<Record<string, Shape>>

export type Category = keyof typeof shapes
