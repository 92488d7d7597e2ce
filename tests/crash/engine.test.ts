/** Invariant 5: what was acknowledged is there exactly once, however the engine's process ends. Real kills, real engine. */
import { spawn } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type Clock, randomIds, seededRandom, silentLog, systemClock } from '#base'
import { tableByName } from '#records'
import {
  type Engine,
  EngineError,
  openChdbEngine,
  openWorkspace,
  type Workspace,
  type WorkspaceRow,
} from '#workspace'
import { KILLS } from '../long.ts'

const ROWS_A_BATCH = 400

/** Time runs a hundred times as fast for the supervisor, so that each short life counts as a long one. */
const fastClock: Clock = { now: () => systemClock.now() * 100, after: systemClock.after }

async function aStore(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'anteroom-crash-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return join(home, 'store')
}

async function anEngine(options: { clock?: Clock; heartbeatMs?: number } = {}): Promise<Engine> {
  const path = await aStore()
  const engine = await openChdbEngine({ path, sessions: 4, clock: systemClock, log: silentLog, ...options })
  onTestFinished(() => engine.close())
  return engine
}

function aWorkspace(engine: Engine): Promise<Workspace> {
  const tables = [tableByName('ACSCallSummary')].filter(table => table !== undefined)
  const id = '6f0b6f3e-4a51-4c0d-9b0e-0a5c2f1d7e11'
  return openWorkspace(engine, { id, name: 'crash', tables, retentionDays: () => 3650, clock: systemClock })
}

/** Rows of two days, so that a batch is two inserts and can be cut between them. */
function aBatch(): readonly WorkspaceRow[] {
  return Array.from({ length: ROWS_A_BATCH }, (_, i) => ({
    itemId: randomIds.uuid(),
    time: `2026-01-0${1 + (i % 2)}T10:00:00.0000000Z`,
    resourceId: '/subscriptions/a/resourceGroups/b/providers/c/d/e',
    verdict: null,
    cells: { CorrelationId: randomIds.uuid(), CallDuration: i, OperationName: 'CallSummary' },
  }))
}

/** What the router does: gives the same rows again, as a replay, until they are taken. Counts how often it had to. */
async function appendUntilTaken(workspace: Workspace, rows: readonly WorkspaceRow[]): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      await workspace.append({ table: 'ACSCallSummary', rows, isReplay: attempt > 0 })
      return attempt
    } catch (thrown) {
      if (!(thrown instanceof EngineError && thrown.retryable)) throw thrown
    }
  }
}

