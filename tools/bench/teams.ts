/**
 * A year of a tenant's meetings: each default report, its tabs asked as their page asks them, all panels at once, over
 * the page's thirty days and over the whole year; from the queries to the last panel's rows.
 */
import { systemClock, toIso } from '#base'
import { tenantId } from '#records'
import { DEFAULT_REPORTS, questionsOf } from '#teams/reports'
import type { CqdQuery } from '../../src/teams/cqd/query/model.ts'
import { runQuery } from '../../src/teams/cqd/query/run.ts'
import { fillMeetings } from './filled-meetings.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, median } from './statistics.ts'

/** 2,000 a day for a year; a tenth of it unless BENCH_FULL=1. */
const MEETINGS = process.env.BENCH_FULL === '1' ? 730_000 : Number(process.env.BENCH_MEETINGS ?? 73_000)
const ROUNDS = 3
const WORST = 5
const DAY_MS = 24 * 3_600_000
const SPANS = { 'thirty days': 30, 'a year': 365 }

interface Timed {
  readonly name: string
  readonly ms: number
}

export async function benchTeams(): Promise<BenchResult[]> {
  await using product = await aProduct()
  const { engine, directory } = product.anteroom
  const tenant = directory.workspaces()[0]?.tenant ?? ''
  await fillMeetings({
    engine,
    database: product.database,
    tenant,
    meetings: MEETINGS,
    end: systemClock.now(),
  })
  const results: BenchResult[] = []
  for (const [span, days] of Object.entries(SPANS)) {
    const times = await timesOf(product, tenant, days)
    if (process.env.BENCH_DETAIL) console.error(span, times)
    const slowest = times.toSorted((a, b) => b.ms - a.ms)
    results.push(
      atMost(2000, {
        name: `call quality, the slowest tab of ${DEFAULT_REPORTS.length} reports, ${span} of ${MEETINGS} meetings a year`,
        measured: slowest[0]?.ms ?? Number.NaN,
        unit: 'ms',
        note: slowest
          .slice(0, WORST)
          .map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
          .join(', '),
      }),
    )
  }
  return results
}

async function timesOf(product: Product, tenant: string, days: number): Promise<readonly Timed[]> {
  const times: Timed[] = []
  for (const report of DEFAULT_REPORTS) {
    for (const tab of report.tabs) {
      const questions = questionsOf({ ...report, tabs: [tab] })
      const name = `${report.id}/${tab.id}`
      times.push({ name, ms: await timeOf(() => askAll(questions, days, product, tenant)) })
      if (process.env.BENCH_DETAIL === '2') await detail(name, questions, days, product, tenant)
    }
  }
  return times
}

/** Which of a tab's questions takes how long when it is asked alone. */
async function detail(
  name: string,
  questions: readonly CqdQuery[],
  days: number,
  product: Product,
  tenant: string,
): Promise<void> {
  for (const question of questions) {
    const ms = await timeOf(() => askAll([question], days, product, tenant))
    console.error(name, ms.toFixed(0), JSON.stringify(question))
  }
}

async function timeOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  return median(times)
}

function askAll(
  questions: readonly CqdQuery[],
  days: number,
  { anteroom, workspace }: Product,
  tenant: string,
): Promise<unknown> {
  const now = systemClock.now()
  return Promise.all(
    questions.map(question =>
      runQuery(within(question, days, now), {
        reading: {
          ask: (_, text) => anteroom.queries.answer({ text, workspace, correlationId: 'bench' }),
        },
        reader: { tenant: tenantId(tenant), role: 'administrator', labels: 'anonymous' },
        now,
      }),
    ),
  )
}

/** What says its time itself keeps it, as on the page. */
function within(query: CqdQuery, days: number, now: number): CqdQuery {
  const filters = query.filters ?? []
  if (filters.some(({ dimension }) => dimension === 'End Time')) return query
  const values = [toIso(now - days * DAY_MS), toIso(now)]
  return { ...query, filters: [...filters, { dimension: 'End Time', operator: 'between', values }] }
}
