/** What was refused for good: kept with its reason, so that somebody can look and send it again. */
import type { Clock, Instant, Json } from '#base'
import type { Fact } from '#records'
import type { SqlReader, State, Transaction, Usage } from '#state'
import { enqueue, markAllTried, parseRecord, type Queued } from './spool.ts'

export interface DeadLetter {
  readonly seq: number
  readonly at: Instant
  /** Absent for a fact that could not be turned into records. */
  readonly destination: string | undefined
  readonly category: string
  readonly reason: string
  /** The record, or the fact. */
  readonly content: Json
}

export interface DeadLetters {
  /** Oldest first. */
  list(options?: DeadLetterRange): readonly DeadLetter[]
  count(destination?: string): number
  /** Queues the records of a destination again; says how many. */
  replay(destination: string): Promise<number>
  /** Forgets one; false when there is none of that number. */
  discard(seq: number): Promise<boolean>
}

export interface DeadLetterRange {
  /** Absent: of all destinations, and the facts. */
  readonly destination?: string
  /** Only those with a higher number. */
  readonly after?: number
  readonly limit?: number
}

/** A fact is filed under this category. */
export const FACT = 'fact'

interface Stored {
  readonly seq: number
  readonly at: number
  readonly destination: string | null
  readonly category: string
  readonly setting: string | null
  readonly reason: string
  readonly bytes: number
  readonly content: string
}

export function createDeadLetters(state: State, clock: Clock, wake: () => void): DeadLetters {
  return {
    list: ({ destination, after = 0, limit = 100 } = {}) =>
      state
        .all<Stored>(
          `SELECT * FROM dead_letters
           WHERE seq > ?1 AND (?2 IS NULL OR destination = ?2) ORDER BY seq LIMIT ?3`,
          after,
          destination ?? null,
          limit,
        )
        .map(toDeadLetter),
    count: destination => countDeadLetters(state, destination),
    replay: async destination => {
      const count = await state.transact(tx => queueAgain(tx, destination, clock.now()))
      wake()
      return count
    },
    discard: seq =>
      state.transact(tx => {
        const found = tx.get<Stored>('SELECT * FROM dead_letters WHERE seq = ?', seq)
        if (found) forget(tx, found)
        return found !== undefined
      }),
  }
}

export function setRecordAside(tx: Transaction, row: Queued, options: AsideOptions): void {
  file(tx, {
    ...options,
    category: row.record.category,
    setting: row.setting,
    content: JSON.stringify(row.record),
  })
}

export function setFactAside(tx: Transaction, fact: Fact, options: { at: Instant; reason: string }): void {
  file(tx, { ...options, destination: null, category: FACT, setting: null, content: JSON.stringify(fact) })
}

export interface AsideOptions {
  readonly destination: string
  readonly reason: string
  readonly at: Instant
}

/** Dead letters count against the backlog's limits: they are work that is not done. */
function file(tx: Transaction, letter: Omit<Stored, 'seq' | 'bytes'>): void {
  const bytes = Buffer.byteLength(letter.content)
  tx.run(
    `INSERT INTO dead_letters (at, destination, category, setting, reason, bytes, content)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    letter.at,
    letter.destination,
    letter.category,
    letter.setting,
    letter.reason,
    bytes,
    letter.content,
  )
  tx.hold({ entries: 1, bytes })
}

/** Marked as tried: a refusal whose cause is not known may have come after the record was stored. */
function queueAgain(tx: Transaction, destination: string, now: Instant): number {
  const letters = tx.all<Stored>('SELECT * FROM dead_letters WHERE destination = ? ORDER BY seq', destination)
  for (const letter of letters) {
    const placement = { destination, ...(letter.setting === null ? {} : { setting: letter.setting }) }
    enqueue(tx, { placement, record: parseRecord(letter.content), now, delayMs: 0 })
    forget(tx, letter)
  }
  for (const category of new Set(letters.map(letter => letter.category))) {
    markAllTried(tx, { destination, category })
  }
  return letters.length
}

function forget(tx: Transaction, { seq, bytes }: Stored): void {
  tx.run('DELETE FROM dead_letters WHERE seq = ?', seq)
  tx.hold({ entries: -1, bytes: -bytes })
}

const toDeadLetter = ({ seq, at, destination, category, reason, content }: Stored): DeadLetter => ({
  seq,
  at,
  destination: destination ?? undefined,
  category,
  reason,
  content: JSON.parse(content),
})

const countDeadLetters = (state: SqlReader, destination?: string): number =>
  state.get<{ count: number }>(
    'SELECT count(*) AS count FROM dead_letters WHERE ?1 IS NULL OR destination = ?1',
    destination ?? null,
  )?.count ?? 0

/** What the dead letters hold, all together. */
export const storedAside = (state: SqlReader): Usage =>
  state.get<Usage>('SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM dead_letters') ?? {
    entries: 0,
    bytes: 0,
  }
