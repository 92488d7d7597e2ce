/** Dimensions and measures by name: what the catalogue says of them together with how they are computed. */
import { dimensionRows } from '../dimensions/index.ts'
import type { ComputedDimension } from '../dimensions/row.ts'
import { dimensions } from '../generated/dimensions.ts'
import { measures } from '../generated/measures.ts'
import { measureRows } from '../measures/index.ts'
import type { ComputedMeasure } from '../measures/row.ts'
import type { Computable, DimensionEntry, MeasureEntry } from './entries.ts'

interface Missing {
  readonly kind: 'missing'
  readonly reason: string
}

export interface Dimension {
  readonly entry: DimensionEntry
  readonly row: ComputedDimension | Missing
  readonly dataModelName: string
}

export interface Measure {
  readonly entry: MeasureEntry
  readonly row: ComputedMeasure | Missing
  readonly dataModelName: string
}

const NO_ROW: Missing = { kind: 'missing', reason: 'It is not known how it could be computed.' }

const rowOfDimension = new Map(dimensionRows.map(row => [row.name, row]))
const rowOfMeasure = new Map(measureRows.map(row => [row.name, row]))

/** In the order of the catalogue. */
export const allDimensions: readonly Dimension[] = dimensions.map(entry => ({
  entry,
  row: rowOfDimension.get(entry.name) ?? NO_ROW,
  dataModelName: `[AllStreams].[${entry.name}]`,
}))

export const allMeasures: readonly Measure[] = measures.map(entry => ({
  entry,
  row: rowOfMeasure.get(entry.name) ?? NO_ROW,
  dataModelName: `[Measures].[${entry.name}]`,
}))

/** Names compare without case; `[AllStreams].[…]` and `[Measures].[…]` are taken as well. */
const keyOf = (name: string): string =>
  name
    .trim()
    .replace(/^\[(?:AllStreams|Measures)\]\.\[(.*)\]$/is, '$1')
    .toLowerCase()

const byKey = <Entry extends { readonly entry: { readonly name: string } }>(entries: readonly Entry[]) =>
  new Map(entries.map(one => [keyOf(one.entry.name), one]))

const dimensionsByKey = byKey(allDimensions)
const measuresByKey = byKey(allMeasures)

export const dimensionNamed = (name: string): Dimension | undefined => dimensionsByKey.get(keyOf(name))
export const measureNamed = (name: string): Measure | undefined => measuresByKey.get(keyOf(name))

export const nearDimensions = (name: string): readonly string[] => nearest(keyOf(name), allDimensions)
export const nearMeasures = (name: string): readonly string[] => nearest(keyOf(name), allMeasures)

const NEAR = 3

/** Names that share most pairs of letters with what was written; none that shares less than a third. */
function nearest(
  written: string,
  among: readonly { readonly entry: { readonly name: string } }[],
): readonly string[] {
  const wanted = pairsOf(written)
  return among
    .map(({ entry }) => ({ name: entry.name, score: likeness(wanted, pairsOf(entry.name.toLowerCase())) }))
    .filter(({ score }) => score > 1 / 3)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, NEAR)
    .map(({ name }) => name)
}

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)))

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter(pair => other.has(pair)).length
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size)
}

/** `partial` where the row says less than the catalogue hopes for. */
export const supportOf = ({ entry, row }: Dimension | Measure): Computable =>
  row.kind === 'missing' ? 'no' : entry.computable
