/** Control for tests, felt by the official clients: faults, their records, and a clock that is moved ahead. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Anteroom, startForTest } from './harness.ts'
import { refusal } from './identity-clients.ts'

const KEY = 'a key that only the operator knows'

let anteroom: Anteroom
let token: string

beforeAll(async () => {
  anteroom = await startForTest({ settings: { controlKey: KEY } })
  ;({ token } = await anteroom.credential().getToken('https://anteroom.local/.default'))
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})
beforeEach(() => control('DELETE', '/control/faults'))

async function control(
  method: string,
  path: string,
  {
    body,
    headers = {},
    bearer = token,
  }: { body?: object; headers?: Record<string, string>; bearer?: string } = {},
) {
  const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}
const addFault = (body: object) => control('POST', '/control/faults', { body })
const clientWith = (maxRetries: number) =>
  new CommunicationIdentityClient(anteroom.connectionString(), {
    ...anteroom.trust,
    retryOptions: { maxRetries, retryDelayInMs: 1 },
  } as CommunicationIdentityClientOptions)

describe('a fault', () => {
  test('that throttles is waited out by the official client, and each try has its record', async () => {
    await addFault({
      operation: 'CreateIdentity',
      effect: { kind: 'throttle', retryAfterSeconds: 1 },
      times: 1,
    })
    const user = await clientWith(3).createUser()
    expect(user.communicationUserId).toMatch(/^8:acs:/)
    const rows = await anteroom.kql(
      `ACSAuthIncomingOperations | where OperationName == 'CreateIdentity' | summarize Tries = count() by ResultSignature | order by ResultSignature asc`,
      2,
    )
    expect(rows.map(row => row.ResultSignature)).toEqual(['201', '429'])
  })

  test('that fails has the status and code that were asked for, as often as asked', async () => {
    await addFault({
      pathPrefix: '/identities',
      effect: { kind: 'fail', status: 400, code: 'Odd' },
      times: 2,
    })
    const client = clientWith(0)
    for (let i = 0; i < 2; i++) {
      expect(await refusal(client.createUser())).toMatchObject({ statusCode: 400, code: 'Odd' })
    }
    await client.createUser()
    expect((await control('GET', '/control/faults')).body).toEqual({ value: [] })
  })

  test('is only for its operation, and can be taken back', async () => {
    const { body } = await addFault({ operation: 'DeleteIdentity', effect: { kind: 'fail', status: 500 } })
    const client = clientWith(0)
    const user = await client.createUser()
    expect(await refusal(client.deleteUser(user))).toMatchObject({ statusCode: 500 })
    expect((await control('DELETE', `/control/faults/${body.id}`)).status).toBe(204)
    await client.deleteUser(user)
    expect((await control('DELETE', `/control/faults/${body.id}`)).status).toBe(404)
  })

  test('that delays answers later and otherwise as usual', async () => {
    await addFault({ operation: 'CreateIdentity', effect: { kind: 'delay', milliseconds: 50 }, times: 1 })
    await clientWith(0).createUser()
    expect((await control('GET', '/control/faults')).body.value).toEqual([])
  })

  test('for everything still lets itself be removed', async () => {
    await addFault({ effect: { kind: 'fail', status: 503 } })
    expect((await fetch(`${anteroom.httpOrigin}/healthz`)).status).toBe(503)
    expect((await control('DELETE', '/control/faults')).status).toBe(204)
    expect((await fetch(`${anteroom.httpOrigin}/healthz`)).status).toBe(200)
  })

  test.each([
    [{ effect: { kind: 'fail', status: 200 } }],
    [{ effect: { kind: 'explode' } }],
    [{ effect: { kind: 'delay', milliseconds: 5 }, pathprefix: '/' }],
  ])('that nobody can mean is refused: %j', async fault => {
    expect((await addFault(fault)).status).toBe(400)
  })
})

test('moving the clock ahead lets tokens expire', async () => {
  const client = clientWith(0)
  const before = await control('GET', '/control/clock')
  const { expiresOn } = await client.getToken(await client.createUser(), ['chat'])
  const moved = await control('POST', '/control/clock/:advance', { body: { milliseconds: 30_000 } })
  expect(moved.body.aheadMilliseconds - before.body.aheadMilliseconds).toBe(30_000)
  const later = await client.getToken(await client.createUser(), ['chat'])
  expect(later.expiresOn.getTime() - expiresOn.getTime()).toBeGreaterThanOrEqual(29_000)
})

describe('who may control', () => {
  test('nobody without a token for this server', async () => {
    const { token: other } = await anteroom.credential().getToken('https://management.azure.com/.default')
    expect((await control('GET', '/control/faults', { bearer: other })).status).toBe(401)
  })

  test('through a proxy only with the key', async () => {
    const through = (key?: string) =>
      control('GET', '/control/faults', {
        headers: { 'x-forwarded-for': '203.0.113.7', ...(key && { 'x-anteroom-control-key': key }) },
      })
    expect((await through()).status).toBe(403)
    expect((await through('a guess')).status).toBe(403)
    expect((await through(KEY)).status).toBe(200)
  })
})
