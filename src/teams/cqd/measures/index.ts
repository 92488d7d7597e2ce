/** The table of all measures: one row a name, none twice. */
import { averages } from './averages.ts'
import { quality } from './quality.ts'
import { reliability } from './reliability.ts'
import type { MeasureRow } from './row.ts'

export const measureRows: readonly MeasureRow[] = [...reliability, ...quality, ...averages]
