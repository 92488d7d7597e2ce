import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApiError, manualClock, silentLog } from '#base'
import { type Fact, resourceId } from '#records'
import { openState, type StateOptions } from './state.ts'

const COUNTERS = {
  id: 'test/1-counters',
  sql: 'CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER)',
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (options: Partial<StateOptions> = {}) =>
  openState({
    path: join(folder, 'state.db'),
    migrations: [COUNTERS],
    clock: manualClock(),
    log: silentLog,
    ...options,
  })

const fact = (name: string, uri = '/identities'): Fact => ({
  kind: 'operation',
  operation: {
    id: name,
    api: 'identity',
    name,
    resource: resourceId('11111111-1111-4111-8111-111111111111'),
    at: 0,
    durationMs: 1,
    statusCode: 201,
    uri,
    callerIp: '127.0.0.1',
    correlationId: name,
  },
})
const count = (name: string, value: number) => ['INSERT INTO counters VALUES (?, ?)', name, value] as const

test('a change and its facts are one transaction: what throws leaves neither', async () => {
  const state = open()
  await state.transact(tx => {
    tx.run(...count('kept', 1))
    tx.emit(fact('Kept'))
  })
  const broken = state.transact(tx => {
    tx.run(...count('lost', 1))
    tx.emit(fact('Lost'))
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect(state.all('SELECT name FROM counters')).toEqual([{ name: 'kept' }])
  expect(state.journal.after(0, 10).map(entry => entry.fact)).toEqual([fact('Kept')])
  await state.close()
})

test('changes of one turn share a commit, and one that throws undoes only itself', async () => {
  const state = open()
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(value =>
      state.transact(tx => {
        tx.run(...count(`n${value}`, value))
        if (value === 2) throw new Error('second')
        return value
      }),
    ),
  )
  expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(state.all('SELECT value FROM counters ORDER BY value')).toEqual([{ value: 1 }, { value: 3 }])
  await state.close()
})

test('what was acknowledged is there after opening again, and numbers of forgotten facts never come back', async () => {
  const first = open()
  await first.transact(tx => tx.emit(fact('First')))
  await first.transact(tx => tx.forgetFactsThrough(1))
  await first.close()
  const second = open()
  await second.transact(tx => tx.emit(fact('Second')))
  expect(second.journal.after(0, 10).map(entry => entry.seq)).toEqual([2])
  expect(second.journal.head()).toBe(2)
  await second.close()
})

test('more waiting facts than the limit are refused with 503 and Retry-After; other changes go on', async () => {
  const state = open({ limits: { entries: 2, bytes: 1_000_000 } })
  await state.transact(tx => {
    tx.emit(fact('A'))
    tx.emit(fact('B'))
  })
  const refused = await state.transact(tx => tx.emit(fact('C'))).catch(error => error)
  expect(refused).toBeInstanceOf(ApiError)
  expect(refused).toMatchObject({ status: 503, code: 'ServerBusy', retryAfterSeconds: expect.any(Number) })
  await state.transact(tx => tx.run(...count('still', 1)))
  await state.transact(tx => tx.forgetFactsThrough(1))
  await state.transact(tx => tx.emit(fact('C')))
  expect(state.journal.after(0, 10).map(entry => entry.seq)).toHaveLength(2)
  await state.close()
})

test('the limit counts what is stored, also after opening again and after an undone change', async () => {
  const first = open()
  await first.transact(tx => tx.emit(fact('A')))
  await first
    .transact(tx => {
      tx.emit(fact('B'))
      throw new Error('undone')
    })
    .catch(() => {})
  const before = first.backlog()
  expect(before.entries).toBe(1)
  await first.close()
  const second = open()
  expect(second.backlog()).toEqual(before)
  await second.transact(tx => tx.hold({ entries: 5, bytes: 50 }))
  expect(second.backlog()).toEqual({ entries: 6, bytes: before.bytes + 50 })
  await second.close()
})

test('a full disk is back-pressure: 503 for the change, and it works again when there is room', async () => {
  const state = open()
  const pages = Number(state.get<{ page_count: number }>('PRAGMA page_count')?.page_count)
  state.get(`PRAGMA max_page_count = ${pages + 2}`)
  const emit = () => state.transact(tx => tx.emit(fact('Big', 'x'.repeat(50_000))))
  await expect(emit()).rejects.toMatchObject({ status: 503, code: 'ServerBusy' })
  expect(state.backlog().entries).toBe(0)
  state.get('PRAGMA max_page_count = 100000')
  await emit()
  expect(state.journal.length()).toBe(1)
  await state.close()
})

test('listeners hear of facts after they are durable, once a commit, and not of other changes', async () => {
  const state = open()
  const seen: number[] = []
  const stop = state.journal.onAppend(() => seen.push(state.journal.head()))
  await state.transact(tx => tx.run(...count('quiet', 1)))
  await Promise.all([1, 2].map(n => state.transact(tx => tx.emit(fact(`F${n}`)))))
  stop()
  await state.transact(tx => tx.emit(fact('unheard')))
  expect(seen).toEqual([2])
  await state.close()
})

test('a second server on the same folder is refused by name', async () => {
  const state = open()
  await state.transact(tx => tx.run(...count('mine', 1)))
  expect(() => open()).toThrow(/another Anteroom/)
  await state.close()
})

test('a migration that was changed after it had been applied, or is from a newer version, is refused', async () => {
  await open().close()
  expect(() => open({ migrations: [{ ...COUNTERS, sql: 'SELECT 1' }] })).toThrow(/was changed/)
  expect(() => open({ migrations: [] })).toThrow(/newer version/)
})

test('a migration that fails leaves nothing of itself behind', async () => {
  const half = { id: 'test/2-half', sql: 'CREATE TABLE half (a); CREATE TABLE half (a)' }
  expect(() => open({ migrations: [COUNTERS, half] })).toThrow()
  const state = open()
  expect(state.all("SELECT name FROM sqlite_schema WHERE name IN ('half', 'counters')")).toEqual([
    { name: 'counters' },
  ])
  await state.close()
})

test('only the owner can read the file: it holds keys', async () => {
  const state = open()
  expect(statSync(join(folder, 'state.db')).mode & 0o077).toBe(0)
  await state.close()
})

test('a change that would wait is refused, because it could not be undone', async () => {
  const state = open()
  await expect(state.transact(async () => {})).rejects.toThrow(/does not wait/)
  await state.close()
})

test('after closing, what was queued is on disk and more is refused as busy', async () => {
  const state = open()
  const queued = state.transact(tx => tx.run(...count('queued', 1)))
  await state.close()
  await queued
  await expect(state.transact(() => {})).rejects.toMatchObject({ status: 503 })
  const again = open()
  expect(again.all('SELECT name FROM counters')).toEqual([{ name: 'queued' }])
  await again.close()
})
