/**
 * Between types: tostring(), tolong() and the rest, and the silent conversions of operators and of `dynamic`.
 * A conversion that fails gives null, never an error.
 */
import type { KqlType } from '../types.ts'
import {
  call,
  castTo,
  FALSE,
  fromTicks,
  iff,
  ifNull,
  isNull,
  literal,
  long,
  nullOf,
  or,
  raw,
  retyped,
  type Scalar,
  text,
  toTicks,
} from './scalar.ts'
import { TICKS } from './times.ts'

/** A value as text; null stays null (use `asString` for KQL's tostring). */
export function textOfValue(expr: Scalar): Scalar {
  switch (expr.type) {
    case 'string':
    case 'raw':
      return expr
    case 'bool':
      return guardNull(expr, iff(expr, text('True'), text('False')))
    case 'datetime':
      return call('concat', 'string', [
        call('replaceOne', 'string', [call('toString', 'string', [expr]), text(' '), text('T')]),
        text('Z'),
      ])
    case 'timespan':
      return timespanText(expr)
    case 'dynamic':
      return dynamicText(expr)
    default:
      return call('toString', 'string', [expr])
  }
}

/** tostring(): null gives the empty string. */
export function asString(expr: Scalar): Scalar {
  return ifNull(textOfValue(expr), text(''))
}

/** A condition on a null takes the else branch; here the null is to stay. */
const guardNull = (expr: Scalar, value: Scalar): Scalar =>
  expr.nullable
    ? call('if', 'string', [isNull(expr), literal('raw', null), value], { nullable: true })
    : value

/** The text of a dynamic: strings without quotes, everything else as compact JSON. */
export function dynamicText(expr: Scalar): Scalar {
  const path = expr.kind === 'call' && expr.fn === 'nullIf' ? jsonPath(expr) : undefined
  if (path) return call('JSONExtract', 'string', [...path, raw('Nullable(String)')], { nullable: true })
  const isText = call('equals', 'bool', [call('JSONType', 'raw', [expr]), raw('String')])
  return call('if', 'string', [isText, call('JSONExtractString', 'string', [expr]), expr], {
    nullable: expr.nullable,
  })
}

/** The arguments of the JSONExtractRaw behind a dynamic path (`pathOf` makes them), or undefined. */
function jsonPath(expr: Scalar): readonly Scalar[] | undefined {
  const inner = expr.kind === 'call' ? expr.args[0] : undefined
  const raws = inner?.kind === 'call' && inner.fn === 'nullIf' ? inner.args[0] : inner
  return raws?.kind === 'call' && raws.fn === 'JSONExtractRaw' ? raws.args : undefined
}

/** A member of a dynamic: missing, JSON null and "not that kind" are all null. */
export function dynamicPath(source: Scalar, key: Scalar): Scalar {
  const inner = jsonPath(source) ?? [source]
  const extracted = call('JSONExtractRaw', 'string', [...inner, key])
  const present = call('nullIf', 'string', [extracted, text('')], { nullable: true })
  return call('nullIf', 'dynamic', [present, text('null')], { nullable: true })
}

/** [-][d.]hh:mm:ss[.fffffff] */
export function timespanText(expr: Scalar): Scalar {
  const size = call('abs', 'long', [expr])
  const part = (unit: bigint, cycle?: bigint) => {
    const whole = call('intDiv', 'long', [size, long(unit)])
    return cycle === undefined ? whole : call('modulo', 'long', [whole, long(cycle)])
  }
  const padded = (value: Scalar, width: number) =>
    call('leftPad', 'string', [call('toString', 'string', [value]), raw(width), raw('0')])
  const days = part(TICKS.day)
  const fraction = call('modulo', 'long', [size, long(TICKS.second)])
  const zero = long(0)
  const none = text('')
  return call(
    'concat',
    'string',
    [
      iff(call('less', 'bool', [expr, zero]), text('-'), none),
      iff(
        call('greater', 'bool', [days, zero]),
        call('concat', 'string', [call('toString', 'string', [days]), text('.')]),
        none,
      ),
      padded(part(TICKS.hour, 24n), 2),
      text(':'),
      padded(part(TICKS.minute, 60n), 2),
      text(':'),
      padded(part(TICKS.second, 60n), 2),
      iff(
        call('greater', 'bool', [fraction, zero]),
        call('concat', 'string', [text('.'), padded(fraction, 7)]),
        none,
      ),
    ],
    { nullable: expr.nullable },
  )
}

