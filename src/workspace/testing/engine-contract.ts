/** What every engine promises, whatever its transport: one suite, run against each. */
import { expect, test } from 'vitest'
import { type Engine, EngineError, type EngineErrorCode } from '../engine/engine.ts'

/** Runs for hours unless it is stopped. */
const ENDLESS = 'SELECT sum(cityHash64(number)) FROM numbers(1000000000000)'

export async function failureOf(work: Promise<unknown>): Promise<EngineError> {
  const outcome = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(outcome).toBeInstanceOf(EngineError)
  return outcome as EngineError
}

const FAILURES: readonly { sql: string; code: EngineErrorCode; options?: { maxMemoryBytes: number } }[] = [
  { sql: 'SELECT * FROM nowhere', code: 'unknownTable' },
  { sql: 'SELECT missing FROM numbers(1)', code: 'unknownColumn' },
  { sql: 'SELECT (1', code: 'syntax' },
  { sql: 'SELECT nofunction(1)', code: 'badQuery' },
  { sql: 'SELECT throwIf(number = 100000) FROM numbers(1000000)', code: 'badQuery' },
  {
    sql: 'SELECT groupArray(number) FROM numbers(1e9)',
    code: 'memoryLimit',
    options: { maxMemoryBytes: 1e8 },
  },
  {
    sql: "SELECT 1 FROM numbers(10) SETTINGS max_result_rows = 1, result_overflow_mode = 'throw'",
    code: 'resultTooLarge',
  },
]

/** Registers the suite's tests; `subject` is asked once per test and gives the same open engine. */
export function engineContract(subject: () => Engine): void {
  test('cells keep what JavaScript numbers cannot: 64-bit integers, decimals, NaN and ticks of 100 ns', async () => {
    const sql = `SELECT toInt64(-9223372036854775808) AS long, toDecimal128('1.5', 17) AS decimal, nan AS nothing,
      -inf AS low, toInt32(7) AS int, 0.5 AS real, true AS yes, NULL AS none, 'a/b\\n"é' AS text,
      toDateTime64('0001-02-03 04:05:06.1234567', 7, 'UTC') AS then`
    const { columns, rows } = await subject().query(sql)
    expect(columns.map(column => column.name)).toEqual([
      'long',
      'decimal',
      'nothing',
      'low',
      'int',
      'real',
      'yes',
      'none',
      'text',
      'then',
    ])
    expect(columns[0]?.type).toBe('Int64')
    expect(rows).toEqual([
      [
        '-9223372036854775808',
        '1.5',
        'nan',
        '-inf',
        7,
        0.5,
        true,
        null,
        'a/b\n"é',
        '0001-02-03 04:05:06.1234567',
      ],
    ])
  })

  test('statistics count what was read, not what came back', async () => {
    const { statistics } = await subject().query('SELECT sum(number) FROM numbers(100000)')
    expect(statistics.rowsRead).toBe(100_000)
    expect(statistics.bytesRead).toBe(800_000)
  })

  test('maxRows cuts the rows and says so; exactly as many rows are not cut', async () => {
    const sql = 'SELECT number FROM numbers(10) ORDER BY number'
    const cut = await subject().query(sql, { maxRows: 9 })
    expect([cut.rows.length, cut.truncated]).toEqual([9, true])
    const whole = await subject().query(sql, { maxRows: 10 })
    expect([whole.rows.length, whole.truncated]).toEqual([10, false])
    const unlimited = await subject().query(sql)
    expect([unlimited.rows.length, unlimited.truncated]).toEqual([10, false])
  })

  test('maxBytes stops the result early and says so', async () => {
    const sql = "SELECT number, repeat('x', 100) FROM numbers(1000000)"
    const cut = await subject().query(sql, { maxBytes: 100_000 })
    expect(cut.truncated).toBe(true)
    expect(cut.rows.length).toBeLessThan(1_000_000)
    const small = await subject().query('SELECT 1', { maxBytes: 100_000 })
    expect(small.truncated).toBe(false)
  })

  test("errors are ours: a code, words without a stack or the engine's name", async () => {
    for (const { sql, code, options } of FAILURES) {
      const error = await failureOf(subject().query(sql, options))
      expect(error, sql).toMatchObject({ code, retryable: false })
      expect(error.message).not.toMatch(/DB::|Code: \d|Stack trace|ClickHouse/)
      expect(error.message.length).toBeGreaterThan(5)
    }
  })

  test('a failed query leaves nothing behind for the next one', async () => {
    for (let i = 0; i < 12; i++) {
      await failureOf(subject().query('SELECT throwIf(number = 100000) FROM numbers(1000000)'))
      expect((await subject().query(`SELECT ${i}`)).rows).toEqual([[i]])
    }
  })

  test('a query past its time ends as timeout, and the engine is free again', async () => {
    const error = await failureOf(subject().query(ENDLESS, { timeoutMs: 100 }))
    expect(error.code).toBe('timeout')
    await untilIdle(subject())
  })

  test('a cancelled query ends at once for its caller, and the engine is free again', async () => {
    const caller = new AbortController()
    const failing = failureOf(subject().query(ENDLESS, { signal: caller.signal }))
    await subject().query('SELECT 1', { weight: 'light' })
    caller.abort()
    expect((await failing).code).toBe('cancelled')
    await untilIdle(subject())
  })

  test('a query that was cancelled before it began does not begin', async () => {
    const error = await failureOf(subject().query('SELECT 1', { signal: AbortSignal.abort() }))
    expect(error.code).toBe('cancelled')
  })

  test('look-ups pass while every other lane is taken by heavy queries', async () => {
    const caller = new AbortController()
    const heavy = Array.from({ length: 20 }, () =>
      failureOf(subject().query(ENDLESS, { signal: caller.signal })),
    )
    expect((await subject().query('SELECT 2', { weight: 'light' })).rows).toEqual([[2]])
    caller.abort()
    await Promise.all(heavy)
    await untilIdle(subject())
  })

  test('inserted rows are there when the insert resolves, also for a second database', async () => {
    await subject().command('CREATE DATABASE IF NOT EXISTS contract')
    await subject().command(
      'CREATE TABLE contract.things (id Int32, name String) ENGINE = MergeTree ORDER BY id',
    )
    const target = { database: 'contract', table: 'things', columns: ['name', 'id'] }
    await subject().insert(target, Buffer.from('one\t1\ntab\\t\\\\\\n\t2\n'))
    const { rows } = await subject().query('SELECT id, name FROM contract.things ORDER BY id')
    expect(rows).toEqual([
      [1, 'one'],
      [2, 'tab\t\\\n'],
    ])
    const error = await failureOf(subject().insert(target, Buffer.from('three\tnot a number\n')))
    expect(error).toMatchObject({ code: 'badValue', retryable: false })
    expect((await subject().query('SELECT count() FROM contract.things')).rows).toEqual([['2']])
    await subject().command('DROP DATABASE contract')
  })
}

/** Waits until the engine has let go of every statement. */
async function untilIdle(engine: Engine): Promise<void> {
  await expect.poll(() => engine.health().running, { timeout: 15_000 }).toBe(0)
}
