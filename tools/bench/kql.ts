/**
 * KQL against hand-written SQL over the same rows: the budget is 1.2 × in the geometric mean (DESIGN: budgets).
 * Also the time to compile, warm. Run: node tools/bench/kql.ts [rows]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import { createCompiler, type TableSchema } from '#query/kql'
import { columnTypes } from '#records'

const rows = Number(process.argv[2] ?? 2_000_000)
const NOW = '2024-06-08T00:00:00Z'

const table: TableSchema = {
  name: 'Streams',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'CorrelationId', type: 'string' },
    { name: 'ParticipantId', type: 'string' },
    { name: 'MediaType', type: 'string' },
    { name: 'Message', type: 'string' },
    { name: 'JitterAvg', type: 'real' },
    { name: 'RoundTripTimeAvg', type: 'long' },
    { name: 'Details', type: 'dynamic' },
  ],
}

const FROM = 'FROM b.Streams'
const queries: readonly { readonly name: string; readonly kql: string; readonly sql: string }[] = [
  { name: 'count', kql: 'Streams | count', sql: `SELECT count() ${FROM}` },
  {
    name: 'count by hour',
    kql: 'Streams | summarize count() by bin(TimeGenerated, 1h)',
    sql: `SELECT toStartOfHour(TimeGenerated) h, count() ${FROM} GROUP BY h`,
  },
  {
    name: 'percentiles',
    kql: 'Streams | summarize percentiles(JitterAvg, 50, 95) by MediaType',
    sql: `SELECT MediaType, quantileExact(0.5)(JitterAvg), quantileExact(0.95)(JitterAvg) ${FROM} GROUP BY MediaType`,
  },
  {
    name: 'dcount by day',
    kql: 'Streams | summarize dcount(ParticipantId) by bin(TimeGenerated, 1d)',
    sql: `SELECT toStartOfDay(TimeGenerated) d, uniqCombined64(ParticipantId) ${FROM} GROUP BY d`,
  },
  {
    name: 'top 10',
    kql: 'Streams | top 10 by RoundTripTimeAvg',
    sql: `SELECT * ${FROM} ORDER BY RoundTripTimeAvg DESC LIMIT 10`,
  },
  {
    name: 'contains',
    kql: "Streams | where Message contains 'timeout' | count",
    sql: `SELECT count() ${FROM} WHERE positionCaseInsensitive(Message, 'timeout') > 0`,
  },
  {
    name: 'has',
    kql: "Streams | where Message has 'timeout' | count",
    sql: `SELECT count() ${FROM} WHERE hasTokenCaseInsensitive(Message, 'timeout')`,
  },
  {
    name: 'dynamic field',
    kql: 'Streams | summarize count() by tostring(Details.codec)',
    sql: `SELECT JSONExtractString(Details, 'codec') c, count() ${FROM} GROUP BY c`,
  },
  {
    name: 'arg_max by call',
    kql: 'Streams | summarize arg_max(TimeGenerated, JitterAvg, MediaType) by CorrelationId | count',
    sql: `SELECT count() FROM (SELECT CorrelationId, argMax((TimeGenerated, JitterAvg, MediaType), TimeGenerated) ${FROM} GROUP BY CorrelationId)`,
  },
  {
    name: 'time range',
    kql: 'Streams | where TimeGenerated > ago(1d) and JitterAvg > 20 | summarize avg(RoundTripTimeAvg) by MediaType',
    sql: `SELECT MediaType, avg(RoundTripTimeAvg) ${FROM} WHERE TimeGenerated > toDateTime64('2024-06-07 00:00:00', 7, 'UTC') AND JitterAvg > 20 GROUP BY MediaType`,
  },
  {
    name: 'one call',
    kql: "Streams | where CorrelationId == 'c4711'",
    sql: `SELECT * ${FROM} WHERE CorrelationId = 'c4711'`,
  },
  {
    name: 'distinct',
    kql: 'Streams | distinct CorrelationId, MediaType | count',
    sql: `SELECT count() FROM (SELECT DISTINCT CorrelationId, MediaType ${FROM})`,
  },
]

const path = mkdtempSync(join(tmpdir(), 'anteroom-kql-bench-'))
const session = new Session(path)
const compiler = createCompiler()
await compiler.ready()
session.query('CREATE DATABASE b')
const columns = table.columns.map(({ name, type }) => `${name} ${columnTypes[type]}`).join(', ')
session.query(
  `CREATE TABLE b.Streams (${columns}) ENGINE = MergeTree ORDER BY (toStartOfHour(assumeNotNull(TimeGenerated)), CorrelationId)`,
)
session.query(`INSERT INTO b.Streams SELECT toDateTime64('2024-06-01 00:00:00', 7, 'UTC') + toIntervalMillisecond(intDiv(number * 604800000, ${rows})),
  concat('c', toString(intDiv(number, 30))), concat('p', toString(cityHash64(number) % 50000)), ['Audio', 'Video', 'ScreenSharing'][1 + number % 3],
  concat('call ', toString(number), if(number % 111 = 0, ' ended: timeout', ' ended')), (cityHash64(number) % 1000) / 10, cityHash64(number, 1) % 900,
  concat('{"codec":"', ['opus', 'g722'][1 + number % 2], '","n":', toString(number % 10), '}') FROM numbers(${rows})`)

function best(sql: string): number {
  const quiet = `${sql}${/\bSETTINGS\b/.test(sql) ? ',' : ' SETTINGS'} use_query_condition_cache = 0 FORMAT Null`
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    session.query(quiet)
    return performance.now() - start
  })
  return Math.min(...times)
}

let product = 1
for (const { name, kql, sql } of queries) {
  const compilation = await compiler.compile({ text: kql, tables: [table], database: 'b', now: NOW })
  if (compilation.kind !== 'compiled') throw new Error(`${name}: ${JSON.stringify(compilation)}`)
  const [ours, hand] = [best(compilation.sql), best(sql)]
  product *= ours / hand
  console.log(
    `${name.padEnd(18)} KQL ${ours.toFixed(1).padStart(8)} ms   SQL ${hand.toFixed(1).padStart(8)} ms   ${(ours / hand).toFixed(2)} ×`,
  )
}
console.log(`geometric mean ${(product ** (1 / queries.length)).toFixed(2)} × (budget 1.2)`)

const compileTimes: number[] = []
for (let round = 0; round < 10; round++) {
  for (const { kql } of queries) {
    const start = performance.now()
    await compiler.compile({ text: `${kql} // ${round}`, tables: [table], database: 'b', now: NOW })
    compileTimes.push(performance.now() - start)
  }
}
compileTimes.sort((a, b) => a - b)
console.log(
  `compile p50 ${compileTimes[Math.floor(compileTimes.length / 2)]?.toFixed(1)} ms (budget 10), p95 ${compileTimes[Math.floor(compileTimes.length * 0.95)]?.toFixed(1)} ms`,
)
await compiler.close()
session.cleanup()
rmSync(path, { recursive: true, force: true })
