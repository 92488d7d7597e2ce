/** The names of a query as rows of the catalogue, or a clear refusal: unknown, not computable, not for that role. */
import type { TeamsRole } from '#records'
import { rightsOf } from '#teams/record'
import {
  type Dimension,
  dimensionNamed,
  measureNamed,
  nearDimensions,
  nearMeasures,
} from '../catalogue/catalogue.ts'
import type { ComputedDimension } from '../dimensions/row.ts'
import type { ComputedMeasure } from '../measures/row.ts'
import { cqdError } from './errors.ts'

export interface ResolvedDimension {
  readonly dimension: Dimension
  readonly row: ComputedDimension
}

export function resolveDimension(name: string, role: TeamsRole): ResolvedDimension {
  const dimension = dimensionNamed(name)
  if (!dimension) throw cqdError('UnknownDimension', { name, near: near(nearDimensions(name)) })
  const { entry, row } = dimension
  if (row.kind === 'missing') throw cqdError('NotComputable', { name: entry.name, reason: row.reason })
  if (entry.euii && !rightsOf[role].identifiable) throw cqdError('Identifiable', { name: entry.name, role })
  return { dimension, row }
}

export function resolveMeasure(name: string): ComputedMeasure {
  const measure = measureNamed(name)
  if (!measure) throw cqdError('UnknownMeasure', { name, near: near(nearMeasures(name)) })
  const { entry, row } = measure
  if (row.kind === 'missing') throw cqdError('NotComputable', { name: entry.name, reason: row.reason })
  return row
}

const near = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` Near: ${names.map(name => `"${name}"`).join(', ')}.`

/** These measures and all that their formulas are made of, each once, parts before what is made of them. */
export function withParts(measures: readonly ComputedMeasure[]): readonly ComputedMeasure[] {
  const found = new Map<string, ComputedMeasure>()
  const add = (measure: ComputedMeasure): void => {
    if (found.has(measure.name)) return
    if (measure.kind === 'derived') for (const part of measure.of) add(resolveMeasure(part))
    found.set(measure.name, measure)
  }
  for (const measure of measures) add(measure)
  return [...found.values()]
}
