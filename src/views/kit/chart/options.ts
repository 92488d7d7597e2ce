/** ECharts options for the shapes that pages draw. Pure; colours come from the theme when it is painted. */
import type { EChartsCoreOption } from 'echarts/core'
import { numberText } from '../time/lengths.ts'
import type { Interval } from '../time/range.ts'

export interface Series {
  readonly name: string
  /** x (ms, or a category) and y; null leaves a gap. */
  readonly points: readonly (readonly [number | string, number | null])[]
  /** The other y axis: 1. */
  readonly axis?: 0 | 1
  /** Its own; in a stacked chart such a series stands beside the stack. */
  readonly look?: 'line' | 'bar' | 'area' | 'dashed'
  /** Its colour says how it is meant; absent: the next of the palette. */
  readonly tone?: Tone
}

export type Tone = 'good' | 'bad' | 'neutral'

interface XyOptions {
  readonly series: readonly Series[]
  readonly look?: 'line' | 'bar' | 'area'
  readonly isStacked?: boolean
  /** Names the series also where there is only one. */
  readonly hasLegend?: boolean
  readonly x?: 'time' | 'category' | 'value'
  /** The time that was asked for: the axis shows it whole, wherever the points lie. */
  readonly span?: Interval | undefined
  /** Unit of each y axis, by its index. */
  readonly units?: readonly string[]
  /** Lines across, for thresholds. */
  readonly limits?: readonly { readonly name: string; readonly at: number; readonly axis?: 0 | 1 }[]
}

/** Lines, bars or areas over time or categories. */
export function xyOption(options: XyOptions): EChartsCoreOption {
  const { x = 'time', units = [''], limits = [] } = options
  const { hasLegend = options.series.length > 1 } = options
  const series = options.isStacked ? aligned(options.series) : options.series
  return {
    grid: {
      left: 8,
      right: 16,
      top: 32,
      bottom: hasLegend ? 36 : 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(hasLegend && { legend: { type: 'scroll', bottom: 0, icon: 'roundRect' } }),
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => figureText(value) },
    xAxis: { type: x, axisLabel: { hideOverlap: true }, ...(options.span && endsOf(options.span)) },
    yAxis: units.map((name, axis) => ({
      type: 'value',
      name,
      nameTextStyle: { align: 'left' },
      // Two grids over each other would belong to nobody.
      ...(axis > 0 && { splitLine: { show: false } }),
      ...roomFor(limits, axis),
    })),
    series: series.map((one, i) => ({ ...seriesOf(one, options), ...linesAcross(limits, series, i) })),
  }
}

/** The first bin may begin before the time that was asked for. */
const endsOf = ({ from, to }: Interval) => ({
  min: ({ min }: { readonly min: number }) => Math.min(min, from),
  max: ({ max }: { readonly max: number }) => Math.max(max, to),
})

/** A limit is seen also where all figures are far below it. */
function roomFor(limits: NonNullable<XyOptions['limits']>, axis: number) {
  const highest = Math.max(...limits.filter(limit => (limit.axis ?? 0) === axis).map(({ at }) => at))
  if (!Number.isFinite(highest)) return {}
  // Rounded, for the axis prints its end as it is.
  const room = Number((highest * 1.2).toPrecision(6))
  return { max: ({ max }: { readonly max: number }) => (max < highest ? room : null) }
}

/** Limits hang on the first series of their axis. */
function linesAcross(limits: NonNullable<XyOptions['limits']>, series: readonly Series[], at: number) {
  const axis = series[at]?.axis ?? 0
  const own = limits.filter(limit => (limit.axis ?? 0) === axis)
  if (own.length === 0 || series.findIndex(one => (one.axis ?? 0) === axis) !== at) return {}
  const data = own.map(({ name, at: y }) => ({
    name,
    yAxis: y,
    label: { formatter: name, position: 'insideEndTop' },
  }))
  return { markLine: { symbol: 'none', data } }
}

/** A stack is added up by place, not by x: each series gets every x, and where it has none it adds nothing. */
function aligned(series: readonly Series[]): readonly Series[] {
  const xs = new Set(series.flatMap(({ points }) => points.map(([x]) => x)))
  const inOrder = [...xs].every(x => typeof x === 'number')
    ? [...xs].toSorted((a, b) => Number(a) - Number(b))
    : [...xs]
  return series.map(one => {
    if (one.look !== undefined) return one
    const known = new Map(one.points)
    return { ...one, points: inOrder.map(x => [x, known.get(x) ?? 0] as const) }
  })
}

const figureText = (value: unknown): string => (typeof value === 'number' ? numberText(value) : '—')

function seriesOf(
  { name, points, axis = 0, look, tone }: Series,
  { look: common = 'line', isStacked }: XyOptions,
) {
  const shown = look ?? common
  return {
    name,
    type: shown === 'bar' ? 'bar' : 'line',
    yAxisIndex: axis,
    data: points,
    showSymbol: points.length < 3,
    // The only bar of a range would be as wide as the chart.
    ...(shown === 'bar' && { barMaxWidth: 72 }),
    ...(tone && { tone }),
    ...(isStacked && look === undefined && { stack: `axis ${axis}` }),
    ...(shown === 'area' && { areaStyle: { opacity: 0.25 } }),
    ...(shown === 'dashed' && { lineStyle: { type: 'dashed' } }),
  }
}

/** Shares of a whole. */
export const pieOption = (
  slices: readonly { readonly name: string; readonly value: number; readonly tone?: Tone | undefined }[],
): EChartsCoreOption => ({
  tooltip: { trigger: 'item' },
  // Below: beside the ring long names would lie upon it where the chart is narrow.
  legend: { type: 'scroll', bottom: 0, icon: 'roundRect' },
  series: [
    {
      type: 'pie',
      radius: ['45%', '75%'],
      center: ['50%', '44%'],
      label: { show: false },
      data: slices,
    },
  ],
})
