/** The values that a dimension has, for picking: those that hold what is searched, most streams first. */
import type { CqdFilter, CqdQuery } from '../query/model.ts'

export interface MemberSearch {
  readonly dimension: string
  readonly search?: string | undefined
  readonly filters?: readonly CqdFilter[] | undefined
}

export function membersQuery({ dimension, search, filters = [] }: MemberSearch): CqdQuery {
  const sought: readonly CqdFilter[] = search ? [{ dimension, operator: 'contains', values: [search] }] : []
  return {
    measures: ['Total Stream Count'],
    dimensions: [dimension],
    filters: [...filters, ...sought],
    order: [{ by: 'Total Stream Count', descending: true }],
  }
}
