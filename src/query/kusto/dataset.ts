/** What the two versions of the API print: results with their columns, how to draw them, and what went wrong on the way. */
import type { Cell, Column, KqlType, Render } from '#query/kql'

export interface ResultSet {
  /** Given by `as` or `fork`. */
  readonly name?: string
  readonly columns: readonly Column[]
  /** Cells as the logs API prints them; `cellsOf` turns them into Kusto's. */
  readonly rows: readonly (readonly Cell[])[]
  readonly render?: Render | undefined
}

export interface Dataset extends ResultSet {
  /** The results after the first, where a query gives several. */
  readonly more?: readonly ResultSet[]
  /** Set when rows are missing: the limit that cut them off, in the service's words. */
  readonly cut?: string | undefined
  /** JSON text that the tools show as statistics. */
  readonly statistics?: Readonly<Record<string, unknown>> | undefined
}

export const resultsOf = (dataset: Dataset): readonly ResultSet[] => [dataset, ...(dataset.more ?? [])]

/** Who asked and when: both versions carry it in their status tables. */
export interface Asked {
  readonly clientRequestId: string
  /** A GUID. */
  readonly activityId: string
  /** ISO 8601. */
  readonly at: string
}

/** How version 1 names a type beside the KQL name. */
export const dotNetTypes: Readonly<Record<KqlType, string>> = {
  bool: 'SByte',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  decimal: 'SqlDecimal',
  string: 'String',
  guid: 'Guid',
  dynamic: 'Object',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
}

/** Cells as Kusto sends them: `dynamic` as JSON values, 64-bit numbers as bare digits, the rest as it is. */
export function cellsOf({ columns, rows }: Pick<Dataset, 'columns' | 'rows'>): unknown[][] {
  const writers = columns.map(({ type }) => WRITERS[type])
  return rows.map(row => row.map((cell, i) => (cell === null ? null : (writers[i]?.(cell) ?? cell))))
}

const WRITERS: Partial<Record<KqlType, (cell: NonNullable<Cell>) => unknown>> = {
  dynamic: cell => parsed(String(cell)),
  long: cell => (typeof cell === 'string' ? exactDigits(cell) : cell),
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface WithRawJson {
  rawJSON(text: string): unknown
}

/** Digits that JSON.stringify writes as they are, however many. The type library does not know `rawJSON` yet. */
const exactDigits = (digits: string): unknown => (JSON as unknown as WithRawJson).rawJSON(digits)

const NOT_DRAWN = {
  Visualization: null,
  Title: null,
  XColumn: null,
  Series: null,
  YColumns: null,
  AnomalyColumns: null,
  XTitle: null,
  YTitle: null,
  XAxis: null,
  YAxis: null,
  Legend: null,
  YSplit: null,
  Accumulate: false,
  IsQuerySorted: false,
  Kind: null,
  Ymin: 'NaN',
  Ymax: 'NaN',
}

/** Which of the names above a property of `render` is, whatever its capitals. */
const SPELLED = new Map(Object.keys(NOT_DRAWN).map(name => [name.toLowerCase(), name]))

/** The JSON text of the Visualization property. */
export function visualizationOf(render: Render | undefined): string {
  const properties = Object.entries(render?.properties ?? {}).map(([name, value]) => [
    SPELLED.get(name.toLowerCase()) ?? name,
    value,
  ])
  const drawn = render && { Visualization: render.visualization, ...Object.fromEntries(properties) }
  return JSON.stringify({ ...NOT_DRAWN, ...drawn })
}
