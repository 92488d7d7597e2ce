/**
 * What Graph has no property for: columns that an export adds as `@anteroom.columns`, so that an import loses nothing.
 * Graph's own clients and other importers pass over annotations.
 */
import { type ColumnType, TEAMS_SESSIONS, TEAMS_STREAMS, tableByName } from '#records'
import type { StoredRow } from '../ports.ts'
import { bagIn } from './cells.ts'

export const COLUMNS = '@anteroom.columns'
/** Of the other participant of a direct call. */
export const CALLEE_COLUMNS = '@anteroom.calleeColumns'
export const CALLEE_ID = '@anteroom.calleeParticipantId'
/** Of the row of a connection without media, on its session. */
export const CONNECTION_COLUMNS = '@anteroom.connectionColumns'

const SESSION_COLUMNS = [
  'EndpointId', 'Role', 'IsOrganizer', 'Client', 'JoinTime', 'LobbyEnteredTime', 'LobbySeconds', 'LobbyOutcome',
  'EndCode', 'EndSubCode', 'EndReason', 'ResultCategory', 'MediaFailureType', 'UserAgentCategory', 'Os', 'OsFiltered',
  'PstnCallType', 'AudioQuality', 'Verdicts', 'Details',
] as const // biome-ignore format: a list of names

const STREAM_COLUMNS = [
  'StretchedRatio', 'HealerPacketDropRatio', 'HealerFecUsedRatio', 'JitterBufferAvg', 'JitterBufferMax',
  'JitterBufferMin', 'AudioPostFecLoss', 'NetworkJitterMin', 'BitRate', 'NetworkMos', 'ReportedBy', 'MediaLineLabel',
  'ConferenceType', 'CdrAvailable', 'QoeAvailable', 'Classification', 'ClassifierRule', 'ClassifierVersion',
  'PoorReasons', 'MediaFailureType', 'CallSetupFailureReason', 'ResultCategory', 'EndCode', 'EndSubCode', 'EndReason',
  'IsAnonymousJoin', 'IsFederated', 'SchedulingSourceAppId', 'Region', 'PstnCallType', 'PstnCountry',
  'PayloadDescription', 'FirstVpn', 'SecondVpn', 'FirstConnectivityIce', 'SecondConnectivityIce', 'FirstSubnet',
  'SecondSubnet', 'FirstReflexiveNetwork', 'SecondReflexiveNetwork', 'FirstQoeAvailable', 'SecondQoeAvailable',
  'FirstProductName', 'SecondProductName',
] as const // biome-ignore format: a list of names

const KEPT = { session: [TEAMS_SESSIONS, SESSION_COLUMNS], stream: [TEAMS_STREAMS, STREAM_COLUMNS] } as const
type Of = keyof typeof KEPT

const TYPES: Readonly<Record<Of, ReadonlyMap<string, ColumnType>>> = {
  session: typesOf('session'),
  stream: typesOf('stream'),
}

function typesOf(of: Of): ReadonlyMap<string, ColumnType> {
  const [table, names] = KEPT[of]
  const columns = tableByName(table)?.columns ?? []
  const isKept = new Set<string>(names)
  return new Map(columns.filter(({ name }) => isKept.has(name)).map(({ name, type }) => [name, type]))
}

/** The annotation of a row: its kept columns that have a value. */
export function annotation(of: Of, row: StoredRow): Readonly<Record<string, unknown>> {
  const told: Record<string, unknown> = {}
  for (const [name, type] of TYPES[of]) {
    const cell = row[name]
    if (cell === undefined || cell === null || cell === '') continue
    told[name] = type === 'dynamic' ? parsedCell(row, name) : cell
  }
  return { [COLUMNS]: told }
}

const parsedCell = (row: StoredRow, name: string): unknown =>
  name === 'Details' ? bagIn(row, name) : JSON.parse(String(row[name]))

const FITS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  bool: value => typeof value === 'boolean',
  int: Number.isSafeInteger,
  long: Number.isSafeInteger,
  real: value => typeof value === 'number',
  decimal: value => typeof value === 'number',
  string: value => typeof value === 'string',
  guid: value => typeof value === 'string',
  datetime: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  timespan: value => typeof value === 'string',
  dynamic: value => typeof value === 'object',
}

/** Kept columns of an annotation, those that it does not tell as blank; nothing where there is no annotation. */
export function annotated(of: Of, told: unknown): Readonly<Record<string, unknown>> {
  if (typeof told !== 'object' || told === null) return {}
  return Object.fromEntries(
    [...TYPES[of]].map(([name, type]) => {
      const value: unknown = Reflect.get(told, name)
      return [name, value !== undefined && value !== null && FITS[type](value) ? value : null]
    }),
  )
}
