/** Invariant 5, the whole way: a server killed at any instant has lost and doubled nothing. Real kills, real engine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { seededRandom } from '#base'
import { KILLS } from '../long.ts'
import { openWay } from './journal-owner.ts'

const OWNER = fileURLToPath(new URL('./journal-owner.ts', import.meta.url))

/** One life of a server: works until it is killed in the middle. Answers the facts it was told are safe. */
async function liveAndDie(folder: string, life: number, ms: number): Promise<string[]> {
  const server = spawn(process.execPath, [OWNER, folder, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told: string[] = []
  const lines = createInterface({ input: server.stdout })
  lines.on('line', line => told.push(line.replace('told ', '')))
  const ended = Promise.all([once(server, 'exit'), once(lines, 'close')])
  await Promise.race([once(lines, 'line'), ended])
  await pause(ms)
  server.kill('SIGKILL')
  await ended
  return told
}

test(`every acknowledged fact is a row exactly once after ${KILLS} kills of the server`, {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const random = seededRandom(5)
  const told: string[] = []
  for (let life = 0; life < KILLS; life += 1) told.push(...(await liveAndDie(folder, life, random() * 300)))
  const way = await openWay(folder)
  onTestFinished(way.close)
  expect(await way.router.drain()).toBe(0)
  const count = async (table: string) => {
    const sql = `SELECT count(), uniqExact(_ItemId) FROM ${way.workspace.database}.${table}`
    return (await way.engine.query(sql)).rows[0]?.map(Number) ?? []
  }
  for (const table of ['ACSAuthIncomingOperations', 'AnteroomDeliveries_CL']) {
    const [rows, ids] = await count(table)
    expect(rows, table).toBe(ids)
  }
  const stored = await way.engine.query(
    `SELECT CorrelationId FROM ${way.workspace.database}.ACSAuthIncomingOperations`,
  )
  const ids = new Set(stored.rows.map(([id]) => id))
  expect(told.length).toBeGreaterThan(KILLS * 10)
  expect(told.filter(id => !ids.has(id))).toEqual([])
  const counted = await way.engine.query(
    `SELECT sum(Count) FROM ${way.workspace.database}.AnteroomOperationMetrics_CL`,
  )
  expect(Number(counted.rows[0]?.[0])).toBe(ids.size)
})
