/** A scheduled query rule as Azure's control plane takes it (scheduledQueryRules 2021-08-01 and later), and parsed. */
import { Type } from 'typebox'
import { alertsError } from './errors.ts'
import {
  AGGREGATIONS,
  choiceOf,
  Dimension,
  type LogCriterion,
  lasting,
  OPERATORS,
  oneOf,
  type Rule,
  refuseMistakes,
} from './rule.ts'
import { quietEvaluations } from './watch.ts'

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

export const LogRuleProperties = Type.Object({
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

export type LogRuleProperties = Type.Static<typeof LogRuleProperties>

/** Throws ApiError 400 for what the schema cannot say. */
export function parseLogRule(properties: LogRuleProperties): Rule {
  const [condition] = properties.criteria.allOf
  const [scope] = properties.scopes
  if (!condition || !scope) throw alertsError('BadRule', { why: 'it needs a scope and a criterion' })
  const { numberOfEvaluationPeriods: periods = 1, minFailingPeriodsToAlert: minFailing = 1 } =
    condition.failingPeriods ?? {}
  const autoMitigate = properties.autoMitigate ?? true
  const frequencyMs = lasting('evaluationFrequency', properties.evaluationFrequency)
  const { muteActionsDuration: mute } = properties
  const muteMs = mute ? lasting('muteActionsDuration', mute) : 0
  const criterion: LogCriterion = {
    kind: 'log',
    query: condition.query,
    aggregation: oneOf(AGGREGATIONS, condition.timeAggregation),
    measure: condition.metricMeasureColumn || undefined,
    dimensions: condition.dimensions ?? [],
    operator: oneOf(OPERATORS, condition.operator),
    threshold: condition.threshold,
  }
  refuseMistakes([
    [minFailing > periods, 'minFailingPeriodsToAlert is more than numberOfEvaluationPeriods'],
    [muteMs > 0 && autoMitigate, 'muteActionsDuration needs autoMitigate to be false'],
    [
      criterion.aggregation !== 'Count' && criterion.measure === undefined,
      `timeAggregation ${criterion.aggregation} needs a metricMeasureColumn`,
    ],
  ])
  return {
    signal: 'Log',
    displayName: properties.displayName,
    description: properties.description ?? '',
    scope,
    criteria: [criterion],
    periods,
    minFailing,
    autoMitigate,
    frequencyMs,
    quietToResolve: quietEvaluations(frequencyMs),
    windowMs: lasting('windowSize', properties.windowSize),
    muteMs,
    severity: properties.severity ?? 3,
    isEnabled: properties.enabled ?? true,
    actionGroups: properties.actions?.actionGroups ?? [],
  }
}
