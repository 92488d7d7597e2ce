/** Engine cells (format JSONCompact) → cells as the logs API prints them. */
import { timespanToText } from './2-lower/times-text.ts'
import type { Column, KqlType } from './types.ts'

export type Cell = string | number | boolean | null

/**
 * Rows as the API gives them: datetimes `yyyy-MM-ddTHH:mm:ss.fffffffZ`, dynamic as JSON text, timespans
 * `[-][d.]hh:mm:ss[.fffffff]`, 64-bit numbers beyond 2^53 as text, NaN and the infinities as text.
 */
export function decodeRows(columns: readonly Column[], rows: readonly (readonly unknown[])[]): Cell[][] {
  const decoders = columns.map(column => DECODERS[column.type])
  return rows.map(row => decoders.map((decode, index) => decodeCell(row[index], decode)))
}

function decodeCell(value: unknown, decode: (value: unknown) => Cell): Cell {
  return value === null || value === undefined ? null : decode(value)
}

const DECODERS: Readonly<Record<KqlType, (value: unknown) => Cell>> = {
  bool: value => value === true || value === 1 || value === '1' || value === 'true',
  int: value => Number(value),
  long: wholeCell,
  real: realCell,
  decimal: value => String(value),
  string: value => String(value),
  guid: value => String(value),
  dynamic: value => String(value),
  datetime: value => `${String(value).replace(' ', 'T')}Z`,
  timespan: value => timespanToText(BigInt(String(value))),
}

function wholeCell(value: unknown): Cell {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

const SPECIAL: Readonly<Record<string, string>> = {
  nan: 'NaN',
  '-nan': 'NaN',
  inf: 'Infinity',
  '-inf': '-Infinity',
}

function realCell(value: unknown): Cell {
  return typeof value === 'string' ? (SPECIAL[value] ?? Number(value)) : Number(value)
}