const kill = (engine: Engine, signal: NodeJS.Signals) => {
  const { pid } = engine.health()
  if (pid !== undefined) process.kill(pid, signal)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const untilReady = (engine: Engine, restarts: number) =>
  expect
    .poll(() => engine.health(), { timeout: 30_000, interval: 20 })
    .toMatchObject({ state: 'ready', restarts })

test(`invariant 5: every row is there exactly once after ${KILLS} kills in the middle of appends`, {
  timeout: 120_000,
}, async () => {
  const engine = await anEngine({ clock: fastClock })
  const workspace = await aWorkspace(engine)
  const random = seededRandom(20)
  let isKilling = true
  let given = 0
  let replays = 0
  const appending = (async () => {
    while (isKilling) {
      replays += await appendUntilTaken(workspace, aBatch())
      given += ROWS_A_BATCH
    }
  })()
  for (let killed = 1; killed <= KILLS; killed++) {
    await pause(350 + random() * 200)
    kill(engine, 'SIGKILL')
    await untilReady(engine, killed)
  }
  isKilling = false
  await appending
  const { rows } = await engine.query(
    `SELECT count(), uniqExact(_ItemId) FROM ${workspace.database}.ACSCallSummary`,
  )
  expect(rows).toEqual([[String(given), String(given)]])
  expect(replays).toBeGreaterThan(0)
})

test('a crash inside the engine (SIGSEGV) ends its process and brings a new one; what ran is told so', async () => {
  const engine = await anEngine()
  const running = engine.query('SELECT sum(cityHash64(number)) FROM numbers(1000000000000)')
  await engine.query('SELECT 1', { weight: 'light' })
  kill(engine, 'SIGSEGV')
  await expect(running).rejects.toMatchObject({ code: 'unavailable', retryable: true })
  await untilReady(engine, 1)
  expect((await engine.query('SELECT 1')).rows).toEqual([[1]])
})

test('a query that comes while the engine is being replaced waits for the new one', async () => {
  const engine = await anEngine()
  kill(engine, 'SIGKILL')
  await expect.poll(() => engine.health().state, { interval: 1 }).toBe('starting')
  expect((await engine.query('SELECT 3')).rows).toEqual([[3]])
})

test('a hung engine (SIGSTOP) is found by its heartbeat and replaced', async () => {
  const engine = await anEngine({ heartbeatMs: 100 })
  kill(engine, 'SIGSTOP')
  await untilReady(engine, 1)
  expect((await engine.query('SELECT 1')).rows).toEqual([[1]])
})

test('the engine dies with its server, keeps what was acknowledged, and a new server opens the store', async () => {
  const path = await aStore()
  const owner = fileURLToPath(new URL('./engine-owner.ts', import.meta.url))
  const server = spawn(process.execPath, [owner, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void server.kill('SIGKILL'))
  let said = ''
  server.stdout.on('data', bytes => {
    said += bytes
  })
  await expect.poll(() => said, { timeout: 30_000 }).toContain('stored 20\n')
  server.kill('SIGKILL')
  const enginePid = Number(said.split('\n')[0])
  const next = await openChdbEngine({ path, sessions: 4, clock: systemClock, log: silentLog })
  onTestFinished(() => next.close())
  await expect.poll(() => isAlive(enginePid), { timeout: 10_000 }).toBe(false)
  const acknowledged = said.split('\n').filter(line => line.startsWith('stored ')).length
  const [[count, last] = []] = (await next.query('SELECT count(), max(n) FROM default.numbers')).rows
  expect(Number(count)).toBe(Number(last) + 1)
  expect(Number(count)).toBeGreaterThanOrEqual(acknowledged)
})

test('a store in use is refused, and its owner goes on unharmed', async () => {
  const path = await aStore()
  const options = { path, sessions: 4, clock: systemClock, log: silentLog }
  const engine = await openChdbEngine(options)
  onTestFinished(() => engine.close())
  await expect(openChdbEngine(options)).rejects.toMatchObject({ code: 'storage' })
  expect((await engine.query('SELECT 1')).rows).toEqual([[1]])
})

test('while the store cannot be opened, requests fail as worth trying again; when it can, the engine is back', async () => {
  const path = await aStore()
  const engine = await openChdbEngine({ path, sessions: 4, clock: fastClock, log: silentLog })
  onTestFinished(() => engine.close())
  await rename(path, `${path}-away`)
  await writeFile(path, 'not a directory')
  kill(engine, 'SIGKILL')
  await expect.poll(() => engine.health().state, { timeout: 30_000, interval: 5 }).toBe('down')
  await expect(engine.query('SELECT 1')).rejects.toMatchObject({ code: 'unavailable', retryable: true })
  await rm(path)
  await rename(`${path}-away`, path)
  await expect.poll(() => engine.health().state, { timeout: 30_000, interval: 20 }).toBe('ready')
  expect((await engine.query('SELECT 1')).rows).toEqual([[1]])
})

test('closing while the engine is being replaced leaves no process behind', async () => {
  const path = await aStore()
  const engine = await openChdbEngine({ path, sessions: 4, clock: systemClock, log: silentLog })
  kill(engine, 'SIGKILL')
  await expect.poll(() => engine.health().state, { interval: 1 }).toBe('starting')
  await pause(100)
  await engine.close()
  expect(engine.health()).toMatchObject({ state: 'closed', pid: undefined })
  const next = await openChdbEngine({ path, sessions: 4, clock: systemClock, log: silentLog })
  await next.close()
})
