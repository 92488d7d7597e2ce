/** A destination that refuses records: they are set aside, seen on Deliveries, and sent again once it is mended. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const ARM = 'https://management.azure.com/.default'
const RESOURCE =
  '/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourceGroups/contoso-rg/providers/Microsoft.Communication/communicationServices/contoso-acs'

describe.skipIf(isMissing)(isMissing ? `replay: ${HOW_TO}` : 'replay of what was set aside', () => {
  let portal: Portal
  let receiver: Server
  let answer = 400
  let taken = 0
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const parts: string[] = []
      for await (const part of request) parts.push(String(part))
      response.writeHead(answer).end()
      if (answer === 200) taken += JSON.parse(parts.join('')).records.length
    })
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
    const destinations = JSON.stringify({
      partners: { siem: { kind: 'webhook', url, secret: 'of the tests' } },
    })
    portal = await aPortal({ meetings: 1, flags: ['--destinations', destinations] })
  }, 300_000)
  afterAll(async () => {
    receiver?.close()
    await portal?.[Symbol.asyncDispose]()
  })

  test('records of the past are refused, listed with the reason, and sent again', {
    timeout: 200_000,
  }, async () => {
    await sendThePast(portal)
    const page = await portal.open('/portal/deliveries?range=4h')
    const letters = page.getByRole('table', { name: 'records set aside' })
    await letters.getByRole('cell', { name: 'siem' }).first().waitFor({ timeout: 60_000 })
    expect(await letters.getByRole('cell', { name: /400/ }).count()).toBeGreaterThan(0)
    expect(await portal.axe(page)).toEqual([])
    const [{ n } = { n: 0 }] = await portal.kql('ACSCallSummary | summarize n = count()')

    answer = 200
    await page.getByRole('button', { name: 'Send again to siem' }).click()
    await page.getByText('Nothing is set aside').waitFor({ timeout: 60_000 })
    expect(taken).toBe(n)
    expect(portal.errors).toEqual([])
  })
})

/** A setting that sends the calls of the last days to the partner. */
async function sendThePast({ context, origin }: Portal): Promise<void> {
  const form = {
    grant_type: 'password',
    client_id: 'a9900000-0000-4000-8000-0000000000c1',
    username: 'olivia@contoso.example',
    password: 'none',
    scope: ARM,
  }
  const token = await (await context.request.post(`${origin}/contoso/oauth2/v2.0/token`, { form })).json()
  const path = `${RESOURCE}/providers/Microsoft.Insights/diagnosticSettings/siem?api-version=2021-05-01-preview`
  const properties = {
    marketplacePartnerId: 'siem',
    logs: [{ category: 'CallSummary', enabled: true }],
    backfillDays: 1,
  }
  const put = await context.request.put(origin + path, {
    headers: { authorization: `Bearer ${token.access_token}` },
    data: { properties },
  })
  expect(put.status(), await put.text()).toBe(200)
}
