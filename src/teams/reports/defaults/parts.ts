/** What the built-in reports are written with: filters, sets of measures, and panels that several of them have. */
import type { CqdQuery } from '#teams/cqd'
import type { ReportPanel, ReportTab } from '../model.ts'

export type Filter = NonNullable<CqdQuery['filters']>[number]

export const is = (dimension: string, ...values: readonly (string | number | boolean)[]): Filter => ({
  dimension,
  values: [...values],
})

export const isNot = (dimension: string, ...values: readonly (string | number | boolean)[]): Filter => ({
  dimension,
  operator: 'notEquals',
  values: [...values],
})

/** Alternatives. */
export const either = (unionGroup: string, ...filters: readonly Filter[]): readonly Filter[] =>
  filters.map(filter => ({ ...filter, unionGroup }))

export const INSIDE = is('Second Inside Corp', 'Inside')
export const OUTSIDE = is('Second Inside Corp', 'Outside')
export const MEETINGS = is('Session Type', 'Conf')
export const DIRECT = is('Session Type', 'P2P')
export const SERVER_CLIENT = is('Is Server Pair', 'Client : Server')
export const CLIENT_CLIENT = is('Is Server Pair', 'Client : Client')
/** One stream a connection, so that people and answers count once. */
export const ONCE: readonly Filter[] = [is('Media Type', 'Audio'), is('Stream Direction', 'First-to-Second')]

export const POOR = 'Audio Poor Percentage'
export const SETUP = 'Total Call Setup Failure Percentage'
export const DROPPED = 'Total Call Dropped Failure Percentage'
export const STREAMS = [
  'Audio Good Stream Count',
  'Audio Poor Stream Count',
  'Audio Unclassified Stream Count',
]

/** Suggested for all streams together. */
export const OVERALL = [
  { measure: POOR, limit: 3 },
  { measure: SETUP, limit: 1 },
  { measure: DROPPED, limit: 3 },
]

type Asked = Omit<CqdQuery, 'next'>
type More = Partial<Pick<ReportPanel, 'note' | 'drill' | 'lines' | 'targets'>>

export const panel = (
  kind: ReportPanel['kind'],
  title: string,
  query: Asked,
  more: More = {},
): ReportPanel => ({ id: idOf(title), title, kind, query, ...more })

export const tab = (title: string, panels: readonly ReportPanel[], note?: string): ReportTab => ({
  id: idOf(title),
  title,
  panels: [...panels],
  ...(note !== undefined && { note }),
})

/** `Server – Client` → `server-client`. */
export const idOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64)

export const mostFirst = (measure: string): CqdQuery['order'] => [{ by: measure, descending: true }]

/** The twelve months up to now, whatever time the page looks at. */
export const YEAR: Filter = { dimension: 'End Time', operator: 'last', values: ['12 months'] }

const limitsOf = (measures: readonly string[]) => OVERALL.filter(({ measure }) => measures.includes(measure))

export const tiles = (title: string, measures: readonly string[], filters: readonly Filter[] = []) =>
  panel('tiles', title, { measures: [...measures], filters: [...filters] }, { targets: limitsOf(measures) })

/** Good, poor and unclassified on the left, the share of poor ones on the right. */
export const qualityOverTime = (
  title: string,
  filters: readonly Filter[],
  kind: 'daily' | 'monthly' = 'daily',
): ReportPanel =>
  panel(
    'stackedColumns',
    title,
    {
      measures: [...STREAMS, POOR],
      filters: [...filters, ...(kind === 'monthly' ? [YEAR] : [])],
      trend: { kind },
    },
    { lines: [POOR], targets: limitsOf([POOR]) },
  )

const QUALITY = ['Audio Stream Count', 'Audio Poor Stream Count', POOR]
const FAILURES = ['Total CDR Available Stream Count', 'Total Media Failed Stream Count', SETUP, DROPPED]

/** Quality by some dimensions, the most poor streams first. */
export const qualityBy = (
  title: string,
  dimensions: readonly string[],
  filters: readonly Filter[] = [],
  more: More = {},
): ReportPanel =>
  panel(
    'table',
    title,
    {
      measures: QUALITY,
      dimensions: [...dimensions],
      filters: [...filters],
      order: mostFirst('Audio Poor Stream Count'),
    },
    { targets: limitsOf(QUALITY), ...more },
  )

/** Failures by some dimensions, the most first. */
export const failuresBy = (
  title: string,
  dimensions: readonly string[],
  filters: readonly Filter[] = [],
  more: More = {},
): ReportPanel =>
  panel(
    'table',
    title,
    {
      measures: FAILURES,
      dimensions: [...dimensions],
      filters: [...filters],
      order: mostFirst('Total Media Failed Stream Count'),
    },
    { targets: limitsOf(FAILURES), ...more },
  )
