/** A call as the tables keep it, and the questions that fetch it. */
import { TEAMS_FEEDBACK, TEAMS_PERSONS, TEAMS_SESSIONS, TEAMS_STREAMS, type TenantId } from '#records'
import { currentRows } from '#teams/record'
import type { CallRecordsPorts, StoredRow } from '../ports.ts'
import { textIn } from './cells.ts'

export interface StoredCall {
  /** At least one. */
  readonly sessions: readonly StoredRow[]
  readonly streams: readonly StoredRow[]
  /** By participant id. */
  readonly persons: ReadonlyMap<string, StoredRow>
  readonly feedback: ReadonlyMap<string, StoredRow>
}

/** A KQL text literal. */
export const kqlText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`

export const kqlList = (texts: readonly string[]): string => `(${texts.map(kqlText).join(', ')})`

const feedbackOf = (tenant: TenantId): string => `${TEAMS_FEEDBACK} | where OrganizerTenantId == '${tenant}'`

type Asking = Pick<CallRecordsPorts, 'rows'>

interface Wanted {
  readonly tenant: TenantId
  /** Correlation ids, spelled as stored. */
  readonly ids: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** The calls with those ids, in the order of the ids; those that are not there are left out. */
export async function fetchCalls(
  { rows }: Asking,
  { tenant, ids, signal }: Wanted,
): Promise<readonly StoredCall[]> {
  if (ids.length === 0) return []
  const among = `| where CorrelationId in ${kqlList(ids)}`
  const ask = (text: string) => rows(tenant, `${text} ${among}`, { signal })
  const sessions = await ask(currentRows(TEAMS_SESSIONS, tenant))
  if (sessions.length === 0) return []
  const streams = await ask(currentRows(TEAMS_STREAMS, tenant))
  const persons = await ask(currentRows(TEAMS_PERSONS, tenant))
  const feedback = await ask(feedbackOf(tenant))
  const of = (all: readonly StoredRow[]) => Map.groupBy(all, row => textIn(row, 'CorrelationId'))
  const [sessionsOf, streamsOf, personsOf, feedbackRows] = [
    of(sessions),
    of(streams),
    of(persons),
    of(feedback),
  ]
  return ids.flatMap(id => {
    const found = sessionsOf.get(id)
    if (!found) return []
    return [
      {
        sessions: found.toSorted(byStart),
        streams: (streamsOf.get(id) ?? []).toSorted(byStart),
        persons: byParticipant(personsOf.get(id)),
        feedback: byParticipant(feedbackRows.get(id)),
      },
    ]
  })
}

const byParticipant = (rows: readonly StoredRow[] | undefined): ReadonlyMap<string, StoredRow> =>
  new Map((rows ?? []).map(row => [textIn(row, 'ParticipantId'), row]))

/** A steady order, so that pages fit together. */
function byStart(one: StoredRow, other: StoredRow): number {
  const keyOf = (row: StoredRow) =>
    ['StartTime', 'ParticipantId', 'StreamId', 'MediaType', 'StreamDirection']
      .map(name => textIn(row, name))
      .join(' ')
  const [a, b] = [keyOf(one), keyOf(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
