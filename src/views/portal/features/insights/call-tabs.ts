/** Voice and video: volume, reliability, user facing diagnostics, quality, performance. */
import { beyondKql, THRESHOLDS, WORKBOOK_LIMITS } from '../../questions/poor-streams.ts'
import type { ChartRow, RuleVersion, TabRow } from './chart-row.ts'

/** Azure's short names: Android up to its semicolon, Darwin to its colon, Windows to its point. */
const OS = `extend Os = case(OsVersion startswith "Android", "Android", OsVersion startswith "Windows", "Windows", OsVersion has "Darwin" or OsVersion startswith "Mac", "Mac OS X", OsVersion startswith "iOS" or OsVersion has "iPhone", "iOS", OsVersion has "Linux", "Linux", OsVersion has "CrOS", "Chrome OS", "Others")`

/** With Azure's short names only where they are asked for. */
const summary = (filter: string, column = '') =>
  `ACSCallSummary${column === 'Os' || filter.includes('(Os)') ? `\n| ${OS}` : ''}${filter}`

/** Participants of calls of two have no participant id. */
const PERSON = 'iff(isnotempty(ParticipantId), ParticipantId, EndpointId)'

const shares = (column: string, title: string, where = ''): ChartRow => ({
  id: `volume ${column}`,
  title,
  kind: 'pie',
  pick: column,
  kql: ({ filter }) =>
    `${summary(filter, column)}${where}\n| summarize Participants = dcount(${PERSON}) by ${column}\n| order by Participants desc`,
})

const COUNTED =
  'In Azure, participants of calls of two all collapse into one, for they have no participant id; here they count by endpoint.'

const volume: TabRow = {
  id: 'volume',
  title: 'Volume',
  filters: ['Os', 'EndpointType', 'ParticipantType', 'SdkVersion', 'CallType'],
  charts: [
    {
      id: 'volume figures',
      title: 'In all',
      kind: 'figures',
      note: COUNTED,
      kql: ({ filter }) =>
        `${summary(filter)}\n| summarize Calls = dcount(CorrelationId), Participants = dcount(${PERSON}), Minutes = round(sum(ParticipantDuration) / 60.0, 1)`,
    },
    {
      id: 'volume calls',
      title: 'Calls and participants',
      kind: 'time',
      note: COUNTED,
      kql: ({ filter, bin }) =>
        `${summary(filter)}\n| summarize Calls = dcount(CorrelationId), Participants = dcount(${PERSON}) by bin(CallStartTime, ${bin})\n| order by CallStartTime asc`,
    },
    {
      id: 'volume length',
      title: 'Average length of a call (min)',
      kind: 'time',
      kql: ({ filter, bin }) =>
        `${summary(filter)}\n| summarize CallDuration = max(CallDuration), CallStartTime = min(CallStartTime) by CorrelationId\n| summarize Minutes = avg(CallDuration) / 60 by bin(CallStartTime, ${bin})\n| order by CallStartTime asc`,
    },
    shares('ParticipantType', 'Participant type'),
    shares('CallType', 'Call type'),
    shares('EndpointType', 'Endpoint type'),
    shares('Os', 'Operating system'),
    shares('SdkVersion', 'SDK version', '\n| where EndpointType == "VoIP"'),
    {
      id: 'volume interop',
      title: 'Teams meetings and calls among Communication Services users',
      kind: 'pie',
      kql: ({ filter }) =>
        `${summary(filter)}\n| summarize Participants = dcount(${PERSON}) by Interop = iff(isempty(TeamsThreadId), "Communication Services only", "Teams interop")`,
    },
    {
      id: 'volume top',
      title: 'Top 30 users',
      kind: 'table',
      kql: ({ filter }) =>
        `${summary(filter)}\n| where EndpointType == "VoIP" and Identifier !in ("", "Redacted")\n| summarize Shortest = min(CallDuration) / 60.0, Average = avg(CallDuration) / 60, Longest = max(CallDuration) / 60.0, Calls = dcount(CorrelationId) by Identifier\n| top 30 by Calls`,
    },
  ],
}

/** The newest row of each bin counts: later ones replace it. */
const METRICS = `ACSCallingMetrics
| summarize arg_max(TimestampMax, *) by MetricName, TimestampBin, ResultType, SubCode, CallType, Platform, SdkVersion, DeviceBrowser, DeviceOsName`

const TITLES = {
  Platform: 'Platform',
  SdkVersion: 'SDK version',
  DeviceOsName: 'Operating system',
  DeviceBrowser: 'Browser',
}

