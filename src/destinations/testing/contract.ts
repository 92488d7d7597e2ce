/** What every destination must do (invariant 7): one suite, run against each of them with the real thing behind it. */
import { expect, test } from 'vitest'
import { Fault } from '#base'
import { armId, type LogRecord, ruleId, shown } from '#records'
import type { Batch, Destination } from '#router'

export interface Subject {
  readonly destination: Destination
  /** Ids of what has arrived, in order, as its reader finds them. */
  received(): Promise<readonly string[]>
  /** Makes the outside world fail soon, in the middle of what runs; absent where nothing outside can fail. */
  strike?(): void
}

export interface Contract {
  /** `exactlyOnce` drops what a replay brings again; `atLeastOnce` may show it twice, with the same id. */
  readonly promise: 'exactlyOnce' | 'atLeastOnce'
  /** A record that it must refuse; absent where it takes everything. */
  readonly refused?: LogRecord
  /** A fresh one for each test. */
  open(): Promise<Subject>
}

export const RESOURCE = armId(
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/c',
)
const NOON = Date.UTC(2026, 0, 15, 12)

export const aRecord = (number: number, cells: LogRecord['fields'] = {}): LogRecord => ({
  id: `record-${String(number).padStart(5, '0')}`,
  category: 'AuthOperational',
  resource: RESOURCE,
  time: NOON + number,
  rules: [ruleId('R2')],
  fields: { OperationName: shown('CreateToken'), CorrelationId: shown(`c${number}`), ...cells },
})

export const aBatch = (records: readonly LogRecord[], isReplay = false): Batch => ({
  category: 'AuthOperational',
  items: records.map(record => ({ record, receivedAt: NOON })),
  isReplay,
})

const numbered = (from: number, count: number) => Array.from({ length: count }, (_, n) => aRecord(from + n))
const idsOf = (records: readonly LogRecord[]) => records.map(record => record.id)

export function keepsTheContract(name: string, contract: Contract): void {
  const { promise, refused, open } = contract

  test(`${name}: a batch has arrived as a whole and in order when it was taken`, async () => {
    const { destination, received } = await open()
    await destination.deliver(aBatch(numbered(0, 3)))
    expect(await received()).toEqual(idsOf(numbered(0, 3)))
    await destination.deliver(aBatch(numbered(3, 2)))
    expect(await received()).toEqual(idsOf(numbered(0, 5)))
  })

  test(`${name}: takes a batch as large as the router makes them`, async () => {
    const { destination, received } = await open()
    await destination.deliver(aBatch(numbered(0, 5_000)))
    expect(await received()).toHaveLength(5_000)
  })

  test(`${name}: a replay that overlaps what has arrived adds what is missing, ${promise}`, async () => {
    const { destination, received } = await open()
    await destination.deliver(aBatch(numbered(0, 4)))
    await destination.deliver(aBatch(numbered(2, 4), true))
    const ids = await received()
    expect(new Set(ids)).toEqual(new Set(idsOf(numbered(0, 6))))
    if (promise === 'exactlyOnce') expect(ids).toHaveLength(6)
  })

  test.runIf(refused)(
    `${name}: a record it cannot take is refused for good, and the others can still come`,
    async () => {
      const { destination, received } = await open()
      const bad = refused ?? aRecord(0)
      const error = await destination.deliver(aBatch([...numbered(0, 2), bad])).catch(thrown => thrown)
      expect(error instanceof Fault && error.retryable, String(error)).toBe(false)
      expect(error).toBeInstanceOf(Error)
      await destination.deliver(aBatch(numbered(0, 2), true))
      const ids = await received()
      expect(promise === 'exactlyOnce' ? ids : [...new Set(ids)]).toEqual(idsOf(numbered(0, 2)))
    },
  )

  test(`${name}: a failure in the middle is retryable, and the replay makes it whole`, async context => {
    const { destination, received, strike } = await open()
    if (!strike) return context.skip('nothing outside the process can fail')
    let failures = 0
    for (let number = 0; number < 20; number += 1) {
      const records = numbered(number * 100, 100)
      if (number % 5 === 0) strike()
      for (let isReplay = false; !(await isTaken(destination, aBatch(records, isReplay))); isReplay = true) {
        failures += 1
      }
    }
    expect(failures).toBeGreaterThan(0)
    const ids = await received()
    expect(new Set(ids).size).toBe(2_000)
    if (promise === 'exactlyOnce') expect(ids).toHaveLength(2_000)
  })
}

async function isTaken(destination: Destination, batch: Batch): Promise<boolean> {
  try {
    await destination.deliver(batch)
    return true
  } catch (error) {
    if (error instanceof Fault && error.retryable) return false
    throw error
  }
}

/** The id of a record of this suite, from the JSON that the destination wrote. */
export function idOfWire(wire: Readonly<Record<string, unknown>>): string {
  const number = String(wire.correlationId).slice(1)
  return `record-${number.padStart(5, '0')}`
}

/** A record of which one cell has so many characters. */
export const aLargeRecord = (number: number, characters: number): LogRecord =>
  aRecord(number, { URI: shown('x'.repeat(characters)) })
