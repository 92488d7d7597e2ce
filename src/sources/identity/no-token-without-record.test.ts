import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog, systemClock } from '#base'
import { openState } from '#state'
import { identityMigrations } from './store.ts'

const SCRIPT = new URL('testing/issue-until-killed.ts', import.meta.url).pathname

/** Ids that were acknowledged before the process was killed in the middle of its work. */
async function acknowledgedBeforeKill(path: string, count: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [SCRIPT, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ids: string[] = []
  for await (const line of createInterface(child.stdout)) {
    ids.push(line)
    if (ids.length === count) child.kill('SIGKILL')
  }
  return ids
}

test('after kill -9 every acknowledged token has its record, and every record its user (invariant 5)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'identity-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'state.db')
  const acknowledged = [
    ...(await acknowledgedBeforeKill(path, 50)),
    ...(await acknowledgedBeforeKill(path, 70)),
  ]
  expect(acknowledged.length).toBeGreaterThanOrEqual(120)
  const state = openState({ path, migrations: identityMigrations, clock: systemClock, log: silentLog })
  const recorded = state.journal
    .after(0, 1_000_000)
    .flatMap(({ fact }) => (fact.kind === 'operation' ? [fact.operation.identity ?? ''] : []))
  const users = state.all<{ id: string }>('SELECT id FROM identities').map(({ id }) => id)
  expect(new Set(recorded)).toEqual(new Set(users))
  expect(users).toEqual(expect.arrayContaining(acknowledged))
  await state.close()
})
