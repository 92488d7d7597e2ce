/** An answer as what is drawn: columns, stacks with a line of shares over another axis, lines, slices. Pure. */
import { type Cell, pieOption, type Series, type Table, xyOption } from '#views/kit'
import type { Answer, Panel, Target } from './report.ts'

type Option = ReturnType<typeof xyOption>

/** How measures are meant, by the words of their names. */
const TONES: readonly (readonly [RegExp, NonNullable<Series['tone']>])[] = [
  [/ Good .*Count$/, 'good'],
  [/ Poor .*Count$/, 'bad'],
  [/ Unclassified .*Count$/, 'neutral'],
]

const toneOf = (measure: string) => TONES.find(([words]) => words.test(measure))?.[1]

export const isShare = (measure: string): boolean =>
  /(Percentage|Ratio|Rate)$/.test(measure) && !/Frame Rate|Loss Rate|Packet Drop|FEC|Glitch/.test(measure)

/** Undefined for what is no chart, or has nothing to put on its x axis. */
export function chartOf(panel: Panel, answer: Answer): Option | undefined {
  const dimensions = answer.columns.flatMap(({ kind }, i) => (kind === 'dimension' ? [i] : []))
  const measures = answer.columns.flatMap(({ kind }, i) => (kind === 'measure' ? [i] : []))
  const [x, ...splits] = dimensions
  if (x === undefined) return undefined
  if (panel.kind === 'pie') {
    const value = measures[0] ?? 0
    return pieOption(
      answer.rows
        .map(row => ({ name: dimensions.map(i => shown(row[i])).join(', '), value: Number(row[value] ?? 0) }))
        .filter(slice => slice.value > 0),
    )
  }
  const lines = panel.kind === 'lines' ? [] : (panel.lines ?? [])
  const series = measures.flatMap(y => seriesOf(answer, { x, y, splits, lines }))
  const usesLines = lines.length > 0
  return xyOption({
    look: panel.kind === 'lines' ? 'line' : 'bar',
    isStacked: panel.kind === 'stackedColumns',
    x: 'category',
    series,
    hasLegend: true,
    units: unitsOf(panel, answer, usesLines),
    limits: limitsOf(panel, usesLines),
  })
}

interface Drawn {
  readonly x: number
  readonly y: number
  readonly splits: readonly number[]
  readonly lines: readonly string[]
}

function seriesOf({ columns, rows }: Answer, { x, y, splits, lines }: Drawn): readonly Series[] {
  const measure = columns[y]?.name ?? ''
  const groups = Map.groupBy(rows, row => splits.map(i => shown(row[i])).join(', '))
  const isLine = lines.includes(measure)
  const tone = isLine ? undefined : toneOf(measure)
  return [...groups].map(([group, members]) => ({
    name: group === '' ? measure : group,
    points: members.map(row => [shown(row[x]), numberOf(row[y])] as const),
    ...(isLine && { look: 'line' as const, axis: 1 as const }),
    ...(tone && { tone }),
  }))
}

function unitsOf(panel: Panel, { columns }: Answer, usesLines: boolean): readonly string[] {
  const first = columns.find(({ kind }) => kind === 'measure')?.name ?? ''
  if (panel.kind === 'lines') return [isShare(first) ? '%' : '']
  return usesLines ? ['', '%'] : ['']
}

function limitsOf({ kind, targets = [], lines = [] }: Panel, usesLines: boolean) {
  const drawn = kind === 'lines' ? targets : targets.filter(({ measure }) => lines.includes(measure))
  const axis = usesLines ? (1 as const) : (0 as const)
  return [...new Map(drawn.map(target => [target.limit, target])).values()].map(({ limit }) => ({
    name: `Target ${limit} %`,
    at: limit,
    axis,
  }))
}

const numberOf = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell)

const shown = (cell: Cell | undefined): string =>
  cell === null || cell === undefined || cell === '' ? '(empty)' : String(cell)

/** For the kit's table and export. */
export const tableOf = ({ columns, rows }: Answer): Table => ({
  columns: columns.map(({ name, kind }) => ({ name, type: kind === 'measure' ? 'real' : 'string' })),
  rows,
})

/** `good`, `bad`, or plain without a target or a value. */
export function toneBeside(value: Cell | undefined, target: Target | undefined): 'good' | 'bad' | 'plain' {
  if (!target || value === null || value === undefined) return 'plain'
  return Number(value) > target.limit ? 'bad' : 'good'
}
