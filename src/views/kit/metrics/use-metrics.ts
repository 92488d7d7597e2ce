/** Metrics of a resource through the metrics API: what it has, and lines over a range. */

import type { Call } from '../ask/call.ts'
import { type Asked, useAsk } from '../ask/use-ask.ts'
import type { Series } from '../chart/options.ts'
import type { KnownResource } from '../session/known.ts'
import { useSession } from '../session/session.tsx'
import type { TimeRange } from '../time/range.ts'
import { intervalOf } from '../time/range.ts'
import {
  type Aggregation,
  alignedTo,
  grainFor,
  type MetricLine,
  metricsPath,
  pathOf,
  printLine,
  titleOfLine,
  type Window,
} from './metric-line.ts'
import { asBefore, type MetricAnswer, seriesOf } from './shape-metrics.ts'

export interface MetricDefinition {
  readonly name: { readonly value: string; readonly localizedValue: string }
  readonly unit: string
  readonly primaryAggregationType: Aggregation
  readonly supportedAggregationTypes: readonly Aggregation[]
  readonly dimensions: readonly { readonly value: string }[]
}

/** The resource that is named, else the one looked at, else the tenant's first. */
export function useResource(armId: string): KnownResource | undefined {
  const { world, resource } = useSession()
  const own = world.resources.find(({ tenant }) => tenant === world.tenant)
  return world.resources.find(one => one.armId === armId) ?? resource ?? own ?? world.resources[0]
}

export const useMetricDefinitions = (armId: string): Asked<readonly MetricDefinition[]> =>
  useAsk(['metricDefinitions', armId], async (call, signal) => {
    // Sound, here and below: the metrics APIs' own shapes, which their tests hold.
    const answer = (await call(metricsPath(armId, 'metricDefinitions'), { audience: 'arm', signal })) as {
      value: readonly MetricDefinition[]
    }
    return answer.value
  })

/** Values that a dimension of a metric has had in a range. */
export function useDimensionValues(armId: string, metric: string, dimension: string, range: TimeRange) {
  return useAsk(
    ['dimensionValues', armId, metric, dimension, range],
    async (call, signal): Promise<readonly string[]> => {
      const { from, to } = intervalOf(range, Date.now())
      const query = new URLSearchParams({
        metricnames: metric,
        timespan: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
        resultType: 'metadata',
        $filter: `${dimension} eq '*'`,
        top: '100',
      })
      const path = metricsPath(armId, 'metrics', `&${query}`)
      const { value } = (await call(path, { audience: 'arm', signal })) as { value: readonly MetricAnswer[] }
      const found = (value[0]?.timeseries ?? []).map(({ metadatavalues }) => metadatavalues[0]?.value ?? '')
      return [...new Set(found)].toSorted()
    },
    { when: dimension !== '' },
  )
}

export interface MetricsAnswer {
  readonly series: readonly Series[]
  /** Titles of lines of which nothing was counted. */
  readonly silent: readonly string[]
  /** From which moment the points are: the range, begun at a full grain. */
  readonly window: Window
}

interface MetricsQuestion {
  readonly armId: string
  readonly lines: readonly MetricLine[]
  readonly range: TimeRange
  /** `PT5M` … or `auto`. */
  readonly grain: string
  readonly isCompared: boolean
}

/** The lines' series, then, if compared, those of the period before. Titles are the metrics' names until known. */
export function useMetrics(
  question: MetricsQuestion,
  titles: ReadonlyMap<string, string>,
): Asked<MetricsAnswer> {
  const { armId, lines, range, grain, isCompared } = question
  const key = ['metrics', armId, lines.map(printLine), range, grain, isCompared, [...titles]]
  return useAsk(
    key,
    async (call, signal) => {
      const now = Date.now()
      const chosen = grainFor(grain, intervalOf(range, now))
      const window = { interval: alignedTo(chosen, range, now), grain: chosen }
      const ask = askLines({ call, armId, lines, titles, signal })
      const found = await ask(window)
      const series = found.flatMap(one => one.series)
      const silent = found.flatMap(one => (one.series.length === 0 ? [one.title] : []))
      if (!isCompared) return { series, silent, window }
      const { from, to } = window.interval
      const shift = Math.ceil((to - from) / chosen.ms) * chosen.ms
      const past = await ask({ grain: chosen, interval: { from: from - shift, to: to - shift } })
      const before = asBefore(
        past.flatMap(one => one.series),
        shift,
      )
      return { series: [...series, ...before], silent, window }
    },
    { when: lines.length > 0 && armId !== '' },
  )
}

interface LinesQuestion {
  readonly call: Call
  readonly armId: string
  readonly lines: readonly MetricLine[]
  readonly titles: ReadonlyMap<string, string>
  readonly signal: AbortSignal
}

const askLines =
  ({ call, armId, lines, titles, signal }: LinesQuestion) =>
  (window: Window) => {
    const answers = lines.map(async line => {
      const path = pathOf(line, armId, window)
      const { value } = (await call(path, { audience: 'arm', signal })) as { value: readonly MetricAnswer[] }
      const title = titleOfLine(line, titles.get(line.metric) ?? line.metric)
      const reading = { title, aggregation: line.aggregation, isSplit: line.split !== '' }
      return { title, series: value[0] ? seriesOf(value[0], reading) : [] }
    })
    return Promise.all(answers)
  }
