/**
 * A query → KQL over the tables of its tenant. The text is what the logs API runs unchanged, so that every number can be
 * opened, changed and saved as KQL. Rows are grouped by short keys; only groups get the texts that people read.
 */
import { toIso } from '#base'
import { TEAMS_STREAMS, type TeamsRole, type TenantId } from '#records'
import { currentRows } from '#teams/record'
import type { DimensionEntry } from '../catalogue/entries.ts'
import { bucketOf, labelOf } from '../dimensions/range-scales.ts'
import type { ComputedMeasure, Concurrent } from '../measures/row.ts'
import { Lookups, readingAt } from './ends.ts'
import { cqdError } from './errors.ts'
import { type Condition, conditionOf, within } from './filters.ts'
import { instant, named } from './kql-text.ts'
import { lookupsKql } from './lookups.ts'
import type { CqdFilter, CqdQuery, ReportType } from './model.ts'
import { ALWAYS, intersection, type Period } from './periods.ts'
import { type ResolvedDimension, resolveDimension, resolveMeasure, withParts } from './resolve.ts'
import { trendOf } from './trend.ts'
import { classifierNamed, recomputed, recomputedLegs } from './verdicts.ts'

export interface CompiledColumn {
  readonly name: string
  readonly kind: 'dimension' | 'measure'
  /** Of a dimension, as the catalogue has it. */
  readonly type?: DimensionEntry['type']
  readonly unit?: string | undefined
}

export interface CompiledQuery {
  /** All rows, without paging. */
  readonly kql: string
  readonly columns: readonly CompiledColumn[]
}

export interface Asking {
  readonly tenant: TenantId
  readonly role: TeamsRole
  readonly now: number
}

/** Throws ApiError for what the query's author has to change. */
export function compileQuery(query: CqdQuery, { tenant, role, now }: Asking): CompiledQuery {
  if (query.measures.length === 0) throw cqdError('NoMeasure')
  const measures = unique(query.measures.map(resolveMeasure))
  const trend = query.trend && trendOf(query.trend, now)
  const names = [...(trend ? [trend.dimension] : []), ...(query.dimensions ?? [])]
  const dimensions = uniqueDimensions(names.map(name => resolveDimension(name, role)))
  const parts = withParts(measures)
  const filters = (query.filters ?? []).map(filter => filtered(filter, { tenant, role, now }))
  const wheres = [...joinedByGroup(filters), ...(trend?.period ? [ofPeriod(trend.period)] : [])]
  const lookups = new Lookups()
  const source = sourceOf(query, { wheres, tenant, parts, lookups, dimensions })
  const columns = columnsOf(dimensions, measures)
  const lines = [...source, ...answered({ dimensions, measures, parts, lookups }), ordered(query, columns)]
  return { kql: [...lines, ...rendered(query.reportType)].join('\n'), columns }
}

const unique = (measures: readonly ComputedMeasure[]): readonly ComputedMeasure[] => [...new Set(measures)]

const uniqueDimensions = (all: readonly ResolvedDimension[]): readonly ResolvedDimension[] => [
  ...new Map(all.map(one => [one.row.name, one])).values(),
]

interface Where extends Condition {
  readonly lookups: Lookups
  readonly unionGroup?: string | undefined
}

function filtered(filter: CqdFilter, { role, now }: Asking): Where {
  const { dimension, row } = resolveDimension(filter.dimension, role)
  const lookups = new Lookups()
  const at = readingAt(lookups, row.end)
  return { ...conditionOf({ dimension, row, at, filter, now }), lookups, unionGroup: filter.unionGroup }
}

const ofPeriod = (period: Period): Where => ({
  kql: within('EndTime', period),
  ended: period,
  lookups: new Lookups(),
})

/** Filters that share a group are alternatives; each without a group stands for itself. */
function joinedByGroup(filters: readonly Where[]): readonly Where[] {
  const alone = filters.filter(({ unionGroup }) => !unionGroup)
  const groups = Map.groupBy(
    filters.filter(({ unionGroup }) => unionGroup),
    ({ unionGroup }) => unionGroup,
  )
  const joined = [...groups.values()].map((members): Where => {
    const lookups = new Lookups()
    for (const member of members) lookups.take(member.lookups)
    return { kql: `(${members.map(({ kql }) => kql).join(' or ')})`, lookups }
  })
  return [...alone, ...joined]
}

interface Source {
  readonly wheres: readonly Where[]
  readonly tenant: TenantId
  readonly parts: readonly ComputedMeasure[]
  readonly lookups: Lookups
  readonly dimensions: readonly ResolvedDimension[]
}

/** The streams that count, with what is looked up for them; what needs no look-up is left out before. */
function sourceOf({ classifierVersion }: CqdQuery, { wheres, tenant, parts, lookups, dimensions }: Source) {
  const [early, late] = [true, false].map(isEarly => wheres.filter(one => one.lookups.isEmpty() === isEarly))
  for (const { lookups: needed } of late ?? []) lookups.take(needed)
  for (const { row } of dimensions) row.key(readingAt(lookups, row.end))
  for (const part of parts) if (part.kind === 'aggregate') part.kql(readingAt(lookups, part.end))
  const rule = classifierVersion === undefined ? undefined : classifierNamed(classifierVersion)
  const ended = wheres.reduce((period, one) => intersection(period, one.ended ?? ALWAYS), ALWAYS)
  const needsLegs =
    rule &&
    parts.some(part => part.kind === 'aggregate' && LEGS.test(part.kql(readingAt(new Lookups(), part.end))))
  return [
    currentRows(TEAMS_STREAMS, tenant),
    ...written(ended),
    ...(rule ? [recomputed(rule)] : []),
    ...(rule && needsLegs ? [recomputedLegs(rule, tenant)] : []),
    ...(early ?? []).map(({ kql }) => `| where ${kql}`),
    ...lookupsKql(lookups.all(), { tenant, written: written(ended) }),
    ...(late ?? []).map(({ kql }) => `| where ${kql}`),
  ]
}

