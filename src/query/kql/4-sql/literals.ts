/**
 * Values and names as SQL text. Bound parameters would be the usual way, but the embedded engine runs all bound
 * queries of the process one after the other, so values are written as literals: this file is the only place that
 * writes one, and every text passes `quoted`.
 */

import { columnTypes } from '#records'
import type { LiteralValue, ScalarType } from '../2-lower/scalar.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
}

/** A string literal. The engine reads backslash escapes, so both the quote and the backslash are escaped. */
export function quoted(value: string): string {
  return `'${value.replace(/[\\'\n\r\t\0\b\f]/g, char => ESCAPES[char] ?? char)}'`
}

/** An identifier; every name is quoted, whatever it contains. */
export function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, char => `\\${char}`)}\``
}

/** A value of one of KQL's types, or `raw`: a bare number or text for the engine's own parameters. */
export function literalToSql(type: ScalarType, value: LiteralValue): string {
  if (type === 'raw') return typeof value === 'string' ? quoted(value) : String(value)
  if (value === null) return type === 'string' ? "''" : `CAST(NULL, ${quoted(columnTypes[type])})`
  return WRITERS[type](value)
}

const WRITERS: Readonly<Record<Exclude<ScalarType, 'raw'>, (value: NonNullable<LiteralValue>) => string>> = {
  bool: value => (value ? 'true' : 'false'),
  int: value => `toInt32(${wholeText(value)})`,
  long: value => `toInt64(${wholeText(value)})`,
  timespan: value => `toInt64(${wholeText(value)})`,
  real: value => realText(Number(value)),
  decimal: value => `toDecimal128(${quoted(String(value))}, 17)`,
  string: value => quoted(String(value)),
  dynamic: value => quoted(String(value)),
  datetime: value => `toDateTime64(${quoted(String(value))}, 7, 'UTC')`,
  guid: value => `toUUID(${quoted(String(value))})`,
}

function wholeText(value: NonNullable<LiteralValue>): string {
  const text = BigInt(value).toString()
  // The parser of the engine reads the lowest number as the negation of one that does not fit.
  return text === '-9223372036854775808' ? `'${text}'` : text
}

function realText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return `toFloat64(${value})`
}
