/** A scheduled query rule as Azure's control plane takes it (scheduledQueryRules 2021-08-01 and later), and parsed. */
import { Type } from 'typebox'
import { parseDuration } from '#base'
import { alertsError } from './errors.ts'
import type { WatchRule } from './watch.ts'

const choiceOf = (values: readonly string[]) => Type.Union(values.map(value => Type.Literal(value)))

const AGGREGATIONS = ['Count', 'Average', 'Minimum', 'Maximum', 'Total'] as const
const OPERATORS = ['GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual', 'Equals'] as const

const Dimension = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  operator: choiceOf(['Include', 'Exclude']),
  values: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 100 }),
})

const Condition = Type.Object({
  query: Type.String({ minLength: 1, maxLength: 10_000 }),
  timeAggregation: choiceOf(AGGREGATIONS),
  metricMeasureColumn: Type.Optional(Type.String({ maxLength: 200 })),
  dimensions: Type.Optional(Type.Array(Dimension, { maxItems: 6 })),
  operator: choiceOf(OPERATORS),
  threshold: Type.Number(),
  failingPeriods: Type.Optional(
    Type.Object({
      numberOfEvaluationPeriods: Type.Integer({ minimum: 1, maximum: 6 }),
      minFailingPeriodsToAlert: Type.Integer({ minimum: 1, maximum: 6 }),
    }),
  ),
})

export const RuleProperties = Type.Object({
  displayName: Type.Optional(Type.String({ maxLength: 260 })),
  description: Type.Optional(Type.String({ maxLength: 4096 })),
  severity: Type.Optional(Type.Integer({ minimum: 0, maximum: 4 })),
  enabled: Type.Optional(Type.Boolean()),
  scopes: Type.Array(Type.String(), { minItems: 1, maxItems: 1 }),
  evaluationFrequency: Type.String(),
  windowSize: Type.String(),
  criteria: Type.Object({ allOf: Type.Array(Condition, { minItems: 1, maxItems: 1 }) }),
  muteActionsDuration: Type.Optional(Type.String()),
  autoMitigate: Type.Optional(Type.Boolean()),
  skipQueryValidation: Type.Optional(Type.Boolean()),
  actions: Type.Optional(
    Type.Object({
      actionGroups: Type.Optional(Type.Array(Type.String(), { maxItems: 5 })),
      customProperties: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  ),
})

export type RuleProperties = Type.Static<typeof RuleProperties>
export type Dimension = Type.Static<typeof Dimension>
export type Aggregation = (typeof AGGREGATIONS)[number]
export type Operator = (typeof OPERATORS)[number]

export interface Rule extends WatchRule {
  readonly scope: string
  readonly query: string
  readonly aggregation: Aggregation
  readonly measure: string | undefined
  readonly dimensions: readonly Dimension[]
  readonly operator: Operator
  readonly threshold: number
  /** Milliseconds of data that one evaluation looks at. */
  readonly windowMs: number
  readonly severity: number
  readonly isEnabled: boolean
  readonly actionGroups: readonly string[]
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** Throws ApiError 400 for what the schema cannot say. */
export function parseRule(properties: RuleProperties): Rule {
  const [condition] = properties.criteria.allOf
  const [scope] = properties.scopes
  if (!condition || !scope) throw alertsError('BadRule', { why: 'it needs a scope and a criterion' })
  const { numberOfEvaluationPeriods: periods = 1, minFailingPeriodsToAlert: minFailing = 1 } =
    condition.failingPeriods ?? {}
  const autoMitigate = properties.autoMitigate ?? true
  const aggregation = oneOf(AGGREGATIONS, condition.timeAggregation)
  const rule: Rule = {
    scope,
    query: condition.query,
    aggregation,
    measure: condition.metricMeasureColumn || undefined,
    dimensions: condition.dimensions ?? [],
    operator: oneOf(OPERATORS, condition.operator),
    threshold: condition.threshold,
    periods,
    minFailing,
    autoMitigate,
    frequencyMs: lasting('evaluationFrequency', properties.evaluationFrequency),
    windowMs: lasting('windowSize', properties.windowSize),
    muteMs: properties.muteActionsDuration
      ? lasting('muteActionsDuration', properties.muteActionsDuration)
      : 0,
    severity: properties.severity ?? 3,
    isEnabled: properties.enabled ?? true,
    actionGroups: properties.actions?.actionGroups ?? [],
  }
  for (const [isWrong, why] of mistakesOf(rule)) if (isWrong) throw alertsError('BadRule', { why })
  return rule
}

const mistakesOf = (rule: Rule): readonly (readonly [boolean, string])[] => [
  [rule.minFailing > rule.periods, 'minFailingPeriodsToAlert is more than numberOfEvaluationPeriods'],
  [rule.muteMs > 0 && rule.autoMitigate, 'muteActionsDuration needs autoMitigate to be false'],
  [
    rule.aggregation !== 'Count' && rule.measure === undefined,
    `timeAggregation ${rule.aggregation} needs a metricMeasureColumn`,
  ],
]

/** Minutes to two days, whole minutes. */
function lasting(name: string, text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined || ms < MINUTE || ms > 2 * DAY || ms % MINUTE !== 0) {
    throw alertsError('BadRule', { why: `${name} is '${text}'; expected whole minutes, PT1M to P2D` })
  }
  return ms
}

function oneOf<const T extends string>(all: readonly T[], text: string): T {
  const found = all.find(one => one === text)
  if (found === undefined) throw alertsError('BadRule', { why: `'${text}' is not one of ${all.join(', ')}` })
  return found
}