const LEGS = /\bLegClassification\b/

/** A call's rows are filed under its end, which none of its streams outlasts; none lasts longer than two days. */
const LONGEST_CALL_MS = 48 * 3_600_000

function written({ from, until }: Period): readonly string[] {
  return [
    ...(Number.isFinite(from) ? [`| where TimeGenerated >= ${instant(toIso(from))}`] : []),
    ...(Number.isFinite(until) ? [`| where TimeGenerated < ${instant(toIso(until + LONGEST_CALL_MS))}`] : []),
  ]
}

interface Answering {
  readonly dimensions: readonly ResolvedDimension[]
  readonly measures: readonly ComputedMeasure[]
  readonly parts: readonly ComputedMeasure[]
  readonly lookups: Lookups
}

/** Groups, and what is shown of them. */
function answered({ dimensions, measures, parts, lookups }: Answering): readonly string[] {
  const keys = dimensions.map(({ row }, at) => {
    const key = row.key(readingAt(lookups, row.end))
    return `K${at} = ${row.scale ? bucketOf(key, row.scale) : key}`
  })
  const columnOf = new Map(parts.map((part, at) => [part.name, `M${at}`]))
  const column = (name: string) => columnOf.get(name) ?? ''
  const aggregates = parts.flatMap(part =>
    part.kind === 'aggregate' ? [`${column(part.name)} = ${part.kql(readingAt(lookups, part.end))}`] : [],
  )
  const formulas = parts.flatMap(part =>
    part.kind === 'derived' ? [`| extend ${column(part.name)} = ${part.kql(...part.of.map(column))}`] : [],
  )
  const averages = parts
    .filter(part => part.kind === 'aggregate' && part.mayBeNaN)
    .map(({ name }) => `${column(name)} = iff(isnan(${column(name)}), real(null), ${column(name)})`)
  const concurrent = parts.filter(part => part.kind === 'concurrent')
  const shown = [
    ...dimensions.map(({ row }, at) => `${named(row.name)} = ${shownKey(row, `K${at}`)}`),
    ...measures.map(({ name }) => `${named(name)} = ${column(name)}`),
  ]
  const groups = keys.map((_, at) => `K${at}`)
  return [
    ...(concurrent.length > 0 ? [`| extend ${[...keys, 'One = 1'].join(', ')}`, '| as Selected'] : []),
    concurrent.length > 0
      ? `| summarize ${aggregates.join(', ')} by ${[...groups, 'One'].join(', ')}`
      : `| summarize ${aggregates.join(', ')}${keys.length > 0 ? ` by ${keys.join(', ')}` : ''}`,
    ...concurrent.map(one => mostAtOnce(one, column(one.name), [...groups, 'One'])),
    ...(averages.length > 0 ? [`| extend ${averages.join(', ')}`] : []),
    ...formulas,
    `| project ${shown.join(', ')}`,
  ]
}

/** Streams are spread over the minutes that they lasted; the fullest minute of a group counts. */
const mostAtOnce = ({ where, counted }: Concurrent, column: string, groups: readonly string[]): string =>
  `| lookup kind=leftouter (Selected | where ${where} | mv-expand Minute = range(bin(StartTime, 1m), EndTime, 1m) to typeof(datetime) | summarize AtOnce = dcount(${counted}) by ${groups.join(', ')}, Minute | summarize ${column} = max(AtOnce) by ${groups.join(', ')}) on ${groups.join(', ')}
| extend ${column} = coalesce(${column}, 0)`

function shownKey({ scale, show }: ResolvedDimension['row'], key: string): string {
  if (scale) return labelOf(key, scale)
  return show ? show(key) : key
}

const columnsOf = (
  dimensions: readonly ResolvedDimension[],
  measures: readonly ComputedMeasure[],
): readonly CompiledColumn[] => [
  ...dimensions.map(({ dimension: { entry } }) => ({
    name: entry.name,
    kind: 'dimension' as const,
    type: entry.type,
  })),
  ...measures.map(({ name }) => ({ name, kind: 'measure' as const })),
]

/** By what was asked for, then by all dimensions, so that pages never overlap. */
function ordered({ order = [] }: CqdQuery, columns: readonly CompiledColumn[]): string {
  const asked = order.map(({ by, descending }) => {
    const column = columns.find(({ name }) => name.toLowerCase() === by.trim().toLowerCase())
    if (!column)
      throw cqdError('BadOrder', { name: by, expected: columns.map(({ name }) => name).join(', ') })
    return { name: column.name, direction: descending ? 'desc' : 'asc' }
  })
  const rest = columns
    .filter(({ kind, name }) => kind === 'dimension' && !asked.some(one => one.name === name))
    .map(({ name }) => ({ name, direction: 'asc' }))
  const all = [...asked, ...rest]
  const keys = all.length > 0 ? all : [{ name: columns[0]?.name ?? '', direction: 'asc' }]
  return `| sort by ${keys.map(({ name, direction }) => `${named(name)} ${direction}`).join(', ')}`
}

const RENDERS: Readonly<Record<ReportType, string>> = {
  table: 'table',
  columns: 'columnchart',
  stackedColumns: 'columnchart with (kind=stacked)',
  lines: 'linechart',
  pie: 'piechart',
}

const rendered = (type: ReportType | undefined): readonly string[] =>
  type === undefined || type === 'table' ? [] : [`| render ${RENDERS[type]}`]