/** A value as JSON text (never null: null becomes `null`), for building arrays and bags. */
export function asJson(expr: Scalar): Scalar {
  return ifNull(jsonText(expr), text('null'))
}

/** A value as JSON text; null stays null. */
function jsonText(expr: Scalar): Scalar {
  switch (expr.type) {
    case 'dynamic':
      return retyped(expr, 'string')
    case 'string':
      return call('toJSONString', 'string', [expr])
    case 'bool':
      return guardNull(expr, iff(expr, text('true'), text('false')))
    case 'real': {
      const finite = call('isFinite', 'bool', [expr])
      const special = call('concat', 'string', [text('"'), realText(expr), text('"')])
      return guardNull(expr, iff(finite, realJson(expr), special))
    }
    case 'int':
    case 'long':
      return call('toString', 'string', [expr])
    default:
      return call('concat', 'string', [text('"'), textOfValue(expr), text('"')])
  }
}

/** A whole real keeps its point: a dynamic tells 3.0 from 3. */
function realJson(expr: Scalar): Scalar {
  const digits = call('toString', 'string', [expr])
  const isWhole = call('match', 'bool', [digits, text('^-?[0-9]+$')])
  return iff(isWhole, call('concat', 'string', [digits, text('.0')]), digits)
}

const realText = (expr: Scalar): Scalar =>
  call('multiIf', 'string', [
    call('isNaN', 'bool', [expr]),
    text('NaN'),
    call('greater', 'bool', [expr, literal('real', 0)]),
    text('Infinity'),
    text('-Infinity'),
  ])

/** Any value as a dynamic. */
export function asDynamic(expr: Scalar): Scalar {
  if (expr.type === 'dynamic') return expr
  return retyped({ ...jsonText(expr), nullable: expr.nullable }, 'dynamic')
}

/** Converts to a type as toint(), todatetime(), … do. */
export function convert(expr: Scalar, type: KqlType): Scalar {
  if (expr.type === type) return expr
  if (expr.kind === 'literal' && expr.value === null) return nullOf(type)
  const folded = foldedNumber(expr, type)
  if (folded) return folded
  if (type === 'string') return asString(expr)
  if (type === 'dynamic') return asDynamic(expr)
  if (expr.type === 'dynamic') return convertText(dynamicText(expr), type)
  if (expr.type === 'string' || expr.type === 'raw') return convertText(expr, type)
  return CONVERTERS[type](expr)
}

/** A number literal in another numeric type stays a literal: some places need constants. */
function foldedNumber(expr: Scalar, type: KqlType): Scalar | undefined {
  if (expr.kind !== 'literal' || (expr.type !== 'long' && expr.type !== 'int' && expr.type !== 'real'))
    return undefined
  if (type === 'real') return literal('real', Number(expr.value))
  const isWhole = type === 'long' || (type === 'int' && Math.abs(Number(expr.value)) < 2 ** 31)
  return isWhole && expr.type !== 'real' ? { ...expr, type } : undefined
}

const NUMBERS: readonly string[] = ['int', 'long', 'real', 'decimal']
const isNumber = (expr: Scalar): boolean => NUMBERS.includes(expr.type)

const CONVERTERS: Readonly<Record<Exclude<KqlType, 'string' | 'dynamic'>, (expr: Scalar) => Scalar>> = {
  bool: expr => (isNumber(expr) ? call('notEquals', 'bool', [expr, raw(0)]) : nullOf('bool')),
  int: expr => (expr.type === 'datetime' ? nullOf('int') : whole(expr, 'int', 'Int32')),
  long: expr => (expr.type === 'datetime' ? sinceYearOne(expr) : whole(expr, 'long', 'Int64')),
  real: expr => (expr.type === 'datetime' ? nullOf('real') : castTo('real', expr)),
  decimal: expr => (expr.type === 'real' ? decimalFromReal(expr) : castTo('decimal', expr)),
  datetime: expr => (expr.type === 'long' || expr.type === 'int' ? fromYearOne(expr) : nullOf('datetime')),
  timespan: expr =>
    expr.type === 'long' || expr.type === 'int'
      ? retyped(castTo('long', expr), 'timespan')
      : nullOf('timespan'),
  guid: () => nullOf('guid'),
}

