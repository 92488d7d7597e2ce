/**
 * Invariant 5 over the whole product: real HTTPS callers, a real server process, real kills. What a caller was told is
 * done is one row, no row is there twice, and the calls that a kill cut off end as rows too.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { seededRandom } from '#base'
import { connectSignal } from '#sources/meetings'
import { startForTest } from '../conformance/harness.ts'
import { accessKeyOf, type Client, type KqlRow, openClient, openKql } from '../e2e/client.ts'
import { childrenOf } from '../e2e/process-tree.ts'
import { type ServerProcess, startServer } from '../e2e/server-process.ts'
import { KILLS } from '../long.ts'
import { type Loaded, startLoad } from './server-load.ts'

/** Rates of Azure are off: the load is to be as dense as the machine allows. */
const FLAGS = ['--enforce-limits=false']

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-kill-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

async function aServer(folder: string): Promise<ServerProcess> {
  const server = await startServer(folder, FLAGS)
  onTestFinished(() => server.kill())
  return server
}

const untilLoaded = (acknowledged: ReadonlyMap<string, string>, before: number) =>
  expect.poll(() => acknowledged.size, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 20)

const OPERATIONS = 'ACSAuthIncomingOperations | project CorrelationId, OperationName, ItemId = _ItemId'

/** Compares rows with what was told, when as many are there as were acknowledged. */
async function expectExactlyOnce(server: Loaded, acknowledged: ReadonlyMap<string, string>) {
  const kql = await openKql(anOpenClient(server), server.httpOrigin)
  const rowsById = async () => Map.groupBy(await kql(OPERATIONS), row => String(row.CorrelationId))
  const missing = async () => {
    const rows = await rowsById()
    return [...acknowledged.keys()].filter(id => !rows.has(id)).length
  }
  await expect.poll(missing, { timeout: 60_000, interval: 500 }).toBe(0)
  const rows = await rowsById()
  expect([...rows.values()].filter(same => same.length !== 1)).toEqual([])
  const others = [...acknowledged].filter(([id, operation]) => rows.get(id)?.[0]?.OperationName !== operation)
  expect(others).toEqual([])
}

test(`${KILLS} kills of the server under load: every acknowledged operation is one row`, {
  timeout: 240_000,
}, async () => {
  const folder = await aFolder()
  const random = seededRandom(7)
  const acknowledged = new Map<string, string>()
  for (let life = 0; life < KILLS; life++) {
    const server = await aServer(folder)
    const before = acknowledged.size
    const load = startLoad(server, acknowledged)
    await untilLoaded(acknowledged, before)
    await pause(random() * 400)
    await server.kill()
    await load.stop()
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS * 20)
  await expectExactlyOnce(await aServer(folder), acknowledged)
})

test(`${KILLS} kills of the engine under load: no caller notices, every acknowledged operation is one row`, {
  timeout: 240_000,
}, async () => {
  const anteroom = await startForTest({ settings: { enforceLimits: false } })
  onTestFinished(() => anteroom[Symbol.asyncDispose]())
  const server = { ...anteroom, ca: anteroom.trust.tlsOptions.ca }
  const random = seededRandom(8)
  const acknowledged = new Map<string, string>()
  const kql = await openKql(anOpenClient(server), server.httpOrigin)
  const load = startLoad(server, acknowledged, { pauseMs: 20 })
  for (let kill = 0; kill < KILLS; kill++) {
    // Whoever is killed while it starts is held back before the next try: this is about engines that work.
    await kql('print 1')
    await pause(random() * 400)
    // A short life counts as a long one, after which the next start is not held back.
    anteroom.clock.shift(31_000)
    const [engine = 0] = await childrenOf(process.pid)
    process.kill(engine, 'SIGKILL')
    await expect.poll(() => childrenOf(process.pid), { timeout: 10_000, interval: 5 }).not.toContain(engine)
  }
  await untilLoaded(acknowledged, acknowledged.size)
  await load.stop()
  expect(load.refused()).toBe(0)
  await expectExactlyOnce(server, acknowledged)
})

function anOpenClient(server: Loaded): Client {
  const client = openClient(server)
  onTestFinished(() => client.close())
  return client
}

test('calls that a kill cuts off, and calls that ended before it, are each one row a participant', {
  timeout: 120_000,
}, async () => {
  const folder = await aFolder()
  const expected: string[] = []
  for (let life = 0; life < 4; life++) {
    const server = await aServer(folder)
    setDefaultCACertificates([...getCACertificates('default'), server.ca])
    const ended = await aCallOfTwo(server)
    for (const one of ended.people) await one.leave()
    const cutOff = await aCallOfTwo(server)
    expected.push(...ended.participants, ...cutOff.participants)
    await server.kill()
  }
  const server = await aServer(folder)
  const kql = await openKql(anOpenClient(server), server.httpOrigin)
  const participants = async () =>
    (await kql('ACSCallSummary | project ParticipantId')).map((row: KqlRow) => String(row.ParticipantId))
  await expect
    .poll(async () => (await participants()).toSorted(), { timeout: 20_000, interval: 200 })
    .toEqual(expected.toSorted())
})

/** Two users of a group call who are both in. */
async function aCallOfTwo(server: ServerProcess) {
  const groupId = crypto.randomUUID()
  const client = openClient(server)
  const people = await Promise.all([aUser(server, client), aUser(server, client)])
  client.close()
  const participants: string[] = []
  for (const one of people) {
    participants.push(await one.join({ groupId }))
    await one.waitFor('Connected')
  }
  return { people, participants }
}

async function aUser(server: ServerProcess, client: Client) {
  const { text } = await client.send({
    method: 'POST',
    path: '/identities?api-version=2023-10-01',
    accessKey: accessKeyOf('contoso-acs'),
    body: '{"createTokenWithScopes":["voip"]}',
  })
  const { accessToken } = JSON.parse(text) as { accessToken: { token: string } }
  return connectSignal({
    url: `${server.origin.replace('https', 'wss')}/signal`,
    identity: { kind: 'token', token: accessToken.token },
  })
}
