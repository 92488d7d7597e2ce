/** A number for each schema, so that neither the cache's key nor the worker needs the tables themselves each time. */
import type { TableSchema } from './types.ts'

export interface Schema {
  readonly number: number
}

/** Equal tables have one number, also in another list; a list that was seen is not read again, so it must not change. */
export function schemaNumbers(): (tables: readonly TableSchema[]) => Schema {
  const seen = new WeakMap<readonly TableSchema[], Schema>()
  const byText = new Map<string, Schema>()
  return tables => {
    const known = seen.get(tables)
    if (known) return known
    const text = JSON.stringify(tables)
    const schema = byText.get(text) ?? { number: byText.size }
    byText.set(text, schema)
    seen.set(tables, schema)
    return schema
  }
}