const reliability: TabRow = {
  id: 'reliability',
  title: 'Reliability',
  filters: ['MetricName', 'Platform', 'SdkVersion', 'DeviceBrowser', 'DeviceOsName', 'ResultType'],
  charts: [
    {
      id: 'reliability rates',
      title: 'Success by scenario',
      kind: 'table',
      pick: 'MetricName',
      kql: ({ filter }) =>
        `${METRICS}${filter}\n| where MetricName !has "UFD"\n| summarize Succeeded = sum(SuccessLegsDcount), All = sum(LegsDcount) by MetricName\n| extend SuccessRate = round(Succeeded * 100.0 / All, 2)\n| order by SuccessRate asc`,
    },
    {
      id: 'reliability trend',
      title: 'Success rate over time (%)',
      kind: 'time',
      kql: ({ filter }) =>
        `${METRICS}${filter}\n| where MetricName !has "UFD"\n| summarize SuccessRate = sum(SuccessLegsDcount) * 100.0 / sum(LegsDcount) by MetricName, TimestampBin\n| order by TimestampBin asc`,
    },
    {
      id: 'reliability issues',
      title: 'Top issues',
      kind: 'table',
      pick: 'SubCode',
      kql: ({ filter }) =>
        `${METRICS}${filter}\n| where ResultType !in ("Succeeded", "Success") and MetricName !has "UFD"\n| summarize Legs = sum(LegsDcount) by MetricName, ResultType, SubCode\n| top 50 by Legs`,
    },
    ...(['Platform', 'SdkVersion', 'DeviceOsName', 'DeviceBrowser'] as const).map(
      (column): ChartRow => ({
        id: `reliability ${column}`,
        title: TITLES[column],
        kind: 'pie',
        pick: column,
        kql: ({ filter }) =>
          `${METRICS}${filter}\n| where MetricName !has "UFD"\n| summarize Legs = sum(LegsDcount) by ${column}\n| order by Legs desc`,
      }),
    ),
  ],
}

const diagnostics: TabRow = {
  id: 'diagnostics',
  title: 'User facing diagnostics',
  filters: ['MetricName', 'Platform', 'SdkVersion', 'DeviceBrowser', 'DeviceOsName'],
  charts: [
    {
      id: 'diagnostics rates',
      title: 'Recovery by diagnostic',
      kind: 'table',
      pick: 'MetricName',
      note: 'Work first on a low recovery rate with a high volume.',
      kql: ({ filter }) =>
        `${METRICS}${filter}\n| where MetricName has "UFD"\n| summarize Recovered = sum(SuccessLegsDcount), Volume = sum(LegsDcount) by MetricName\n| extend RecoveryRate = round(Recovered * 100.0 / Volume, 2)\n| order by Volume desc`,
    },
    {
      id: 'diagnostics volume',
      title: 'Volume over time',
      kind: 'time',
      kql: ({ filter }) =>
        `${METRICS}${filter}\n| where MetricName has "UFD"\n| summarize Legs = sum(LegsDcount) by MetricName, TimestampBin\n| order by TimestampBin asc`,
    },
  ],
}

type Condition = readonly [what: string, holds: string]

/** What makes a stream unhealthy, by rule. A figure that was not measured makes none. */
const UNHEALTHY: Readonly<Record<RuleVersion, readonly Condition[]>> = {
  insights: WORKBOOK_LIMITS,
  diagnostics: THRESHOLDS.map(one => [one.title.toLowerCase(), beyondKql(one)]),
}

interface Judging {
  readonly filter: string
  readonly rule: RuleVersion
}

const streams = ({ filter, rule }: Judging): string =>
  `ACSCallDiagnostics${filter}\n| extend IsUnhealthy = ${UNHEALTHY[rule].map(([, holds]) => `(${holds})`).join(' or ')}`

/** Streams by all that is wrong with them: counted by a number with a bit for each, for texts cost a row too much. */
function streamsByHealth({ filter, rule }: Judging): string {
  const bits = UNHEALTHY[rule].map(([, holds], bit) => `iff(${holds}, ${2 ** bit}, 0)`).join(' + ')
  const words = UNHEALTHY[rule].map(([what], bit) => `iff(binary_and(Wrong, ${2 ** bit}) > 0, "${what}", "")`)
  return `ACSCallDiagnostics${filter}
| summarize Streams = count() by Wrong = ${bits}
| extend What = strcat_array(set_difference(pack_array(${words.join(', ')}), pack_array("")), " and ")
| project Health = iff(Wrong == 0, "Healthy", strcat("Unhealthy ", What)), Streams
| order by Streams desc`
}

