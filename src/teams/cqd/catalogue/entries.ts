/** What the catalogue of call quality says of a dimension and of a measure (data in `../generated`). */

/**
 * How far our records go: `yes` exactly, `partial` an estimate or only from some clients, `lookup` with files that were
 * uploaded, `import` only in imported call records, `no` not at all.
 */
export type Computable = 'yes' | 'partial' | 'lookup' | 'import' | 'no'

export type RangeScale = 'integer' | 'ratio' | 'half' | 'mos' | 'bandwidth' | 'unknown'

export type DimensionType =
  | 'String'
  | 'Enumeration'
  | 'Enumerated pair'
  | 'Flags'
  | 'Range'
  | 'Boolean'
  | 'Integer'
  | 'Number'
  | 'Milliseconds'
  | 'Date time'

export interface DimensionEntry {
  readonly name: string
  readonly category: string
  readonly type: DimensionType
  readonly unit?: string
  readonly computable: Computable
  /** Names or locates a person: not for every role, and blank after 28 days. */
  readonly euii?: boolean
  readonly rangeScale?: RangeScale
}

export interface MeasureEntry {
  readonly name: string
  readonly category: string
  readonly unit?: string
  readonly computable: Computable
  /** Counts calls or users, so two groups don't add up. */
  readonly countsDistinct?: boolean
}
