/** Budgets of a start: until it serves, until the first answer in KQL, and the memory at rest. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openClient, openKql } from '../../tests/e2e/client.ts'
import { residentBytes } from '../../tests/e2e/process-tree.ts'
import { startServer } from '../../tests/e2e/server-process.ts'
import type { BenchResult } from './result.ts'
import { atMost, median } from './statistics.ts'

const ROUNDS = 5
const REST_MS = 5000

export async function benchStart(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-bench-'))
  try {
    const cold = await oneStart(folder)
    const starts: Start[] = []
    for (let round = 0; round < ROUNDS; round++) starts.push(await oneStart(folder))
    const of = (pick: (one: Start) => number) => median(starts.map(pick))
    const note = `first start, on an empty folder: ${cold.servingSeconds.toFixed(2)} s`
    return [
      atMost(3, {
        name: 'start to serving, warm disk',
        measured: of(s => s.servingSeconds),
        unit: 's',
        note,
      }),
      atMost(4, { name: 'start to the first answer in KQL', measured: of(s => s.answerSeconds), unit: 's' }),
      atMost(700, {
        name: 'memory at rest, all processes',
        measured: of(s => s.restMegabytes),
        unit: 'MB',
        note: `RSS ${REST_MS / 1000} s after the first answer`,
      }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Start {
  readonly servingSeconds: number
  readonly answerSeconds: number
  readonly restMegabytes: number
}

async function oneStart(folder: string): Promise<Start> {
  const started = performance.now()
  const since = () => (performance.now() - started) / 1000
  const server = await startServer(folder)
  const servingSeconds = since()
  const client = openClient(server)
  const kql = await openKql(client, server.httpOrigin)
  await kql('ACSCallSummary | count')
  const answerSeconds = since()
  await pause(REST_MS)
  const restMegabytes = (await residentBytes(server.pid)) / 1e6
  client.close()
  await server.stop()
  return { servingSeconds, answerSeconds, restMegabytes }
}
