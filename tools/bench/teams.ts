/** A year of a tenant's meetings: what the default reports of call quality ask for, from the query to its rows. */
import { systemClock, toIso } from '#base'
import { tenantId } from '#records'
import type { CqdQuery } from '../../src/teams/cqd/query/model.ts'
import { runQuery } from '../../src/teams/cqd/query/run.ts'
import { fillMeetings } from './filled-meetings.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, median } from './statistics.ts'

/** 2,000 a day for a year; a tenth of it unless BENCH_FULL=1. */
const MEETINGS = process.env.BENCH_FULL === '1' ? 730_000 : Number(process.env.BENCH_MEETINGS ?? 73_000)
const ROUNDS = 3
const WORST = 4
const DAY_MS = 24 * 3_600_000

export async function benchTeams(): Promise<BenchResult[]> {
  await using product = await aProduct()
  const { engine, directory } = product.anteroom
  const tenant = directory.workspaces()[0]?.tenant ?? ''
  const end = systemClock.now()
  await fillMeetings({ engine, database: product.database, tenant, meetings: MEETINGS, end })
  const times: { name: string; ms: number; rows: number }[] = []
  for (const [name, query] of Object.entries(typicalQueries(end))) {
    times.push({ name, ...(await timeOf(query, product, tenant)) })
  }
  if (process.env.BENCH_DETAIL) console.error(times)
  const slowest = times.toSorted((a, b) => b.ms - a.ms)
  return [
    atMost(2000, {
      name: `call quality, the slowest of ${times.length} queries over ${MEETINGS} meetings`,
      measured: slowest[0]?.ms ?? Number.NaN,
      unit: 'ms',
      note: slowest
        .slice(0, WORST)
        .map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
        .join(', '),
    }),
  ]
}

async function timeOf(query: CqdQuery, { anteroom, workspace }: Product, tenant: string) {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    const answer = await runQuery(query, {
      reading: { ask: (_, text) => anteroom.queries.answer({ text, workspace, correlationId: 'bench' }) },
      reader: { tenant: tenantId(tenant), role: 'administrator', labels: 'anonymous' },
      now: systemClock.now(),
    })
    times.push(performance.now() - started)
    rows = answer.rows.length
  }
  if (rows === 0) throw new Error(`no rows: ${JSON.stringify(query)}`)
  return { ms: median(times), rows }
}

/** What the summary and the detailed reports ask for. */
function typicalQueries(end: number): Readonly<Record<string, CqdQuery>> {
  const quality = [
    'Audio Poor Stream Count',
    'Audio Good Stream Count',
    'Audio Unclassified Stream Count',
    'Audio Poor Percentage',
  ]
  const failures = [
    'Total CDR Available Stream Count',
    'Total Call Setup Failure Percentage',
    'Total Call Dropped Failure Percentage',
  ]
  const monthly = { kind: 'monthly' } as const
  const day = toIso(end - 2 * DAY_MS).slice(0, 10)
  return {
    'monthly trend by inside': { measures: quality, dimensions: ['Second Inside Corp'], trend: monthly },
    'daily trend': { measures: quality, trend: { kind: 'rolling', days: 30 } },
    'monthly trend': { measures: quality, trend: monthly },
    'by building': { measures: [...quality, 'Audio Call Count'], dimensions: ['Second Building Name'] },
    'set-up and drops by month': { measures: failures, trend: monthly },
    'by client version': {
      measures: [...quality, 'Second User Count'],
      dimensions: ['Second Client App Version'],
    },
    'top subnets': {
      measures: quality,
      dimensions: ['Second Subnet'],
      order: [{ by: 'Audio Poor Stream Count', descending: true }],
      pageSize: 50,
    },
    'calls by month': { measures: ['Audio Call Count', 'Audio Poor Call Percentage'], trend: monthly },
    scenarios: {
      measures: quality,
      dimensions: ['Second Network Connection Detail', 'Second Inside Corp', 'Is Server Pair'],
    },
    'jitter ranges': {
      measures: ['Audio Stream Count'],
      dimensions: ['Jitter'],
      filters: [{ dimension: 'Media Type', values: ['Audio'] }],
    },
    'one day by user': {
      measures: quality,
      dimensions: ['Second UPN'],
      filters: [{ dimension: 'Date', values: [day] }],
    },
    'missing subnets': {
      measures: ['Audio Stream Count', 'Audio Poor Percentage'],
      dimensions: ['Second Subnet'],
      filters: [
        { dimension: 'Second Inside Corp', values: ['Outside'] },
        { dimension: 'Second Building Name', values: [''] },
      ],
    },
  }
}
