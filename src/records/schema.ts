/** The shapes of the vocabulary: tables, categories, metrics and codes are rows of these (data in `generated/`). */
import type { KqlType } from './column-types.ts'

/** The type of a column, a scalar type of KQL. */
export type ColumnType = KqlType

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Found when a query names it, but not part of `*` nor of the schema pane. */
  readonly hidden?: boolean
  /** Filled by the workspace for every row, never by the record's author. */
  readonly standard?: boolean
}

export interface Table {
  readonly name: string
  /** Category of diagnostic settings that fills it; absent for metrics and for tables of ours. */
  readonly category?: string
  readonly displayName?: string
  readonly columns: readonly Column[]
  /** May be put on the Basic plan. */
  readonly basicLog: boolean
  /** No longer written by Azure; still readable and importable. */
  readonly retired: boolean
  /** `house`: an addition of ours, its name ends in `_CL`. */
  readonly origin: 'azure' | 'house'
  /** Days that rows are kept where no setting says otherwise; absent: as long as everything. */
  readonly keptDays?: number
}

export interface Category {
  readonly name: string
  readonly displayName: string
  /** Absent for the one category that Azure exports without a table. */
  readonly table?: string
  /** Blob container and default event hub. */
  readonly container: string
  readonly costsToExport: boolean
  readonly retired: boolean
  /** Values of OperationName where the documents fix them; the first is the one written. */
  readonly operationNames: readonly string[]
  readonly operationVersion?: string
}

/** Where one column of a category's table stands in the JSON record of storage and event hubs. */
export interface EnvelopeField {
  /** Exact spelling on the wire. */
  readonly json: string
  /** Absent where the table has no such column (category, operationVersion of some). */
  readonly column?: string
  readonly type: ColumnType
  readonly at: 'top' | 'properties'
  /** `text`: the documents print this number in quotes. */
  readonly wire?: 'text'
}

export type EnvelopeSchema = readonly EnvelopeField[]

export interface Metric {
  readonly name: string
  readonly displayName: string
  readonly category: string
  readonly unit: string
  readonly defaultAggregation: Aggregation
  readonly aggregations: readonly Aggregation[]
  readonly dimensions: readonly string[]
  /** The dimension that holds the name of the API operation; absent where the metric counts events. */
  readonly operationDimension?: string
  readonly operations: readonly string[]
  /** False: readable through the metrics API only, never in AzureMetrics (R5). */
  readonly exportable: boolean
  readonly retired: boolean
}

export type Aggregation = 'Count' | 'Total' | 'Average' | 'Minimum' | 'Maximum'
export type ResultCategory = 'Success' | 'ExpectedError' | 'UnexpectedClientError' | 'UnexpectedServerError'

/** Why a participant left: ParticipantEndReason and ParticipantEndSubCode with what they mean. */
export interface EndCode {
  readonly code: number
  readonly subCode: number
  /** Absent where nothing is documented. */
  readonly category?: ResultCategory
  readonly message: string
}

/** A user facing diagnostic of the calling SDK. */
export interface UserFacingDiagnostic {
  readonly name: string
  readonly pascalName: string
  readonly area: string
  readonly valueType: 'DiagnosticFlag' | 'DiagnosticQuality'
  /** Raised by browsers, not only by native clients. */
  readonly web: boolean
  /** Name in ACSCallingMetrics of its recovery rate. */
  readonly recoveryMetric?: string
  /** True for the two that are never counted as a problem of the call. */
  readonly harmless: boolean
}

/** What a call-wide code means when its sub code is not listed. */
export type GenericEndCode = Omit<EndCode, 'subCode' | 'category'>

/** The values that a survey column with issues may hold. */
export interface SurveyIssues {
  readonly column: string
  readonly issues: readonly string[]
}

/** A table as Azure documents it: without the standard columns that are hidden, and ours. */
export type AzureTable = Omit<Table, 'origin'>

export interface Envelope {
  readonly category: string
  readonly fields: EnvelopeSchema
}
