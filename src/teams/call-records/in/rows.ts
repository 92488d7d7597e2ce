/**
 * A call read from a record → rows of the tenant's tables. They are made as those of a call recorded here, so that
 * verdicts, ordering and figures are the same; then what only the record knows is laid over them.
 */
import { type Instant, type Json, parseIso } from '#base'
import {
  type ArmId,
  armId,
  type DepositedRow,
  type LogRecord,
  type Row,
  rowOf,
  TEAMS_FEEDBACK,
  TEAMS_PERSONS,
  TEAMS_REPLACED,
  TEAMS_SESSIONS,
  TEAMS_STREAMS,
  type TenantId,
  tableByName,
} from '#records'
import { editionOf, orderEnds, organizerRows } from '#teams/record'
import { annotated, CONNECTION_COLUMNS } from '../out/columns.ts'
import type { DirectoryPerson } from '../ports.ts'
import { feedbackColumns } from './feedback.ts'
import { productOf } from './participant.ts'
import type { CallRecord } from './schema.ts'
import { type ReadCall, type ReadLeg, readCall } from './to-call.ts'

export interface RowsOptions {
  readonly tenant: TenantId
  readonly person: (objectId: string) => DirectoryPerson | undefined
  readonly now: Instant
  /** How long what names people is kept after a call. */
  readonly personDays: number
  /** Versions that are stored and go. */
  readonly replaces: readonly number[]
  /** Participants whose feedback is stored already. */
  readonly rated: ReadonlySet<string>
}

export interface TableRows {
  readonly table: string
  readonly rows: readonly DepositedRow[]
}

export interface RecordRows {
  readonly completeness: string
  readonly tables: readonly TableRows[]
  /** False: the record is of nobody's of the tenant. */
  readonly isConcerned: boolean
}

const DAY = 86_400_000
const NOWHERE: ArmId = armId('/')

export function rowsOfRecord(record: CallRecord, options: RowsOptions): RecordRows {
  const { tenant, now, personDays } = options
  const read = readCall(record, tenant)
  const made = organizerRows(read.call, {
    version: 1,
    workspaceOf: () => NOWHERE,
    person: options.person,
    region: '',
  }).filter(row => rowOf(row).OrganizerTenantId === tenant)
  const time = (record.lastModifiedDateTime && parseIso(record.lastModifiedDateTime)) || read.call.end
  const base = baseOf(record, read)
  const legs = new Map(read.legs.map(leg => [String(leg.leg.participantId), leg]))
  const laid = (table: string, over: (cells: Row) => Row) =>
    made
      .filter(({ category }) => category === table)
      .map(row => deposited(over(cellsOf(row)), base, { table, time }))
  const sessions = [
    ...laid(TEAMS_SESSIONS, cells => ({ ...cells, ...sessionOver(cells, legs) })),
    ...withoutSession(record, read, options).map(cells =>
      deposited(cells, base, { table: TEAMS_SESSIONS, time }),
    ),
  ]
  const isNamed = read.call.end > now - personDays * DAY
  return {
    completeness: read.completeness,
    isConcerned: made.length > 0 || sessions.length > 0,
    tables: [
      { table: TEAMS_SESSIONS, rows: sessions },
      { table: TEAMS_STREAMS, rows: laid(TEAMS_STREAMS, cells => streamOver(cells, read, legs)) },
      { table: TEAMS_PERSONS, rows: isNamed ? laid(TEAMS_PERSONS, cells => personOver(cells, legs)) : [] },
      {
        table: TEAMS_FEEDBACK,
        rows: feedbackOf(read, options).map(cells => deposited(cells, base, { table: TEAMS_FEEDBACK, time })),
      },
      {
        table: TEAMS_REPLACED,
        rows: options.replaces.map(version =>
          deposited({ OrganizerTenantId: tenant }, base, { table: TEAMS_REPLACED, time, version }),
        ),
      },
    ].filter(({ rows }) => rows.length > 0),
  }
}

