/** What is looked up beside the streams, as operators behind them: only tables and columns that the query needs. */
import { TEAMS_FEEDBACK, TEAMS_PERSONS, TEAMS_SESSIONS, TEAMS_STREAMS, type TenantId } from '#records'
import { machineLookup, networkLookup } from '#teams/networks'
import { currentRows } from '#teams/record'
import type { End } from '../dimensions/row.ts'
import type { Lookup, LookupTable } from './ends.ts'

/** In the order they stand: machines are found by the names of persons. */
const ORDER: readonly LookupTable[] = [
  'sessions',
  'persons',
  'feedback',
  'networks',
  'machines',
  'audioAndVideo',
]

interface Within {
  readonly tenant: TenantId
  /** Conditions, as operators, on when the rows of the calls were written. */
  readonly written: readonly string[]
}

export function lookupsKql(lookups: readonly Lookup[], within: Within): readonly string[] {
  return lookups
    .toSorted((a, b) => ORDER.indexOf(a.table) - ORDER.indexOf(b.table))
    .map(lookup => OPERATORS[lookup.table](lookup, within))
}

type Operators = (lookup: Lookup, within: Within) => string

/** Current rows of the calls that the streams are of. */
const rowsOf = (table: string, { tenant, written }: Within): string =>
  [currentRows(table, tenant), ...written].join(' ')

const OPERATORS: Readonly<Record<LookupTable, Operators>> = {
  sessions: (lookup, within) => ofConnection(lookup, rowsOf(TEAMS_SESSIONS, within)),
  persons: (lookup, within) => ofConnection(lookup, rowsOf(TEAMS_PERSONS, within)),
  // Somebody may have answered twice; the last answer counts.
  feedback: (lookup, { tenant }) =>
    ofConnection(
      lookup,
      `${TEAMS_FEEDBACK} | where OrganizerTenantId == '${tenant}' | summarize arg_max(TimeGenerated, Rating, Tokens, HasAudioIssue, HasVideoIssue, HasSharingIssue) by CorrelationId, ParticipantId`,
    ),
  networks: ({ end, columns }, { tenant }) =>
    atEnds(end, one => networkLookup(one, tenant, [...columns.keys()]).kql),
  machines: ({ end }, { tenant }) =>
    atEnds(end, one => machineLookup(one, tenant, `${one}PersonMachineName`).kql),
  audioAndVideo: (_, within) =>
    `| lookup kind=leftouter (${rowsOf(TEAMS_STREAMS, within)} | where MediaType in ('Audio', 'Video') | summarize HasAudioAndVideo = dcount(MediaType) == 2 by CorrelationId) on CorrelationId
| extend HasAudioAndVideo = coalesce(HasAudioAndVideo, false)`,
}

/** One row a connection. */
function ofConnection({ end, columns }: Lookup, rows: string): string {
  const key = `${end === 'Own' ? '' : end}ParticipantId`
  const renamed = key === 'ParticipantId' ? key : `${key} = ParticipantId`
  const wanted = [...columns].map(([name, kql]) => `${name} = ${kql}`)
  return `| lookup kind=leftouter (${rows} | project CorrelationId, ${[renamed, ...wanted].join(', ')}) on CorrelationId, ${key}`
}

const atEnds = (end: End, kql: (end: 'First' | 'Second') => string): string => (end === 'Own' ? '' : kql(end))
