import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined

/** The sum of the second column of the chart's table. */
async function figuresShown(page: Page): Promise<number> {
  await page.getByRole('button', { name: /^Show .* as table$/ }).click()
  await page.getByRole('table').getByRole('row').nth(1).waitFor()
  const cells = await page.getByRole('table').getByRole('cell').allTextContents()
  return cells.filter((_, i) => i % 2 === 1).reduce((sum, text) => sum + Number(text), 0)
}

describe.skipIf(isMissing)(isMissing ? `metrics, settings, dashboards: ${HOW_TO}` : 'monitoring', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
  })
  afterAll(() => portal[Symbol.asyncDispose]())

  test('metrics: the table of a chart adds up to what its KQL counts', async () => {
    const count = async () => {
      const [{ n } = {}] = await portal.kql(
        `AnteroomOperationMetrics_CL | where MetricName == 'APIRequestAuthentication' and ResourceId has 'contoso-acs' | summarize n = sum(Count)`,
      )
      return n
    }
    const page = await portal.open(
      '/portal/metrics?range=4h&grain=P1D&lines=APIRequestAuthentication%3BCount%3B',
    )
    // Minutes that end meanwhile add to both: it is compared where nothing came between.
    let [counted, before, after]: unknown[] = [0, 0, 1]
    while (before !== after) {
      before = await count()
      await page.reload()
      counted = await figuresShown(page)
      after = await count()
    }
    expect(counted).toBe(after)
    expect(await portal.axe(page)).toEqual([])
  })

  test('metrics: dragging over a stretch of the chart zooms into it', async () => {
    const page = await portal.open('/portal/metrics?range=4h')
    await page.locator('canvas').first().waitFor()
    const box = await page.locator('canvas').first().boundingBox()
    const [x, y] = [(box?.x ?? 0) + 300, (box?.y ?? 0) + 150]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 200, y, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL(/range=\d{4}-/)
  })

  test('metrics: a split chosen by keyboard stands in the address, and the chart is pinned', async () => {
    const page = await portal.open('/portal/metrics?range=4h')
    const split = page.getByRole('combobox', { name: 'Split by' })
    await split.press('ArrowDown')
    await page.getByRole('option', { name: 'StatusCodeClass' }).click()
    await page.waitForURL(/StatusCodeClass/)
    await page.getByRole('button', { name: 'Pin' }).press('Enter')
    await page.getByRole('menuitem', { name: 'APIs' }).press('Enter')
    await page.getByText('Pinned to APIs').waitFor()
    await page.goto(`${portal.origin}/portal/dashboards?board=apis&range=4h`)
    await page.getByRole('heading', { name: /Authentication API Requests .* by StatusCodeClass/ }).waitFor()
  })

  test('settings: what is missing stands at its field, a refusal of the API too; one is changed and deleted', async () => {
    const page = await portal.open('/portal/settings')
    await page.getByRole('button', { name: 'New setting' }).press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('A setting needs a name.').waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Name', exact: false }).first().fill('second')
    const workspace = page.getByRole('combobox', { name: 'Workspace' })
    await workspace.fill('/nowhere')
    await page.getByRole('button', { name: 'Save' }).click()
    await page
      .getByText("Destination '/nowhere' of type workspace does not exist; create it first.")
      .waitFor()
    await workspace.fill('')
    await workspace.press('ArrowDown')
    await page.getByRole('option', { name: 'contoso-logs' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/is already used in diagnostic setting 'everything-to-workspace'/).waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('row').nth(1).press('Enter')
    await page.getByRole('checkbox', { name: /All metrics/ }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'allLogs', exact: true }).waitFor()
    await page.getByRole('row').nth(1).press('Enter')
    await page.getByRole('button', { name: 'Delete…' }).press('Enter')
    await page.getByRole('button', { name: 'Delete it' }).press('Enter')
    await page.getByText('Nothing is sent anywhere').waitFor()
  })

  test('deliveries: as many records as KQL says, and nothing set aside', async () => {
    const page = await portal.open('/portal/deliveries?range=4h')
    await page.getByText('Nothing is set aside').waitFor()
    const [{ Records, Category } = {}] = await portal.kql(
      'AnteroomDeliveries_CL | where Outcome == "Delivered" and Category == "CallSummary" | summarize Records = sum(Records) by Category',
    )
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('cell', { name: String(Category), exact: true }) })
    await row
      .getByRole('cell', { name: String(Records), exact: true })
      .first()
      .waitFor()
    await page
      .getByRole('table', { name: 'destinations' })
      .getByRole('cell', { name: 'contoso-logs' })
      .waitFor()
    expect(await portal.axe(page)).toEqual([])
  })

  test('dashboards: a pin moves and goes by its buttons; JSON comes in; one is shared with the tenant', {
    timeout: 200_000,
  }, async () => {
    const page = await portal.open('/portal/dashboards?edit=yes&range=4h')
    const titles = () => page.getByRole('heading', { level: 2 }).allTextContents()
    await page.getByRole('table', { name: 'Calls with the most loss' }).waitFor()
    await page.locator('canvas').nth(2).waitFor()
    expect(await page.getByText('That did not work').count()).toBe(0)
    const [first, second] = await titles()
    await page.getByRole('button', { name: `Later: ${first}` }).press('Enter')
    expect((await titles()).slice(0, 2)).toEqual([second, first])
    await page.getByRole('button', { name: `Remove: ${second}` }).press('Enter')
    expect(await titles()).not.toContain(second)
    await page.getByRole('button', { name: 'JSON' }).click()
    const json = page.getByRole('textbox', { name: 'JSON' })
    await json.fill('{"name":"Mine","pins":[{"kind":"pie"}]}')
    await page.getByText('pins[0].kind: expected kql or metric.').waitFor()
    const pin = { kind: 'kql', id: '1', title: 'One row', kql: 'print Answer = 42', width: 4 }
    await json.fill(JSON.stringify({ name: 'Mine', pins: [pin] }))
    await page.getByRole('button', { name: 'Take it in' }).click()
    await page.getByRole('cell', { name: '42' }).waitFor()
    expect(await portal.axe(page)).toEqual([])

    await page.getByRole('button', { name: 'Share with the tenant' }).click()
    await page.getByText('Charts that the tenant shares').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Ours')
    await page.getByRole('textbox', { name: 'Name' }).press('Enter')
    // Another browser knows nothing but what is shared.
    await page.waitForTimeout(500)
    await page.evaluate(() => localStorage.removeItem('anteroom.dashboards'))
    await page.reload()
    await page.getByRole('combobox', { name: 'Dashboard' }).click()
    await page.getByRole('option', { name: 'Ours' }).click()
    await page.getByRole('cell', { name: '42' }).waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('This browser keeps them').waitFor()
    await page.getByRole('combobox', { name: 'Dashboard' }).click()
    await page.getByRole('option', { name: 'Ours' }).waitFor({ state: 'detached' })
    expect(portal.errors.filter(text => !/status of (400|409)/.test(text))).toEqual([])
  })
})
