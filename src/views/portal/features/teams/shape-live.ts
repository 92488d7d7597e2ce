/** Charts of a running meeting as real-time analytics draws them: documented axes, the middle tick is the limit. Pure. */
import type { LivePoint, LiveSeries } from '#teams/center/answers'

/** A figure on one axis of a chart. */
export interface ChartLine {
  readonly name: string
  readonly unit: string
  readonly read: (point: LivePoint) => number | null
  /** The axis' ticks: none, the limit, twice the limit; absent: by the figures. */
  readonly limit?: number
  /** Out of range below it, not above. */
  readonly isFloor?: boolean
}

export interface LiveChart {
  readonly id: string
  readonly title: string
  readonly mediaType: string
  readonly direction: 'Inbound' | 'Outbound'
  readonly left: ChartLine
  readonly right?: ChartLine
}

const percent = (ratio: number | null): number | null => (ratio === null ? null : ratio * 100)
const kilo = (rate: number | null): number | null => (rate === null ? null : rate / 1000)
const mega = (rate: number | null): number | null => (rate === null ? null : rate / 1e6)

const jitter: ChartLine = { name: 'Jitter', unit: 'ms', limit: 30, read: point => point.jitter }
const loss: ChartLine = { name: 'Packet loss', unit: '%', limit: 5, read: point => percent(point.packetLoss) }
const roundTrip: ChartLine = { name: 'Round trip', unit: 'ms', limit: 500, read: point => point.roundTrip }
const bitRate: ChartLine = { name: 'Bit rate', unit: 'Mbit/s', read: point => mega(point.bitRate) }
const frames: ChartLine = { name: 'Frame rate', unit: 'frames/s', read: point => point.frameRate }

export const LIVE_CHARTS: readonly LiveChart[] = [
  {
    id: 'audio-in',
    title: 'Audio stream details (inbound)',
    mediaType: 'Audio',
    direction: 'Inbound',
    left: jitter,
    right: loss,
  },
  {
    id: 'audio-out',
    title: 'Audio stream details (outbound)',
    mediaType: 'Audio',
    direction: 'Outbound',
    left: roundTrip,
    right: { name: 'Bit rate', unit: 'kbit/s', limit: 80, read: point => kilo(point.bitRate) },
  },
  {
    id: 'video-in',
    title: 'Video stream details (inbound)',
    mediaType: 'Video',
    direction: 'Inbound',
    left: frames,
    right: bitRate,
  },
  {
    id: 'video-out',
    title: 'Video stream details (outbound)',
    mediaType: 'Video',
    direction: 'Outbound',
    left: roundTrip,
    right: bitRate,
  },
  {
    id: 'screen-in',
    title: 'Sharing details (inbound)',
    mediaType: 'VBSS',
    direction: 'Inbound',
    left: frames,
    right: loss,
  },
  {
    id: 'screen-out',
    title: 'Sharing details (outbound)',
    mediaType: 'VBSS',
    direction: 'Outbound',
    left: roundTrip,
    right: bitRate,
  },
]

export interface DrawnChart {
  readonly chart: LiveChart
  readonly series: readonly LiveSeries[]
  readonly table: {
    readonly columns: readonly { readonly name: string; readonly type: string }[]
    readonly rows: readonly (readonly (string | number | null)[])[]
  }
}

/** Charts that have something to show. */
export const drawnCharts = (series: readonly LiveSeries[]): readonly DrawnChart[] =>
  LIVE_CHARTS.flatMap(chart => {
    const own = series.filter(
      ({ mediaType, direction, points }) =>
        mediaType === chart.mediaType && direction === chart.direction && points.length > 0,
    )
    return own.length === 0 ? [] : [{ chart, series: own, table: tableOf(chart, own) }]
  })

function tableOf(chart: LiveChart, series: readonly LiveSeries[]): DrawnChart['table'] {
  const lines = linesOf(chart)
  return {
    columns: [
      { name: 'Time', type: 'datetime' },
      { name: 'Stream', type: 'long' },
      ...lines.map(({ name, unit }) => ({ name: `${name}, ${unit}`, type: 'real' })),
    ],
    rows: series.flatMap(({ points, streamId }) =>
      points.map(point => [point.at, streamId, ...lines.map(({ read }) => read(point))]),
    ),
  }
}

const linesOf = ({ left, right }: LiveChart): readonly ChartLine[] => (right ? [left, right] : [left])

/** `0:12:05` since the meeting began. */
export function sinceText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Twice the limit at the top; figures beyond it make the axis longer, by whole limits. */
export function topOf({ limit }: ChartLine, most: number): number | undefined {
  if (limit === undefined) return undefined
  return limit * Math.max(2, Math.ceil(most / limit))
}

/** An ECharts option; x is time since the meeting began. */
export function liveOption({ chart, series }: DrawnChart, start: number) {
  const lines = linesOf(chart)
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 36, bottom: 84, containLabel: true },
    legend: { bottom: 0, icon: 'roundRect', type: 'scroll' },
    tooltip: { trigger: 'axis' },
    dataZoom: [{ type: 'slider', height: 22, bottom: 30, labelFormatter: sinceText, brushSelect: true }],
    xAxis: {
      type: 'value',
      min: 'dataMin',
      max: 'dataMax',
      axisLabel: { formatter: sinceText, hideOverlap: true },
      axisPointer: { label: { formatter: ({ value }: { readonly value: number }) => sinceText(value) } },
    },
    yAxis: lines.map(line => ({
      type: 'value',
      name: line.unit,
      min: 0,
      nameTextStyle: { align: 'left' },
      splitLine: { show: line === chart.left },
      ...axisOf(line, series),
    })),
    series: lines.flatMap((line, axis) =>
      series.map(({ streamId, points }, i) => ({
        name: series.length > 1 ? `${line.name} ${streamId}` : line.name,
        type: 'line',
        yAxisIndex: axis,
        showSymbol: points.length < 3,
        ...(axis === 1 && { lineStyle: { type: 'dashed' } }),
        data: points.map(point => [Date.parse(point.at) - start, line.read(point)]),
        ...(i === 0 && axis === 0 && line.limit !== undefined && { markLine: limitLine(line.limit) }),
      })),
    ),
  }
}

function axisOf(line: ChartLine, series: readonly LiveSeries[]) {
  const values = series.flatMap(({ points }) => points.map(point => line.read(point) ?? 0))
  const max = topOf(line, Math.max(0, ...values))
  return max === undefined || line.limit === undefined ? {} : { max, interval: intervalOf(line.limit, max) }
}

/** Ticks stay readable where figures are far beyond the limit. */
const intervalOf = (limit: number, max: number): number => (max / limit <= 6 ? limit : max / 4)

const limitLine = (limit: number) => ({
  symbol: 'none',
  lineStyle: { type: 'dotted' },
  label: { formatter: 'limit', position: 'insideStartTop' },
  data: [{ yAxis: limit }],
})
