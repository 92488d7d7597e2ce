/** One batch of a lane on its way: taken, handed over, and what came of it written down. */
import { type Clock, Fault, type Log, messageOf } from '#base'
import type { ArmId } from '#records'
import type { State, Transaction } from '#state'
import { setRecordAside } from './dead-letters.ts'
import { DELIVERIES, type DeliveryOutcome, deliveryRecord } from './delivery-rows.ts'
import type { Destination } from './destination.ts'
import { type BatchLimits, enqueue, type Lane, type Queued, remove, take } from './spool.ts'

/** Where our own tables go, and whose log they are. */
export interface House {
  /** Name of a destination. */
  readonly destination: string
  /** The workspace's ARM id. */
  readonly resource: ArmId
}

export interface BatchOptions {
  readonly destination: Destination
  readonly house: House
  readonly limits: BatchLimits
  readonly state: State
  readonly clock: Clock
  readonly log: Log
  /** Aborts when closing does not wait any longer. */
  readonly signal: AbortSignal
}

export interface BatchResult {
  readonly delivered: number
  readonly refused: number
  /** True when more was due than a batch holds. */
  readonly isFull: boolean
}

/**
 * Delivers the next batch of a lane. Throws when it has to be tried again: everything that is not settled is still
 * in the queue then. `attempt` counts the tries of this batch, from 1.
 */
export async function deliverBatch(lane: Lane, attempt: number, options: BatchOptions): Promise<BatchResult> {
  const { state, clock, limits } = options
  const taken = await state.transact(tx => take(tx, lane, { now: clock.now(), limits }))
  if (taken.rows.length === 0) return { delivered: 0, refused: 0, isFull: false }
  const parcel = { ...taken, category: lane.category, attempt }
  const refused = await handOver(parcel, options)
  if (refused.length > 0) await setAside(parcel, refused, options)
  const delivered = taken.rows.length - refused.length
  return { delivered, refused: refused.length, isFull: taken.isFull }
}

interface Refused {
  readonly row: Queued
  readonly reason: string
}

interface Parcel {
  readonly category: string
  readonly rows: readonly Queued[]
  readonly isReplay: boolean
  readonly attempt: number
}

/** Answers what was refused. A refused batch is halved until the records that are refused stand alone. */
async function handOver(parcel: Parcel, options: BatchOptions): Promise<readonly Refused[]> {
  const { rows, category, isReplay } = parcel
  const { destination, signal } = options
  try {
    await destination.deliver({ category, items: rows, isReplay }, signal)
  } catch (error) {
    if (signal.aborted) throw new Fault(messageOf(error), { retryable: true, cause: error })
    if (error instanceof Fault && error.retryable) return await comeBack(parcel, error, options)
    if (rows.length === 1) return rows.map(row => ({ row, reason: messageOf(error) }))
    const middle = Math.ceil(rows.length / 2)
    const first = await handOver({ ...parcel, rows: rows.slice(0, middle), isReplay: true }, options)
    const second = await handOver({ ...parcel, rows: rows.slice(middle), isReplay: true }, options)
    return [...first, ...second]
  }
  await options.state.transact(tx => {
    remove(tx, rows)
    note(tx, parcel, { outcome: 'Delivered' }, options)
  })
  return []
}

async function comeBack(parcel: Parcel, error: Fault, options: BatchOptions): Promise<never> {
  if (parcel.attempt === 1) {
    await options.state.transact(tx =>
      note(tx, parcel, { outcome: 'Retrying', error: error.message }, options),
    )
  }
  throw error
}

/** All that a batch had refused, in one transaction, one row and one line of the log. */
async function setAside(parcel: Parcel, refused: readonly Refused[], options: BatchOptions): Promise<void> {
  const { destination, state, clock, log } = options
  const rows = refused.map(({ row }) => row)
  const error = refused[0]?.reason ?? ''
  await state.transact(tx => {
    for (const { row, reason } of refused) {
      setRecordAside(tx, row, { destination: destination.name, reason, at: clock.now() })
    }
    remove(tx, rows)
    note(tx, { ...parcel, rows }, { outcome: 'Refused', error }, options)
  })
  const fields = { destination: destination.name, category: parcel.category, records: rows.length, error }
  log.warn(fields, 'records were refused and set aside')
}

/** Deliveries of delivery rows are not written down: there would be no end to it. */
function note(
  tx: Transaction,
  parcel: Parcel,
  result: { readonly outcome: DeliveryOutcome; readonly error?: string },
  { destination, house, clock }: BatchOptions,
): void {
  if (parcel.category === DELIVERIES) return
  const now = clock.now()
  const record = deliveryRecord({ ...parcel, ...result, destination, now, resource: house.resource })
  enqueue(tx, { placement: { destination: house.destination }, record, now, delayMs: 0 })
}