/** Null where the number does not fit: NaN and the infinities do not. */
const decimalFromReal = (expr: Scalar): Scalar =>
  call('accurateCastOrNull', 'decimal', [expr, raw('Decimal(38, 17)')], { nullable: true })

const sinceYearOne = (expr: Scalar): Scalar =>
  call('plus', 'long', [toTicks(expr), long(621_355_968_000_000_000n)])
const fromYearOne = (expr: Scalar): Scalar =>
  fromTicks(call('minus', 'long', [castTo('long', expr), long(621_355_968_000_000_000n)]))

/** Truncates; null where the number does not fit. */
function whole(expr: Scalar, type: 'int' | 'long', engineType: string): Scalar {
  if (expr.type === 'int' && type === 'long') return castTo('long', expr)
  if (expr.type === 'bool' || expr.type === 'timespan') return castTo(type, expr)
  const truncated =
    expr.type === 'real'
      ? call('trunc', 'real', [expr])
      : expr.type === 'decimal'
        ? call('trunc', 'decimal', [expr])
        : expr
  return call('accurateCastOrNull', type, [truncated, raw(engineType)], { nullable: true })
}

/** Text (null allowed) to a type. */
function convertText(expr: Scalar, type: Exclude<KqlType, 'string' | 'dynamic'>): Scalar {
  const trimmed = call('trimBoth', 'string', [expr, raw(' \t\r\n')])
  const or0 = (fn: string, as: KqlType, args: readonly Scalar[] = []) =>
    call(fn, as, [trimmed, ...args], { nullable: true })
  switch (type) {
    case 'int':
    case 'long':
      return wholeFromText(trimmed, type)
    case 'real':
      return or0('toFloat64OrNull', 'real')
    case 'decimal':
      return call('toDecimal128OrNull', 'decimal', [trimmed, raw(17)], { nullable: true })
    case 'guid':
      return guidFromText(trimmed)
    case 'datetime':
      return datetimeFromText(trimmed)
    case 'timespan':
      return timespanFromText(trimmed)
    case 'bool':
      return boolFromText(trimmed)
  }
}

/** Hyphens may be missing or elsewhere. */
function guidFromText(expr: Scalar): Scalar {
  const digits = call('replaceRegexpAll', 'string', [expr, text('[-{}()]'), text('')])
  const parts = '(.{8})(.{4})(.{4})(.{4})(.{12})'
  const formed = call('replaceRegexpOne', 'string', [digits, text(`^${parts}$`), text('\\1-\\2-\\3-\\4-\\5')])
  return call('toUUIDOrNull', 'guid', [formed], { nullable: true })
}

/** Month before day: "13-01-2022" is no date, although the engine would turn it round. */
function datetimeFromText(expr: Scalar): Scalar {
  const value = call('parseDateTime64BestEffortUSOrNull', 'datetime', [expr, raw(7), raw('UTC')], {
    nullable: true,
  })
  const isDayFirst = call('match', 'bool', [ifNull(expr, text('')), text('^(1[3-9]|[2-9][0-9])[-/.]')], {
    nullable: false,
  })
  return call('if', 'datetime', [isDayFirst, nullOf('datetime'), value], { nullable: true })
}

function boolFromText(expr: Scalar): Scalar {
  const lower = call('lower', 'string', [expr])
  const number = call('toFloat64OrNull', 'real', [expr], { nullable: true })
  const is = (word: string) => ifNull(call('equals', 'bool', [lower, text(word)]), FALSE)
  const truth = call(
    'multiIf',
    'bool',
    [is('true'), literal('bool', true), is('false'), FALSE, call('notEquals', 'bool', [number, raw(0)])],
    { nullable: true },
  )
  return castTo('bool', truth)
}

