/** Budget of the way from the end of a call to its rows, while records arrive at a steady rate. */
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '#base'
import { aFinishedCall, ROWS_A_CALL } from './calls.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, quantile } from './statistics.ts'

const RECORDS_A_SECOND = 2000
const WARM_UP_MS = 3000
const SAMPLES = 60
const BETWEEN_SAMPLES_MS = 150
/** How often a sample is looked for: the resolution of the figure. */
const LOOK_EVERY_MS = 20
const PATIENCE_MS = 30_000

export async function benchDelivery(): Promise<BenchResult[]> {
  await using product = await aProduct()
  const ending = new AbortController()
  const arriving = steadyCalls(product, ending.signal)
  const delays: number[] = []
  try {
    await pause(WARM_UP_MS)
    for (let n = 0; n < SAMPLES; n++) {
      delays.push(await untilQueryable(product))
      await pause(BETWEEN_SAMPLES_MS)
    }
  } finally {
    ending.abort()
    await arriving
  }
  const perSecond = await arriving
  return [
    atMost(1000, {
      name: `call ends → its rows queryable, p99, ${RECORDS_A_SECOND} records/s arriving`,
      measured: quantile(delays, 0.99),
      unit: 'ms',
      note: `p50 ${Math.round(quantile(delays, 0.5))} ms of ${SAMPLES}; ${Math.round(perSecond)} records/s arrived (and one verdict for each two)`,
    }),
  ]
}

/** Emits as many calls as make the rate, every 50 ms. Gives the rate that was reached. */
async function steadyCalls({ anteroom }: Product, until: AbortSignal): Promise<number> {
  const started = performance.now()
  let records = 0
  while (!until.aborted) {
    const due = ((performance.now() - started) / 1000) * RECORDS_A_SECOND
    while (records < due) {
      const { fact } = aFinishedCall(systemClock.now())
      await anteroom.state.transact(tx => tx.emit(fact))
      records += ROWS_A_CALL
    }
    await pause(50)
  }
  return records / ((performance.now() - started) / 1000)
}

/** Milliseconds from the call's transaction until KQL finds its summary and its diagnostics. */
async function untilQueryable({ anteroom, workspace }: Product): Promise<number> {
  const { fact, id } = aFinishedCall(systemClock.now())
  const started = performance.now()
  await anteroom.state.transact(tx => tx.emit(fact))
  const text = `union ACSCallSummary, ACSCallDiagnostics | where CorrelationId == '${id}' | count`
  while (performance.now() - started < PATIENCE_MS) {
    const { rows } = await anteroom.queries.answer({ text, workspace, correlationId: 'bench' })
    if (Number(rows[0]?.[0]) === ROWS_A_CALL / 2) return performance.now() - started
    await pause(LOOK_EVERY_MS)
  }
  return Number.POSITIVE_INFINITY
}
