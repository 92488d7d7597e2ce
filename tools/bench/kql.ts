/** Budgets of queries: KQL beside hand-written SQL, compiling, and one call's page at the API. */
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock, toIso } from '#base'
import { type Compiler, createCompiler } from '#query/kql'
import { tables } from '#records'
import { openWorkspace } from '#workspace'
import { openClient, openKql } from '../../tests/e2e/client.ts'
import { fillTables } from './filled-tables.ts'
import { nastyPairs } from './kql-nasty.ts'
import { type Pair, pairs } from './kql-pairs.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, geometricMean, median, quantile } from './statistics.ts'
import { appendSteadily } from './workspace.ts'

const ROWS = process.env.BENCH_FULL === '1' ? 10_000_000 : Number(process.env.BENCH_ROWS ?? 1_000_000)
const ROUNDS = 7
const COMPILE_ROUNDS = 5
/** Pairs named in the report, the farthest first. */
const WORST = 4
const PAGES = 120
/** Long enough for a page under load to meet every part of the second between two appends. */
const BETWEEN_PAGES_MS = 50
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
    ...(await benchPage(calls, product)),
  ]
}

async function someCalls({ anteroom, database }: Product): Promise<readonly string[]> {
  const sql = `SELECT CorrelationId FROM ${database}.ACSCallDiagnostics WHERE cityHash64(CorrelationId) % 1000 < 3
    GROUP BY CorrelationId LIMIT ${PAGES}`
  return (await anteroom.engine.query(sql)).rows.map(([id]) => String(id))
}

/** A text is compiled once; later askers get it from the cache. */
async function benchCompile(queries: readonly Pair[], { database }: Product): Promise<BenchResult[]> {
  const fresh: number[] = []
  const cached: number[] = []
  await withCompiler(async compiler => {
    const now = toIso(systemClock.now())
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
  })
  const note = `p95 ${quantile(fresh, 0.95).toFixed(1)} ms`
  return [
    atMost(10, { name: 'KQL compile, p50', measured: median(fresh), unit: 'ms', note }),
    atMost(1, { name: 'KQL compile, cached, p50', measured: median(cached), unit: 'ms' }),
  ]
}

/** A compiler's worker keeps the process alive, also when a measurement throws. */
async function withCompiler<T>(use: (compiler: Compiler) => Promise<T>): Promise<T> {
  const compiler = createCompiler()
  try {
    await compiler.ready()
    return await use(compiler)
  } finally {
    await compiler.close()
  }
}

const TYPICAL = { what: 'queries', budget: 1.2 }

async function benchRatios(
  queries: readonly Pair[],
  product: Product,
  { what, budget } = TYPICAL,
): Promise<BenchResult> {
  const ratios = await withCompiler(async compiler => {
    const found: { name: string; ratio: number }[] = []
    for (const pair of queries) found.push({ name: pair.name, ratio: await ratioOf(pair, product, compiler) })
    return found
  })
  const worst = ratios.toSorted((a, b) => b.ratio - a.ratio).slice(0, WORST)
  return atMost(budget, {
    name: `KQL, ${ratios.length} ${what} over ${ROWS / 1e6} M rows, geometric mean`,
    measured: geometricMean(ratios.map(one => one.ratio)),
    unit: '× hand-written SQL',
    note: `worst: ${worst.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(', ')}`,
  })
}

/** Both in turn, so that a busy machine is busy for both. */
async function ratioOf(
  { name, kql, sql }: Pair,
  { anteroom, database }: Product,
  compiler: Compiler,
): Promise<number> {
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
  return median(timesOfKql) / median(timesOfSql)
}

async function timeOf(engine: Product['anteroom']['engine'], sql: string): Promise<number> {
  const started = performance.now()
  await engine.query(sql)
  return performance.now() - started
}

/** The page asks for all rows of a call in both tables, as any client of the logs API would: first in peace, then under load. */
async function benchPage(calls: readonly string[], product: Product): Promise<BenchResult[]> {
  const { host, engine } = product.anteroom
  const client = openClient({ origin: host.origin, ca: host.tls.caPem })
  const kql = await openKql(client, host.httpOrigin)
  const half = Math.ceil(calls.length / 2)
  try {
    const quiet = await pageTimes(kql, calls.slice(0, half))
    const { id, name } = product.workspace
    const options = { id, name, tables, retentionDays: () => 3650, clock: systemClock }
    const arriving = new AbortController()
    const load = appendSteadily(await openWorkspace(engine, options), arriving.signal)
    const loaded = await pageTimes(kql, calls.slice(half)).finally(() => arriving.abort())
    await load
    return [
      pageResult(`out of ${ROWS / 1e6} M`, quiet),
      pageResult('the same while 5,000 rows/s arrive', loaded),
    ]
  } finally {
    client.close()
  }
}

async function pageTimes(kql: Kql, calls: readonly string[]): Promise<readonly number[]> {
  const times: number[] = []
  for (const call of calls) {
    const started = performance.now()
    const rows = await kql(`union ACSCallSummary, ACSCallDiagnostics | where CorrelationId == '${call}'`)
    times.push(performance.now() - started)
    if (rows.length === 0) throw new Error(`no rows of call ${call}`)
    await pause(BETWEEN_PAGES_MS)
  }
  return times
}

type Kql = Awaited<ReturnType<typeof openKql>>

const pageResult = (what: string, times: readonly number[]): BenchResult =>
  atMost(50, {
    name: `one call's page at the logs API, p95, ${what}`,
    measured: quantile(times, 0.95),
    unit: 'ms',
    note: `p50 ${median(times).toFixed(1)} ms of ${times.length}; each text is new to the compiler`,
  })
