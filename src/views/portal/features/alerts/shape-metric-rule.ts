/** A metric alert rule as the form holds it and as the control plane takes it. Pure. */
import { type Draft, EMPTY } from './shape-rule.ts'

export interface MetricRuleProperties {
  readonly severity?: number
  readonly enabled?: boolean
  readonly scopes: readonly string[]
  readonly evaluationFrequency: string
  readonly windowSize: string
  readonly criteria: {
    readonly 'odata.type': string
    readonly allOf: readonly MetricCondition[]
  }
  readonly actions?: readonly { readonly actionGroupId?: string }[]
}

export interface MetricCondition {
  readonly criterionType: string
  readonly name: string
  readonly metricName: string
  readonly metricNamespace?: string
  readonly timeAggregation: string
  readonly dimensions?: readonly MetricDimension[]
  readonly operator: string
  readonly threshold: number
}

interface MetricDimension {
  readonly name: string
  readonly operator: string
  readonly values: readonly string[]
}

/** `kept`: the rule as it is now; what the form doesn't show of it (further conditions, further groups) stays. */
export function metricPropertiesOf(draft: Draft, kept?: MetricRuleProperties): MetricRuleProperties {
  const [condition, ...others] = kept?.criteria.allOf ?? []
  const [, ...groups] = kept?.actions ?? []
  return {
    enabled: true,
    ...kept,
    severity: Number(draft.severity),
    scopes: [draft.resource],
    evaluationFrequency: draft.frequency,
    windowSize: draft.window,
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
      allOf: [
        {
          name: 'condition',
          ...condition,
          criterionType: 'StaticThresholdCriterion',
          metricName: draft.metric,
          metricNamespace: 'Microsoft.Communication/CommunicationServices',
          timeAggregation: draft.aggregation,
          dimensions: Object.entries(draft.filters).flatMap(([name, text]) => readFilter(name, text)),
          operator: draft.operator,
          threshold: Number(draft.threshold),
        },
        ...others,
      ],
    },
    actions: [...(draft.group === '' ? [] : [{ actionGroupId: draft.group }]), ...groups],
  }
}

export function draftOfMetricRule(name: string, properties: MetricRuleProperties): Draft {
  const [condition] = properties.criteria.allOf
  return {
    ...EMPTY,
    kind: 'metric',
    name,
    resource: properties.scopes[0] ?? '',
    metric: condition?.metricName ?? '',
    aggregation: condition?.timeAggregation ?? 'Count',
    filters: Object.fromEntries((condition?.dimensions ?? []).map(one => [one.name, printFilter(one)])),
    operator: condition?.operator ?? 'GreaterThan',
    threshold: String(condition?.threshold ?? 0),
    severity: String(properties.severity ?? 3),
    frequency: properties.evaluationFrequency,
    window: properties.windowSize,
    group: properties.actions?.[0]?.actionGroupId ?? '',
  }
}

/** Nothing: all values together. `*`: each by itself. Values with commas between: these; after a `!`: all but these. */
function readFilter(name: string, text: string): readonly MetricDimension[] {
  const isExcluded = text.trim().startsWith('!')
  const values = text
    .replace('!', '')
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)
  return values.length === 0 ? [] : [{ name, operator: isExcluded ? 'Exclude' : 'Include', values }]
}

const printFilter = ({ operator, values }: MetricDimension): string =>
  `${operator === 'Exclude' ? '!' : ''}${values.join(', ')}`

/** What the chart of a metric shows. */
export interface MetricStart {
  readonly resource: string
  readonly metric: string
  readonly aggregation: string
  /** `StatusCode=403|404;Operation=*` */
  readonly dimensions: string
}

/** The same figure as a rule; a split of the chart watches each of its values. */
export function draftOfMetric({ resource, metric, aggregation, dimensions }: MetricStart): Draft {
  const filters = dimensions.split(';').flatMap(one => {
    const [name = '', values = ''] = one.split('=')
    return name === '' ? [] : [[name, values.split('|').join(', ')] as const]
  })
  const words = filters.map(([name, values]) => `${name} ${values === '*' ? 'each' : values}`)
  return {
    ...EMPTY,
    kind: 'metric',
    name: [metric, ...words].join(', '),
    resource,
    metric,
    aggregation: aggregation || EMPTY.aggregation,
    filters: Object.fromEntries(filters),
  }
}
