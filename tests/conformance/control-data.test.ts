/** All data at once, on a server that runs: forgotten, put aside and brought back, while clients go on. */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { communicationClient, GROUP, monitorClient, refusal } from './arm-clients.ts'
import { aPerson, aThread } from './chat-people.ts'
import { type Anteroom, startForTest } from './harness.ts'

const control = async (anteroom: Anteroom, method: string, path: string) => {
  const { token } = await anteroom.credential().getToken('https://anteroom.local/.default')
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${anteroom.httpOrigin}/control${path}`, { method, headers })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const identityOf = (anteroom: Anteroom) =>
  new CommunicationIdentityClient(anteroom.connectionString(), {
    ...anteroom.trust,
    retryOptions: { maxRetries: 0 },
  } as CommunicationIdentityClientOptions)

const CREATED = `ACSAuthIncomingOperations | where OperationName == 'CreateIdentity' | distinct Identity`

describe('a reset', () => {
  let anteroom: Anteroom
  let client: CommunicationIdentityClient

  beforeAll(async () => {
    anteroom = await startForTest({ settings: { enforceLimits: false } })
    client = identityOf(anteroom)
  })
  afterAll(async () => {
    await anteroom?.[Symbol.asyncDispose]()
    expect(anteroom?.errors).toEqual([])
  })

  test('forgets users, threads, resources, settings, rows and metrics, and begins with the known world', async () => {
    const before = await aPerson(anteroom)
    const thread = await aThread(before)
    const services = communicationClient(anteroom).communicationServices
    const body = { location: 'Global', dataLocation: 'Europe' }
    await services.beginCreateOrUpdateAndWait(GROUP, 'forgotten-acs', body)
    const contoso = anteroom.armIdOf('contoso-acs')
    const { diagnosticSettings } = monitorClient(anteroom)
    await diagnosticSettings.delete(contoso, 'everything-to-workspace')
    await anteroom.kql(CREATED)

    expect(await control(anteroom, 'POST', '/:reset')).toEqual({ status: 204, body: undefined })

    expect(await refusal(client.getToken(before.user, ['chat']))).toMatchObject({ statusCode: 404 })
    expect(await refusal(before.in(thread).getProperties())).toMatchObject({ statusCode: 401 })
    expect(await refusal(services.get(GROUP, 'forgotten-acs'))).toMatchObject({ statusCode: 404 })
    expect((await diagnosticSettings.list(contoso)).value?.map(({ name }) => name)).toEqual([
      'everything-to-workspace',
    ])
    const after = await aPerson(anteroom)
    await aThread(after)
    const rows = await anteroom.kql(CREATED)
    expect(rows).toEqual([{ Identity: after.id }])
    const [counted] = await anteroom.kql(
      `AnteroomOperationMetrics_CL | where Operation == 'CreateIdentity' | summarize Count = sum(Count)`,
    )
    expect(Number(counted?.Count)).toBeLessThanOrEqual(1)
  })

  test('lets requests that come meanwhile wait: every one is answered', async () => {
    const asking = Array.from({ length: 30 }, async (_, i) => {
      await pause(i * 40)
      return client.createUser()
    })
    await pause(100)
    const resetting = control(anteroom, 'POST', '/:reset')
    const users = await Promise.all(asking)
    expect((await resetting).status).toBe(204)
    expect(new Set(users.map(({ communicationUserId }) => communicationUserId)).size).toBe(30)
  })

  test('closes sockets and streams, which come back to the new world', async () => {
    const url = `${anteroom.httpOrigin.replace('http', 'ws')}/signal`
    const socket = new WebSocket(url)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    const { token } = await anteroom.credential().getToken('https://management.azure.com/.default')
    const live = await fetch(`${anteroom.httpOrigin}/live`, { headers: { authorization: `Bearer ${token}` } })
    const streamed = live.text()
    expect((await control(anteroom, 'POST', '/:reset')).status).toBe(204)
    expect((await closed)[0]).toBe(1012)
    expect(await streamed).toContain('retry: 1000')
    const again = new WebSocket(url)
    await once(again, 'open')
    again.close()
  })

  test('is done once when it is asked for twice at the same time', async () => {
    const both = [1, 2].map(() => control(anteroom, 'POST', '/:reset'))
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    for (const status of statuses) expect([204, 409]).toContain(status)
    expect(statuses).toContain(204)
    await client.createUser()
  })
})

describe('a snapshot', () => {
  test('is what was there when it was taken, rows included, and survives a reset', async () => {
    await using anteroom = await startForTest({ settings: { enforceLimits: false } })
    const kept = await aPerson(anteroom)
    const thread = await aThread(kept)
    await anteroom.kql(CREATED)
    expect((await control(anteroom, 'PUT', '/snapshots/before')).status).toBe(204)
    const late = await aPerson(anteroom)
    await kept.in(thread).updateTopic('changed')
    await anteroom.kql(CREATED, 2)
    expect((await control(anteroom, 'POST', '/:reset')).status).toBe(204)

    expect((await control(anteroom, 'GET', '/snapshots')).body).toEqual({
      value: [{ name: 'before', savedAt: expect.stringMatching(/Z$/) }],
    })
    expect((await control(anteroom, 'POST', '/snapshots/before/:restore')).status).toBe(204)
    expect((await kept.in(thread).getProperties()).topic).toBe('Lunch')
    expect(await anteroom.kql(CREATED)).toEqual([{ Identity: kept.id }])
    expect(await refusal(identityOf(anteroom).getToken(late.user, ['chat']))).toMatchObject({
      statusCode: 404,
    })
    await aPerson(anteroom)
    expect(await anteroom.kql(CREATED, 2)).toHaveLength(2)

    expect((await control(anteroom, 'DELETE', '/snapshots/before')).status).toBe(204)
    expect((await control(anteroom, 'GET', '/snapshots')).body).toEqual({ value: [] })
    expect(anteroom.errors).toEqual([])
  })

  test('refused: a name that is taken, is none, or means nothing', async () => {
    await using anteroom = await startForTest()
    await control(anteroom, 'PUT', '/snapshots/one')
    expect(await control(anteroom, 'PUT', '/snapshots/one')).toMatchObject({
      status: 409,
      body: { error: { code: 'SnapshotExists' } },
    })
    expect((await control(anteroom, 'PUT', '/snapshots/..%2F..%2Fx')).status).toBe(400)
    expect((await control(anteroom, 'POST', '/snapshots/two/:restore')).status).toBe(404)
    expect((await control(anteroom, 'DELETE', '/snapshots/two')).status).toBe(404)
  })

  test('that cannot be written is told, and the server goes on with what it has', async () => {
    const data = await mkdtemp(join(tmpdir(), 'anteroom-full-'))
    {
      await using anteroom = await startForTest({ settings: { data } })
      const client = identityOf(anteroom)
      const user = await client.createUser()
      await writeFile(join(data, 'snapshots'), 'no folder')
      expect((await control(anteroom, 'PUT', '/snapshots/one')).status).toBe(500)
      expect((await client.getToken(user, ['chat'])).token).toMatch(/^ey/)
    }
    await rm(data, { recursive: true })
  })
})