const quality: TabRow = {
  id: 'quality',
  title: 'Quality',
  filters: ['MediaType', 'EndpointType', 'StreamDirection', 'TransportType'],
  charts: [
    {
      id: 'quality health',
      title: 'Stream health',
      kind: 'pie',
      tones: { Healthy: 'good' },
      note: 'Azure’s workbook and its Call Diagnostics page call different streams poor; choose the rule above.',
      kql: streamsByHealth,
    },
    {
      id: 'quality calls',
      title: 'Impacted calls',
      kind: 'pie',
      tones: { 'Not impacted': 'good', Impacted: 'bad' },
      kql: parameters =>
        `${streams(parameters)}\n| summarize Impacted = countif(IsUnhealthy) by CorrelationId\n| summarize Calls = count() by Impact = iff(Impacted > 0, "Impacted", "Not impacted")`,
    },
    {
      id: 'quality over time',
      title: 'Unhealthy streams over time (%)',
      kind: 'time',
      kql: parameters =>
        `${streams(parameters)}\n| summarize Unhealthy = countif(IsUnhealthy) * 100.0 / count() by bin(TimeGenerated, ${parameters.bin})\n| order by TimeGenerated asc`,
    },
    {
      id: 'quality media',
      title: 'By medium',
      kind: 'bar',
      pick: 'MediaType',
      tones: { Healthy: 'good', Unhealthy: 'bad' },
      kql: parameters =>
        `${streams(parameters)}\n| summarize Unhealthy = countif(IsUnhealthy), Streams = count() by MediaType\n| project MediaType, Healthy = Streams - Unhealthy, Unhealthy\n| order by MediaType asc`,
    },
    {
      id: 'quality ends',
      title: 'How participants ended',
      kind: 'pie',
      note: 'A guest turned away in the lobby ends with 0/5854, which Azure counts as success; the lobby has its own page here.',
      kql: () =>
        `ACSCallSummary\n| summarize Participants = count() by ParticipantEndReason, ParticipantEndSubCode\n| extend First = substring(ParticipantEndReason, 0, 1)\n| summarize Participants = sum(Participants) by End = case(ParticipantEndSubCode in ("5854", "5855"), "Turned away in the lobby", First in ("0", "2"), "Success", First == "1", "Provisional", First == "3", "Redirection", First == "4", "Client failure", First == "5", "Server failure", "Global failure")\n| order by Participants desc`,
    },
    {
      id: 'quality reasons',
      title: 'End reasons',
      kind: 'table',
      kql: () =>
        'ACSCallSummary\n| summarize Participants = count() by ParticipantEndReason, ParticipantEndSubCode, ResultCategory\n| order by Participants desc',
    },
    {
      id: 'quality averages',
      title: 'Averages by medium and direction',
      kind: 'table',
      kql: ({ filter }) =>
        `ACSCallDiagnostics${filter}\n| summarize Streams = count(), RoundTrip = avg(RoundTripTimeAvg), Jitter = avg(JitterAvg), Loss = avg(PacketLossRateAvg), Healed = avg(HealedDataRatioAvg), FrameRate = avg(VideoFrameRateAvg) by MediaType, StreamDirection\n| order by MediaType asc, StreamDirection asc`,
    },
  ],
}

/** Recommended limits of the 95th percentile, in seconds. */
const LIMITS = `datatable(OperationName: string, RecommendedP95: real) [
  "CallAgentInit", 2, "HandleIncomingCall", 2, "AcceptIncomingCall", 3, "Join", 5, "StartCall", 1, "StartVideo", 7, "StopVideo", 1
]`

const performance: TabRow = {
  id: 'performance',
  title: 'Performance',
  filters: ['OperationName', 'SdkVersion', 'ResultType'],
  charts: [
    {
      id: 'performance percentiles',
      title: 'Time of the client’s operations (s), against the recommended 95th percentile',
      kind: 'table',
      pick: 'OperationName',
      kql: ({ filter }) =>
        `let Limits = ${LIMITS};\nACSCallClientOperations${filter}\n| where isnotnull(DurationMs)\n| summarize Operations = count(), p50 = percentile(DurationMs, 50) / 1000.0, p95 = percentile(DurationMs, 95) / 1000.0, p99 = percentile(DurationMs, 99) / 1000.0 by OperationName\n| join kind=inner Limits on OperationName\n| project OperationName, Operations, p50, p95, p99, RecommendedP95, IsWithin = p95 <= RecommendedP95\n| order by OperationName asc`,
    },
    {
      id: 'performance trend',
      title: '95th percentile over time (s)',
      kind: 'time',
      kql: ({ filter, bin }) =>
        `ACSCallClientOperations${filter}\n| where OperationName in ("CallAgentInit", "Join", "StartVideo", "StopVideo", "StartCall", "AcceptIncomingCall")\n| summarize p95 = percentile(DurationMs, 95) / 1000.0 by OperationName, bin(TimeGenerated, ${bin})\n| order by TimeGenerated asc`,
    },
    {
      id: 'performance histogram',
      title: 'Operations by whole seconds they took',
      kind: 'bar',
      kql: ({ filter }) =>
        `ACSCallClientOperations${filter}\n| where isnotnull(DurationMs)\n| summarize Operations = count() by Seconds = tostring(DurationMs / 1000)\n| order by toint(Seconds) asc`,
    },
    {
      id: 'performance results',
      title: 'Outcomes',
      kind: 'table',
      kql: ({ filter }) =>
        `ACSCallClientOperations${filter}\n| extend Outcome = case(ResultType == "Succeeded", "Success", ResultType == "Failed", "ExpectedError", ResultType)\n| summarize Operations = count() by OperationName, Outcome\n| order by Operations desc`,
    },
  ],
}

export const CALL_TABS: readonly TabRow[] = [volume, reliability, diagnostics, quality, performance]
