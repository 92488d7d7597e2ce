/** The table of all dimensions: one row a name, none twice. */
import { dates } from './dates.ts'
import { endpoints } from './endpoints.ts'
import { figures } from './figures.ts'
import { networks } from './networks.ts'
import { pairs } from './pairs.ts'
import { people } from './people.ts'
import type { DimensionRow } from './row.ts'
import { streams } from './streams.ts'

export const dimensionRows: readonly DimensionRow[] = [
  ...endpoints,
  ...networks,
  ...streams,
  ...dates,
  ...figures,
  ...people,
  ...pairs,
]
