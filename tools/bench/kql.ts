/** Budgets of queries: KQL beside hand-written SQL, compiling, and one call's page at the API. */
import { systemClock, toIso } from '#base'
import { createCompiler } from '#query/kql'
import { tables } from '#records'
import { openClient, openKql } from '../../tests/e2e/client.ts'
import { fillTables } from './filled-tables.ts'
import { nastyPairs } from './kql-nasty.ts'
import { type Pair, pairs } from './kql-pairs.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, geometricMean, median, quantile } from './statistics.ts'

const ROWS = process.env.BENCH_FULL === '1' ? 10_000_000 : Number(process.env.BENCH_ROWS ?? 1_000_000)
const ROUNDS = 7
const COMPILE_ROUNDS = 5
const PAGES = 60
const DAY_MS = 24 * 3_600_000

export async function benchKql(): Promise<BenchResult[]> {
  await using product = await aProduct()
  const end = systemClock.now()
  const { engine } = product.anteroom
  await fillTables({ engine, database: product.database, rows: ROWS, end })
  const calls = await someCalls(product)
  const input = { call: calls[0] ?? '', dayAgo: toIso(end - DAY_MS) }
  const queries = pairs(input)
  return [
    ...(await benchCompile(queries, product)),
    await benchRatios(queries, product),
    await benchRatios(nastyPairs(input), product, { what: 'nasty queries', budget: 2 }),
    await benchPage(calls, product),
  ]
}

async function someCalls({ anteroom, database }: Product): Promise<readonly string[]> {
  const sql = `SELECT CorrelationId FROM ${database}.ACSCallDiagnostics WHERE cityHash64(CorrelationId) % 1000 < 3
    GROUP BY CorrelationId LIMIT ${PAGES}`
  return (await anteroom.engine.query(sql)).rows.map(([id]) => String(id))
}

/** A text is compiled once; later askers get it from the cache. */
async function benchCompile(queries: readonly Pair[], { database }: Product): Promise<BenchResult[]> {
  const compiler = createCompiler()
  await compiler.ready()
  const now = toIso(systemClock.now())
  const fresh: number[] = []
  const cached: number[] = []
  for (let round = 0; round <= COMPILE_ROUNDS; round++) {
    for (const { kql } of queries) {
      const input = { text: `${kql} // ${round}`, tables, database, now }
      // The first round is the parser's warming up on these tables.
      for (const times of round === 0 ? [[], []] : [fresh, cached]) {
        const started = performance.now()
        await compiler.compile(input)
        times.push(performance.now() - started)
      }
    }
  }
  await compiler.close()
  const note = `p95 ${quantile(fresh, 0.95).toFixed(1)} ms`
  return [
    atMost(10, { name: 'KQL compile, p50', measured: median(fresh), unit: 'ms', note }),
    atMost(1, { name: 'KQL compile, cached, p50', measured: median(cached), unit: 'ms' }),
  ]
}

const TYPICAL = { what: 'queries', budget: 1.2 }

async function benchRatios(
  queries: readonly Pair[],
  { anteroom, database }: Product,
  { what, budget } = TYPICAL,
): Promise<BenchResult> {
  const compiler = createCompiler()
  const ratios: { name: string; ratio: number }[] = []
  for (const { name, kql, sql } of queries) {
    const now = toIso(systemClock.now())
    const compilation = await compiler.compile({ text: kql, tables, database, now })
    if (compilation.kind !== 'compiled') throw new Error(`${name}: ${JSON.stringify(compilation)}`)
    const hand = sql(table => `FROM ${database}.${table}`)
    const timesOfKql: number[] = []
    const timesOfSql: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await timeOf(anteroom.engine, compilation.sql)
      const theirs = await timeOf(anteroom.engine, hand)
      // The first round warms the caches of both.
      if (round > 0) timesOfKql.push(ours)
      if (round > 0) timesOfSql.push(theirs)
    }
    ratios.push({ name, ratio: median(timesOfKql) / median(timesOfSql) })
  }
  await compiler.close()
  const worst = ratios.toSorted((a, b) => b.ratio - a.ratio).slice(0, 3)
  return atMost(budget, {
    name: `KQL, ${ratios.length} ${what} over ${ROWS / 1e6} M rows, geometric mean`,
    measured: geometricMean(ratios.map(one => one.ratio)),
    unit: '× hand-written SQL',
    note: `worst: ${worst.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(', ')}`,
  })
}

async function timeOf(engine: Product['anteroom']['engine'], sql: string): Promise<number> {
  const started = performance.now()
  await engine.query(sql)
  return performance.now() - started
}

/** The page asks for all rows of a call in both tables, as any client of the logs API would. */
async function benchPage(calls: readonly string[], { anteroom }: Product): Promise<BenchResult> {
  const { host } = anteroom
  const client = openClient({ origin: host.origin, ca: host.tls.caPem })
  const kql = await openKql(client, host.httpOrigin)
  const times: number[] = []
  for (const call of calls) {
    const started = performance.now()
    const rows = await kql(`union ACSCallSummary, ACSCallDiagnostics | where CorrelationId == '${call}'`)
    times.push(performance.now() - started)
    if (rows.length === 0) throw new Error(`no rows of call ${call}`)
  }
  client.close()
  return atMost(50, {
    name: `one call's page at the logs API, p95, out of ${ROWS / 1e6} M`,
    measured: quantile(times, 0.95),
    unit: 'ms',
    note: `p50 ${median(times).toFixed(1)} ms of ${times.length}; each text is new to the compiler`,
  })
}
