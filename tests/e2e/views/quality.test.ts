/** The pages of call quality and networks in a real browser, over meetings that were played. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const CURRENT = `AnteroomTeamsStreams_CL
| where OrganizerTenantId == 'c0117050-0000-4000-8000-000000000001' and MediaType == 'Audio'
| summarize Streams = count(), Good = countif(Classification == 'Good')`

describe.skipIf(isMissing)(isMissing ? `call quality: ${HOW_TO}` : 'call quality', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('the summary shows the streams that are there, opens as KQL, and passes axe', async () => {
    const [own = {}] = await portal.kql(CURRENT)
    const page = await portal.open('/portal/teams/quality?range=7d')
    const tiles = page.getByRole('region', { name: 'Audio streams' })
    const figure = tiles.getByRole('link', { name: Number(own.Streams).toLocaleString('en-GB'), exact: true })
    await figure.first().waitFor()
    await page.getByRole('figure', { name: 'Daily' }).waitFor()
    expect(await portal.axe(page)).toEqual([])
    await figure.first().click()
    await page.getByRole('heading', { level: 1, name: 'Logs' }).waitFor()
    await page
      .getByRole('status')
      .getByText(/rows? in/)
      .waitFor()
  })

  test('a drill-down adds a filter a step, and the link holds them', async () => {
    const page = await portal.open('/portal/teams/quality/quality-drill-down?range=7d')
    const rows = page.getByRole('table', { name: 'By date' }).getByRole('row')
    await rows.nth(1).press('Enter')
    await page.getByRole('tab', { name: 'Region', selected: true }).waitFor()
    await page.getByRole('table', { name: 'By region' }).getByRole('row').nth(1).press('Enter')
    await page.getByRole('tab', { name: 'Building', selected: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('filter')).toMatch(
      /^Date%3D\d{4}-\d{2}-\d{2},Second%20Region%3D$/,
    )
    const again = await portal.open(new URL(page.url()).pathname + new URL(page.url()).search)
    await again.getByText('Second Region: (empty)').waitFor()
  })

  test('a specialist gets the panels without people, and is told of the others', async () => {
    const page = await portal.open('/portal/teams/quality')
    await page.evaluate("localStorage.setItem('anteroom.role', 'supportSpecialist')")
    await page.goto(`${portal.origin}/portal/teams/quality/client-versions?range=7d&tab=people`)
    await page.getByText('what names or locates a person is not for specialists').waitFor()
    await page.goto(`${portal.origin}/portal/teams/quality/client-versions?range=7d`)
    await page.getByRole('table', { name: 'By version' }).waitFor()
    await page.goto(`${portal.origin}/portal/teams/networks`)
    await page.getByText('Only administrators upload').waitFor()
    await page.evaluate("localStorage.removeItem('anteroom.role')")
  })

  test('a report is cloned, changed, saved, shown, and deleted', async () => {
    const page = await portal.open('/portal/teams/quality/pstn/edit?range=7d')
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Phones of ours')
    await page.getByRole('textbox', { name: 'Search measures' }).fill('Total Stream')
    await page.getByRole('checkbox', { name: 'Total Stream Count', exact: true }).check()
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(/\/portal\/teams\/quality\/phones-of-ours/)
    await page.getByRole('region', { name: 'Phone calls' }).getByText('Total Stream Count').waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL(/\/portal\/teams\/quality\/summary/)
  })

  test('a file with mistakes is told by line and column; mended it is uploaded and in use', async () => {
    const page = await portal.open('/portal/teams/networks')
    const choose = (text: string) =>
      page
        .getByLabel('File to upload')
        .setInputFiles({ name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    const good = '10.0.0.0,HQ,16,Main,,,,,,,,Europe,1,0,0'
    await choose(`${good}\n10.0.7.0,Lab,24,Lab,,,,,,,,Europe,yes,0,0`)
    await page.getByText('One problem: the file can’t be uploaded').waitFor()
    const problem = page.getByRole('table', { name: 'problems of the file' }).getByRole('row').nth(1)
    await expect.poll(() => problem.textContent()).toMatch(/213 InsideCorp"yes"0 or 1/)
    expect(await page.getByRole('button', { name: 'Upload' }).isDisabled()).toBe(true)
    expect(await portal.axe(page)).toEqual([])
    await choose(good)
    await page.getByText('Nothing is wrong with it').waitFor()
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByRole('region', { name: 'Building file' }).getByText('256 networks').waitFor()
  })

  test('pages fit a phone, and log no error', async () => {
    const page = await portal.context.newPage()
    await page.setViewportSize({ width: 390, height: 800 })
    for (const path of [
      '/portal/teams/quality?range=7d',
      '/portal/teams/quality/summary/edit',
      '/portal/teams/networks',
    ]) {
      await page.goto(portal.origin + path)
      await page.getByRole('region').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390)
    }
    expect(portal.errors).toEqual([])
  })
})
