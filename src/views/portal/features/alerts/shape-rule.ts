/** A rule as the form holds it, as the control plane takes it, and where forms start from. Pure. */
export const AGGREGATIONS = ['Count', 'Average', 'Minimum', 'Maximum', 'Total'] as const
export const OPERATORS = {
  GreaterThan: 'is over',
  GreaterThanOrEqual: 'is at least',
  LessThan: 'is under',
  LessThanOrEqual: 'is at most',
  Equals: 'is exactly',
} as const
export const LENGTHS = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'] as const
export const SEVERITIES = ['Critical', 'Error', 'Warning', 'Informational', 'Verbose'] as const

/** What the address and the ready-made rules prefill, and the form changes: texts, as typed. */
export interface Draft {
  readonly kind: 'log' | 'metric'
  readonly name: string
  readonly query: string
  readonly aggregation: string
  readonly measure: string
  /** Column names with commas between. */
  readonly dimensions: string
  readonly operator: string
  readonly threshold: string
  readonly severity: string
  readonly frequency: string
  readonly window: string
  readonly group: string
  /** Of a metric rule: the ARM id of the resource, the metric, and per dimension what `readFilter` reads. */
  readonly resource: string
  readonly metric: string
  readonly filters: Readonly<Record<string, string>>
}

export const EMPTY: Draft = {
  kind: 'log',
  name: '',
  query: '',
  aggregation: 'Count',
  measure: '',
  dimensions: '',
  operator: 'GreaterThan',
  threshold: '0',
  severity: '3',
  frequency: 'PT5M',
  window: 'PT5M',
  group: '',
  resource: '',
  metric: '',
  filters: {},
}

export interface RuleProperties {
  readonly displayName?: string
  readonly severity?: number
  readonly enabled?: boolean
  readonly scopes: readonly string[]
  readonly evaluationFrequency: string
  readonly windowSize: string
  readonly criteria: {
    readonly allOf: readonly {
      readonly query: string
      readonly timeAggregation: string
      readonly metricMeasureColumn?: string
      readonly dimensions?: readonly {
        readonly name: string
        readonly operator: string
        readonly values: readonly string[]
      }[]
      readonly operator: string
      readonly threshold: number
    }[]
  }
  readonly actions?: { readonly actionGroups?: readonly string[] }
}

/** `kept`: the rule as it is now; what the form doesn't show of it (mute, failing periods, filters) stays. */
export function propertiesOf(draft: Draft, scope: string, kept?: RuleProperties): RuleProperties {
  const dimensions = draft.dimensions.split(',').map(one => one.trim())
  const condition = kept?.criteria.allOf[0]
  const filterOf = (name: string) =>
    condition?.dimensions?.find(one => one.name === name) ?? { name, operator: 'Include', values: ['*'] }
  const { metricMeasureColumn: _, ...rest } = condition ?? {}
  return {
    enabled: true,
    ...kept,
    displayName: draft.name,
    severity: Number(draft.severity),
    scopes: [scope],
    evaluationFrequency: draft.frequency,
    windowSize: draft.window,
    criteria: {
      allOf: [
        {
          ...rest,
          query: draft.query,
          timeAggregation: draft.aggregation,
          ...(draft.aggregation !== 'Count' && { metricMeasureColumn: draft.measure }),
          dimensions: dimensions.filter(Boolean).map(filterOf),
          operator: draft.operator,
          threshold: Number(draft.threshold),
        },
      ],
    },
    actions: { actionGroups: draft.group === '' ? [] : [draft.group] },
  }
}

export function draftOf(name: string, properties: RuleProperties): Draft {
  const [condition] = properties.criteria.allOf
  return {
    ...EMPTY,
    name: properties.displayName ?? name,
    query: condition?.query ?? '',
    aggregation: condition?.timeAggregation ?? 'Count',
    measure: condition?.metricMeasureColumn ?? '',
    dimensions: (condition?.dimensions ?? []).map(one => one.name).join(', '),
    operator: condition?.operator ?? 'GreaterThan',
    threshold: String(condition?.threshold ?? 0),
    severity: String(properties.severity ?? 3),
    frequency: properties.evaluationFrequency,
    window: properties.windowSize,
    group: properties.actions?.actionGroups?.[0] ?? '',
  }
}

export interface ReadyMade {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly query: string
  readonly aggregation: string
  readonly measure?: string
  readonly dimensions: readonly string[]
  readonly operator: string
  readonly threshold: number
  readonly severity: number
  readonly frequency: string
  readonly window: string
}

export const draftOfReadyMade = (rule: ReadyMade): Draft => ({
  ...EMPTY,
  ...rule,
  name: rule.title,
  measure: rule.measure ?? '',
  dimensions: rule.dimensions.join(', '),
  threshold: String(rule.threshold),
  severity: String(rule.severity),
})

/** A name that the control plane takes. */
export const resourceName = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60) || 'rule'

export interface TestPoint {
  readonly at: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly value: number | null
  readonly isOver: boolean
  readonly event: 'fired' | 'resolved' | 'muted' | null
}

/** A line for each combination of dimension values; the busiest first. */
export function linesOf(points: readonly TestPoint[]) {
  const lines = Map.groupBy(points, ({ dimensions }) => Object.values(dimensions).join(', ') || 'All')
  const most = (all: readonly TestPoint[]) => Math.max(...all.map(({ value }) => value ?? 0))
  return [...lines]
    .toSorted(([, a], [, b]) => most(b) - most(a))
    .slice(0, 12)
    .map(([name, all]) => ({ name, points: all.map(({ at, value }) => [Date.parse(at), value] as const) }))
}
