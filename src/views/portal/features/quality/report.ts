/** A report, a question to call quality and its answer, as their APIs print them. */
import type { Cell } from '#views/kit'

export type FilterValue = string | number | boolean | null

export interface Filter {
  readonly dimension: string
  readonly operator?: string
  readonly values: readonly FilterValue[]
  readonly unionGroup?: string
}

export interface Query {
  readonly measures: readonly string[]
  readonly dimensions?: readonly string[]
  readonly filters?: readonly Filter[]
  readonly trend?: { readonly kind: string; readonly days?: number; readonly until?: string }
  readonly order?: readonly { readonly by: string; readonly descending?: boolean }[]
  readonly reportType?: string
  readonly classifierVersion?: string
  readonly pageSize?: number
}

export const KINDS = ['tiles', 'table', 'columns', 'stackedColumns', 'lines', 'pie', 'scorecard'] as const
export type PanelKind = (typeof KINDS)[number]

export interface Target {
  readonly measure: string
  readonly limit: number
}

export interface Panel {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly kind: PanelKind
  readonly query: Query
  readonly lines?: readonly string[]
  readonly targets?: readonly Target[]
  readonly rows?: readonly {
    readonly title: string
    readonly filters?: readonly Filter[]
    readonly targets: readonly Target[]
  }[]
  readonly drill?: { readonly dimension: string; readonly tab: string }
}

export interface ReportTab {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly panels: readonly Panel[]
}

/** What is saved. */
export interface ReportBody {
  readonly title: string
  readonly description?: string
  readonly filters?: readonly Filter[]
  readonly asks?: readonly string[]
  readonly needs?: readonly string[]
  readonly tabs: readonly ReportTab[]
}

export interface Listed {
  readonly id: string
  readonly kind: 'builtIn' | 'saved'
  readonly title: string
  readonly description?: string
  readonly author?: string
  readonly changedAt?: string
}

export type Report = Listed & ReportBody

/** Without what the server adds. */
export const bodyOf = ({ title, description, filters, asks, needs, tabs }: ReportBody): ReportBody => ({
  title,
  ...(description !== undefined && { description }),
  ...(filters && { filters }),
  ...(asks && { asks }),
  ...(needs && { needs }),
  tabs,
})

export interface AnswerColumn {
  readonly name: string
  readonly kind: 'dimension' | 'measure'
  readonly type?: string
  readonly unit?: string
}

export interface Answer {
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly (readonly Cell[])[]
  readonly kql: string
  readonly next?: string
}

export interface CatalogueEntry {
  readonly name: string
  readonly category: string
  readonly unit?: string
  readonly support: 'yes' | 'partial' | 'lookup' | 'import' | 'no'
  /** Why it can't be computed. */
  readonly reason?: string
  readonly note?: string
  readonly type?: string
  /** Names or locates a person. */
  readonly identifiable?: boolean
}

export interface Catalogue {
  readonly dimensions: readonly CatalogueEntry[]
  readonly measures: readonly CatalogueEntry[]
}
