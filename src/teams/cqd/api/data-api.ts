/**
 * The data API that scripts for Call Quality Dashboard speak: a query by data model names, an answer as an array of
 * arrays, and what went wrong as a number in it. Only codes that are documented are taken; others are named.
 */
import { type Static, Type } from 'typebox'
import { ApiError } from '#base'
import { dimensionNamed } from '../catalogue/catalogue.ts'
import type { CqdFilter, CqdQuery } from '../query/model.ts'
import type { CqdAnswer } from '../query/run.ts'

const Named = Type.Object({ DataModelName: Type.String({ maxLength: 200 }) })
const MOST_ROWS = 200_000

export const RunQueryBody = Type.Object({
  Filters: Type.Optional(
    Type.Array(
      Type.Object({
        DataModelName: Type.String({ maxLength: 200 }),
        Caption: Type.Optional(Type.String({ maxLength: 1000 })),
        Value: Type.String({ maxLength: 10_000 }),
        Operand: Type.Optional(Type.Integer()),
        UnionGroup: Type.Optional(Type.String({ maxLength: 120 })),
      }),
      { maxItems: 100 },
    ),
  ),
  Dimensions: Type.Optional(Type.Array(Named, { maxItems: 40 })),
  Measurements: Type.Optional(Type.Array(Named, { maxItems: 100 })),
  Trend: Type.Optional(
    Type.Object({
      EnableTrend: Type.Optional(Type.Boolean()),
      SpanCount: Type.Optional(Type.Integer()),
      TrendDate: Type.Optional(Type.String({ maxLength: 40 })),
      Type: Type.Optional(Type.Integer()),
    }),
  ),
})

export const MembersBody = Type.Object({
  DataModelName: Type.String({ maxLength: 200 }),
  SearchCaption: Type.Optional(Type.String({ maxLength: 200 })),
  PageNumber: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  PageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 8000 })),
})

export type RunQueryBody = Static<typeof RunQueryBody>

/** What went wrong, as the API numbers it. */
export const ERROR_TYPES = {
  none: 0,
  structure: 1,
  compile: 2,
  unavailable: 3,
  tooLarge: 5,
  invalid: 6,
  noMeasure: 7,
} as const

/** What the shape says but is not served, with the number it is refused with. */
class Refused extends Error {}

/** The query in our model. Throws for what is not documented. */
export function queryOf({ Filters = [], Dimensions = [], Measurements = [], Trend }: RunQueryBody): CqdQuery {
  return {
    measures: Measurements.map(({ DataModelName }) => DataModelName),
    dimensions: Dimensions.map(({ DataModelName }) => DataModelName),
    filters: Filters.map(filterOf),
    ...(Trend?.EnableTrend && { trend: trendOf(Trend) }),
    pageSize: 100_000,
  }
}

function filterOf({
  DataModelName,
  Value,
  Operand = 0,
  UnionGroup,
}: NonNullable<RunQueryBody['Filters']>[number]): CqdFilter {
  if (Operand !== 0) {
    throw new Refused(
      `Operand ${Operand} is not documented. Expected 0 (equals); POST /teams/cqd/query has the other comparisons.`,
    )
  }
  const group = UnionGroup ? { unionGroup: UnionGroup } : {}
  return { dimension: DataModelName, values: valuesOf(Value), ...group }
}

/** `[a]`, or several as `[a]|[b]`; without brackets the text itself. */
const valuesOf = (text: string): string[] =>
  /^\[.*\]$/s.test(text.trim()) ? text.trim().slice(1, -1).split(']|[') : [text]

const ROLLING = [5, 7, 30, 60, 90] as const

function trendOf({
  SpanCount = 0,
  TrendDate,
  Type: kind = 0,
}: NonNullable<RunQueryBody['Trend']>): NonNullable<CqdQuery['trend']> {
  const days = ROLLING.find(count => count === SpanCount)
  if (kind !== 0 || days === undefined) {
    throw new Refused(
      `Trend: found Type ${kind} and SpanCount ${SpanCount}. Expected Type 0 and a SpanCount of ${ROLLING.join(', ')} days.`,
    )
  }
  return { kind: 'rolling', days, ...(TrendDate && { until: TrendDate.slice(0, 10) }) }
}

export async function dataResult(
  body: RunQueryBody,
  run: (query: CqdQuery) => AsyncIterable<CqdAnswer>,
  elapsed: () => number,
): Promise<unknown> {
  try {
    const rows: unknown[][] = []
    const headers: string[] = []
    for await (const page of run(queryOf(body))) {
      if (headers.length === 0) headers.push(...page.columns.map(({ name }) => name))
      rows.push(...page.rows.map(cells => cells.map(shown)))
      if (rows.length > MOST_ROWS) return failed(ERROR_TYPES.tooLarge, TOO_LARGE, elapsed())
    }
    return {
      DataResult: rows,
      Columns: headers,
      ExecutionTime: elapsed(),
      ResultIsFromCache: false,
      ErrorType: ERROR_TYPES.none,
    }
  } catch (thrown) {
    if (thrown instanceof Refused) return failed(ERROR_TYPES.structure, thrown.message, elapsed())
    if (!(thrown instanceof ApiError) || thrown.status === 403) throw thrown
    return failed(errorTypeOf(thrown), thrown.message, elapsed())
  }
}

const TOO_LARGE = `The answer has more than ${MOST_ROWS} rows. Expected fewer dimensions or more filters; POST /teams/cqd/query gives all rows in pages.`

const failed = (ErrorType: number, ErrorMessage: string, ExecutionTime: number) => ({
  DataResult: [],
  ExecutionTime,
  ResultIsFromCache: false,
  ErrorType,
  ErrorMessage,
})

const BY_CODE: Readonly<Record<string, number>> = {
  NoMeasure: ERROR_TYPES.noMeasure,
  UnknownDimension: ERROR_TYPES.compile,
  UnknownMeasure: ERROR_TYPES.compile,
  NotComputable: ERROR_TYPES.compile,
}

function errorTypeOf({ status, code }: ApiError): number {
  if (status === 504) return ERROR_TYPES.tooLarge
  if (status >= 500 || status === 429) return ERROR_TYPES.unavailable
  return BY_CODE[code] ?? ERROR_TYPES.invalid
}

/** As the API writes cells: text, blank for what is not known. */
function shown(cell: CqdAnswer['rows'][number][number]): unknown {
  if (cell === null || cell === undefined) return null
  return typeof cell === 'boolean' ? (cell ? 'True' : 'False') : cell
}

/** The page of members as the API gives them. */
export const memberResult = (dataModelName: string, { rows }: CqdAnswer) => ({
  DataModelName: dimensionNamed(dataModelName)?.dataModelName ?? dataModelName,
  Members: rows.map(([value]) => ({
    Caption: String(shown(value ?? null) ?? ''),
    Value: `[${shown(value ?? null) ?? ''}]`,
  })),
})
