import { Caption1 } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useIsOperator } from '../ask/use-ask.ts'
import { Chart } from '../chart/chart.tsx'
import { xyOption } from '../chart/options.ts'
import { Answered } from '../states/answered.tsx'
import { Empty } from '../states/empty.tsx'
import { rangeOf, type TimeRange } from '../time/range.ts'
import { kqlOfLines, type MetricLine } from './metric-line.ts'
import { tableOfSeries } from './shape-metrics.ts'
import { type MetricsAnswer, useMetricDefinitions, useMetrics } from './use-metrics.ts'

export const METRIC_LOOKS = ['line', 'area', 'bar'] as const
export type MetricLook = (typeof METRIC_LOOKS)[number]

interface MetricChartProps {
  readonly title: string
  readonly armId: string
  readonly lines: readonly MetricLine[]
  readonly range: TimeRange
  readonly grain?: string
  readonly look?: MetricLook
  readonly isCompared?: boolean
  readonly height?: number
  readonly onZoom?: (from: number, to: number) => void
}

/** Lines of metrics of a resource, as a chart that opens as the KQL with the same figures. */
export function MetricChart(props: MetricChartProps) {
  const { armId, lines, range, grain = 'auto', isCompared = false } = props
  const definitions = useMetricDefinitions(armId)
  const titles = useMemo(
    () => new Map(definitions.data?.map(({ name }) => [name.value, name.localizedValue])),
    [definitions.data],
  )
  const asked = useMetrics({ armId, lines, range, grain, isCompared }, titles)
  if (lines.length === 0) return <Empty title="No metric is chosen yet" />
  return (
    <Answered what="metrics" asked={asked}>
      {answer => <Drawn {...props} answer={answer} />}
    </Answered>
  )
}

function Drawn({ answer, ...props }: MetricChartProps & { readonly answer: MetricsAnswer }) {
  const { title, armId, lines, look = 'line', height, onZoom } = props
  const isOperator = useIsOperator()
  const { series, silent, window } = answer
  const option = useMemo(() => xyOption({ series, look, hasLegend: true }), [series, look])
  const table = useMemo(() => tableOfSeries(series), [series])
  if (series.length === 0) {
    return <Empty title="Nothing was counted" hint="No request of that kind in this time. Widen the range." />
  }
  return (
    <>
      <Chart
        title={title}
        option={option}
        table={table}
        kql={kqlOfLines(lines, armId, { grain: window.grain, isOperator })}
        range={rangeOf(window.interval)}
        {...(height !== undefined && { height })}
        {...(onZoom && { onZoom })}
      />
      {silent.length > 0 && <Caption1>Nothing was counted of {silent.join(', ')}.</Caption1>}
    </>
  )
}
