/** One object of the caller as a row of its table. A value that does not fit its column is null, as in Azure. Pure. */
import { type Instant, type Json, parseIso, parseTicks, ticksToIso } from '#base'
import type { Column, ColumnType, DepositedRow } from '#records'

/** Members that the stream does not declare are left out; without a readable TimeGenerated it is the reception. */
export function toRow(
  item: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  receivedAt: Instant,
): DepositedRow {
  const cells: Record<string, Json> = {}
  for (const { name, type } of columns) {
    if (name !== 'TimeGenerated') cells[name] = cellOf(item[name], type)
  }
  const said = item.TimeGenerated
  return { time: (typeof said === 'string' ? parseIso(said) : undefined) ?? receivedAt, cells }
}

const cellOf = (value: unknown, type: ColumnType): Json =>
  value === undefined || value === null ? null : (CELLS[type]?.(value) ?? null)

const whole =
  (most: number) =>
  (value: unknown): Json | undefined => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) <= most
      ? number
      : undefined
  }

/** The types that a stream can declare. The body is parsed JSON, so what is kept of it is JSON. */
const CELLS: Readonly<Partial<Record<ColumnType, (value: unknown) => Json | undefined>>> = {
  string: value => (typeof value === 'string' ? value : JSON.stringify(value)),
  dynamic: value => value as Json,
  int: whole(2 ** 31 - 1),
  long: whole(Number.MAX_SAFE_INTEGER),
  real: value => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined
  },
  bool: value => {
    if (typeof value === 'boolean') return value
    const text = String(value).toLowerCase()
    return text === 'true' ? true : text === 'false' ? false : undefined
  },
  datetime: value => {
    const ticks = typeof value === 'string' ? parseTicks(value) : undefined
    return ticks === undefined ? undefined : ticksToIso(ticks)
  },
}
