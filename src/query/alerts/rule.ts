/** A rule as both kinds of rules are parsed into, and what the control plane's bodies of rules have in common. */
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { mismatchesOf, mismatchText, parseDuration, type SchemaChecker } from '#base'
import { alertsError } from './errors.ts'
import type { WatchRule } from './watch.ts'

export const choiceOf = (values: readonly string[]) => Type.Union(values.map(value => Type.Literal(value)))

export const AGGREGATIONS = ['Count', 'Average', 'Minimum', 'Maximum', 'Total'] as const
export const OPERATORS = [
  'GreaterThan',
  'GreaterThanOrEqual',
  'LessThan',
  'LessThanOrEqual',
  'Equals',
] as const

export const Dimension = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  operator: choiceOf(['Include', 'Exclude']),
  values: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 100 }),
})

export type Dimension = Type.Static<typeof Dimension>
export type Aggregation = (typeof AGGREGATIONS)[number]
export type Operator = (typeof OPERATORS)[number]

interface Comparison {
  readonly aggregation: Aggregation
  readonly dimensions: readonly Dimension[]
  readonly operator: Operator
  readonly threshold: number
}

/** Rows that a query gives, measured by one of their columns (Count: by their number). */
export interface LogCriterion extends Comparison {
  readonly kind: 'log'
  readonly query: string
  readonly measure: string | undefined
}

/** A metric of a resource. */
export interface MetricCriterion extends Comparison {
  readonly kind: 'metric'
  readonly resource: string
  readonly metric: string
}

export type Criterion = LogCriterion | MetricCriterion

export interface Rule extends WatchRule {
  readonly signal: 'Log' | 'Metric'
  /** What people read; absent: the resource's name. */
  readonly displayName: string | undefined
  readonly description: string
  readonly scope: string
  /** All of them must be over their thresholds. */
  readonly criteria: readonly [Criterion, ...Criterion[]]
  /** Milliseconds of data that one evaluation looks at. */
  readonly windowMs: number
  readonly severity: number
  readonly isEnabled: boolean
  readonly actionGroups: readonly string[]
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** Minutes to two days, whole minutes. */
export function lasting(name: string, text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined || ms < MINUTE || ms > 2 * DAY || ms % MINUTE !== 0) {
    throw alertsError('BadRule', { why: `${name} is '${text}'; expected whole minutes, PT1M to P2D` })
  }
  return ms
}

export function oneOf<const T extends string>(all: readonly T[], text: string): T {
  const found = all.find(one => one === text)
  if (found === undefined) throw alertsError('BadRule', { why: `'${text}' is not one of ${all.join(', ')}` })
  return found
}

/** A row whose first cell holds is a mistake, its second says which. */
export function refuseMistakes(mistakes: readonly (readonly [isWrong: boolean, why: string])[]): void {
  for (const [isWrong, why] of mistakes) if (isWrong) throw alertsError('BadRule', { why })
}

export const checkerOf = (schema: TSchema): SchemaChecker => Compile(schema)

/** Throws ApiError 400 that says what does not fit, where the host could not check it. */
export function refuseMisfits(checker: SchemaChecker, value: unknown): void {
  const misfits = mismatchesOf(checker, value)
  if (misfits.length > 0) throw alertsError('BadRule', { why: misfits.map(mismatchText).join('; ') })
}
