/**
 * One row of the table of measures: an aggregate over streams, a formula of other measures, or why it can't be. What is
 * said of First holds for Second, so such a pair is one row with `~` for the end's name.
 */
import type { At, End } from '../dimensions/row.ts'

export interface Aggregate {
  readonly kind: 'aggregate'
  readonly name: string
  readonly kql: (at: At) => string
  readonly end: End
  /** Of no values it is not a number, which is shown as nothing. */
  readonly mayBeNaN?: boolean
  readonly note?: string
}

export interface Derived {
  readonly kind: 'derived'
  readonly name: string
  /** Measures that the formula is made of. */
  readonly of: readonly string[]
  /** KQL over the columns of these measures, in their order. */
  readonly kql: (...columns: readonly string[]) => string
  readonly note?: string
}

/** The most of something at the same time: streams are spread over the minutes they lasted. */
export interface Concurrent {
  readonly kind: 'concurrent'
  readonly name: string
  /** KQL of the streams that count, and of what is counted once. */
  readonly where: string
  readonly counted: string
  readonly note?: string
}

export interface MissingMeasure {
  readonly kind: 'missing'
  readonly name: string
  readonly reason: string
}

export type ComputedMeasure = Aggregate | Derived | Concurrent
export type MeasureRow = ComputedMeasure | MissingMeasure

/** `~` in a name: once for each end. */
const ofEnds = <Row>(name: string, row: (name: string, end: End) => Row): readonly Row[] =>
  name.includes('~')
    ? (['First', 'Second'] as const).map(end => row(name.replace('~', end), end))
    : [row(name, 'Own')]

export const aggregate = (name: string, kql: (at: At) => string, note?: string): readonly MeasureRow[] =>
  ofEnds(name, (own, end) => ({ kind: 'aggregate', name: own, kql, end, ...(note && { note }) }))

export const countOf = (name: string, condition: string, note?: string): readonly MeasureRow[] =>
  aggregate(name, () => `countif(${condition})`, note)

/** Calls that have a stream like that. */
export const callsWith = (name: string, condition: string, note?: string): readonly MeasureRow[] =>
  aggregate(name, () => `dcountif(CorrelationId, ${condition})`, note)

/** Streams that reported no value are left out. */
export const averageOf = (name: string, value: (at: At) => string, note?: string): readonly MeasureRow[] =>
  aggregate(name, at => `avg(${value(at)})`, note).map(row => ({ ...row, mayBeNaN: true }))

export const derived = (
  name: string,
  of: readonly string[],
  kql: (...columns: readonly string[]) => string,
  note?: string,
): readonly MeasureRow[] =>
  ofEnds(name, (own, end) => ({
    kind: 'derived',
    name: own,
    of: of.map(one => one.replace('~', end)),
    kql,
    ...(note && { note }),
  }))

/** Nothing of nothing is no share. */
const ratio = (part: string, whole: string, times = 1): string =>
  `iff(${whole} == 0, real(null), ${times === 1 ? '' : `${times} * `}todouble(${part}) / (${whole}))`

export const ratioOf = (name: string, part: string, whole: string, note?: string): readonly MeasureRow[] =>
  derived(name, [part, whole], (one = '', all = '') => ratio(one, all), note)

export const percentageOf = (
  name: string,
  part: string,
  whole: string,
  note?: string,
): readonly MeasureRow[] => derived(name, [part, whole], (one = '', all = '') => ratio(one, all, 100), note)

/** Poor / (Poor + Good): what could not be classified does not enter. */
export const poorPercentage = (
  name: string,
  poor: string,
  good: string,
  note?: string,
): readonly MeasureRow[] =>
  derived(name, [poor, good], (one = '', other = '') => ratio(one, `(${one} + ${other})`, 100), note)

export const missing = (reason: string, names: readonly string[]): readonly MeasureRow[] =>
  names.flatMap(name => ofEnds(name, own => ({ kind: 'missing', name: own, reason }) as const))