/** Decimal, hexadecimal, or a real that is truncated. */
function wholeFromText(expr: Scalar, type: 'int' | 'long'): Scalar {
  const engine = type === 'int' ? 'Int32' : 'Int64'
  const plain = call(`to${engine}OrNull`, type, [expr], { nullable: true })
  const real = call('toFloat64OrNull', 'real', [expr], { nullable: true })
  const truncated = call('accurateCastOrNull', type, [call('trunc', 'real', [real]), raw(engine)], {
    nullable: true,
  })
  const isHex = call('match', 'bool', [expr, text('^0[xX][0-9a-fA-F]{1,16}$')])
  const digits = call('leftPad', 'string', [call('substring', 'string', [expr, raw(3)]), raw(16), raw('0')])
  const hex = call('reinterpretAsInt64', 'long', [
    call('reverse', 'string', [call('unhex', 'string', [digits])]),
  ])
  const cast = call('accurateCastOrNull', type, [hex, raw(engine)], { nullable: true })
  return call(
    'if',
    type,
    [ifNull(isHex, FALSE), cast, call('coalesce', type, [plain, truncated], { nullable: true })],
    { nullable: true },
  )
}

/** "1.02:03:04.5", "02:03", "10s", "1d" → ticks. */
function timespanFromText(expr: Scalar): Scalar {
  const pattern =
    '^(-?)(?:(\\\\d+)[.:])?(\\\\d{1,2}):(\\\\d{1,2})(?::(\\\\d{1,2})(?:\\\\.(\\\\d{1,7}))?)?$'.replaceAll(
      '\\\\',
      '\\',
    )
  const groups = call('extractGroups', 'raw', [ifNull(expr, text('')), text(pattern)], { nullable: false })
  const group = (index: number) => call('arrayElement', 'string', [groups, raw(index)], { nullable: false })
  const number = (index: number, unit: bigint) =>
    call('multiply', 'long', [call('toInt64OrZero', 'long', [group(index)], { nullable: false }), long(unit)])
  const fraction = call('toInt64OrZero', 'long', [call('rightPad', 'string', [group(6), raw(7), raw('0')])], {
    nullable: false,
  })
  const size = call('plus', 'timespan', [
    number(2, TICKS.day),
    number(3, TICKS.hour),
    number(4, TICKS.minute),
    number(5, TICKS.second),
    fraction,
  ])
  const signed = call('if', 'timespan', [
    call('equals', 'bool', [group(1), text('-')]),
    call('negate', 'timespan', [size]),
    size,
  ])
  const isClock = call('notEmpty', 'bool', [groups], { nullable: false })
  return call('multiIf', 'timespan', [isClock, signed, shortTimespan(expr)], { nullable: true })
}

function shortTimespan(expr: Scalar): Scalar {
  const groups = call(
    'extractGroups',
    'raw',
    [ifNull(expr, text('')), text('^(-?\\d+(?:\\.\\d+)?)\\s*(d|h|m|s|ms|microsecond|tick|)s?$')],
    { nullable: false },
  )
  const amount = call(
    'toFloat64OrNull',
    'real',
    [call('arrayElement', 'string', [groups, raw(1)], { nullable: false })],
    { nullable: true },
  )
  const units = ['', 'd', 'h', 'm', 's', 'ms', 'microsecond', 'tick']
  const sizes = [
    TICKS.day,
    TICKS.day,
    TICKS.hour,
    TICKS.minute,
    TICKS.second,
    TICKS.millisecond,
    TICKS.microsecond,
    1n,
  ]
  const size = call(
    'transform',
    'long',
    [
      call('arrayElement', 'string', [groups, raw(2)], { nullable: false }),
      call('array', 'raw', units.map(text)),
      call(
        'array',
        'raw',
        sizes.map(one => long(one)),
      ),
      long(0),
    ],
    { nullable: false },
  )
  return call(
    'accurateCastOrNull',
    'timespan',
    [call('round', 'real', [call('multiply', 'real', [amount, size])]), raw('Int64')],
    { nullable: true },
  )
}

/** `isempty`: null of any type and the empty string. */
export function isEmpty(expr: Scalar): Scalar {
  if (expr.type === 'string') return call('empty', 'bool', [expr])
  if (expr.type !== 'dynamic') return isNull(expr)
  return or(isNull(expr), ifNull(call('equals', 'bool', [expr, text('""')]), FALSE))
}
