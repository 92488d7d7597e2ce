import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { manualClock, silentLog } from '#base'
import { openState } from '#state'
import { alertById, alertsMigrations, putAlert } from './store.ts'

test('an alert of a version with one condition has it as the first of several', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-alerts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const open = (migrations: typeof alertsMigrations) =>
    openState({ path: join(folder, 'state.sqlite'), migrations, clock: manualClock(0), log: silentLog })
  const condition = {
    kql: 'T | count',
    aggregation: 'Count',
    operator: 'GreaterThan',
    threshold: 3,
    value: 7,
  }
  const body = { name: 'too many', severity: 2, dimensions: {}, ...condition }

  const former = open(alertsMigrations.slice(0, 1))
  const stored = { id: 'a', rule: '/rules/many', tenant: 't', firedAt: 5, resolvedAt: null }
  await former.transact(tx => putAlert(tx, { ...stored, body: JSON.stringify(body) }))
  await former.close()

  const present = open(alertsMigrations)
  onTestFinished(() => present.close())
  const alert = alertById(present, 'a')
  expect(alert).toMatchObject(stored)
  expect(JSON.parse(alert?.body ?? '')).toMatchObject({
    name: 'too many',
    severity: 2,
    signal: 'Log',
    conditions: [condition],
  })
})
