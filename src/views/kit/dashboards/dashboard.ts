/** Dashboards as data: charts that were pinned, in an order. Their JSON is what is kept, given away and taken in. */
import type { MetricLook } from '../metrics/metric-chart.tsx'
import type { MetricLine } from '../metrics/metric-line.ts'

/** Quarters of the page's width. */
export const WIDTHS = [1, 2, 3, 4] as const
export type PinWidth = (typeof WIDTHS)[number]

interface AnyPin {
  readonly id: string
  readonly title: string
  readonly width: PinWidth
}

export interface KqlPin extends AnyPin {
  readonly kind: 'kql'
  /** Drawn as its `render` says; a table without one. */
  readonly kql: string
  /** Reads the tables of our own: only the operator sees it. */
  readonly isHouse?: boolean
}

export interface MetricPin extends AnyPin {
  readonly kind: 'metric'
  /** ARM id; empty: the resource that is looked at. */
  readonly resource: string
  readonly lines: readonly MetricLine[]
  readonly look: MetricLook
}

export type Pin = KqlPin | MetricPin

export interface Dashboard {
  readonly id: string
  readonly name: string
  readonly pins: readonly Pin[]
}

/** The pin one place earlier (-1) or later (1); at the ends it stays. */
export function moved(pins: readonly Pin[], id: string, by: -1 | 1): readonly Pin[] {
  const from = pins.findIndex(pin => pin.id === id)
  const to = from + by
  const pin = pins[from]
  if (!pin || to < 0 || to >= pins.length) return pins
  return pins.toSpliced(from, 1).toSpliced(to, 0, pin)
}

export const changedPin = (pins: readonly Pin[], id: string, change: Partial<AnyPin>): readonly Pin[] =>
  pins.map(pin => (pin.id === id ? { ...pin, ...change } : pin))

/** Reads what was pasted or kept; says what is wrong and where, instead of throwing. */
export function readDashboard(json: string): { readonly dashboard: Dashboard } | { readonly wrong: string } {
  try {
    return dashboardIn(JSON.parse(json))
  } catch (thrown) {
    return { wrong: `That is no JSON: ${thrown instanceof Error ? thrown.message : ''}` }
  }
}

type Unread = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Unread => typeof value === 'object' && value !== null

function dashboardIn(value: unknown): ReturnType<typeof readDashboard> {
  if (!isObject(value)) return { wrong: 'Expected an object with name and pins.' }
  const { id, name, pins } = value
  if (typeof name !== 'string' || name === '') return { wrong: 'name: expected a text.' }
  if (!Array.isArray(pins)) return { wrong: 'pins: expected a list.' }
  const wrong = pins.map((pin: unknown, i) => wrongIn(pin, i)).find(Boolean)
  if (wrong) return { wrong }
  // Sound: every member of every pin was looked at just before.
  return { dashboard: { id: typeof id === 'string' && id !== '' ? id : name, name, pins: pins as Pin[] } }
}

interface Check {
  readonly member: string
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

const isText = (value: unknown): boolean => typeof value === 'string'
const COMMON: readonly Check[] = [
  { member: 'id', expected: 'a text', holds: isText },
  { member: 'title', expected: 'a text', holds: isText },
  { member: 'width', expected: '1, 2, 3 or 4', holds: value => WIDTHS.some(width => width === value) },
]
const BY_KIND: Readonly<Record<Pin['kind'], readonly Check[]>> = {
  kql: [{ member: 'kql', expected: 'a query', holds: isText }],
  metric: [
    { member: 'resource', expected: 'an ARM id or an empty text', holds: isText },
    {
      member: 'look',
      expected: 'line, area or bar',
      holds: value => ['line', 'area', 'bar'].includes(String(value)),
    },
    {
      member: 'lines',
      expected: 'a list of metric, aggregation, split, filters',
      holds: value => Array.isArray(value) && value.every(isLine),
    },
  ],
}

const isLine = (line: unknown): boolean =>
  isObject(line) &&
  [line.metric, line.aggregation, line.split].every(isText) &&
  Array.isArray(line.filters) &&
  line.filters.every(
    (filter: unknown) => isObject(filter) && isText(filter.dimension) && Array.isArray(filter.values),
  )

function wrongIn(pin: unknown, i: number): string | undefined {
  if (!isObject(pin)) return `pins[${i}]: expected an object.`
  if (pin.kind !== 'kql' && pin.kind !== 'metric') return `pins[${i}].kind: expected kql or metric.`
  const failed = [...COMMON, ...BY_KIND[pin.kind]].find(({ member, holds }) => !holds(pin[member]))
  return failed && `pins[${i}].${failed.member}: expected ${failed.expected}.`
}