const cellsOf = (row: LogRecord): Row => rowOf(row)

interface Base {
  readonly call: Row
  readonly version: number
}

function baseOf(record: CallRecord, { sessionType, meetingId, completeness }: ReadCall): Base {
  return {
    version: record.version,
    call: {
      CorrelationId: record.id,
      Source: 'graph',
      SessionType: sessionType,
      MeetingId: meetingId,
      Completeness: completeness,
    },
  }
}

interface Placing {
  readonly table: string
  readonly time: Instant
  readonly version?: number
}

/** Tells of the call as far as the table has columns for it. */
function deposited(cells: Row, base: Base, { table, time, version = base.version }: Placing): DepositedRow {
  const edition = editionOf(textOf(base.call.CorrelationId), version)
  const all: Row = { ...cells, ...base.call, Version: version, Edition: edition }
  const columns = COLUMNS_OF.get(table)
  return { time, cells: Object.fromEntries(Object.entries(all).filter(([name]) => columns?.has(name))) }
}

const COLUMNS_OF: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [TEAMS_SESSIONS, TEAMS_STREAMS, TEAMS_PERSONS, TEAMS_FEEDBACK, TEAMS_REPLACED].map(name => [
    name,
    new Set(tableByName(name)?.columns.map(column => column.name)),
  ]),
)

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Sound: columns of annotations were checked against their types, those of details are scalars. */
const asRow = (cells: Readonly<Record<string, unknown>>): Row => cells as Row

function sessionOver(cells: Row, legs: ReadonlyMap<string, ReadLeg>): Row {
  const leg = legs.get(textOf(cells.ParticipantId))
  if (!leg) return {}
  const details = { ...Object(cells.Details), ...Object(leg.sessionColumns.Details) }
  return asRow({ ...leg.sessionColumns, Details: details })
}

const personOver = (cells: Row, legs: ReadonlyMap<string, ReadLeg>): Row => ({
  ...cells,
  ...asRow(legs.get(textOf(cells.ParticipantId))?.personColumns ?? {}),
})

const ENDING = ['EndCode', 'EndSubCode', 'EndReason', 'ResultCategory', 'MediaFailureType'] as const

/** The row of a stream has its number as its id until here. */
function streamOver(cells: Row, read: ReadCall, legs: ReadonlyMap<string, ReadLeg>): Row {
  const leg = legs.get(textOf(cells.ParticipantId))
  const one = read.legs.flatMap(({ streams }) => streams).find(({ stream }) => stream.id === cells.StreamId)
  const ending = leg ? Object.fromEntries(ENDING.map(name => [name, leg.sessionColumns[name]])) : {}
  const setup = leg?.sessionColumns.MediaFailureType === 'CallSetup' ? cells.CallSetupFailureReason : ''
  const ends = { ...endOver('First', cells, legs), ...endOver('Second', cells, legs) }
  const over = { ...cells, ...asRow(ending), CallSetupFailureReason: setup ?? '', ...ends }
  const sorted = read.call.scene.kind === 'p2p' ? reordered(over) : over
  const conference: Row = read.sessionType === 'P2P' ? { ConferenceType: '' } : {}
  const told =
    one?.columns ?? annotated('stream', Reflect.get(leg?.participation.session ?? {}, CONNECTION_COLUMNS))
  return { ...sorted, ...conference, ...asRow(told) }
}

/** Of a client: the same with the session and with its end of a stream. */
const CLIENT = ['Os', 'OsFiltered', 'UserAgentCategory'] as const

/** Details that stand with the end of a stream as well, because reports group by them. */
const DETAILS = { Architecture: 'OS Architecture', WifiBand: 'WiFi Band' } as const

