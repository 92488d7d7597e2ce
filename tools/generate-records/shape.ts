/** From the facts as they were collected to the rows that `src/records` holds: renamed, sorted, without prose. */
import type { CategoryFact, EndCodeFact, Facts, PropertyFact } from './facts.ts'

/** Notes of the collector inside a value, like `(own wording; …)`. */
const withoutNote = (text: string): string => text.replace(/\s*\((own wording|as printed)[^)]*\)$/, '')

export const tables = ({ tables }: Facts) =>
  tables.tables.map(({ name, category, displayName, basicLog, retired, columns }) => ({
    name,
    category: category ?? undefined,
    displayName: withoutNote(displayName),
    basicLog,
    retired,
    columns: columns.map(column => ({ name: column.name, type: column.type })),
  }))

export function categories({ tables, schemas }: Facts) {
  const costs = new Map(tables.tables.map(table => [table.name, table.costsToExport]))
  const withTable = schemas.categories.map(fact => ({
    name: fact.category,
    displayName: withoutNote(fact.displayName),
    table: fact.table,
    container: fact.container,
    costsToExport: costs.get(fact.table) ?? true,
    retired: fact.retired,
    operationNames: operationNames(fact),
    operationVersion: fact.fixedValues.operationVersion,
  }))
  const withoutTable = tables.categoriesWithoutTable.map(({ category, displayName }) => ({
    name: category,
    displayName: withoutNote(displayName),
    container: `insights-logs-${category.toLowerCase()}`,
    costsToExport: true,
    retired: false,
    operationNames: [],
  }))
  return [...withTable, ...withoutTable]
}

const operationNames = ({ fixedValues }: CategoryFact): readonly string[] =>
  fixedValues.operationName === undefined ? [] : withoutNote(fixedValues.operationName).split(' | ')

/** Categories whose top level is printed in Pascal case, with the names they use. */
const TOP_LEVEL_SPELLING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CallSurvey: {
    time: 'TimeGenerated',
    operationName: 'OperationName',
    operationVersion: 'OperationVersion',
    correlationId: 'CorrelationId',
    category: 'Category',
    resourceId: 'ResourceId',
  },
}

export const envelopes = ({ schemas }: Facts) =>
  schemas.categories.map(fact => {
    const spelling = TOP_LEVEL_SPELLING[fact.category] ?? {}
    const top = fact.topLevel.map(property => ({
      ...field(property, 'top'),
      json: spelling[property.json] ?? property.json,
    }))
    return {
      category: fact.category,
      fields: [...top, ...fact.properties.map(property => field(property, 'properties'))],
    }
  })

const field = ({ json, column, type, wireType }: PropertyFact, at: 'top' | 'properties') => ({
  json,
  column: column ?? undefined,
  type,
  at,
  wire: type !== 'string' && wireType?.startsWith('text') ? 'text' : undefined,
})

export const metrics = ({ metrics }: Facts) =>
  metrics.metrics.map(fact => ({
    name: fact.name,
    displayName: fact.displayName,
    category: fact.category,
    unit: fact.unit,
    defaultAggregation: fact.defaultAggregation,
    aggregations: fact.supportedAggregations,
    dimensions: fact.dimensions,
    operationDimension: fact.operationDimension ?? undefined,
    operations: fact.operations.map(operation => operation.name),
    exportable: fact.exportableViaDiagnosticSettings,
    retired: fact.retired,
  }))

export function endCodes({ codes }: Facts) {
  const generic = new Map(codes.genericCodes.map(row => [row.code, row.message]))
  /** Some pairs are listed without a text; then the code alone has to say it. */
  const message = (fact: EndCodeFact) =>
    fact.message.startsWith('(no text') ? generic.get(fact.code) : fact.message
  return codes.codes
    .map(fact => ({
      code: fact.code,
      subCode: fact.subCode,
      category: fact.resultCategory ?? undefined,
      message: message(fact),
    }))
    .sort((a, b) => a.subCode - b.subCode || a.code - b.code)
}

export const genericEndCodes = ({ codes }: Facts) =>
  codes.genericCodes.map(({ code, message }) => ({ code, message }))

export const userFacingDiagnostics = ({ codes: { userFacingDiagnostics } }: Facts) =>
  userFacingDiagnostics.items.map(({ name, pascalName, category, valueType, web, recoveryMetric }) => ({
    name,
    pascalName,
    area: category,
    valueType,
    web,
    recoveryMetric: recoveryMetric ?? undefined,
    harmless: userFacingDiagnostics.notIssues.includes(pascalName),
  }))

export const surveyIssues = ({ codes }: Facts) =>
  Object.entries(codes.survey.issues).map(([column, issues]) => ({ column, issues }))

/** Records as documents print them, without the traces of the portal's grid some were copied from. */
export const documentedRecords = ({ samples }: Facts) =>
  samples.samples.map(({ id, scenario, category, record }) => ({
    id,
    scenario,
    category,
    record: Object.fromEntries(
      Object.entries(record).map(([name, value]) => [name.replace(/ \[UTC\]$/, ''), fromGrid(value)]),
    ),
  }))

/** The grid shows instants as `5/25/2023, 5:43:25.746 PM`. */
function fromGrid(value: unknown): unknown {
  const match =
    typeof value === 'string' && /^(\d+)\/(\d+)\/(\d{4}), (\d+):(\d\d:\d\d\.\d+) ([AP])M$/.exec(value)
  if (!match) return value
  const [, month = '', day = '', year = '', hour = '', rest = '', half] = match
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  const two = (part: string) => part.padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(String(hours))}:${rest}Z`
}

export const qualityDimensions = ({ dimensions }: Facts) =>
  dimensions.dimensions.map(({ name, category, type, unit, euii, computable, rangeScale }) => ({
    name,
    category,
    type,
    unit,
    computable,
    euii: euii || undefined,
    rangeScale,
  }))

export const qualityMeasures = ({ measures }: Facts) =>
  measures.measures.map(({ name, category, unit, computable, countsDistinct }) => ({
    name,
    category,
    unit,
    computable,
    countsDistinct: countsDistinct || undefined,
  }))
