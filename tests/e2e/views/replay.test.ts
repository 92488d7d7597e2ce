/** A destination that refuses records: they are set aside, seen on Deliveries, and sent again once it is mended. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessKeyOf, signatureOf } from '../client.ts'
import { aPortal, chromiumPath, HOW_TO, type Portal } from './a-portal.ts'

const isMissing = chromiumPath === undefined
const RESOURCE =
  '/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourceGroups/contoso-rg/providers/Microsoft.Communication/communicationServices/contoso-acs'
const IDENTITIES = 5

describe.skipIf(isMissing)(isMissing ? `replay: ${HOW_TO}` : 'replay of what was set aside', () => {
  let portal: Portal
  let receiver: Server
  let isMended = false
  let taken = 0
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const parts: string[] = []
      for await (const part of request) parts.push(String(part))
      if (isMended) taken += JSON.parse(parts.join('')).records.length
      response.writeHead(isMended ? 200 : 400).end()
    })
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
    const destinations = { partners: { siem: { kind: 'webhook', url, secret: 'of the tests' } } }
    portal = await aPortal({ flags: ['--destinations', JSON.stringify(destinations)] })
  })
  afterAll(async () => {
    receiver?.close()
    await portal?.[Symbol.asyncDispose]()
  })

  test('what a webhook refused is listed with its answer, opens, and is taken when it is sent again', async () => {
    await sendToPartner(portal)
    for (let i = 0; i < IDENTITIES; i++) await createIdentity(portal)
    const page = await portal.open('/portal/deliveries?range=4h')
    const letters = page.getByRole('table', { name: 'records set aside' })
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { name: 'Set aside' }).waitFor()
          return await letters.getByRole('cell', { name: 'siem' }).count()
        },
        { timeout: 50_000, interval: 1000 },
      )
      .toBe(IDENTITIES)
    expect(await letters.getByRole('cell', { name: /400/ }).count()).toBe(IDENTITIES)
    expect(await portal.axe(page)).toEqual([])

    await letters.getByRole('row').nth(1).press('Enter')
    await page.getByRole('dialog').getByText('AuthOperational').first().waitFor()
    expect(await portal.axe(page)).toEqual([])
    await page.keyboard.press('Escape')

    isMended = true
    await page.getByRole('button', { name: 'Send again to siem' }).click()
    await page.getByText('Nothing is set aside').waitFor({ timeout: 50_000 })
    await expect.poll(() => taken, { timeout: 30_000 }).toBe(IDENTITIES)
    expect(portal.errors).toEqual([])
  })
})

/** A setting that sends the authentications to come to the partner. */
async function sendToPartner({ context, origin }: Portal): Promise<void> {
  const form = {
    grant_type: 'password',
    client_id: 'a9900000-0000-4000-8000-0000000000c1',
    username: 'olivia@contoso.example',
    password: 'none',
    scope: 'https://management.azure.com/.default',
  }
  const token = await (await context.request.post(`${origin}/contoso/oauth2/v2.0/token`, { form })).json()
  const path = `${RESOURCE}/providers/Microsoft.Insights/diagnosticSettings/siem?api-version=2021-05-01-preview`
  const properties = { marketplacePartnerId: 'siem', logs: [{ category: 'AuthOperational', enabled: true }] }
  const headers = { authorization: `Bearer ${token.access_token}` }
  const put = await context.request.put(origin + path, { headers, data: { properties } })
  expect(put.status(), await put.text()).toBe(200)
}

async function createIdentity({ context, origin }: Portal): Promise<void> {
  const path = '/identities?api-version=2023-10-01'
  const signed = {
    method: 'POST',
    path,
    body: '{}',
    accessKey: accessKeyOf('contoso-acs'),
    host: new URL(origin).host,
  }
  const headers = { 'content-type': 'application/json', ...signatureOf(signed) }
  const made = await context.request.post(origin + path, { headers, data: Buffer.from('{}') })
  expect(made.status(), await made.text()).toBe(201)
}
