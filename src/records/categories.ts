/** The categories of diagnostic settings of a Communication Services resource. */
import { categories as documented } from './generated/categories.ts'
import type { Category } from './schema.ts'

export const categories: readonly Category[] = documented

const byName: ReadonlyMap<string, Category> = new Map(
  categories.map(category => [category.name.toLowerCase(), category]),
)

/** Azure compares category names without case. Undefined for a name that no resource offers. */
export const categoryByName = (name: string): Category | undefined => byName.get(name.toLowerCase())
