/** A metric alert rule as Azure's control plane takes it (metricAlerts 2018-03-01), and parsed. */
import { Type } from 'typebox'
import { METRIC_NAMESPACE, type Metric, metricByName, metrics } from '#records'
import { alertsError } from './errors.ts'
import {
  AGGREGATIONS,
  checkerOf,
  choiceOf,
  Dimension,
  lasting,
  type MetricCriterion,
  OPERATORS,
  oneOf,
  type Rule,
  refuseMisfits,
  refuseMistakes,
} from './rule.ts'

const KIND = 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'

const StaticCriterion = Type.Object({
  criterionType: Type.Literal('StaticThresholdCriterion'),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  metricName: Type.String({ minLength: 1, maxLength: 200 }),
  metricNamespace: Type.Optional(Type.String({ maxLength: 200 })),
  timeAggregation: choiceOf(AGGREGATIONS),
  dimensions: Type.Optional(Type.Array(Dimension, { maxItems: 6 })),
  operator: choiceOf(OPERATORS),
  threshold: Type.Number(),
  skipMetricValidation: Type.Optional(Type.Boolean()),
})

const Criteria = Type.Object({
  'odata.type': Type.Literal(KIND),
  allOf: Type.Array(StaticCriterion, { minItems: 1, maxItems: 5 }),
})

type StaticCriterion = Type.Static<typeof StaticCriterion>
const checker = checkerOf(Criteria)

export const MetricRuleProperties = Type.Object({
  description: Type.Optional(Type.String({ maxLength: 4096 })),
  severity: Type.Integer({ minimum: 0, maximum: 4 }),
  enabled: Type.Boolean(),
  scopes: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 1 }),
  evaluationFrequency: Type.String(),
  windowSize: Type.String(),
  targetResourceType: Type.Optional(Type.String({ maxLength: 200 })),
  targetResourceRegion: Type.Optional(Type.String({ maxLength: 200 })),
  // What is inside is checked by `parseMetricRule`, which refuses other kinds of criteria by their names.
  criteria: Type.Object({ 'odata.type': Type.String({ maxLength: 200 }) }),
  autoMitigate: Type.Optional(Type.Boolean()),
  actions: Type.Optional(
    Type.Array(
      Type.Object({
        actionGroupId: Type.Optional(Type.String({ maxLength: 1000 })),
        webHookProperties: Type.Optional(Type.Record(Type.String(), Type.String())),
      }),
      { maxItems: 5 },
    ),
  ),
})

export type MetricRuleProperties = Type.Static<typeof MetricRuleProperties>

/** Azure's metric alerts take these, and no others. */
const FREQUENCIES = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'] as const
const WINDOWS = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'] as const

/** A stateful metric alert resolves after the condition was not met for three evaluations, however often they are. */
const QUIET_TO_RESOLVE = 3

/** Throws ApiError 400 for what the schema cannot say. */
export function parseMetricRule(properties: MetricRuleProperties): Rule {
  const [scope] = properties.scopes
  const [first, ...others] = criteriaIn(properties.criteria).map(one => criterionOf(one, scope ?? ''))
  if (!first || !scope) throw alertsError('BadRule', { why: 'it needs a scope and a criterion' })
  const frequencyMs = lengthOf('evaluationFrequency', properties.evaluationFrequency, FREQUENCIES)
  const windowMs = lengthOf('windowSize', properties.windowSize, WINDOWS)
  refuseMistakes([
    [windowMs < frequencyMs, 'windowSize is shorter than evaluationFrequency'],
    ...(others.length > 0 ? mistakesOfSeveral([first, ...others]) : []),
  ])
  return {
    signal: 'Metric',
    displayName: undefined,
    description: properties.description ?? '',
    scope,
    criteria: [first, ...others],
    periods: 1,
    minFailing: 1,
    autoMitigate: properties.autoMitigate ?? true,
    frequencyMs,
    quietToResolve: QUIET_TO_RESOLVE,
    windowMs,
    muteMs: 0,
    severity: properties.severity,
    isEnabled: properties.enabled,
    actionGroups: (properties.actions ?? []).flatMap(({ actionGroupId }) => actionGroupId ?? []),
  }
}

function criteriaIn(criteria: unknown): readonly StaticCriterion[] {
  // The route's schema has admitted the outer shape.
  const given = criteria as { readonly 'odata.type': string; readonly allOf?: unknown }
  const kinds = Array.isArray(given.allOf) ? given.allOf.map(one => Object(one).criterionType) : []
  refuseMistakes([
    [given['odata.type'] !== KIND, `criteria of '${given['odata.type']}' are not served, only of '${KIND}'`],
    [
      kinds.includes('DynamicThresholdCriterion'),
      'DynamicThresholdCriterion is not served: nothing here learns thresholds; use a StaticThresholdCriterion',
    ],
  ])
  refuseMisfits(checker, criteria)
  // Checked in the line before.
  return (criteria as Type.Static<typeof Criteria>).allOf
}

function criterionOf(given: StaticCriterion, resource: string): MetricCriterion {
  const metric = metricByName(given.metricName)
  const namespace = given.metricNamespace ?? METRIC_NAMESPACE
  refuseMistakes([
    [
      namespace.toLowerCase() !== METRIC_NAMESPACE.toLowerCase(),
      `metricNamespace is '${namespace}'; resources of this kind have '${METRIC_NAMESPACE}'`,
    ],
    [
      metric === undefined && !given.skipMetricValidation,
      `there is no metric '${given.metricName}'; there are ${metrics.map(({ name }) => name).join(', ')}`,
    ],
  ])
  return {
    kind: 'metric',
    resource,
    metric: metric?.name ?? given.metricName,
    aggregation: oneOf(AGGREGATIONS, given.timeAggregation),
    dimensions: (given.dimensions ?? []).map(one => ({ ...one, name: dimensionOf(one.name, metric) })),
    operator: oneOf(OPERATORS, given.operator),
    threshold: given.threshold,
  }
}

/** As the metric spells it. */
function dimensionOf(name: string, metric: Metric | undefined): string {
  if (!metric) return name
  const found = metric.dimensions.find(one => one.toLowerCase() === name.toLowerCase())
  if (found) return found
  const why = `${metric.name} has no dimension '${name}'; it has ${metric.dimensions.join(', ')}`
  throw alertsError('BadRule', { why })
}

/** Several criteria are joined without dimensions to join them by: each names one value of each of its dimensions. */
function mistakesOfSeveral(criteria: readonly MetricCriterion[]): readonly (readonly [boolean, string])[] {
  const all = criteria.flatMap(({ dimensions }) => dimensions)
  const isPinned = ({ operator, values }: Dimension) =>
    operator === 'Include' && values.length === 1 && values[0] !== '*'
  const values = Map.groupBy(all, ({ name }) => name)
  return [
    [!all.every(isPinned), 'with several criteria, a dimension includes exactly one value, and not *'],
    ...[...values].map(([name, given]): [boolean, string] => [
      new Set(given.map(one => one.values[0]?.toLowerCase())).size > 1,
      `the criteria name different values of '${name}'`,
    ]),
  ]
}

function lengthOf(name: string, text: string, all: readonly string[]): number {
  if (!all.includes(text)) {
    throw alertsError('BadRule', { why: `${name} is '${text}'; expected one of ${all.join(', ')}` })
  }
  return lasting(name, text)
}
