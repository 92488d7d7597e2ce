/** Parts of datetimes and timespans, and the format strings made of them. */
import { convert } from '../conversions.ts'
import { call, castTo, iff, long, raw, type Scalar, text, textOf, toTicks } from '../scalar.ts'
import { TICKS } from '../times.ts'
import type { FunctionCall } from './row.ts'

export const part =
  (fn: string) =>
  (value: Scalar): Scalar =>
    castTo('long', call(fn, 'raw', [value]))
export const ticksPart =
  (unit: bigint, cycle: bigint) =>
  (value: Scalar): Scalar =>
    call('intDiv', 'long', [call('positiveModulo', 'long', [toTicks(value), long(cycle)]), long(unit)])

/** The pieces of .NET format strings, longest first. */
const TOKENS: readonly (readonly [string, (value: Scalar) => Scalar])[] = [
  ['yyyy', value => padded(part('toYear')(value), 4)],
  ['yy', value => padded(call('modulo', 'long', [part('toYear')(value), long(100)]), 2)],
  ['MMMM', value => call('dateName', 'string', [raw('month'), value])],
  [
    'MMM',
    value => call('substring', 'string', [call('dateName', 'string', [raw('month'), value]), raw(1), raw(3)]),
  ],
  ['MM', value => padded(part('toMonth')(value), 2)],
  ['M', value => plain(part('toMonth')(value))],
  ['dd', value => padded(part('toDayOfMonth')(value), 2)],
  ['d', value => plain(part('toDayOfMonth')(value))],
  ['HH', value => padded(hour(value), 2)],
  ['H', value => plain(hour(value))],
  ['hh', value => padded(hour12(value), 2)],
  ['h', value => plain(hour12(value))],
  ['mm', value => padded(ticksPart(TICKS.minute, TICKS.hour)(value), 2)],
  ['m', value => plain(ticksPart(TICKS.minute, TICKS.hour)(value))],
  ['ss', value => padded(ticksPart(TICKS.second, TICKS.minute)(value), 2)],
  ['s', value => plain(ticksPart(TICKS.second, TICKS.minute)(value))],
  ['tt', value => iff(call('less', 'bool', [hour(value), long(12)]), text('AM'), text('PM'))],
]

const hour = ticksPart(TICKS.hour, TICKS.day)
const hour12 = (value: Scalar): Scalar =>
  call('plus', 'long', [
    call('modulo', 'long', [call('plus', 'long', [hour(value), long(11)]), long(12)]),
    long(1),
  ])
const plain = (value: Scalar): Scalar => call('toString', 'string', [value])
const padded = (value: Scalar, width: number): Scalar =>
  call('leftPad', 'string', [plain(value), raw(width), raw('0')])
const fraction = (value: Scalar): Scalar =>
  padded(call('positiveModulo', 'long', [value, long(TICKS.second)]), 7)

type TokenTable = readonly (readonly [string, (value: Scalar) => Scalar])[]

/** Splits a format into its tokens; undefined where a letter means nothing. `f` digits of a second, `F` without trailing zeros. */
function formatParts(format: string, value: Scalar, ticks: Scalar, table: TokenTable): Scalar[] | undefined {
  const parts: Scalar[] = []
  let rest = format
  while (rest.length > 0) {
    const fractions = /^(f{1,7}|F{1,7})/.exec(rest)?.[0]
    const token = table.find(([name]) => rest.startsWith(name))
    if (fractions) {
      const digits = call('substring', 'string', [fraction(ticks), raw(1), raw(fractions.length)])
      parts.push(fractions.startsWith('F') ? call('trimRight', 'string', [digits, raw('0')]) : digits)
    } else if (token) parts.push(token[1](value))
    else if (/^[A-Za-z]/.test(rest)) return undefined
    else parts.push(text(rest.slice(0, 1)))
    rest = rest.slice(fractions?.length ?? token?.[0].length ?? 1)
  }
  return parts
}

function joinParts(parts: readonly Scalar[], refuse: () => Scalar, value: Scalar): Scalar {
  if (parts.length === 0) return refuse()
  const joined =
    parts.length === 1
      ? (parts[0] ?? text(''))
      : call('concat', 'string', parts, { nullable: value.nullable })
  return value.nullable ? call('ifNull', 'string', [joined, text('')], { nullable: false }) : joined
}

export function formatDatetime({ arg, refuse }: FunctionCall): Scalar {
  const format = textOf(arg(1))
  const value = convert(arg(0), 'datetime')
  const parts = format === undefined ? undefined : formatParts(format, value, toTicks(value), TOKENS)
  return parts ? joinParts(parts, () => text(''), value) : refuse('format_datetime() with this format')
}

export function formatTimespan({ arg, refuse }: FunctionCall): Scalar {
  const format = textOf(arg(1))
  const value = convert(arg(0), 'timespan')
  const size = call('abs', 'long', [value])
  const piece = (unit: bigint, cycle: bigint) =>
    call('intDiv', 'long', [call('modulo', 'long', [size, long(cycle)]), long(unit)])
  const days = call('intDiv', 'long', [size, long(TICKS.day)])
  const table: TokenTable = [
    ...[8, 7, 6, 5, 4, 3, 2].map(width => ['d'.repeat(width), () => padded(days, width)] as const),
    ['d', () => plain(days)],
    ['hh', () => padded(piece(TICKS.hour, TICKS.day), 2)],
    ['h', () => plain(piece(TICKS.hour, TICKS.day))],
    ['HH', () => padded(piece(TICKS.hour, TICKS.day), 2)],
    ['H', () => plain(piece(TICKS.hour, TICKS.day))],
    ['mm', () => padded(piece(TICKS.minute, TICKS.hour), 2)],
    ['m', () => plain(piece(TICKS.minute, TICKS.hour))],
    ['ss', () => padded(piece(TICKS.second, TICKS.minute), 2)],
    ['s', () => plain(piece(TICKS.second, TICKS.minute))],
  ]
  const parts = format === undefined ? undefined : formatParts(format, value, size, table)
  return parts ? joinParts(parts, () => text(''), value) : refuse('format_timespan() with this format')
}
