/** What one chart of Insights is: a row of a table. */
export interface Parameters {
  /** KQL timespan of a bin: `1h`. */
  readonly bin: string
  /** `| where …` for what was clicked; empty without. */
  readonly filter: string
  /** Which thresholds make a stream unhealthy. */
  readonly rule: RuleVersion
}

export type RuleVersion = 'insights' | 'diagnostics'

export interface ChartRow {
  readonly id: string
  readonly title: string
  readonly kind: 'time' | 'pie' | 'bar' | 'table' | 'figures'
  readonly kql: (parameters: Parameters) => string
  /** Column whose value a click filters by. */
  readonly pick?: string
  /** How slices and series of that name are meant; the others take their turn in the palette. */
  readonly tones?: Readonly<Record<string, 'good' | 'bad'>>
  /** What differs from Azure's own figure, and why. */
  readonly note?: string
}

export interface TabRow {
  readonly id: string
  readonly title: string
  /** Columns of its tables that may be filtered by. */
  readonly filters: readonly string[]
  readonly charts: readonly ChartRow[]
  /** Shown instead of charts where this installation has no such records. */
  readonly absent?: string
}
