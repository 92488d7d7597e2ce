/** The part that needs ECharts: kept out of the first screen's script. */
import type { Theme } from '@fluentui/react-components'
import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  BrushComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Picked } from './chart.tsx'
import type { Tone } from './options.ts'

use([
  AriaComponent,
  BarChart,
  BrushComponent,
  CanvasRenderer,
  CustomChart,
  DataZoomComponent,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  PieChart,
  ScatterChart,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
])

interface Painted {
  readonly option: EChartsCoreOption
  readonly theme: Theme
  readonly shown: string
}

interface Heard {
  readonly current: {
    readonly onPick?: ((picked: Picked) => void) | undefined
    readonly onZoom?: ((from: number, to: number) => void) | undefined
  }
}

/** Draws into an element and follows its size; gives what stops it. */
export function paint(element: HTMLElement, { option, theme, shown }: Painted, heard: Heard): () => void {
  const chart = init(element, themeOf(theme, shown))
  chart.setOption({
    ...toned(option, theme),
    aria: { enabled: true, ...(shown === 'contrast' && { decal: { show: true } }) },
    // A brush asks for a toolbox, whose buttons nobody needs: dragging is always on.
    ...(heard.current.onZoom && { toolbox: { show: false } }),
    ...(heard.current.onZoom && { brush: { xAxisIndex: 0, brushType: 'lineX', throttleType: 'debounce' } }),
  })
  chart.on('click', ({ seriesName, name, value }) =>
    heard.current.onPick?.({ series: seriesName ?? '', name: String(name), value }),
  )
  if (heard.current.onZoom) listenForZoom(chart, heard)
  const sizes = new ResizeObserver(() => chart.resize())
  sizes.observe(element)
  return () => {
    sizes.disconnect()
    chart.dispose()
  }
}

/** Series and slices that say how they are meant get the theme's colour for it. */
function toned(option: EChartsCoreOption, theme: Theme): EChartsCoreOption {
  const colours: Readonly<Record<Tone, string>> = {
    good: theme.colorPaletteGreenBorderActive,
    bad: theme.colorPaletteRedBackground3,
    neutral: theme.colorNeutralStroke1,
  }
  const colourOf = (one: unknown): string | undefined => {
    const tone = toneOf(one)
    return tone && colours[tone]
  }
  const sliceOf = (slice: unknown) => {
    const color = colourOf(slice)
    return color ? { ...Object(slice), itemStyle: { color } } : slice
  }
  if (!Array.isArray(option.series)) return option
  const series = option.series.map(one => {
    const color = colourOf(one)
    const { data, ...rest } = Object(one)
    const slices = rest.type === 'pie' ? listOf(data).map(sliceOf) : data
    return { ...rest, ...(data && { data: slices }), ...(color && { color }) }
  })
  return { ...option, series }
}

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])

const TONES: readonly Tone[] = ['good', 'bad', 'neutral']
const toneOf = (series: unknown): Tone | undefined =>
  TONES.find(tone => tone === Reflect.get(Object(series), 'tone'))

function listenForZoom(chart: ReturnType<typeof init>, heard: Heard): void {
  chart.dispatchAction({
    type: 'takeGlobalCursor',
    key: 'brush',
    brushOption: { brushType: 'lineX', brushMode: 'single' },
  })
  chart.on('brushEnd', event => {
    // Sound: ECharts gives the areas of a lineX brush as pairs of axis values.
    const { areas } = event as { areas?: readonly { coordRange?: readonly [number, number] }[] }
    const [from, to] = areas?.[0]?.coordRange ?? []
    if (from !== undefined && to !== undefined && to > from) heard.current.onZoom?.(from, to)
    chart.dispatchAction({ type: 'brush', areas: [] })
  })
}

/** Fluent's colours, in an order in which neighbours differ for colour-blind eyes too. */
const paletteOf = (theme: Theme): readonly string[] => [
  theme.colorBrandForeground1,
  theme.colorPaletteMarigoldBorderActive,
  theme.colorPaletteTealBorderActive,
  theme.colorPaletteBerryBorderActive,
  theme.colorPaletteForestBorderActive,
  theme.colorPalettePurpleBorderActive,
  theme.colorPaletteDarkOrangeBorderActive,
  theme.colorPaletteSteelBorderActive,
]

function themeOf(theme: Theme, shown: string) {
  const text = { color: theme.colorNeutralForeground1, fontFamily: theme.fontFamilyBase }
  const axis = {
    axisLine: { lineStyle: { color: theme.colorNeutralStroke1 } },
    axisLabel: { color: theme.colorNeutralForeground2 },
    splitLine: { lineStyle: { color: theme.colorNeutralStroke3 } },
  }
  return {
    darkMode: shown !== 'light',
    color: paletteOf(theme),
    backgroundColor: 'transparent',
    textStyle: text,
    legend: { textStyle: text, pageTextStyle: text },
    tooltip: {
      backgroundColor: theme.colorNeutralBackground1,
      borderColor: theme.colorNeutralStroke1,
      textStyle: text,
    },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
  }
}
