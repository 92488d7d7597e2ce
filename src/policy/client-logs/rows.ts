/** The columns of the logs that clients write: operations, media statistics by the second, the survey. */
import { type Json, toIso } from '#base'
import {
  type CallSurvey,
  type ClientOperation,
  type ClientReport,
  type Field,
  type MediaSeries,
  type ReportingClient,
  SERIES_SECONDS,
  type SurveyRating,
  type SurveySubject,
  shown,
} from '#records'

type Fields = Readonly<Record<string, Field>>

export interface ClientRows {
  readonly category: string
  readonly rows: readonly Fields[]
}

export function clientRows({ content, from }: ClientReport): ClientRows {
  const who = clientFields(from)
  switch (content.kind) {
    case 'operations':
      return {
        category: 'CallClientOperations',
        rows: content.operations.map(operation => ({
          ...operationFields(operation),
          ...who,
          SdkVersion: shown(from.sdkVersion),
          UserAgent: shown(from.userAgent),
        })),
      }
    case 'mediaStats':
      return {
        category: 'CallClientMediaStatsTimeSeries',
        rows: content.series.map(series => ({ ...seriesFields(series), ...who })),
      }
    case 'survey':
      return { category: 'CallSurvey', rows: [surveyFields(content.survey, from)] }
  }
}

/** R42: the call's id is the same as in the other categories; R32: also in direct calls there is a participant id. */
function clientFields({ inCall, endpointId, clientInstanceId }: ReportingClient): Fields {
  return {
    CallId: shown(inCall?.callId),
    ParticipantId: shown(inCall?.participantId),
    EndpointId: shown(endpointId),
    // Readers join what happened before a call by it, so it must not be empty: then all clients would be one.
    ClientInstanceId: shown(clientInstanceId ?? endpointId),
  }
}

const operationFields = (operation: ClientOperation): Fields => ({
  OperationName: shown(operation.name),
  OperationType: shown(operation.type),
  OperationId: shown(operation.operationId),
  CallClientTimeStamp: shown(toIso(operation.at)),
  DurationMs: shown(operation.durationMs && Math.round(operation.durationMs)),
  ResultType: shown(operation.resultType),
  ResultSignature: shown(operation.resultSignature),
  OperationPayload: shown(payloadOf(operation)),
})

/** The table has no column for the sub code: it stands in the payload, unless the client put it there itself. */
function payloadOf({ payload, subCode }: ClientOperation): Json | undefined {
  return subCode === undefined ? payload : { ResultSubCode: subCode, ...payload }
}

const seriesFields = (series: MediaSeries): Fields => ({
  OperationName: shown('CallClientMediaStatsTimeSeries'),
  CallClientTimeStamp: shown(toIso(series.at)),
  MetricName: shown(series.metric),
  Count: shown(series.count),
  Sum: shown(series.sum),
  Average: shown(series.average),
  Minimum: shown(series.minimum),
  Maximum: shown(series.maximum),
  MediaStreamDirection: shown(series.direction),
  MediaStreamType: shown(series.mediaType),
  MediaStreamCodec: shown(series.codec),
  MediaStreamId: shown(series.mediaStreamId),
  RemoteParticipantId: shown(series.remoteParticipantId),
  RemoteEndpointId: shown(series.remoteEndpointId),
  AggregationIntervalSeconds: shown(SERIES_SECONDS),
})

/** How the columns of each rating begin, and the one that does not begin so. */
const SUBJECTS: Readonly<Record<SurveySubject, { readonly prefix: string; readonly issues: string }>> = {
  overall: { prefix: 'OverallRatingScore', issues: 'OverallCallIssues' },
  audio: { prefix: 'AudioRatingScore', issues: 'AudioIssues' },
  video: { prefix: 'VideoRatingScore', issues: 'VideoIssues' },
  screenshare: { prefix: 'ScreenshareRatingScore', issues: 'ScreenshareIssues' },
}

function surveyFields({ surveyId, ratings }: CallSurvey, { inCall }: ReportingClient): Fields {
  const scores = Object.entries(SUBJECTS).map(([subject, { prefix, issues }]) =>
    // Sound: these are the table's own keys.
    ratingFields(ratings[subject as SurveySubject], prefix, issues),
  )
  return {
    OperationName: shown('CallSurvey'),
    // The document: the participant's id, so that a survey can be joined with the other tables.
    CorrelationId: shown(inCall?.participantId),
    CallId: shown(inCall?.callId),
    ParticipantId: shown(inCall?.participantId),
    SurveyId: shown(surveyId),
    ...Object.assign({}, ...scores),
  }
}

function ratingFields(rating: SurveyRating | undefined, prefix: string, issues: string): Fields {
  const chosen = rating?.issues.join(',')
  return {
    [prefix]: shown(rating?.score),
    [`${prefix}LowerBound`]: shown(rating?.lowerBound),
    [`${prefix}UpperBound`]: shown(rating?.upperBound),
    [`${prefix}Threshold`]: shown(rating?.threshold),
    [issues]: shown(chosen === '' ? undefined : chosen),
  }
}
