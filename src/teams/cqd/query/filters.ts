/** Filters as conditions in KQL, each value checked against the kind of its dimension. */
import { parseIso, toIso } from '#base'
import type { Dimension } from '../catalogue/catalogue.ts'
import { bucketOf, bucketOfLabel, labelOf } from '../dimensions/range-scales.ts'
import type { At, ComputedDimension } from '../dimensions/row.ts'
import { cqdError } from './errors.ts'
import { instant, text } from './kql-text.ts'
import type { CqdFilter, FilterOperator } from './model.ts'
import { type Period, periodOf, periodOfKey, relativePeriod } from './periods.ts'

export interface Condition {
  readonly kql: string
  /** When the streams that fulfil it ended, as far as it says. */
  readonly ended?: Period | undefined
}

export interface Filtering {
  readonly dimension: Dimension
  readonly row: ComputedDimension
  readonly at: At
  readonly filter: CqdFilter
  readonly now: number
}

type Value = CqdFilter['values'][number]

export function conditionOf(filtering: Filtering): Condition {
  const { filter, row } = filtering
  const operator = filter.operator ?? 'equals'
  const isTime = row.name === 'Start Time' || row.name === 'End Time'
  const decide =
    isTime && (TIME_OPERATORS as readonly string[]).includes(operator) ? ofTime : BY_OPERATOR[operator]
  if (!decide) {
    const expected = `${Object.keys(BY_OPERATOR).join(', ')}; ${TIME_OPERATORS.join(', ')} are of Start Time and End Time`
    throw cqdError('BadOperator', { name: row.name, operator, expected })
  }
  return decide(filtering, operator)
}

type Decide = (filtering: Filtering, operator: FilterOperator) => Condition

const TIME_OPERATORS = ['from', 'before', 'between', 'last'] as const

const BY_OPERATOR: Readonly<Partial<Record<FilterOperator, Decide>>> = {
  equals: filtering => equality(filtering),
  notEquals: filtering => ({ kql: negated(equality(filtering).kql) }),
  matches: filtering => ({ kql: matched(filtering, pattern => `matches regex ${text(pattern)}`) }),
  notMatches: filtering => ({
    kql: negated(matched(filtering, pattern => `matches regex ${text(pattern)}`)),
  }),
  contains: filtering => ({ kql: matched(filtering, part => `contains ${text(part)}`) }),
  notContains: filtering => ({ kql: negated(matched(filtering, part => `contains ${text(part)}`)) }),
}

/** Unknown is not true, so what is not known is not among the others but among the negated. */
const negated = (condition: string): string => `not(coalesce(${condition}, false))`

function matched(filtering: Filtering, comparison: (value: string) => string): string {
  const shown = shownText(filtering)
  return anyOf(filtering.filter.values.map(value => `${shown} ${comparison(String(value ?? ''))}`))
}

const anyOf = (conditions: readonly string[]): string => `(${conditions.join(' or ')})`

/** What a person reads, so that patterns are of what is seen. */
function shownText({ row, at, dimension }: Filtering): string {
  const key = row.key(at)
  if (row.scale) return labelOf(`(${bucketOf(key, row.scale)})`, row.scale)
  if (row.show) return row.show(`(${key})`)
  if (dimension.entry.type === 'Boolean') return `case(${key} == true, 'True', ${key} == false, 'False', '')`
  return isText(dimension) ? key : `tostring(${key})`
}

const TEXTS = ['String', 'Enumeration', 'Enumerated pair', 'Flags']
const isText = ({ entry }: Dimension): boolean => TEXTS.includes(entry.type)

function equality(filtering: Filtering): Condition {
  const { row, filter, dimension } = filtering
  if (row.span) return ofSpans(filtering)
  if (row.scale) return { kql: anyOf(filter.values.map(value => ofRange(filtering, value))) }
  const { equals } = row
  if (equals) {
    return {
      kql: anyOf(filter.values.map(value => equals(filtering.at, value === null ? '' : String(value)))),
    }
  }
  // Sorted numbers of days have names; texts that are made of a key are compared as they are read.
  if (row.show || isText(dimension)) {
    const shown = row.show ? shownText(filtering) : row.key(filtering.at)
    return {
      kql: `${shown} in (${filter.values.map(value => text(value === null ? '' : String(value))).join(', ')})`,
    }
  }
  const key = row.key(filtering.at)
  const parse = PARSERS[dimension.entry.type] ?? numberOf
  return {
    kql: anyOf(
      filter.values.map(value =>
        isBlank(value) ? `isnull(${key})` : `${key} == ${parse(filtering, value)}`,
      ),
    ),
  }
}

