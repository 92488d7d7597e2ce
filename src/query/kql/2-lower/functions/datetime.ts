/** Dates and times, in UTC. A week starts on Sunday. */
import { convert } from '../conversions.ts'
import { columnOf } from '../operators.ts'
import {
  call,
  castTo,
  fromTicks,
  literal,
  long,
  nullOf,
  raw,
  type Scalar,
  textOf,
  toTicks,
} from '../scalar.ts'
import { EPOCH_TICKS, TICKS } from '../times.ts'
import { formatDatetime, formatTimespan, part, ticksPart } from './formats.ts'
import { type FunctionCall, type FunctionRow, propagating } from './row.ts'

const date = (expr: Scalar): Scalar => convert(expr, 'datetime')

/** The query's one "now", moved by a timespan. */
function nowPlus({ query, args, refuse }: FunctionCall, sign: 1n | -1n): Scalar {
  const now = query.now.replace('T', ' ').replace('Z', '').padEnd(20, '.').padEnd(27, '0')
  const offset = args[0]
  if (!offset) return literal('datetime', now)
  const span = convert(offset, 'timespan')
  if (offset.type !== 'timespan') return refuse('now() and ago() take a timespan')
  const [seconds, fraction = ''] = now.split('.')
  const ticks =
    BigInt(Date.parse(`${seconds?.replace(' ', 'T')}Z`)) * TICKS.millisecond +
    BigInt(fraction.slice(0, 7).padEnd(7, '0'))
  if (span.kind !== 'literal' || span.value === null)
    return fromTicks(call(sign > 0n ? 'plus' : 'minus', 'long', [long(ticks), span]))
  return literal('datetime', ticksToText(ticks + sign * BigInt(span.value)))
}

function ticksToText(ticks: bigint): string {
  const fraction = ((ticks % TICKS.second) + TICKS.second) % TICKS.second
  const milliseconds = (ticks - fraction) / TICKS.millisecond
  return `${new Date(Number(milliseconds)).toISOString().slice(0, 19).replace('T', ' ')}.${fraction.toString().padStart(7, '0')}`
}

const UNITS = { day: TICKS.day, week: 7n * TICKS.day }

/** Start of a day or week, moved by whole ones. A day 0001-01-01 is a Monday, so weeks are moved to Sunday. */
function startOf(unit: 'day' | 'week', value: Scalar, moved: Scalar | undefined): Scalar {
  const size = long(UNITS[unit])
  const shift = unit === 'week' ? TICKS.day : 0n
  const since = call('plus', 'long', [toTicks(value), long(EPOCH_TICKS + shift)])
  const floor = call('minus', 'long', [since, call('positiveModulo', 'long', [since, size])])
  const start = call('minus', 'long', [floor, long(EPOCH_TICKS + shift)])
  return moved
    ? call('plus', 'long', [start, call('multiply', 'long', [castTo('long', moved), size])])
    : start
}

/** Days since 1970 of the first day, which the engine looks up (of 1900 to 2299, for which a setting asks). */
const FIRST_DAYS = { month: 'toStartOfMonth', year: 'toStartOfYear' }

/** Start of a month or year, moved by whole ones. A date made anew of its parts would cost many times as much a row. */
function startOfMonths(unit: 'month' | 'year', value: Scalar, moved: Scalar | undefined): Scalar {
  const day = castTo('long', call('toInt32', 'int', [call(FIRST_DAYS[unit], 'raw', [value])]))
  const first = call('multiply', 'long', [day, long(TICKS.day)])
  if (!moved) return first
  const months = call('multiply', 'long', [castTo('long', moved), long(unit === 'year' ? 12 : 1)])
  return toTicks(call('addMonths', 'datetime', [fromTicks(first), months]))
}

type Unit = 'day' | 'week' | 'month' | 'year'

function boundary(unit: Unit, edge: 'start' | 'end'): (call: FunctionCall) => Scalar {
  return ({ arg, args }) => {
    const moved = args[1]
    const next = (by: Scalar | undefined) =>
      by ? call('plus', 'long', [castTo('long', by), long(1)]) : long(1)
    const offset = edge === 'start' ? moved : next(moved)
    const start =
      unit === 'day' || unit === 'week'
        ? startOf(unit, date(arg(0)), offset)
        : startOfMonths(unit, date(arg(0)), offset)
    return fromTicks(edge === 'start' ? start : call('minus', 'long', [start, long(1)]))
  }
}

const boundaries: readonly FunctionRow[] = (['day', 'week', 'month', 'year'] as const).flatMap(unit =>
  (['start', 'end'] as const).map(edge =>
    propagating(
      `${edge}of${unit}`,
      `The ${edge} of the ${unit}, moved by a number of ${unit}s.`,
      `${edge}of${unit}(datetime(2024-01-02))`,
      boundary(unit, edge),
    ),
  ),
)

