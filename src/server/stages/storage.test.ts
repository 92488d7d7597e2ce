import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { randomIds, silentLog, systemClock } from '#base'
import { directoryMigrations, knownWorld, openDirectory } from '#directory'
import { openState } from '#state'
import { databaseOf } from '#workspace'
import { defaultSettings, type Settings } from '../settings/table.ts'
import { openEngine, openWorkspaces } from './storage.ts'

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-storage-'))
  await run(folder).finally(() => rm(folder, { recursive: true, force: true }))
}

async function openWith(data: string, changes: Partial<Settings>) {
  const options = { settings: { ...defaultSettings, data, ...changes }, clock: systemClock, log: silentLog }
  const state = openState({
    path: ':memory:',
    migrations: directoryMigrations,
    clock: systemClock,
    log: silentLog,
  })
  const directory = openDirectory({ state, ids: randomIds })
  await directory.apply(knownWorld)
  const engine = await openEngine(options)
  try {
    const customTables = { of: () => [] } as never
    await openWorkspaces(engine, directory, { ...options, trustTime: true, customTables })
    const database = databaseOf(directory.workspaces()[0]?.id ?? '')
    const sql = `SELECT name, extract(create_table_query, 'toIntervalDay\\\\((\\\\d+)\\\\)') FROM system.tables WHERE database = '${database}'`
    return new Map((await engine.query(sql)).rows.map(([name, days]) => [String(name), Number(days)]))
  } finally {
    await engine.close()
    await state.close()
  }
}

test('retention holds per table, and a later start changes it', () =>
  inFolder(async folder => {
    const first = await openWith(folder, { tableRetentionDays: { acscallsummary: '730' } })
    expect([first.get('ACSCallSummary'), first.get('ACSCallDiagnostics')]).toEqual([730, 90])
    const later = await openWith(folder, { tableRetentionDays: { ACSCallDiagnostics: '30' } })
    expect([later.get('ACSCallSummary'), later.get('ACSCallDiagnostics')]).toEqual([90, 30])
  }))

test.each([
  ['NoSuchTable', '3'],
  ['ACSCallSummary', '0'],
  ['ACSCallSummary', 'x'],
])('a retention of %s=%s is refused', (table, days) =>
  inFolder(async folder => {
    const opened = openWith(folder, { tableRetentionDays: { [table]: days } })
    await expect(opened).rejects.toThrow(/tableRetentionDays/)
  }),
)
