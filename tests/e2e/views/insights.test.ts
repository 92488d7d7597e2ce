import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TABS } from '../../../src/views/portal/features/insights/tabs.ts'
import { SAMPLES } from '../../../src/views/portal/features/logs/samples.ts'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

describe.skipIf(isMissing)(isMissing ? `insights and logs: ${HOW_TO}` : 'insights and logs', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('every chart of every tab and every sample query runs', async () => {
    const charts = TABS.flatMap(tab => tab.charts)
    for (const { id, kql } of charts) {
      for (const rule of ['insights', 'diagnostics'] as const) {
        await portal.kql(kql({ bin: '1h', filter: '', rule })).catch(error => expect.fail(`${id}: ${error}`))
      }
    }
    for (const { title, kql } of SAMPLES) {
      await portal.kql(kql).catch(error => expect.fail(`${title}: ${error}`))
    }
    expect(charts.length).toBeGreaterThan(40)
  })

  test('the totals of Volume are those of their KQL', async () => {
    const kql = TABS.find(({ id }) => id === 'volume')?.charts[0]?.kql
    const [totals = {}] = await portal.kql(kql?.({ bin: '1h', filter: '', rule: 'insights' }) ?? '')
    const page = await portal.open('/portal/insights/volume?range=7d')
    const inAll = page.getByRole('region', { name: 'In all' })
    await inAll
      .getByRole('link', { name: String(totals.Calls), exact: true })
      .first()
      .waitFor()
    await inAll
      .getByRole('link', { name: String(totals.Participants), exact: true })
      .first()
      .waitFor()
    expect(await portal.axe(page)).toEqual([])
  })

  test('a chart can be read as a table, and opens as its KQL with its answer', async () => {
    const page = await portal.open('/portal/insights/quality?range=7d')
    const health = page.getByRole('region', { name: 'Stream health' })
    await health.getByRole('button', { name: 'Show Stream health as table' }).click()
    await health.getByRole('cell', { name: 'Healthy' }).waitFor()
    await health.getByRole('link', { name: 'Open the query behind this' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Logs' }).waitFor()
    await page
      .getByRole('status')
      .getByText(/rows? in/)
      .waitFor()
  })

  test('the editor colours KQL by Microsoft’s own service, and a mistake is told with its place', async () => {
    const page = await portal.open(
      `/portal/logs?kql=${encodeURIComponent('ACSCallSummary | wher CallType == "Group"')}`,
    )
    await page.getByText(/Line 1, column/).waitFor()
    const colours =
      'new Set([...document.querySelectorAll(".view-line span span")].map(e => getComputedStyle(e).color)).size'
    await expect.poll(() => page.evaluate(colours), { timeout: 40_000 }).toBeGreaterThan(1)
    expect(await portal.axe(page)).toEqual([])
    expect(portal.errors.filter(text => !text.includes('400'))).toEqual([])
  })
})
