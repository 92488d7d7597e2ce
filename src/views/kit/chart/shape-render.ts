/** What `render` draws of a table: the documented choice of columns, then series. Pure. */
import type { Cell, Column, Table } from '../ask/kql.ts'
import type { Interval } from '../time/range.ts'
import { pieOption, type Series, xyOption } from './options.ts'

type Option = ReturnType<typeof xyOption>

/** Properties of `render` as the logs API answers them. */
export type Render = Readonly<Record<string, unknown>>

const LOOKS: Readonly<Record<string, 'line' | 'bar' | 'area'>> = {
  timechart: 'line',
  linechart: 'line',
  areachart: 'area',
  stackedareachart: 'area',
  barchart: 'bar',
  columnchart: 'bar',
  anomalychart: 'line',
  timepivot: 'line',
  ladderchart: 'bar',
}

const NUMBERS = ['int', 'long', 'real', 'decimal']

/**
 * Undefined for tables, cards and kinds that can't be drawn from these columns. `span`: the time that was asked for, which
 * an axis of time then shows whole.
 */
export function chartOf(table: Table, render: Render | undefined, span?: Interval): Option | undefined {
  const kind = String(render?.visualization ?? '')
  if (kind === 'piechart' || kind === 'donutchart') return pieOf(table)
  if (kind === 'scatterchart') return xyOf(table, render ?? {}, { look: 'line', span })
  const look = LOOKS[kind]
  return look && xyOf(table, render ?? {}, { look, span })
}

function pieOf({ columns, rows }: Table): Option | undefined {
  const value = columns.findIndex(isNumber)
  const name = columns.findIndex((_, i) => i !== value)
  if (value < 0) return undefined
  return pieOption(rows.map(row => ({ name: String(row[name] ?? ''), value: Number(row[value] ?? 0) })))
}

interface Drawing {
  readonly look: 'line' | 'bar' | 'area'
  readonly span?: Interval | undefined
}

const isNumber = ({ type }: Column): boolean => NUMBERS.includes(type)

/**
 * The x axis is `xcolumn`, else the first column of time, else the first column; y are `ycolumns`, else the numbers;
 * what remains names the series.
 */
function xyOf(table: Table, render: Render, { look, span }: Drawing): Option | undefined {
  const { columns, rows } = table
  const named = (name: unknown) => columns.findIndex(column => column.name === name)
  const time = columns.findIndex(({ type }) => type === 'datetime')
  const x = named(render.xColumn) >= 0 ? named(render.xColumn) : time >= 0 ? time : 0
  const asked = listOf(render.yColumns).map(named)
  const ys =
    asked.length > 0 ? asked : columns.flatMap((column, i) => (i !== x && isNumber(column) ? [i] : []))
  const splits = columns.flatMap((column, i) => (i !== x && !ys.includes(i) && !isNumber(column) ? [i] : []))
  if (ys.length === 0) return undefined
  const series = new Map<string, [number | string, number | null][]>()
  for (const row of rows) {
    const by = splits.map(i => String(row[i] ?? '') || '(empty)').join(', ')
    for (const y of ys) {
      const name = nameOf(by, columns[y]?.name ?? '', ys.length)
      const points = series.get(name) ?? []
      points.push([xValue(row[x] ?? null, columns[x]), numberOf(row[y] ?? null)])
      series.set(name, points)
    }
  }
  const isTime = columns[x]?.type === 'datetime'
  const isCategory = !isTime && !(columns[x] && isNumber(columns[x]) && look === 'line')
  const isStacked =
    ['stacked', 'stacked100'].includes(String(render.kind)) || render.visualization === 'stackedareachart'
  return xyOption({
    look,
    isStacked,
    ...(isTime && { span }),
    x: isTime ? 'time' : isCategory ? 'category' : 'value',
    series: [...series].map(
      ([name, points]): Series => ({ name, points: isTime || !isCategory ? sorted(points) : points }),
    ),
    units: [String(render.yTitle ?? '')],
  })
}

const nameOf = (by: string, column: string, columns: number): string =>
  by === '' ? column : columns === 1 ? by : `${by}: ${column}`

const xValue = (cell: Cell, column: Column | undefined): number | string =>
  column?.type === 'datetime'
    ? Date.parse(String(cell))
    : typeof cell === 'number'
      ? cell
      : String(cell ?? '')

const numberOf = (cell: Cell): number | null => (cell === null || cell === 'NaN' ? null : Number(cell))

const sorted = (points: [number | string, number | null][]) =>
  points.toSorted(([a], [b]) => Number(a) - Number(b))

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' && value !== '' ? value.split(',') : []
