/** One cell as tab-separated text of the engine, by KQL type. A value that does not fit its column is refused. */
import { isUuid, parseTicks, ticksToIso } from '#base'
import { type ColumnType, REDACTED } from '#records'

/** Gives the cell's text, or undefined when the value is not of the type. Never called with null. */
export type EncodeCell = (value: unknown) => string | undefined

/** Null of every type but string, which has none (R20). */
export const NULL_CELL = '\\N'

export const encodeCell: Readonly<Record<ColumnType, EncodeCell>> = {
  string: value => escaped(typeof value === 'string' ? value : textOf(value)),
  dynamic: value => escaped(JSON.stringify(value) ?? 'null'),
  bool: orWithheld(value => (typeof value === 'boolean' ? String(value) : undefined)),
  int: orWithheld(value => wholeNumber(value, INT)),
  long: orWithheld(value => wholeNumber(value, LONG)),
  timespan: orWithheld(value => wholeNumber(value, LONG)),
  real: orWithheld(realNumber),
  decimal: orWithheld(decimalNumber),
  datetime: orWithheld(instant),
  guid: orWithheld(value => (typeof value === 'string' && isUuid(value) ? value : undefined)),
}

/** A withheld value cannot be written into a number's column: it is null there, and `_Verdict` says why. */
function orWithheld(encode: EncodeCell): EncodeCell {
  return value => (value === REDACTED ? NULL_CELL : encode(value))
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

const SPECIAL = /[\\\t\n\r\0]/
const EVERY_SPECIAL = /[\\\t\n\r\0]/g
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
}

/** Few texts hold a special character, so most are only looked at. */
const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, found => ESCAPES[found] ?? found) : text

const INT = { least: -(2n ** 31n), most: 2n ** 31n - 1n }
const LONG = { least: -(2n ** 63n), most: 2n ** 63n - 1n }
const DIGITS = /^-?\d{1,19}$/

/** The engine would wrap what is too large, so the range is checked here. */
function wholeNumber(value: unknown, range: typeof INT): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return undefined
    if (Math.abs(value) < 2 ** 31) return String(value)
    return inRange(BigInt(value), range)
  }
  if (typeof value === 'bigint') return inRange(value, range)
  return typeof value === 'string' && DIGITS.test(value) ? inRange(BigInt(value), range) : undefined
}

const inRange = (value: bigint, { least, most }: typeof INT): string | undefined =>
  value >= least && value <= most ? String(value) : undefined

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
/** JSON has no such numbers; these are their names on Azure's wire. */
const NAMED_REALS: Readonly<Record<string, string>> = { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf' }

function realNumber(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : NAMED_REALS[String(value)]
  if (typeof value !== 'string') return undefined
  return NAMED_REALS[value] ?? (NUMBER.test(value) ? value : undefined)
}

const DECIMAL = /^-?\d{1,20}(?:\.\d{1,17})?$/

function decimalNumber(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return DECIMAL.test(text) ? text : undefined
}

/** As Azure prints it; the engine reads it as it is. Of the day, only that February has no 30th is left to the engine. */
const EXACT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{7}Z$/

function instant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (EXACT.test(value)) return value
  const ticks = parseTicks(value)
  return ticks === undefined ? undefined : ticksToIso(ticks)
}
