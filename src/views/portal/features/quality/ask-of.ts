/** A panel's query within what the page looks at: its time, product and filters. Pure. */
import { type Interval, intervalOf, type TimeRange } from '#views/kit'
import type { Catalogue, Filter, Panel, PanelKind, Query } from './report.ts'

/** The product filter: which of the tenant's calls. */
export const PRODUCTS = [
  { id: 'all', title: 'All calls', filters: [] },
  { id: 'teams', title: 'Microsoft Teams at one end', filters: [{ dimension: 'Is Teams', values: [true] }] },
  {
    id: 'external',
    title: 'External users',
    filters: [{ dimension: 'Is Anonymous Join Session', values: [true] }],
  },
  { id: 'meetings', title: 'Meetings', filters: [{ dimension: 'Session Type', values: ['Conf'] }] },
  { id: 'direct', title: 'Direct calls', filters: [{ dimension: 'Session Type', values: ['P2P'] }] },
] as const satisfies readonly { id: string; title: string; filters: readonly Filter[] }[]

export type ProductId = (typeof PRODUCTS)[number]['id']
export const PRODUCT_IDS: readonly ProductId[] = PRODUCTS.map(({ id }) => id)

export interface LookedAt {
  readonly range: TimeRange
  readonly product: ProductId
  /** Of the report, then of the address. */
  readonly filters: readonly Filter[]
}

const TIME_OPERATORS = ['from', 'before', 'between', 'last']

/** A query that says its time itself keeps it, whatever the page looks at. */
export const hasOwnTime = ({ trend, filters = [] }: Query): boolean =>
  trend?.kind === 'rolling' ||
  filters.some(
    ({ dimension, operator = '' }) =>
      (dimension === 'End Time' || dimension === 'Start Time') && TIME_OPERATORS.includes(operator),
  )

const REPORT_TYPES: Readonly<Partial<Record<PanelKind, string>>> = {
  columns: 'columns',
  stackedColumns: 'stackedColumns',
  lines: 'lines',
  pie: 'pie',
}

/** What is asked. `now` in ms. */
export function askOf(query: Query, kind: PanelKind, lookedAt: LookedAt, now: number): Query {
  const product = PRODUCTS.find(({ id }) => id === lookedAt.product)?.filters ?? []
  const own = [...(query.filters ?? []), ...lookedAt.filters, ...product]
  const time = hasOwnTime({ ...query, filters: own }) ? [] : [ended(intervalOf(lookedAt.range, now))]
  const reportType = REPORT_TYPES[kind]
  return { ...query, filters: [...own, ...time], ...(reportType !== undefined && { reportType }) }
}

const ended = ({ from, to }: Interval): Filter => ({
  dimension: 'End Time',
  operator: 'between',
  values: [new Date(from).toISOString(), new Date(to).toISOString()],
})

/** The dimensions of a panel, and of the filters it is asked with, that name or locate a person. */
export function identifying(
  { query }: Panel,
  filters: readonly Filter[],
  catalogue: Catalogue,
): readonly string[] {
  const names = [
    ...(query.dimensions ?? []),
    ...(query.filters ?? []).map(({ dimension }) => dimension),
    ...filters.map(({ dimension }) => dimension),
  ]
  const known = new Set(catalogue.dimensions.filter(one => one.identifiable).map(({ name }) => name))
  return [...new Set(names.filter(name => known.has(name)))]
}
