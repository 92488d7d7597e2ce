/** Stage 1, journal → queues: policy's records for each fact, a place for each record, all in one transaction. */
import { type Clock, type Instant, invariant, type Log, messageOf } from '#base'
import { type ArmId, type LogRecord, tableOfCategory } from '#records'
import type { JournalEntry, State, Transaction } from '#state'
import { markOutcome, writeBins } from './calling-bins.ts'
import type { Consequences, Outcome, Placed, Project, Sample } from './consequences.ts'
import { setFactAside } from './dead-letters.ts'
import { type HistoryLimits, remember } from './history.ts'
import { delayOf, type Latency } from './latency.ts'
import { type Placement, placesOfCategory, placesOfMetrics } from './match-settings.ts'
import { countSample, forThePast } from './metric-minutes.ts'
import { byDimensions, operationMetricRecord } from './metric-rows.ts'
import type { DiagnosticSetting } from './setting.ts'
import { settingsInForce } from './settings.ts'
import { enqueue } from './spool.ts'

export interface DispatchOptions {
  readonly state: State
  readonly project: Project
  /** Destination of our own tables. */
  readonly house: string
  readonly latency: Latency
  readonly history: HistoryLimits
  readonly clock: Clock
  readonly log: Log
}

/** What one transaction moved. */
export interface Dispatched {
  readonly facts: number
  /** Every record, whether a setting sends it or not. */
  readonly records: readonly LogRecord[]
}

/** Bounds of one transaction: it holds the event loop. A single large call may pass the second. */
const MOST_FACTS = 100
const ENOUGH_RECORDS = 1_000

/**
 * Takes the oldest facts off the journal and queues what follows from them; runs inside the caller's transaction,
 * so that after a crash either all of it happened or none.
 */
export function dispatch(tx: Transaction, options: DispatchOptions): Dispatched {
  const now = options.clock.now()
  const settings = settingsByResource(tx, now)
  const { facts, last, samples, deposits, outcomes, ...found } = gather(tx, options)
  for (const outcome of outcomes) markOutcome(tx, outcome, now)
  const records = [...found.records, ...writeBins(tx, now)]
  const all = [...records, ...(last ? metricRecords(samples, last.seq) : [])]
  for (const record of all) {
    const delayMs = delayOf(record.category, options.latency)
    for (const placement of placesOf(record, settings, options.house)) {
      enqueue(tx, { placement, record, now, delayMs })
    }
  }
  for (const { destination, record } of deposits) {
    enqueue(tx, { placement: { destination }, record, now, delayMs: 0 })
  }
  for (const sample of samples.filter(({ exportable }) => exportable)) {
    const places = placesOfMetrics(settings(sample.resource))
    countSample(tx, sample, { places: options.history.days > 0 ? [...places, forThePast] : places, now })
  }
  remember(tx, records.filter(isForSettings), { now, limits: options.history })
  if (last) tx.forgetFactsThrough(last.seq)
  return { facts, records: all }
}

interface Gathered extends Required<Consequences> {
  readonly facts: number
  /** The newest of them; absent when there was none. */
  readonly last: JournalEntry | undefined
}

/** What follows from the oldest facts, within the bounds of a transaction. */
function gather(tx: Transaction, options: DispatchOptions): Gathered {
  const records: LogRecord[] = []
  const samples: Sample[] = []
  const deposits: Placed[] = []
  const outcomes: Outcome[] = []
  let last: JournalEntry | undefined
  let facts = 0
  for (const entry of options.state.journal.after(0, MOST_FACTS)) {
    if (records.length + deposits.length >= ENOUGH_RECORDS) break
    const found = consequencesOf(tx, entry, options)
    records.push(...found.records)
    samples.push(...found.samples)
    for (const deposit of found.deposits ?? []) deposits.push(deposit)
    outcomes.push(...(found.outcomes ?? []))
    last = entry
    facts += 1
  }
  return { records, samples, deposits, outcomes, facts, last }
}

const NONE: Consequences = { records: [], samples: [] }

/** A fact that cannot be projected would stop everything behind it for ever, so it is set aside with the reason. */
function consequencesOf(
  tx: Transaction,
  { fact, seq }: JournalEntry,
  options: DispatchOptions,
): Consequences {
  try {
    const found = options.project(fact)
    for (const record of found.records) {
      invariant(record.rules.length > 0, `record ${record.id} names the rules by which it exists`)
    }
    return found
  } catch (error) {
    options.log.error({ seq, kind: fact.kind, error: messageOf(error) }, 'a fact could not be projected')
    setFactAside(tx, fact, { at: options.clock.now(), reason: messageOf(error) })
    return NONE
  }
}

type SettingsByResource = (resource: ArmId) => readonly DiagnosticSetting[]

/** The settings as they are in this transaction, each resource asked once. */
function settingsByResource(tx: Transaction, now: Instant): SettingsByResource {
  const known = new Map<ArmId, readonly DiagnosticSetting[]>()
  return resource => {
    const settings = known.get(resource) ?? settingsInForce(tx, resource, now)
    known.set(resource, settings)
    return settings
  }
}

const isForSettings = ({ category }: LogRecord): boolean => tableOfCategory(category)?.origin !== 'house'

/** Tables of ours go to the house always; what Azure has goes where a setting sends it. */
function placesOf(record: LogRecord, settings: SettingsByResource, house: string): readonly Placement[] {
  if (!isForSettings(record)) return [{ destination: house }]
  return placesOfCategory(settings(record.resource), record.category)
}

function metricRecords(samples: readonly Sample[], seq: number): readonly LogRecord[] {
  return [...byDimensions(samples).values()].flatMap(([first, ...others], index) =>
    first ? [operationMetricRecord(`metric-${seq}-${index}`, [first, ...others])] : [],
  )
}
