/** Invariant 7: every destination keeps one contract, with the real thing behind it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { randomIds, silentLog, systemClock } from '#base'
import { shown, tableByName } from '#records'
import { type Engine, openChdbEngine, openWorkspace } from '#workspace'
import { liveDestination } from './live.ts'
import { aRecord, keepsTheContract, type Subject } from './testing/contract.ts'
import { workspaceDestination } from './workspace.ts'

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-destinations-'))
  engine = await openChdbEngine({
    path: join(folder, 'store'),
    sessions: 4,
    clock: systemClock,
    log: silentLog,
  })
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

async function aWorkspace(): Promise<Subject> {
  const workspace = await openWorkspace(engine, {
    id: randomIds.uuid(),
    name: 'contract',
    tables: [tableByName('ACSAuthIncomingOperations')].filter(table => table !== undefined),
    retentionDays: () => 3650,
    clock: systemClock,
  })
  const sql = `SELECT _ItemId FROM ${workspace.database}.ACSAuthIncomingOperations ORDER BY TimeGenerated`
  return {
    destination: workspaceDestination({ name: 'workspace', workspace, trustTime: true }),
    received: async () => (await engine.query(sql)).rows.map(([id]) => String(id)),
    strike: () => {
      const { pid } = engine.health()
      void pause(1).then(() => pid !== undefined && process.kill(pid, 'SIGKILL'))
    },
  }
}

keepsTheContract('workspace', {
  promise: 'exactlyOnce',
  refused: aRecord(9, { DurationMs: shown('soon') }),
  open: aWorkspace,
})

async function aLiveView(): Promise<Subject> {
  const destination = liveDestination({ name: 'live', buffer: 10_000 })
  const ids: string[] = []
  const reading = (async () => {
    for await (const event of destination.subscribe({})) {
      if (event.kind === 'record') ids.push(event.record.id)
    }
  })()
  onTestFinished(() => {
    destination.close()
    return reading
  })
  return {
    destination,
    received: async () => {
      await pause(0)
      return ids
    },
  }
}

keepsTheContract('live', { promise: 'atLeastOnce', open: aLiveView })
