/**
 * What stands on the screen is what its own KQL answers: every chart, tile and table of Insights, read as a person can
 * read it, beside the answer to the query that its button opens; and the page of a call beside queries written here.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { numberText } from '../../../src/views/kit/time/lengths.ts'
import type { ChartRow } from '../../../src/views/portal/features/insights/chart-row.ts'
import { TABS } from '../../../src/views/portal/features/insights/tabs.ts'
import { poorKql } from '../../../src/views/portal/questions/poor-streams.ts'
import { accessKeyOf, openClient } from '../client.ts'
import { aPortal, chromiumPath, HOW_TO, type KqlRow, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

describe.skipIf(isMissing)(isMissing ? `figures: ${HOW_TO}` : 'figures', { timeout: 120_000 }, () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
    // The meetings that were played need no rooms.
    const client = openClient(portal)
    const accessKey = accessKeyOf('contoso-acs')
    const { status } = await client.send({ path: '/rooms?api-version=2024-04-15', accessKey })
    client.close()
    expect(status).toBe(200)
    const rooms = () => portal.kql('ACSRoomsIncomingOperations | take 1')
    await vi.waitUntil(async () => (await rooms()).length > 0, { timeout: 10_000, interval: 200 })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  const TABS_WITH_CHARTS = TABS.filter(({ charts }) => charts.length > 0)

  test.for(TABS_WITH_CHARTS)('Insights, $title: every figure is its KQL’s', async ({ id, charts }) => {
    const page = await portal.open(`/portal/insights/${id}?range=7d`)
    let rows = 0
    for (const chart of charts) rows += await compare(page, chart)
    expect(rows, 'rows compared').toBeGreaterThan(0)
    await page.close()
  })

  /** Gives how many rows were compared. */
  async function compare(page: Page, { title, kind }: ChartRow): Promise<number> {
    const region = page.getByRole('region', { name: title, exact: true })
    await region.scrollIntoViewIfNeeded()
    const nothing = region.getByText('Nothing in this time')
    const behind = region.getByRole('link', { name: 'Open the query behind this' })
    const tiles = region.getByRole('link')
    await nothing.or(behind).or(tiles).first().waitFor()
    // Without an answer there is no query to open: its own test asks whether it runs.
    if (await nothing.isVisible()) return 0
    if (kind === 'figures') return compareTiles(tiles)
    const asTable = region.getByRole('button', { name: `Show ${title} as table` })
    if (await asTable.isVisible()) await asTable.click()
    const answer = await portal.kql(await kqlBehind(behind.first()))
    return compareTable(region.getByRole('table'), answer, title)
  }

  async function compareTiles(tiles: Locator): Promise<number> {
    const [row = {}] = await portal.kql(await kqlBehind(tiles.first()))
    const shown = await tiles.allTextContents()
    for (const value of Object.values(row)) expect(shown).toContain(numberText(Number(value)))
    return 1
  }

  const kqlBehind = async (link: Locator): Promise<string> => {
    const href = (await link.getAttribute('href')) ?? ''
    return new URLSearchParams(href.split('?')[1]).get('kql') ?? expect.fail(`no query in ${href}`)
  }

  interface Shown {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly string[])[]
    readonly count: number
  }

  async function shownIn(table: Locator): Promise<Shown> {
    await table.waitFor()
    const rows = await table.getByRole('row').all()
    const texts = await Promise.all(
      rows
        .slice(1)
        .map(row => row.getByRole('cell').evaluateAll(cells => cells.map(cell => cell.textContent ?? ''))),
    )
    return {
      columns: await table.getByRole('columnheader').allTextContents(),
      rows: texts,
      count: Number(await table.getAttribute('aria-rowcount')) - 1,
    }
  }

  async function compareTable(table: Locator, answer: readonly KqlRow[], what: string): Promise<number> {
    const shown = await shownIn(table)
    expect(shown.count, `${what}: rows`).toBe(answer.length)
    // Rows of the same rank may change places, and of a long table just the first are there.
    const expected = answer.map(row => line(Object.values(row).map(asShown)))
    for (const row of shown.rows) expect(expected, what).toContain(line(row.map(withoutTime)))
    return shown.rows.length
  }

  test('Call Diagnostics: tiles, participants and streams of a call are what KQL counts', async () => {
    const [call = {}] = await portal.kql(
      'ACSCallDiagnostics | summarize Streams = count() by CorrelationId | top 1 by Streams',
    )
    const id = String(call.CorrelationId)
    const page = await portal.open(`/portal/calls/${id}`)
    const [summary = {}] = await portal.kql(
      `ACSCallSummary | where CorrelationId == '${id}' and ParticipantId != CorrelationId
       | summarize Participants = dcount(ParticipantId), Length = max(CallDuration)`,
    )
    await page
      .getByRole('link', { name: String(summary.Participants), exact: true })
      .first()
      .waitFor()

    const newest = `ACSCallDiagnostics | where CorrelationId == '${id}' | summarize arg_max(TimeGenerated, *) by ParticipantId, StreamId, MediaType, StreamDirection`
    const poor = await portal.kql(
      `${newest} | summarize Poor = countif(${poorKql()}) by ParticipantId | where isnotempty(ParticipantId)`,
    )
    const people = await shownIn(page.getByRole('table', { name: 'participants' }))
    expect(people.count).toBe(summary.Participants)
    const at = (column: string) => people.columns.indexOf(column)
    const poorShown = people.rows.map(row => [row[at('ParticipantId')], row[at('Poor streams')]])
    for (const { ParticipantId, Poor } of poor)
      expect(poorShown).toContainEqual([ParticipantId, String(Poor)])

    const [{ ParticipantId = '' } = {}] = poor
    await page.goto(`${portal.origin}/portal/calls/${id}?tab=streams&participant=${ParticipantId}`)
    const streams = await portal.kql(`${newest} | where ParticipantId == '${ParticipantId}'`)
    const table = await shownIn(page.getByRole('table', { name: 'streams' }))
    expect(table.count).toBe(streams.length)
    expect(table.count).toBeGreaterThan(0)
    const FIGURES = {
      StreamId: 'StreamId',
      Medium: 'MediaType',
      Direction: 'StreamDirection',
      'Jitter (ms)': 'JitterAvg',
      'Packet loss': 'PacketLossRateAvg',
      'Round trip (ms)': 'RoundTripTimeAvg',
      Packets: 'PacketUtilization',
    }
    const expected = streams.map(row => line(Object.values(FIGURES).map(column => asShown(row[column]))))
    for (const row of table.rows) {
      const texts = Object.keys(FIGURES).map(column => row[table.columns.indexOf(column)] ?? '')
      expect(expected).toContain(line(texts))
    }
    await page.close()
  })
})

const line = (texts: readonly string[]): string => texts.join(' | ')

/** As a table shows it; of times, which are shown in the reader's zone, nothing. */
function asShown(value: unknown): string {
  if (value === null || value === undefined) return '—'
  if (value === '') return '(empty)'
  if (value === 'Redacted') return ' withheld'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return ISO.test(text) ? '' : text
}

const ISO = /^\d{4}-\d\d-\d\dT/
/** `1 Dec 2026, 05:30:00`, as the tables have times. */
const withoutTime = (text: string): string => (/^\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d$/.test(text) ? '' : text)
