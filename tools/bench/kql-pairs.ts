/** Twelve questions that operators ask, in KQL and as somebody who knows the engine would write them. */
export interface Pair {
  readonly name: string
  readonly kql: string
  /** `FROM` a table of the workspace's database, which the session has chosen. */
  readonly sql: (from: (table: string) => string) => string
}

export interface PairInput {
  /** A call that exists. */
  readonly call: string
  /** A day before the last row, ISO 8601. */
  readonly dayAgo: string
}

const S = 'ACSCallSummary'
const D = 'ACSCallDiagnostics'

export const pairs = ({ call, dayAgo }: PairInput): readonly Pair[] => [
  { name: 'rows', kql: `${D} | count`, sql: from => `SELECT count() ${from(D)}` },
  {
    name: 'calls by hour',
    kql: `${S} | summarize dcount(CorrelationId) by bin(TimeGenerated, 1h)`,
    sql: from => `SELECT toStartOfHour(TimeGenerated) h, uniqCombined64(CorrelationId) ${from(S)} GROUP BY h`,
  },
  {
    name: 'participants by kind of endpoint',
    kql: `${S} | summarize count() by EndpointType`,
    sql: from => `SELECT EndpointType, count() ${from(S)} GROUP BY EndpointType`,
  },
  {
    name: 'how calls end',
    kql: `${S} | summarize n = count() by ParticipantEndReason, ParticipantEndSubCode | order by n desc`,
    sql: from =>
      `SELECT ParticipantEndReason, ParticipantEndSubCode, count() n ${from(S)} GROUP BY ALL ORDER BY n DESC`,
  },
  {
    name: 'one call',
    kql: `${D} | where CorrelationId == '${call}' | project TimeGenerated, ParticipantId, MediaType, JitterAvg`,
    sql: from =>
      `SELECT TimeGenerated, ParticipantId, MediaType, JitterAvg ${from(D)} WHERE CorrelationId = '${call}'`,
  },
  {
    name: 'jitter by medium, percentiles',
    kql: `${D} | summarize percentiles(JitterAvg, 50, 95) by MediaType`,
    sql: from => `SELECT MediaType, quantilesExact(0.5, 0.95)(JitterAvg) ${from(D)} GROUP BY MediaType`,
  },
  {
    name: 'loss of the last day',
    kql: `${D} | where TimeGenerated > datetime(${dayAgo}) | summarize avg(PacketLossRateAvg) by bin(TimeGenerated, 1h), MediaType`,
    sql: from =>
      `SELECT toStartOfHour(TimeGenerated) h, MediaType, avg(PacketLossRateAvg) ${from(D)} WHERE TimeGenerated > parseDateTime64BestEffort('${dayAgo}', 7, 'UTC') GROUP BY h, MediaType`,
  },
  {
    name: 'bad streams',
    kql: `${D} | where RoundTripTimeAvg > 390 and JitterAvg > 55 | project CorrelationId, ParticipantId, RoundTripTimeAvg | take 100`,
    sql: from =>
      `SELECT CorrelationId, ParticipantId, RoundTripTimeAvg ${from(D)} WHERE RoundTripTimeAvg > 390 AND JitterAvg > 55 LIMIT 100`,
  },
  {
    name: 'longest participations',
    kql: `${S} | top 20 by ParticipantDuration | project CorrelationId, Identifier, ParticipantDuration`,
    sql: from =>
      `SELECT CorrelationId, Identifier, ParticipantDuration ${from(S)} ORDER BY ParticipantDuration DESC LIMIT 20`,
  },
  {
    name: 'newest row of each call',
    kql: `${S} | summarize arg_max(TimeGenerated, EndpointType) by CorrelationId | count`,
    sql: from =>
      `SELECT count() FROM (SELECT CorrelationId, argMax(EndpointType, TimeGenerated) ${from(S)} GROUP BY CorrelationId)`,
  },
  {
    name: 'versions that are withheld',
    kql: `${S} | where SdkVersion == 'Redacted' | summarize dcount(Identifier)`,
    sql: from => `SELECT uniqCombined64(Identifier) ${from(S)} WHERE SdkVersion = 'Redacted'`,
  },
  {
    name: 'people with bad audio',
    kql: `${S} | where TimeGenerated > datetime(${dayAgo}) | join kind=inner (${D} | where TimeGenerated > datetime(${dayAgo}) and MediaType == 'Audio' and JitterAvg > 50) on ParticipantId | summarize count() by EndpointType`,
    sql: from =>
      `SELECT s.EndpointType, count() FROM (SELECT ParticipantId, EndpointType ${from(S)} WHERE TimeGenerated > parseDateTime64BestEffort('${dayAgo}', 7, 'UTC')) s INNER JOIN (SELECT ParticipantId ${from(D)} WHERE TimeGenerated > parseDateTime64BestEffort('${dayAgo}', 7, 'UTC') AND MediaType = 'Audio' AND JitterAvg > 50) d USING ParticipantId GROUP BY s.EndpointType`,
  },
]
