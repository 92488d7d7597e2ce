/** From an answer to what is drawn of it, by the kind of the chart. Pure. */
import { type Interval, pieOption, type Series, type Table, xyOption } from '#views/kit'
import type { ChartRow } from './chart-row.ts'

const NUMBERS = ['int', 'long', 'real', 'decimal']

/** Undefined for tables and figures. */
export function optionOf(
  { kind, tones }: Pick<ChartRow, 'kind' | 'tones'>,
  table: Table,
  span: Interval,
): ReturnType<typeof xyOption> | undefined {
  const { columns, rows } = table
  const time = columns.findIndex(({ type }) => type === 'datetime')
  const numbers = columns.flatMap(({ type }, i) => (NUMBERS.includes(type) ? [i] : []))
  const names = columns.flatMap(({ type }, i) => (i !== time && !NUMBERS.includes(type) ? [i] : []))
  if (kind === 'pie') {
    return pieOption(
      rows.map(row => {
        const name = String(row[names[0] ?? 0] ?? '')
        return { name, value: Number(row[numbers[0] ?? 1] ?? 0), tone: tones?.[name] }
      }),
    )
  }
  if (kind === 'bar') {
    const series = numbers.map((n): Series => {
      const name = columns[n]?.name ?? ''
      const tone = tones?.[name]
      return {
        name,
        points: rows.map(row => [String(row[names[0] ?? 0] ?? ''), Number(row[n] ?? 0)]),
        ...(tone && { tone }),
      }
    })
    return xyOption({ series, look: 'bar', x: 'category', isStacked: true })
  }
  if (kind !== 'time') return undefined
  const series = new Map<string, [number, number][]>()
  for (const row of rows) {
    const by = names.map(i => String(row[i] ?? '')).join(', ')
    for (const n of numbers) {
      const name = [by, numbers.length > 1 || by === '' ? (columns[n]?.name ?? '') : '']
        .filter(Boolean)
        .join(': ')
      series.set(name, [...(series.get(name) ?? []), [Date.parse(String(row[time])), Number(row[n] ?? 0)]])
    }
  }
  return xyOption({
    span,
    series: [...series].map(
      ([name, points]): Series => ({
        name,
        points,
        ...(tones?.[name] && { tone: tones[name] }),
      }),
    ),
  })
}
