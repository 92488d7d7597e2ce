/** The catalogue as JSON: what can be asked for, and why the rest can't. */
import {
  allDimensions,
  allMeasures,
  type Dimension,
  type Measure,
  supportOf,
} from '../catalogue/catalogue.ts'

export const catalogueBody = () => ({
  dimensions: allDimensions.map(one => ({
    ...namesOf(one),
    type: one.entry.type,
    identifiable: one.entry.euii ?? false,
  })),
  measures: allMeasures.map(namesOf),
})

function namesOf(one: Dimension | Measure) {
  const { entry, row, dataModelName } = one
  return {
    name: entry.name,
    dataModelName,
    category: entry.category,
    unit: entry.unit,
    support: supportOf(one),
    ...(row.kind === 'missing' ? { reason: row.reason } : { note: row.note }),
  }
}

/** `CubeStructure` of the data API: dimensions by category, then measures. */
export function cubeStructure() {
  const computed = allDimensions.filter(({ row }) => row.kind !== 'missing')
  const byCategory = Map.groupBy(computed, ({ entry }) => entry.category)
  return {
    Kpis: [],
    Dimensions: [...byCategory].map(([Category, members]) => ({
      Category,
      Attributes: members.map(attributeOf),
    })),
    Measurements: allMeasures.filter(({ row }) => row.kind !== 'missing').map(attributeOf),
  }
}

const attributeOf = ({ entry, row, dataModelName }: Dimension | Measure) => ({
  FriendlyName: entry.name,
  DataModelName: dataModelName,
  Description: ('note' in row ? row.note : undefined) ?? '',
})
