/**
 * Pages of the portal over many rows, in Chromium: from a click inside of the open portal until everything in the window
 * has its answer, until what lies below the window has its own too, and which answer took longest.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { systemClock } from '#base'
import { chromiumPath, FLAGS, HOW_TO } from '../../tests/e2e/chat-browser.ts'
import { fillMeetings } from './filled-meetings.ts'
import { fillTables } from './filled-tables.ts'
import { aProduct, type Product } from './product.ts'
import type { BenchResult } from './result.ts'
import { atMost, median } from './statistics.ts'

const ROWS = process.env.BENCH_FULL === '1' ? 10_000_000 : Number(process.env.BENCH_ROWS ?? 1_000_000)
const ROUNDS = 3
const WORST = 6
/** A page that asked nothing for so long, with nothing under way, has all that it shows. */
const QUIET_MS = 400
const LONGEST_MS = 60_000
/** A person looks at a page before clicking; meanwhile the portal fetches the scripts of the others. */
const READING_MS = 3500
const MOST_PAGE_MS = 1000
const MOST_CALL_MS = 300

interface Timed {
  readonly name: string
  /** From the navigation until nothing in the window waits for an answer. */
  readonly ms: number
  /** Until the last answer of all. */
  readonly allMs: number
  readonly slowest: string
}

export async function benchPages(): Promise<BenchResult[]> {
  if (!chromiumPath) throw new Error(HOW_TO)
  await using product = await aProduct()
  const [{ tenant = '' } = {}] = product.anteroom.directory.workspaces()
  const filled = { engine: product.anteroom.engine, database: product.database, end: systemClock.now() }
  await fillTables({ ...filled, rows: ROWS })
  await fillMeetings({ ...filled, tenant, meetings: Math.floor(ROWS / 14) })
  const browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS })
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      ignoreHTTPSErrors: true,
    })
    const times: Timed[] = []
    const pages = await pathsOf(product)
    await timeOf(context, product.anteroom.host.origin, '/')
    for (const path of pages) times.push(await medianOf(context, product.anteroom.host.origin, path))
    if (process.env.BENCH_DETAIL) console.error(times)
    const [call] = times
    return [
      line('the call page', call ? [call] : [], MOST_CALL_MS),
      line('pages', times.slice(1), MOST_PAGE_MS),
    ]
  } finally {
    await browser.close()
  }
}

function line(what: string, times: readonly Timed[], most: number): BenchResult {
  const slowest = times.toSorted((a, b) => b.ms - a.ms)
  return atMost(most, {
    name: `${what} over ${ROWS} rows of call diagnostics, the slowest of ${times.length}`,
    measured: slowest[0]?.ms ?? Number.NaN,
    unit: 'ms',
    note: slowest
      .slice(0, WORST)
      .map(one => `${one.name} ${one.ms.toFixed(0)}, all ${one.allMs.toFixed(0)} (${one.slowest})`)
      .join(', '),
  })
}

/** The call page first. */
async function pathsOf({ anteroom, database }: Product): Promise<readonly string[]> {
  const first = async (sql: string) => String((await anteroom.engine.query(sql)).rows[0]?.[0])
  const call = await first(
    `SELECT CorrelationId FROM ${database}.ACSCallSummary ORDER BY TimeGenerated DESC LIMIT 1`,
  )
  const guest = await first(
    `SELECT Identifier FROM ${database}.ACSCallSummary ORDER BY TimeGenerated DESC LIMIT 1`,
  )
  const meeting = await first(
    `SELECT CorrelationId FROM ${database}.AnteroomTeamsSessions_CL ORDER BY TimeGenerated DESC LIMIT 1`,
  )
  const logs = encodeURIComponent(
    'ACSCallDiagnostics | summarize count() by bin(TimeGenerated, 1h) | render timechart',
  )
  return [
    `/portal/calls/${call}`,
    '/',
    '/portal/dashboards',
    '/portal/metrics',
    `/portal/logs?kql=${logs}&range=7d`,
    ...[
      'overview',
      'volume',
      'reliability',
      'diagnostics',
      'quality',
      'performance',
      'chat',
      'authentication',
    ].map(tab => `/portal/insights/${tab}`),
    '/portal/alerts',
    '/portal/calls',
    '/portal/guests',
    `/portal/guests/${encodeURIComponent(guest)}`,
    '/portal/why',
    `/portal/why/${call}`,
    '/portal/teams/users',
    '/portal/teams/meetings',
    `/portal/teams/meetings/${meeting}`,
    '/portal/teams/guests',
    '/portal/teams/quality/summary',
    '/portal/teams/networks',
    '/portal/settings',
    '/portal/deliveries',
  ]
}

async function medianOf(context: BrowserContext, origin: string, path: string): Promise<Timed> {
  const rounds: Timed[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await timeOf(context, origin, path))
  const ms = median(rounds.map(one => one.ms))
  return rounds.find(one => one.ms === ms) ?? { name: path, ms, allMs: ms, slowest: '' }
}

/** A way inside the portal, as a click on a link goes it: the page's scripts may still have to be loaded. */
const GO = (path: string) =>
  `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`

/** Looks at each picture whether something in the window waits for an answer, and keeps when it last did. */
const WATCH = `addEventListener('popstate', () => {
  window.lastWaited = performance.now()
  const look = () => {
    const waits = [...document.querySelectorAll('[aria-label^="Loading "]')].some(part => {
      const { top, bottom } = part.getBoundingClientRect()
      return top < innerHeight && bottom > 0
    })
    if (waits) window.lastWaited = performance.now()
    requestAnimationFrame(look)
  }
  look()
})`

async function timeOf(context: BrowserContext, origin: string, path: string): Promise<Timed> {
  const page = await context.newPage()
  // From a page that asks little, and never from the one that is measured.
  const from = path.startsWith('/portal/settings') ? '/portal/alerts' : '/portal/settings'
  await page.goto(origin + from)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  await pause(READING_MS)
  const watched = watch(page)
  await page.evaluate(WATCH)
  const begun = Number(await page.evaluate('performance.now()'))
  const started = performance.now()
  await page.evaluate(GO(path))
  const deadline = started + LONGEST_MS
  while (!watched.isQuiet() && performance.now() < deadline) await pause(20)
  const shown = Number(await page.evaluate('lastWaited')) - begun
  const { last, slowest } = watched.seen()
  await page.close()
  return { name: path.split('?')[0] ?? path, ms: shown, allMs: last - started, slowest }
}

/** What a page asks for, and when the last answer came. */
function watch(page: Page) {
  const open = new Map<Request, number>()
  let last = performance.now()
  let slowest = { ms: 0, url: '' }
  const ended = (request: Request) => {
    const began = open.get(request)
    if (began === undefined) return
    open.delete(request)
    last = performance.now()
    const ms = last - began
    if (ms > slowest.ms) slowest = { ms, url: new URL(request.url()).pathname }
  }
  page.on('request', request => {
    if (request.headers().accept !== 'text/event-stream') open.set(request, performance.now())
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return {
    isQuiet: () => open.size === 0 && performance.now() - last > QUIET_MS,
    seen: () => ({ last, slowest: `${slowest.url} ${slowest.ms.toFixed(0)}` }),
  }
}
