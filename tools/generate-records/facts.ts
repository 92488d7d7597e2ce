/** The parts of the facts files that become data, as they are written there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface ColumnFact {
  readonly name: string
  readonly type: string
}

export interface TableFact {
  readonly name: string
  readonly category: string | null
  readonly displayName: string
  readonly basicLog: boolean
  readonly costsToExport: boolean
  readonly retired: boolean
  readonly columns: readonly ColumnFact[]
}

export interface PropertyFact {
  readonly json: string
  readonly column: string | null
  readonly type: string
  readonly wireType?: string
}

export interface CategoryFact {
  readonly category: string
  readonly table: string
  readonly displayName: string
  readonly retired: boolean
  readonly container: string
  readonly topLevel: readonly PropertyFact[]
  readonly properties: readonly PropertyFact[]
  readonly fixedValues: { readonly operationName?: string; readonly operationVersion?: string }
}

export interface MetricFact {
  readonly name: string
  readonly displayName: string
  readonly category: string
  readonly unit: string
  readonly defaultAggregation: string
  readonly supportedAggregations: readonly string[]
  readonly dimensions: readonly string[]
  readonly operationDimension: string | null
  readonly operations: readonly { readonly name: string }[]
  readonly exportableViaDiagnosticSettings: boolean
  readonly retired: boolean
}

export interface EndCodeFact {
  readonly code: number
  readonly subCode: number
  readonly resultCategory: string | null
  readonly message: string
}

export interface DiagnosticFact {
  readonly name: string
  readonly pascalName: string
  readonly category: string
  readonly valueType: string
  readonly web: boolean
  readonly recoveryMetric: string | null
}

/** What the dimensions and the measures of call quality have in common. */
interface QualityFact {
  readonly name: string
  readonly category: string
  readonly unit?: string
  readonly computable: string
}

export interface DimensionFact extends QualityFact {
  readonly type: string
  readonly euii?: boolean
  readonly rangeScale?: string
}

export interface MeasureFact extends QualityFact {
  readonly countsDistinct: boolean
}

export interface Facts {
  readonly tables: {
    readonly tables: readonly TableFact[]
    readonly categoriesWithoutTable: readonly { readonly category: string; readonly displayName: string }[]
  }
  readonly schemas: { readonly categories: readonly CategoryFact[] }
  readonly metrics: { readonly metrics: readonly MetricFact[] }
  readonly codes: {
    readonly codes: readonly EndCodeFact[]
    readonly genericCodes: readonly { readonly code: number; readonly message: string }[]
    readonly userFacingDiagnostics: {
      readonly notIssues: readonly string[]
      readonly items: readonly DiagnosticFact[]
    }
    readonly survey: { readonly issues: Readonly<Record<string, readonly string[]>> }
  }
  readonly samples: { readonly samples: readonly SampleFact[] }
  readonly dimensions: { readonly dimensions: readonly DimensionFact[] }
  readonly measures: { readonly measures: readonly MeasureFact[] }
}

export interface SampleFact {
  readonly id: string
  readonly scenario: string
  readonly category: string
  readonly record: Readonly<Record<string, unknown>>
}

/** Reads the facts files of a folder. They are ours, so their shape is trusted; the compiler checks what we print. */
export function readFacts(folder: string): Facts {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
  return {
    tables: read('tables.json'),
    schemas: read('resource-log-schemas.json'),
    metrics: read('metrics.json'),
    codes: read('error-codes.json'),
    samples: read('samples.json'),
    dimensions: read('cqd-dimensions.json'),
    measures: read('cqd-measures.json'),
  }
}
