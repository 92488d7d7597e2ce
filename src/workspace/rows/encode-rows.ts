/** Rows as the tab-separated batch the engine takes: the one tight loop between a record and its table. */
import type { Json } from '#base'
import type { Row } from '#records'
import { EngineError } from '../engine/engine.ts'
import type { PhysicalColumn, PhysicalTable } from '../tables/physical-table.ts'
import { type EncodeCell, encodeCell, NULL_CELL } from './encode-cell.ts'

/** One row on its way into a table. */
export interface WorkspaceRow {
  /** `_ItemId`: the same on every replay, so that a row is stored once. */
  readonly itemId: string
  /** TimeGenerated, RFC 3339 in UTC (`…Z`); the same on every replay. */
  readonly time: string
  /** ARM id in any case; `_ResourceId` holds it in lower case. */
  readonly resourceId: string
  /** Which rules made the row and withheld its cells; null where no policy was asked. */
  readonly verdict: Json
  /** The table's own columns by name; what is missing is null, names the table does not have are refused. */
  readonly cells: Row
}

export interface RowEncoder {
  /** The columns of the payload, in order. */
  readonly columns: readonly string[]
  /** Throws EngineError `badValue` naming the record and its column. */
  encode(rows: readonly WorkspaceRow[], receivedAt: string): Buffer
}

interface OwnColumn {
  readonly name: string
  readonly type: PhysicalColumn['type']
  readonly encode: EncodeCell
  readonly whenNull: string
}

/** What the workspace writes itself, in this order, where the table has the column. */
const STANDARD = {
  TimeGenerated: row => encodeCell.datetime(row.time),
  _ItemId: row => encodeCell.string(row.itemId),
  _ResourceId: row => encodeCell.string(row.resourceId.toLowerCase()),
  _SubscriptionId: row => encodeCell.string(subscriptionIn(row.resourceId)),
  _Verdict: row => (row.verdict === null ? NULL_CELL : encodeCell.dynamic(row.verdict)),
  _TimeReceived: (_, { receivedAt }) => receivedAt,
  _BilledSize: (_, { size }) => String(size),
} satisfies Record<string, StandardCell>

type StandardCell = (row: WorkspaceRow, about: { receivedAt: string; size: number }) => string | undefined

export function rowEncoder(table: PhysicalTable): RowEncoder {
  const standard = Object.entries<StandardCell>(STANDARD).filter(([name]) =>
    table.columns.some(c => c.name === name),
  )
  const own = table.columns
    .filter(({ name, constant }) => constant === undefined && !(name in STANDARD))
    .map(ownColumn)
  const known = new Set(table.columns.map(column => column.name))
  return {
    columns: [...own.map(column => column.name), ...standard.map(([name]) => name)],
    encode: (rows, receivedAt) => {
      let text = ''
      for (const row of rows) {
        refuseUnknown(row, known, table.name)
        const line = encodeOwn(row, own, table.name)
        const about = { receivedAt, size: line.length }
        text += line
        let gap = ''
        for (const [name, cell] of standard) {
          text += gap + (cell(row, about) ?? refuse(row, table.name, name))
          gap = '\t'
        }
        text += '\n'
      }
      return Buffer.from(text, 'utf8')
    },
  }
}

const UTC_DAY = /^(\d{4}-\d{2}-\d{2})T.*Z$/

/** The day that decides in which part of the store the row lies, `2026-01-15`. Throws EngineError `badValue`. */
export function dayOf(row: WorkspaceRow): string {
  const day = UTC_DAY.exec(row.time)?.[1]
  if (day === undefined) throw badValue(row, 'its time is not an instant in UTC')
  return day
}

const ownColumn = ({ name, type }: PhysicalColumn): OwnColumn => ({
  name,
  type,
  encode: encodeCell[type],
  whenNull: type === 'string' ? '' : NULL_CELL,
})

/** The table's own cells, each followed by a tab. */
function encodeOwn(row: WorkspaceRow, columns: readonly OwnColumn[], table: string): string {
  let line = ''
  for (const { name, encode, whenNull } of columns) {
    const value = row.cells[name]
    const cell = value === undefined || value === null ? whenNull : encode(value)
    line += cell ?? refuse(row, table, name)
    line += '\t'
  }
  return line
}

function refuseUnknown(row: WorkspaceRow, known: ReadonlySet<string>, table: string): void {
  for (const name in row.cells) {
    if (!known.has(name)) throw badValue(row, `${table} has no column ${name}`)
  }
}

function refuse(row: WorkspaceRow, table: string, column: string): never {
  throw badValue(row, `the value of ${table}.${column} is not of the column's type`)
}

const badValue = (row: WorkspaceRow, what: string) =>
  new EngineError({ code: 'badValue', message: `Record ${row.itemId}: ${what}.` })

const subscriptionIn = (resourceId: string): string =>
  /^\/subscriptions\/([^/]+)/i.exec(resourceId)?.[1]?.toLowerCase() ?? ''
