/** Answers of the metrics API as series, and their figures as a table. Pure. */
import type { Cell, Table } from '../ask/kql.ts'
import type { Series } from '../chart/options.ts'
import type { Aggregation } from './metric-line.ts'

/** Value of one metric in the list API's answer. */
export interface MetricAnswer {
  readonly timeseries: readonly {
    readonly metadatavalues: readonly { readonly value: string }[]
    readonly data?: readonly MetricPoint[]
  }[]
}

interface MetricPoint {
  readonly timeStamp: string
  readonly count?: number
  readonly total?: number
  readonly average?: number
  readonly minimum?: number
  readonly maximum?: number
}

interface Reading {
  /** Of the line; a split adds its value. */
  readonly title: string
  readonly aggregation: Aggregation
  readonly isSplit: boolean
}

/** Sums of nothing are 0, anything else of nothing is unknown. */
const NOTHING: Readonly<Record<Aggregation, number | null>> = {
  Count: 0,
  Total: 0,
  Average: null,
  Minimum: null,
  Maximum: null,
}

export function seriesOf(answer: MetricAnswer, { title, aggregation, isSplit }: Reading): readonly Series[] {
  const member = aggregation.toLowerCase() as Lowercase<Aggregation>
  return answer.timeseries.map(({ metadatavalues, data = [] }) => ({
    name: isSplit ? metadatavalues.map(({ value }) => value || '(empty)').join(', ') : title,
    points: data.map(point => [Date.parse(point.timeStamp), point[member] ?? NOTHING[aggregation]] as const),
  }))
}

/** The period before, drawn over this one: dashed, its points `shiftMs` later than they were. */
export const asBefore = (series: readonly Series[], shiftMs: number): readonly Series[] =>
  series.map(({ name, points }) => ({
    name: `${name}, period before`,
    look: 'dashed',
    points: points.map(([x, y]) => [Number(x) + shiftMs, y] as const),
  }))

/** A row for each time with a column for each series. */
export function tableOfSeries(series: readonly Series[]): Table {
  const rows = new Map<number, Cell[]>()
  for (const [i, { points }] of series.entries()) {
    for (const [x, y] of points) {
      const time = Number(x)
      const row = rows.get(time) ?? [new Date(time).toISOString(), ...series.map(() => null)]
      row[i + 1] = y
      rows.set(time, row)
    }
  }
  const columns = series.map(({ name }) => ({ name, type: 'real' }))
  return {
    columns: [{ name: 'TimeGenerated', type: 'datetime' }, ...columns],
    rows: [...rows].sort(([a], [b]) => a - b).map(([, row]) => row),
  }
}
