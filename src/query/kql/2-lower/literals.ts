/**
 * Literals, read from their source text: the parser package's own values lose ticks of datetimes, hexadecimal
 * digits and the special reals on their way through JavaScript.
 */
import type { Bound } from '../1-read/bound.ts'
import type { KqlType } from '../types.ts'
import { literal, nullOf, type Scalar } from './scalar.ts'
import { parseDatetimeText, parseTimespanText } from './times.ts'

const LITERAL_TYPES: Readonly<Record<string, KqlType>> = {
  LongLiteralExpression: 'long',
  IntLiteralExpression: 'int',
  RealLiteralExpression: 'real',
  DecimalLiteralExpression: 'decimal',
  StringLiteralExpression: 'string',
  CompoundStringLiteralExpression: 'string',
  BooleanLiteralExpression: 'bool',
  TimespanLiteralExpression: 'timespan',
  DateTimeLiteralExpression: 'datetime',
  GuidLiteralExpression: 'guid',
}

/** The literal of a node, or undefined where the node is none or its text can't be read. */
export function readLiteral(node: Bound): Scalar | undefined {
  const type = LITERAL_TYPES[node.kind]
  if (!type) return undefined
  if (type === 'string') return literal('string', String(node.literal ?? ''))
  const wrapped = /^\w+\s*\(([\s\S]*)\)$/.exec(node.text)
  const inner = (wrapped?.[1] ?? node.text).trim().replace(/^(['"])([\s\S]*)\1$/, '$2')
  if (/^null$/i.test(inner)) return nullOf(type)
  return literalFromText(type, inner)
}

/** Reads the text inside `type(…)`; undefined where it is no value of the type. */
export function literalFromText(type: KqlType, text: string): Scalar | undefined {
  const value = READERS[type](text.trim())
  return value === undefined ? undefined : literal(type, value)
}

type Value = string | number | bigint | boolean | undefined

const READERS: Readonly<Record<KqlType, (text: string) => Value>> = {
  bool: text => (/^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined),
  int: readWhole,
  long: readWhole,
  real: readReal,
  decimal: text => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? plainDecimal(text) : undefined),
  string: text => text,
  dynamic: text => text,
  datetime: text => parseDatetimeText(text.replace(DATE_IN_PARTS, datePartsText)),
  timespan: text => parseTimespanText(text),
  guid: text =>
    /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined,
}

/** `datetime(2025, 6, 14)`, also with hours, minutes and seconds. */
const DATE_IN_PARTS = /^\d{4}(\s*,\s*\d{1,2}){2,5}$/

function datePartsText(parts: string): string {
  const [year = '', month = '', day = '', ...time] = parts.split(',').map(one => one.trim().padStart(2, '0'))
  const [hour = '00', minute = '00', second = '00'] = time
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`
}

function readWhole(text: string): bigint | undefined {
  const match = /^([-+]?)\s*(0x[0-9a-f]+|\d+)$/i.exec(text)
  if (!match?.[2]) return undefined
  const size = BigInt(match[2])
  return BigInt.asIntN(64, match[1] === '-' ? -size : size)
}

function readReal(text: string): number | undefined {
  const special: Readonly<Record<string, number>> = {
    nan: Number.NaN,
    '+inf': Infinity,
    inf: Infinity,
    '-inf': -Infinity,
  }
  const found = special[text.toLowerCase()]
  if (found !== undefined) return found
  const value = Number(text)
  return text === '' || Number.isNaN(value) ? undefined : value
}

function plainDecimal(text: string): string {
  return /e/i.test(text) ? Number(text).toFixed(17) : text
}
