/** Twelve questions that hurt: wide joins, text without an index, dynamic, windows, many groups; and the same by hand. */
import type { Pair, PairInput } from './kql-pairs.ts'

const S = 'ACSCallSummary'
const D = 'ACSCallDiagnostics'
const HOUR = 'toStartOfHour(TimeGenerated)'

export const nastyPairs = ({ call, dayAgo }: PairInput): readonly Pair[] => {
  const since = `TimeGenerated > parseDateTime64BestEffort('${dayAgo}', 7, 'UTC')`
  return [
    {
      name: 'bare join, one row a key on the left',
      kql: `${S} | where TimeGenerated > datetime(${dayAgo}) | join (${D} | where TimeGenerated > datetime(${dayAgo})) on ParticipantId | count`,
      sql: from =>
        `SELECT count() FROM (SELECT ParticipantId ${from(S)} WHERE ${since} LIMIT 1 BY ParticipantId) s INNER JOIN (SELECT ParticipantId ${from(D)} WHERE ${since}) d USING ParticipantId`,
    },
    {
      name: 'contains over everything',
      kql: `${S} | where TeamsThreadId contains 'abcd' | count`,
      sql: from => `SELECT count() ${from(S)} WHERE positionCaseInsensitive(TeamsThreadId, 'abcd') > 0`,
    },
    {
      name: 'regular expression over everything',
      kql: `${D} | where Identifier matches regex 'F{2}0+$' | count`,
      sql: from => `SELECT count() ${from(D)} WHERE match(Identifier, 'F{2}0+$')`,
    },
    {
      name: 'as many groups as calls',
      kql: `${D} | summarize n = count(), worst = max(JitterAvg) by CorrelationId | where worst > 58 | count`,
      sql: from =>
        `SELECT count() FROM (SELECT max(JitterAvg) worst ${from(D)} GROUP BY CorrelationId) WHERE worst > 58`,
    },
    {
      name: 'sets of each call',
      kql: `${D} | summarize s = make_set(MediaType) by CorrelationId | where array_length(s) > 2 | count`,
      sql: from =>
        `SELECT count() FROM (SELECT groupUniqArray(MediaType) s ${from(D)} GROUP BY CorrelationId) WHERE length(s) > 2`,
    },
    {
      name: 'every row of its call that is newest',
      kql: `${S} | summarize arg_max(TimeGenerated, *) by CorrelationId | count`,
      sql: from =>
        `SELECT count() FROM (SELECT argMax(tuple(*), TimeGenerated) ${from(S)} GROUP BY CorrelationId)`,
    },
    {
      name: 'gaps between rows of a day',
      kql: `${D} | where TimeGenerated > datetime(${dayAgo}) | sort by CorrelationId asc, TimeGenerated asc | extend gap = TimeGenerated - prev(TimeGenerated) | summarize max(gap)`,
      sql: from =>
        `SELECT max(gap) FROM (SELECT reinterpretAsInt64(assumeNotNull(TimeGenerated)) - lagInFrame(reinterpretAsInt64(assumeNotNull(TimeGenerated))) OVER (ORDER BY CorrelationId, TimeGenerated) gap ${from(D)} WHERE ${since})`,
    },
    {
      name: 'a field of dynamic',
      kql: `${S} | summarize count() by tostring(_Verdict.rules[0])`,
      sql: from => `SELECT JSONExtractString(_Verdict, 'rules', 1) r, count() ${from(S)} GROUP BY r`,
    },
    {
      name: 'elements of dynamic as rows',
      kql: `${S} | mv-expand rule = _Verdict.rules to typeof(string) | summarize count() by rule`,
      sql: from =>
        `SELECT arrayJoin(JSONExtract(assumeNotNull(_Verdict), 'rules', 'Array(String)')) rule, count() ${from(S)} GROUP BY rule`,
    },
    {
      name: 'a series of hours for each medium',
      kql: `${D} | make-series j = avg(JitterAvg) on TimeGenerated from datetime(${dayAgo}) to datetime(${dayAgo}) + 1d step 1h by MediaType`,
      sql: from =>
        `SELECT MediaType, groupArray((h, j)) FROM (SELECT MediaType, ${HOUR} h, avg(JitterAvg) j ${from(D)} WHERE ${since} GROUP BY MediaType, h ORDER BY h) GROUP BY MediaType`,
    },
    {
      name: 'both tables, one filter after the union',
      kql: `union ${S}, ${D} | where CorrelationId == '${call}' | count`,
      sql: from =>
        `SELECT sum(n) FROM (SELECT count() n ${from(S)} WHERE CorrelationId = '${call}' UNION ALL SELECT count() ${from(D)} WHERE CorrelationId = '${call}')`,
    },
    {
      name: 'who is in a list that a query makes',
      kql: `let bad = ${D} | where JitterAvg > 58 | distinct ParticipantId; ${S} | where ParticipantId in (bad) | summarize dcount(Identifier) by EndpointType`,
      sql: from =>
        `SELECT EndpointType, uniqCombined64(Identifier) ${from(S)} WHERE ParticipantId IN (SELECT DISTINCT ParticipantId ${from(D)} WHERE JitterAvg > 58) GROUP BY EndpointType`,
    },
  ]
}
