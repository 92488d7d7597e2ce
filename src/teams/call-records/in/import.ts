/**
 * Takes records in: each is read, weighed against the versions that are stored, and becomes rows in the journal, in one
 * transaction with the note that it was taken. What cannot be taken is said by record and path; the others go in.
 */
import { Compile } from 'typebox/compile'
import { type Instant, type Mismatch, mismatchesOf, mismatchText } from '#base'
import { TEAMS_FEEDBACK, TEAMS_PERSONS, TEAMS_SESSIONS, type TenantId, tableByName } from '#records'
import { numberIn, textIn } from '../out/cells.ts'
import { kqlList } from '../out/stored-call.ts'
import type { CallRecordsPorts } from '../ports.ts'
import { type RecordRows, rowsOfRecord, type TableRows } from './rows.ts'
import { type CallRecord, CallRecordJson } from './schema.ts'
import { forgetTaken, noteTaken, takenVersions } from './store.ts'

type Services = Pick<CallRecordsPorts, 'rows' | 'state' | 'directory' | 'workspaceOf' | 'clock' | 'ids'>

export type Outcome = 'stored' | 'replaced' | 'alreadyThere' | 'refused'

export interface Taken {
  /** Place in what was sent. */
  readonly index: number
  readonly id?: string | undefined
  readonly version?: number | undefined
  readonly outcome: Outcome
  readonly completeness?: string | undefined
  /** Why it was refused, or what is there instead. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[] | undefined
}

const checker = Compile(CallRecordJson)
const PERSON_DAYS = tableByName(TEAMS_PERSONS)?.keptDays ?? 28
/** The engine knows after that time at the latest what was taken. */
const NOTED_MS = 86_400_000

interface Importing {
  readonly tenant: TenantId
  readonly signal?: AbortSignal | undefined
}

export async function importRecords(
  items: readonly unknown[],
  { tenant, signal }: Importing,
  services: Services,
): Promise<readonly Taken[]> {
  const read = items.map(readItem)
  const ids = [...new Set(read.flatMap(one => (one.record ? [one.record.id] : [])))]
  const known = await knownCalls(ids, { tenant, signal }, services)
  const now = services.clock.now()
  return await services.state.transact(tx => {
    const rows = new Map<string, TableRows['rows'][number][]>()
    const results = read.map((one, index): Taken => {
      if (!one.record) return refusedItem(index, one)
      const stored = [
        ...(known.versions.get(one.record.id) ?? []),
        ...takenVersions(tx, tenant, one.record.id),
      ]
      const { taken, made } = takeRecord(one.record, index, { tenant, now, known, stored, services })
      if (!made) return taken
      for (const { table, rows: some } of made.tables) rows.set(table, [...(rows.get(table) ?? []), ...some])
      noteTaken(tx, { tenant, id: one.record.id, version: one.record.version, at: now })
      return taken
    })
    forgetTaken(tx, now - NOTED_MS)
    for (const [table, some] of rows) {
      tx.emit({
        kind: 'deposit',
        deposit: { id: services.ids.uuid(), workspace: services.workspaceOf(tenant), table, rows: some },
      })
    }
    return results
  })
}

type ReadItem =
  | { readonly record: CallRecord }
  | {
      readonly record?: undefined
      readonly about: Pick<Taken, 'id' | 'version'>
      readonly problems: readonly Mismatch[]
    }

function readItem(item: unknown): ReadItem {
  const problems = mismatchesOf(checker, item)
  // Sound: the checker has admitted it.
  if (problems.length === 0) return { record: item as CallRecord }
  const id: unknown = Reflect.get(Object(item), 'id')
  return { about: typeof id === 'string' ? { id: id.slice(0, 100) } : {}, problems }
}

const MOST_PROBLEMS = 20

const refusedItem = (
  index: number,
  { about, problems }: Extract<ReadItem, { problems: unknown }>,
): Taken => ({
  index,
  ...about,
  outcome: 'refused',
  problems: problems.slice(0, MOST_PROBLEMS).map(problemOf),
})

const problemOf = (mismatch: Mismatch) => ({ path: mismatch.path, message: mismatchText(mismatch) })

interface Known {
  readonly versions: ReadonlyMap<string, readonly number[]>
  readonly rated: ReadonlyMap<string, ReadonlySet<string>>
}

/** What the tables hold of those calls, in whatever version. */
async function knownCalls(
  ids: readonly string[],
  { tenant, signal }: Importing,
  { rows }: Services,
): Promise<Known> {
  if (ids.length === 0) return { versions: new Map(), rated: new Map() }
  const where = `where OrganizerTenantId == '${tenant}' and CorrelationId in ${kqlList(ids)}`
  const sessions = await rows(tenant, `${TEAMS_SESSIONS} | ${where} | distinct CorrelationId, Version`, {
    signal,
  })
  const feedback = await rows(
    tenant,
    `${TEAMS_FEEDBACK} | ${where} | distinct CorrelationId, ParticipantId`,
    { signal },
  )
  const versions = Map.groupBy(sessions, row => textIn(row, 'CorrelationId'))
  const rated = Map.groupBy(feedback, row => textIn(row, 'CorrelationId'))
  return {
    versions: new Map(
      [...versions].map(([id, some]) => [id, some.map(row => numberIn(row, 'Version') ?? 0)]),
    ),
    rated: new Map(
      [...rated].map(([id, some]) => [id, new Set(some.map(row => textIn(row, 'ParticipantId')))]),
    ),
  }
}

interface Making {
  readonly tenant: TenantId
  readonly now: Instant
  readonly known: Known
  readonly stored: readonly number[]
  readonly services: Services
}

interface TakenRecord {
  readonly taken: Taken
  /** Absent: nothing of it is stored. */
  readonly made?: RecordRows
}

/** Only a version that is higher than all that are stored is taken. */
function takeRecord(record: CallRecord, index: number, making: Making): TakenRecord {
  const { id, version } = record
  const about = { index, id, version }
  const highest = making.stored.length > 0 ? Math.max(...making.stored) : undefined
  if (highest !== undefined && version <= highest) {
    const message = `version ${highest} of this record is stored; only a higher one replaces it`
    return { taken: { ...about, outcome: 'alreadyThere', problems: [{ path: '/version', message }] } }
  }
  const made = rowsFor(record, making)
  if ('problem' in made) return { taken: { ...about, outcome: 'refused', problems: [made.problem] } }
  const { completeness } = made.rows
  return {
    taken: { ...about, outcome: highest === undefined ? 'stored' : 'replaced', completeness },
    made: made.rows,
  }
}

type Made =
  | { readonly rows: RecordRows }
  | { readonly problem: { readonly path: string; readonly message: string } }

function rowsFor(record: CallRecord, { tenant, now, known, stored, services }: Making): Made {
  const sessionIds = (record.sessions ?? []).flatMap(({ id }) => id ?? [])
  const repeated = sessionIds.findIndex((id, at) => sessionIds.indexOf(id) !== at)
  if (repeated >= 0) {
    return {
      problem: { path: `/sessions/${repeated}/id`, message: 'another session of this record has that id' },
    }
  }
  try {
    const rows = rowsOfRecord(record, {
      tenant,
      now,
      person: id => services.directory.user(id),
      personDays: PERSON_DAYS,
      replaces: [...new Set(stored)],
      rated: known.rated.get(record.id) ?? new Set(),
    })
    if (rows.isConcerned) return { rows }
    return {
      problem: { path: '/sessions', message: `nobody of tenant ${tenant} took part in this direct call` },
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return {
      problem: { path: '', message: `found '${error.message}', expected an instant as 2026-01-15T09:00:00Z` },
    }
  }
}
