/**
 * How should `dynamic` lie in the engine? Measures the choices of docs/adr/0002-dynamic-storage.md on the same rows:
 * JSON text, the engine's JSON type, and text with a JSON copy. Run: node tools/bench/kql-dynamic.ts [rows]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'

const rows = Number(process.argv[2] ?? 1_000_000)
const path = mkdtempSync(join(tmpdir(), 'anteroom-dynamic-'))
const session = new Session(path)

const document = `concat('{"codec":"', ['opus','g722','pcmu'][1 + number % 3], '","device":{"os":"', ['iOS','Android','Windows'][1 + number % 3],
  '","version":', toString(number % 17), '},"tags":["a","b",', toString(number % 5), '],"rtt":', toString(number % 400 + 0.5), ',"id":"', toString(cityHash64(number)), '"}')`

const layouts = [
  { name: 'text', type: 'Nullable(String)', columns: 'd' },
  { name: 'text ZSTD', type: 'Nullable(String) CODEC(ZSTD(1))', columns: 'd' },
  { name: 'JSON type', type: 'JSON', columns: 'd' },
] as const

const questions: readonly { readonly name: string; readonly text: string; readonly json: string }[] = [
  {
    name: 'group by one field',
    text: `SELECT JSONExtract(d, 'codec', 'Nullable(String)') k, count() FROM t GROUP BY k`,
    json: `SELECT CAST(d.codec, 'Nullable(String)') k, count() FROM t GROUP BY k`,
  },
  {
    name: 'two fields, nested',
    text: `SELECT JSONExtract(d, 'device', 'os', 'Nullable(String)') k, avg(JSONExtract(d, 'rtt', 'Nullable(Float64)')) FROM t GROUP BY k`,
    json: `SELECT CAST(d.device.os, 'Nullable(String)') k, avg(CAST(d.rtt, 'Nullable(Float64)')) FROM t GROUP BY k`,
  },
  {
    name: 'filter on a field of 1 %',
    text: `SELECT count() FROM t WHERE JSONExtract(d, 'device', 'version', 'Nullable(Int64)') = 16 AND n % 6 = 0`,
    json: `SELECT count() FROM t WHERE CAST(d.device.version, 'Nullable(Int64)') = 16 AND n % 6 = 0`,
  },
  {
    name: 'expand an array',
    text: `SELECT e, count() FROM t ARRAY JOIN JSONExtractArrayRaw(ifNull(d, ''), 'tags') AS e GROUP BY e`,
    json: `SELECT toString(e) x, count() FROM t ARRAY JOIN CAST(d.tags, 'Array(Dynamic)') AS e GROUP BY x`,
  },
  {
    name: 'read 10,000 whole values',
    text: 'SELECT sum(length(d)) FROM (SELECT d FROM t LIMIT 10000)',
    json: 'SELECT sum(length(toString(d))) FROM (SELECT d FROM t LIMIT 10000)',
  },
]

const milliseconds = (run: () => void): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

for (const { name, type } of layouts) {
  session.query('DROP TABLE IF EXISTS t')
  session.query(`CREATE TABLE t (n Int64, d ${type}) ENGINE = MergeTree ORDER BY n`)
  const cast = type === 'JSON' ? `CAST(${document}, 'JSON')` : document
  const insert = milliseconds(() =>
    session.query(`INSERT INTO t SELECT number, ${cast} FROM numbers(${rows})`),
  )
  session.query('OPTIMIZE TABLE t FINAL')
  const size = session
    .query(`SELECT sum(bytes_on_disk) FROM system.parts WHERE table = 't' AND active`, 'TSV')
    .trim()
  console.log(`${name}: insert ${insert.toFixed(0)} ms, ${(Number(size) / 1e6).toFixed(1)} MB`)
  for (const question of questions) {
    const sql = `${type === 'JSON' ? question.json : question.text} SETTINGS use_query_condition_cache = 0 FORMAT Null`
    const times = Array.from({ length: 5 }, () => milliseconds(() => session.query(sql)))
    console.log(`  ${question.name}: ${median(times).toFixed(0)} ms`)
  }
}
for (const value of ['[1,2]', '5', '{"a":null,"b":{}}', '{"a.b":1,"a":{"b":2}}', '{"x":2.50}']) {
  try {
    console.log(
      `JSON type keeps ${value} as ${session.query(`SELECT toString(CAST('${value}', 'JSON'))`, 'TSVRaw').trim()}`,
    )
  } catch (error) {
    console.log(`JSON type refuses ${value}: ${String(error).slice(0, 90)}`)
  }
}
session.cleanup()
rmSync(path, { recursive: true, force: true })
