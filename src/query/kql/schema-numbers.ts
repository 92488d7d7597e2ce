/** A number for each schema, so that neither the cache's key nor the worker needs the tables themselves each time. */
import type { TableSchema } from './types.ts'

export interface Schema {
  readonly number: number
}

/**
 * Equal lists have one number, whoever made them. A table that was seen is not read again, so it must not change; the
 * list may be made anew for each query.
 */
export function schemaNumbers(): (tables: readonly TableSchema[]) => Schema {
  const tableNumbers = new WeakMap<TableSchema, number>()
  const byText = new Map<string, number>()
  const schemas = new Map<string, Schema>()
  const numberOf = (table: TableSchema): number => {
    const known = tableNumbers.get(table)
    if (known !== undefined) return known
    const text = JSON.stringify(table)
    const number = byText.get(text) ?? byText.size
    byText.set(text, number)
    tableNumbers.set(table, number)
    return number
  }
  return tables => {
    const key = tables.map(numberOf).join()
    const schema = schemas.get(key) ?? { number: schemas.size }
    schemas.set(key, schema)
    return schema
  }
}