const PARSERS: Readonly<Partial<Record<string, (filtering: Filtering, value: Value) => string>>> = {
  Boolean: booleanOf,
  'Date time': instantOf,
}

function instantOf({ row }: Filtering, value: Value): string {
  const at = parseIso(String(value))
  if (at === undefined) throw badValue(row.name, value, 'an instant such as "2026-05-31T08:00:00Z"')
  return instant(toIso(at))
}

const isBlank = (value: Value): boolean => value === null || value === ''

function ofRange({ row, at }: Filtering, value: Value): string {
  const scale = row.scale ?? 'integer'
  const key = row.key(at)
  if (isBlank(value)) return `isnull(${key})`
  const bucket = bucketOfLabel(String(value).trim(), scale)
  if (bucket === undefined) {
    throw badValue(row.name, value, 'a range as the answer prints it, such as "065: [2 - 3)"')
  }
  return `(${bucketOf(key, scale)}) == ${bucket}`
}

/** `True`, `False`, 1, 0. */
function booleanOf({ row }: Filtering, value: Value): string {
  const known = { true: 'true', '1': 'true', false: 'false', '0': 'false' }[
    String(value).trim().toLowerCase()
  ]
  if (!known) throw badValue(row.name, value, 'True or False, or 1 or 0')
  return known
}

function numberOf({ row }: Filtering, value: Value): string {
  const number = typeof value === 'boolean' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) throw badValue(row.name, value, 'a number')
  return Number.isInteger(number) ? String(number) : `todouble(${number})`
}

const badValue = (name: string, value: Value, expected: string) =>
  cqdError('BadValue', { name, value: JSON.stringify(value), expected })

/** A day, week, month or year is the time in which it lies: no row has to be formatted for that. */
function ofSpans({ row, filter, dimension }: Filtering): Condition {
  const periods = filter.values.map(value => {
    const period = periodOfKey(String(value ?? ''), row.span ?? 'day')
    if (!period)
      throw badValue(row.name, value, `a date such as "${EXAMPLES[dimension.entry.name] ?? '2026-05-31'}"`)
    return period
  })
  const from = Math.min(...periods.map(one => one.from))
  const until = Math.max(...periods.map(one => one.until))
  return { kql: anyOf(periods.map(one => within('EndTime', one))), ended: { from, until } }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'Month Year': '2026-05',
  'Full Month': '2026-05-01T00:00:00',
}

export const within = (column: string, { from, until }: Period): string =>
  `(${column} >= ${instant(toIso(from))} and ${column} < ${instant(toIso(until))})`

function ofTime({ row, filter, now }: Filtering, operator: FilterOperator): Condition {
  const column = row.name === 'Start Time' ? 'StartTime' : 'EndTime'
  const [first, second] = filter.values
  const period = timeOf(operator, [first, second], now)
  if (!period) throw badValue(row.name, first ?? null, EXPECTED_TIMES[operator] ?? 'an instant')
  // A stream that started in a span ended no earlier than it began.
  const ended = column === 'EndTime' ? period : { from: period.from, until: Number.POSITIVE_INFINITY }
  return { kql: bounds(column, period), ended }
}

const EXPECTED_TIMES: Readonly<Partial<Record<FilterOperator, string>>> = {
  from: 'an instant such as "2026-05-31" or "2026-05-31T08:00:00Z"',
  before: 'an instant such as "2026-05-31" or "2026-05-31T08:00:00Z"',
  between: 'two instants, the earlier first; the later one is left out',
  last: 'a span such as "7 days", "12 hours" or "3 months", or today, yesterday, this month, last month',
}

function timeOf(
  operator: FilterOperator,
  values: readonly (Value | undefined)[],
  now: number,
): Period | undefined {
  const [first, second] = values.map(value => (value === undefined ? undefined : parseIso(String(value))))
  if (operator === 'last') return relativePeriod(String(values[0] ?? ''), now)
  if (first === undefined) return undefined
  if (operator === 'from') return periodOf(first, Number.POSITIVE_INFINITY)
  if (operator === 'before') return periodOf(Number.NEGATIVE_INFINITY, first)
  return second === undefined ? undefined : periodOf(first, second)
}

function bounds(column: string, { from, until }: Period): string {
  const parts = [
    Number.isFinite(from) && `${column} >= ${instant(toIso(from))}`,
    Number.isFinite(until) && `${column} < ${instant(toIso(until))}`,
  ]
  return `(${parts.filter(Boolean).join(' and ')})`
}
