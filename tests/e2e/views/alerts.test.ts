import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

/** Rules look at whole minutes: the server's clock is moved over the end of the present one. */
const A_MINUTE_LATER_MS = 61_000

const isMissing = chromiumPath === undefined

describe.skipIf(isMissing)(isMissing ? `alerts: ${HOW_TO}` : 'alerts', () => {
  let portal: Portal
  let receiver: Server
  let told: (payload: string) => void = () => {}
  const firstCall = new Promise<string>(resolve => {
    told = resolve
  })
  beforeAll(async () => {
    portal = await aPortal({ isPlayed: true })
    receiver = createServer(async (request, response) => {
      const parts: string[] = []
      for await (const part of request) parts.push(String(part))
      response.end()
      told(parts.join(''))
    })
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    receiver.close()
    await portal[Symbol.asyncDispose]()
  })

  test('a group and a rule from the page fire, and the webhook is told', async () => {
    const address = receiver.address()
    const port = typeof address === 'object' ? address?.port : 0
    const page = await portal.open('/portal/alerts?tab=groups')
    await page.getByLabel('Name').fill('team')
    await page.getByLabel('Webhook URL or e-mail address').fill(`http://127.0.0.1:${port}/hook`)
    await page.getByRole('button', { name: 'Add group' }).click()
    await page.getByRole('cell', { name: 'team' }).waitFor()
    expect(await portal.axe(page)).toEqual([])

    await page.goto(`${portal.origin}/portal/alerts/new`)
    await page.getByLabel('Name').fill('Always')
    await page.getByLabel('Query (KQL)').fill('range x from 1 to 7 step 1')
    await page.getByLabel('Evaluate every').selectOption('PT1M')
    await page.getByLabel('Tell').selectOption({ label: 'team' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Saved' }).waitFor()
    await portal.advance(A_MINUTE_LATER_MS)
    const { data } = JSON.parse(await firstCall)
    expect(data.essentials).toMatchObject({
      alertRule: 'Always',
      monitorCondition: 'Fired',
      severity: 'Sev3',
    })
    expect(data.alertContext.condition.allOf[0].metricValue).toBe(7)
    await page.goto(`${portal.origin}/portal/alerts?tab=history`)
    await page.getByRole('cell', { name: 'Fired' }).waitFor()
    expect(await portal.axe(page)).toEqual([])
  })

  test('a metric rule from a chart is tested on past data, saved, opens again', {
    timeout: 120_000,
  }, async () => {
    const line = encodeURIComponent('APIRequestAuthentication;Count;;Operation=CreateIdentity')
    const page = await portal.open(`/portal/metrics?range=1h&lines=${encodeURIComponent(line)}`)
    await page.getByRole('link', { name: 'New alert rule' }).click()
    await page.getByRole('textbox', { name: 'Operation' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Operation' }).inputValue()).toBe('CreateIdentity')
    await page.getByLabel('Name').fill('Many identities')
    await page.getByLabel('Threshold').fill('0')
    await page.getByLabel('Evaluate every').selectOption('PT1M')
    // The page asks for the past of its own clock: the minute that the meetings were played in must be over.
    const minutes = await portal.kql('AnteroomOperationMetrics_CL | summarize Last = max(TimeGenerated)')
    await page.waitForTimeout(Math.max(0, Date.parse(String(minutes[0]?.Last)) + 61_000 - Date.now()))
    await page.getByRole('button', { name: 'Test on past data' }).click()
    await page.getByRole('status').filter({ hasText: 'Would have fired' }).waitFor({ timeout: 60_000 })
    expect(await portal.axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Saved' }).waitFor()

    await page.getByRole('link', { name: 'All alert rules' }).click()
    await page.getByRole('link', { name: 'many-identities' }).click()
    await page.getByLabel('Threshold').fill('2')
    expect(await page.getByLabel('Metric').inputValue()).toBe('APIRequestAuthentication')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Saved' }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'All alert rules' }).click()
    await page.getByRole('cell', { name: 'Always' }).waitFor()
    expect(await page.getByRole('link', { name: 'many-identities' }).count()).toBe(0)
  })

  test('a test run of a ready-made rule answers with a chart', async () => {
    const page = await portal.open('/portal/alerts/new?from=join-failures&range=1h')
    await page.getByRole('button', { name: 'Test on past data' }).click()
    await page.getByRole('status').filter({ hasText: 'evaluations' }).waitFor()
    expect(await portal.axe(page)).toEqual([])
    expect(portal.errors).toEqual([])
  })
})