/** What a leg can't say of its client: the product and category of older ones, and people whom nobody names. */
function endOver(end: 'First' | 'Second', cells: Row, legs: ReadonlyMap<string, ReadLeg>): Row {
  const leg = legs.get(textOf(cells[`${end}ParticipantId`]))
  if (!leg) return serverOver(end, cells, legs)
  const product = productOf(leg.participation.endpoint)
  const known = CLIENT.flatMap(name => {
    const value = leg.sessionColumns[name]
    return typeof value === 'string' ? [[`${end}${name}`, value]] : []
  })
  const { Details: details } = leg.sessionColumns
  const told = Object.entries(DETAILS).map(([name, detail]) => [
    `${end}${name}`,
    textOf(Reflect.get(Object(details), detail)),
  ])
  return {
    ...Object.fromEntries([...known, ...told]),
    ...(product !== undefined && { [`${end}ProductName`]: product }),
    ...(leg.who.isUnknown && { [`${end}PersonKey`]: '' }),
  }
}

/** By the role of a service, where it is another than that of meetings. */
const SERVERS: Readonly<Record<string, string>> = {
  mediationServer: 'Mediation Server',
  mediationServerCloudConnectorEdition: 'Mediation Server',
  skypeForBusinessApplicationSharingMcu: 'AS-MCU',
}

function serverOver(end: 'First' | 'Second', cells: Row, legs: ReadonlyMap<string, ReadLeg>): Row {
  const { session, side } = legs.get(textOf(cells.ParticipantId))?.participation ?? {}
  const service = side === 'caller' ? session?.callee : session?.caller
  const { role = '', headerValue, applicationVersion } = service?.userAgent ?? {}
  const category = SERVERS[role ?? '']
  return {
    ...(category && { [`${end}UserAgentCategory`]: category }),
    ...(headerValue && { [`${end}UserAgent`]: headerValue }),
    ...(applicationVersion && { [`${end}AppVersion`]: applicationVersion }),
  }
}

/** Which end is first goes by categories too, which are known only now. */
function reordered(cells: Row): Row {
  const endOf = (end: 'First' | 'Second') => ({
    category: textOf(cells[`${end}UserAgentCategory`]),
    isServer: cells[`${end}IsServer`] === 'Server',
    isCaller: (cells.FirstIsCaller === true) === (end === 'First'),
    id: textOf(cells[`${end}ParticipantId`]),
    end,
  })
  const [first] = orderEnds(endOf('First'), endOf('Second'))
  return first.end === 'First' ? cells : swapped(cells)
}

function swapped(cells: Row): Row {
  const renamed = Object.entries(cells).map(([name, value]): [string, Json] => {
    const [, end, rest] = /^(First|Second)(.+)$/.exec(name) ?? []
    return end && name !== 'FirstIsCaller'
      ? [`${end === 'First' ? 'Second' : 'First'}${rest}`, value]
      : [name, value]
  })
  const { StreamDirection: direction } = cells
  return {
    ...Object.fromEntries(renamed),
    FirstIsCaller: cells.FirstIsCaller !== true,
    ...(direction && {
      StreamDirection: direction === 'First-to-Second' ? 'Second-to-First' : 'First-to-Second',
    }),
  }
}

/** A record without sessions still says that there was a call: one row for it. */
function withoutSession(
  record: CallRecord,
  { call, legs }: ReadCall,
  { tenant }: RowsOptions,
): readonly Row[] {
  if (legs.length > 0) return []
  return [
    {
      OrganizerTenantId: tenant,
      CallStartTime: record.startDateTime,
      CallEndTime: record.endDateTime,
      ParticipantId: '',
      DurationSeconds: (call.end - call.start) / 1000,
    },
  ]
}

function feedbackOf({ legs }: ReadCall, { tenant, rated }: RowsOptions): readonly Row[] {
  return legs.flatMap(({ leg, participation: { endpoint } }) => {
    const columns = endpoint?.feedback && feedbackColumns(endpoint.feedback)
    if (!columns || rated.has(leg.participantId)) return []
    return [{ OrganizerTenantId: tenant, ParticipantId: leg.participantId, ...columns }]
  })
}
