import { expect, test } from 'vitest'
import { absent, redacted, ruleId, shown } from '#records'
import { aRecord } from './testing/contract.ts'
import { workspaceRow } from './workspace.ts'

const DAY = 86_400_000
const receivedAt = aRecord(0).time

const times: readonly [string, number, boolean][] = [
  ['two days back is kept', -2 * DAY, true],
  ['older than two days becomes the time of reception', -2 * DAY - 1, false],
  ['one day ahead is kept', DAY, true],
  ['more than one day ahead becomes the time of reception', DAY + 1, false],
]

test.each(times)('TimeGenerated: %s', (_, offset, isKept) => {
  const record = { ...aRecord(0), time: receivedAt + offset }
  const kept = workspaceRow({ record, receivedAt }, true).time
  const row = workspaceRow({ record, receivedAt }, false)
  expect(row.time === kept).toBe(isKept)
  if (!isKept) expect(row.time).toBe('2026-01-15T12:00:00.0000000Z')
})

test('the row carries the verdict of its record: its rules, what is withheld and by which, what is unknown', () => {
  const fields = { Identifier: redacted(ruleId('R21')), SdkVersion: absent, Pool: shown('') }
  const row = workspaceRow({ record: aRecord(0, fields), receivedAt }, false)
  expect(row.itemId).toBe('record-00000')
  expect(row.verdict).toEqual({ rules: ['R2'], redacted: { Identifier: 'R21' }, absent: ['SdkVersion'] })
  expect(row.cells).toMatchObject({ Identifier: 'Redacted', SdkVersion: null, Pool: '' })
})
