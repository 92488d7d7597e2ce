/** Budgets of the workspace: ingest beside the engine's own bulk insert, one call out of a large table. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { silentLog, systemClock } from '#base'
import { tableByName } from '#records'
import { type Engine, openChdbEngine, openWorkspace, type Workspace } from '#workspace'
import type { BenchResult } from './result.ts'
import { BENCH_TABLE, BENCH_WORKSPACE, benchRows, ROWS_A_BATCH } from './workspace-rows.ts'

const BATCHES = 30
const ROUNDS = 3
/** As many appends at a time as a router has under load: one is encoded while others are inserted. */
const AT_ONCE = 3
const INGEST_BUDGET = 0.8
const LOOK_UPS = 60
const LOOK_UP_BUDGET_MS = 50
/** Rows made inside the engine at once. */
const CHUNK = 500_000

/** Runs in its own temporary store, about a minute (BENCH_FULL=1: ten million rows, several minutes). */
export async function benchWorkspace(): Promise<BenchResult[]> {
  const home = await mkdtemp(join(tmpdir(), 'anteroom-bench-'))
  try {
    return [await benchIngest(home), ...(await benchLookUps(home))]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Both ways in turn, so that a busy machine is busy for both; the median of the rounds. */
async function benchIngest(home: string): Promise<BenchResult> {
  const ratios: number[] = []
  let note = ''
  for (let round = 0; round < ROUNDS; round++) {
    const bulk = await bulkRowsPerSecond(join(home, `bulk-${round}`))
    const append = await appendedRowsPerSecond(join(home, `append-${round}`))
    ratios.push(append / bulk)
    note = `last round: ${Math.round(append)} rows/s beside ${Math.round(bulk)} rows/s`
  }
  const measured = quantile(ratios, 0.5)
  return {
    name: 'workspace ingest (30 columns, batches of 5,000)',
    budget: `≥ ${INGEST_BUDGET} × the engine's own bulk insert`,
    measured,
    unit: '×',
    met: measured >= INGEST_BUDGET,
    note,
  }
}

async function bulkRowsPerSecond(store: string): Promise<number> {
  const program = fileURLToPath(new URL('./workspace-baseline.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, store, String(BATCHES)])
  return Number(stdout)
}

async function appendedRowsPerSecond(store: string): Promise<number> {
  const { engine, workspace } = await aWorkspace(store)
  const batches = Array.from({ length: BATCHES }, (_, i) => benchRows(i))
  const started = performance.now()
  const appending = Array.from({ length: AT_ONCE }, async () => {
    for (let rows = batches.pop(); rows; rows = batches.pop()) {
      await workspace.append({ table: BENCH_TABLE, rows, isReplay: false })
    }
  })
  await Promise.all(appending)
  const seconds = (performance.now() - started) / 1000
  await engine.close()
  return (BATCHES * ROWS_A_BATCH) / seconds
}

async function benchLookUps(home: string): Promise<BenchResult[]> {
  const rows = process.env.BENCH_FULL === '1' ? 10_000_000 : 2_000_000
  const { engine, workspace } = await aWorkspace(join(home, 'large'))
  for (let from = 0; from < rows; from += CHUNK) await engine.command(fillSql(workspace.database, from))
  const quiet = await lookUpLatencies(engine, workspace)
  const loading = new AbortController()
  const load = appendSteadily(workspace, loading.signal)
  const loaded = await lookUpLatencies(engine, workspace)
  loading.abort()
  await load
  await engine.close()
  return [
    lookUpResult(`out of ${rows / 1e6} M`, quiet),
    lookUpResult('the same while 5,000 rows/s arrive', loaded),
  ]
}

/** 30 rows a call, a week of them, as the layout sees real ones: in order of time, ids without order. */
const fillSql = (database: string, from: number): string => `
  INSERT INTO ${database}.${BENCH_TABLE} (TimeGenerated, CorrelationId, Identifier, ParticipantId, EndpointId,
    OperationName, Category, MediaType, RoundTripTimeAvg, JitterAvg, PacketLossRateAvg, StreamDirection, CodecName,
    _ResourceId, _ItemId, _TimeReceived, _Verdict)
  SELECT addMilliseconds(toDateTime64('2026-01-15 00:00:00', 7, 'UTC'), number * 60),
    toString(reinterpretAsUUID(sipHash128(intDiv(number, 30)))), concat('acs:', hex(sipHash128(number, 'i'))),
    toString(reinterpretAsUUID(sipHash128(number, 'p'))), toString(reinterpretAsUUID(sipHash128(number, 'e'))),
    'CallDiagnostics', 'CallDiagnostics', ['Audio', 'Video', 'VBSS'][1 + number % 3], number % 200, number % 30,
    (number % 100) / 1000, ['inbound', 'outbound'][1 + number % 2], 'SATIN', '/subscriptions/bench',
    toString(reinterpretAsUUID(sipHash128(number, 'r'))), now64(7), '{"rules":["R11"],"redacted":{},"absent":[]}'
  FROM numbers(${from}, ${CHUNK})`

async function lookUpLatencies(engine: Engine, { database }: Workspace): Promise<readonly number[]> {
  const calls = `SELECT CorrelationId FROM ${database}.${BENCH_TABLE} WHERE cityHash64(CorrelationId) % 1000 < 3
    GROUP BY CorrelationId LIMIT ${LOOK_UPS}`
  const latencies: number[] = []
  for (const [call] of (await engine.query(calls)).rows) {
    const sql = `SELECT * FROM ${database}.${BENCH_TABLE} WHERE CorrelationId = '${call}' ORDER BY TimeGenerated`
    const started = performance.now()
    const { rows } = await engine.query(sql, { weight: 'light' })
    latencies.push(performance.now() - started)
    if (rows.length === 0) throw new Error(`no rows of call ${call}`)
    await pause(50)
  }
  return latencies
}

/** Five thousand rows at the beginning of each second, as the router brings them, until told to end. */
export async function appendSteadily(workspace: Workspace, until: AbortSignal): Promise<void> {
  for (let batch = 0; !until.aborted; batch++) {
    const started = performance.now()
    await workspace.append({ table: BENCH_TABLE, rows: benchRows(batch), isReplay: false })
    await pause(Math.max(0, 1000 - (performance.now() - started)))
  }
}

function lookUpResult(what: string, latencies: readonly number[]): BenchResult {
  const measured = quantile(latencies, 0.95)
  return {
    name: `one call's rows, p95, ${what}`,
    budget: `≤ ${LOOK_UP_BUDGET_MS} ms`,
    measured,
    unit: 'ms',
    met: measured <= LOOK_UP_BUDGET_MS,
    note: `p50 ${quantile(latencies, 0.5).toFixed(1)} ms`,
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}

async function aWorkspace(path: string): Promise<{ engine: Engine; workspace: Workspace }> {
  const engine = await openChdbEngine({ path, clock: systemClock, log: silentLog })
  const tables = [tableByName(BENCH_TABLE)].filter(table => table !== undefined)
  const options = {
    id: BENCH_WORKSPACE,
    name: 'bench',
    tables,
    retentionDays: () => 3650,
    clock: systemClock,
  }
  return { engine, workspace: await openWorkspace(engine, options) }
}