const PARTS: Readonly<Record<string, (value: Scalar) => Scalar>> = {
  year: part('toYear'),
  quarter: part('toQuarter'),
  month: part('toMonth'),
  week_of_year: part('toISOWeek'),
  week: part('toISOWeek'),
  day: part('toDayOfMonth'),
  dayofyear: part('toDayOfYear'),
  hour: ticksPart(TICKS.hour, TICKS.day),
  minute: ticksPart(TICKS.minute, TICKS.hour),
  second: ticksPart(TICKS.second, TICKS.minute),
  millisecond: ticksPart(TICKS.millisecond, TICKS.second),
  microsecond: ticksPart(TICKS.microsecond, TICKS.second),
  nanosecond: value => call('multiply', 'long', [ticksPart(1n, TICKS.second)(value), long(100)]),
}

const SPANS: Readonly<Record<string, bigint>> = {
  week: 7n * TICKS.day,
  day: TICKS.day,
  hour: TICKS.hour,
  minute: TICKS.minute,
  second: TICKS.second,
  millisecond: TICKS.millisecond,
  microsecond: TICKS.microsecond,
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

const unitOf = (expr: Scalar): string => (textOf(expr) ?? '').toLowerCase().replace(/s$/, '')

function dateAdd({ arg, refuse }: FunctionCall): Scalar {
  const unit = unitOf(arg(0))
  const amount = castTo('long', arg(1))
  const value = date(arg(2))
  const months = MONTHS[unit]
  if (months) return call('addMonths', 'datetime', [value, call('multiply', 'long', [amount, long(months)])])
  if (unit === 'nanosecond')
    return fromTicks(call('plus', 'long', [toTicks(value), call('intDiv', 'long', [amount, long(100)])]))
  const span = SPANS[unit]
  return span
    ? fromTicks(call('plus', 'long', [toTicks(value), call('multiply', 'long', [amount, long(span)])]))
    : refuse(`datetime_add() with '${unit}'`)
}

/** Boundaries crossed between the two, first minus second. */
function dateDiff({ arg, refuse }: FunctionCall): Scalar {
  const unit = unitOf(arg(0))
  const [first, second] = [date(arg(1)), date(arg(2))]
  const index = boundaryIndex(unit)
  return index
    ? call('minus', 'long', [index(first), index(second)])
    : refuse(`datetime_diff() with '${unit}'`)
}

function boundaryIndex(unit: string): ((value: Scalar) => Scalar) | undefined {
  const months = MONTHS[unit]
  if (months) {
    const total = (value: Scalar) =>
      call('plus', 'long', [
        call('multiply', 'long', [part('toYear')(value), long(12)]),
        call('minus', 'long', [part('toMonth')(value), long(1)]),
      ])
    return value => call('intDiv', 'long', [total(value), long(months)])
  }
  if (unit === 'nanosecond') return value => call('multiply', 'long', [toTicks(value), long(100)])
  const span = SPANS[unit]
  if (!span) return undefined
  const shift = unit === 'week' ? TICKS.day : 0n
  return value =>
    call('intDiv', 'long', [call('plus', 'long', [toTicks(value), long(EPOCH_TICKS + shift)]), long(span)])
}

function datePart({ arg, refuse }: FunctionCall): Scalar {
  const unit = (textOf(arg(0)) ?? '').toLowerCase()
  const found = PARTS[unit] ?? PARTS[unitOf(arg(0))]
  return found ? found(date(arg(1))) : refuse(`datetime_part() with '${unit}'`)
}

/** The service gives long for some of these and int for others. */
const partRow = (
  name: string,
  unit: string,
  type: 'int' | 'long',
  aliases: readonly string[] = [],
): FunctionRow => ({
  ...propagating(name, `The ${unit} as a number.`, `${name}(datetime(2024-01-02))`, ({ arg }) =>
    castTo(type, (PARTS[unit] ?? part('toYear'))(date(arg(0)))),
  ),
  aliases,
})

function makeDatetime({ args, arg }: FunctionCall): Scalar {
  if (args.length === 1) return convert(arg(0), 'datetime')
  const piece = (index: number, fallback: number) =>
    args[index] ? castTo('long', args[index]) : long(fallback)
  const midnight = call('makeDateTime64', 'datetime', [
    piece(0, 1),
    piece(1, 1),
    piece(2, 1),
    piece(3, 0),
    piece(4, 0),
    raw(0),
    raw(0),
    raw(7),
    raw('UTC'),
  ])
  const seconds = args[5] ? castTo('real', args[5]) : undefined
  const ticks = seconds
    ? castTo('long', call('round', 'real', [call('multiply', 'real', [seconds, literal('real', 1e7)])]))
    : undefined
  const value = ticks ? fromTicks(call('plus', 'long', [toTicks(midnight), ticks])) : midnight
  const [month, day] = [piece(1, 1), piece(2, 1)]
  const valid = call('and', 'bool', [
    call('equals', 'bool', [part('toMonth')(midnight), month]),
    call('equals', 'bool', [part('toDayOfMonth')(midnight), day]),
  ])
  return call('if', 'datetime', [valid, value, nullOf('datetime')], { nullable: true })
}

function makeTimespan({ args, arg }: FunctionCall): Scalar {
  if (args.length === 1) return convert(arg(0), 'timespan')
  const withDays = args.length > 3 ? args : [long(0), ...args]
  const units = [TICKS.day, TICKS.hour, TICKS.minute]
  const whole = units.map((unit, index) =>
    call('multiply', 'long', [withDays[index] ? castTo('long', withDays[index]) : long(0), long(unit)]),
  )
  const seconds = withDays[3]
    ? castTo(
        'long',
        call('round', 'real', [
          call('multiply', 'real', [castTo('real', withDays[3]), literal('real', 1e7)]),
        ]),
      )
    : long(0)
  return call('plus', 'timespan', [...whole, seconds])
}

const fromUnix = (name: string, unit: bigint, divisor = 1n): FunctionRow =>
  propagating(name, 'Datetime of a Unix time.', `${name}(1546300800)`, ({ arg }) => {
    if (arg(0).type === 'long' || arg(0).type === 'int') {
      const scaled = call('multiply', 'long', [castTo('long', arg(0)), long(unit)])
      return fromTicks(divisor === 1n ? scaled : call('intDiv', 'long', [scaled, long(divisor)]))
    }
    const scaled = call('multiply', 'real', [
      castTo('real', arg(0)),
      literal('real', Number(unit) / Number(divisor)),
    ])
    const ticks = call('accurateCastOrNull', 'long', [call('round', 'real', [scaled]), raw('Int64')], {
      nullable: true,
    })
    return fromTicks(ticks)
  })

export const datetimeFunctions: readonly FunctionRow[] = [
  propagating('now', 'The same instant everywhere in a query, moved by a timespan.', 'now(-1h)', given =>
    nowPlus(given, 1n),
  ),
  propagating('ago', 'now() minus a timespan.', 'ago(1h)', given => nowPlus(given, -1n)),
  ...boundaries,
  {
    name: 'ingestion_time',
    nulls: 'special',
    doc: 'When the row of a table was received; null for rows that no longer are one.',
    example: 'ingestion_time()',
    translate: ({ scope }) => {
      const received = scope.row?.columns.find(one => one.name === '_TimeReceived')
      return received ? columnOf(received) : nullOf('datetime')
    },
  },
  partRow('getyear', 'year', 'long'),
  partRow('getmonth', 'month', 'int'),
  partRow('monthofyear', 'month', 'long'),
  partRow('dayofmonth', 'day', 'int'),
  partRow('dayofyear', 'dayofyear', 'int'),
  partRow('hourofday', 'hour', 'long'),
  partRow('week_of_year', 'week_of_year', 'int', ['weekofyear']),
  propagating(
    'dayofweek',
    'Days since Sunday, as a timespan.',
    'dayofweek(datetime(2024-01-02))',
    ({ arg }) =>
      call('multiply', 'timespan', [
        call('modulo', 'long', [part('toDayOfWeek')(date(arg(0))), long(7)]),
        long(TICKS.day),
      ]),
  ),
  propagating(
    'datetime_part',
    'A part of a datetime as a number.',
    "datetime_part('hour', now())",
    datePart,
    ['datepart'],
  ),
  propagating('datetime_add', 'Moves by a number of units.', "datetime_add('month', 1, now())", dateAdd),
  propagating(
    'datetime_diff',
    'Boundaries between two datetimes.',
    "datetime_diff('day', now(), ago(1d))",
    dateDiff,
  ),
  {
    ...propagating(
      'format_datetime',
      'Text by a format.',
      "format_datetime(now(), 'yyyy-MM-dd')",
      formatDatetime,
    ),
    nulls: 'never',
  },
  {
    ...propagating('format_timespan', 'Text by a format.', "format_timespan(1h, 'hh:mm')", formatTimespan),
    nulls: 'never',
  },
  propagating(
    'make_datetime',
    'From its parts; null where there is no such day.',
    'make_datetime(2024, 1, 2)',
    makeDatetime,
  ),
  propagating('make_timespan', 'From its parts.', 'make_timespan(1, 30, 0)', makeTimespan),
  fromUnix('unixtime_seconds_todatetime', TICKS.second),
  fromUnix('unixtime_milliseconds_todatetime', TICKS.millisecond),
  fromUnix('unixtime_microseconds_todatetime', TICKS.microsecond),
  fromUnix('unixtime_nanoseconds_todatetime', 1n, 100n),
]
