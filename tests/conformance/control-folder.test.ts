/** The commands that work on the data folder as a whole: snapshot, restore, reset; and those that refuse to. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type ServerProcess, startServer } from '../e2e/server-process.ts'
import { askUntil } from './harness.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/anteroom.mjs', import.meta.url))

let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-snapshot-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Exit code and what was written. */
const anteroom = (
  data: string,
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> =>
  new Promise(done => {
    execFile(process.execPath, [PROGRAM, ...args, '--data', at(data)], (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    )
  })

const clientOf = ({ origin, ca }: ServerProcess) =>
  new CommunicationIdentityClient(`endpoint=${origin}/;accesskey=${knownWorld.resources[0]?.primaryKey}`, {
    tlsOptions: { ca },
  } as CommunicationIdentityClientOptions)

const users = async (data: string): Promise<readonly string[]> => {
  const query = `ACSAuthIncomingOperations | where OperationName == 'CreateIdentity' | distinct Identity`
  const { out } = await anteroom(data, 'query', query, '--format', 'json')
  return out
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line).Identity)
}

test('what was there at the snapshot is there again, rows included, in another folder too; a reset forgets', async () => {
  let server = await startServer(at('data'))
  const kept = await clientOf(server).createUser()
  expect(await askUntil(() => users('data'), 1)).toEqual([kept.communicationUserId])
  expect(await anteroom('data', 'snapshot', 'save', at('saved'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('Stop it first'),
  })
  await server.stop()

  expect((await anteroom('data', 'snapshot', 'save', at('saved'))).code).toBe(0)
  expect((await anteroom('data', 'snapshot', 'save', at('saved'))).code).toBe(1)
  server = await startServer(at('data'))
  await clientOf(server).deleteUser(kept)
  await server.stop()

  for (const data of ['data', 'elsewhere']) {
    expect(await anteroom(data, 'snapshot', 'restore', at('saved'))).toMatchObject({ code: 0 })
    server = await startServer(at(data))
    expect(await users(data)).toEqual([kept.communicationUserId])
    expect((await clientOf(server).getToken(kept, ['chat'])).token).toMatch(/^ey/)
    await server.stop()
  }

  const { ca } = server
  expect((await anteroom('elsewhere', 'reset')).code).toBe(0)
  server = await startServer(at('elsewhere'))
  expect(server.ca).toBe(ca)
  expect(await users('elsewhere')).toEqual([])
  await expect(clientOf(server).getToken(kept, ['chat'])).rejects.toMatchObject({ statusCode: 404 })
  await server.stop()
}, 120_000)

test('while a server runs a snapshot has a name, and a reset is felt at once', async () => {
  const server = await startServer(at('running'))
  const kept = await clientOf(server).createUser()
  expect(await askUntil(() => users('running'), 1)).toEqual([kept.communicationUserId])
  expect(await anteroom('running', 'snapshot', 'save', 'named')).toMatchObject({ code: 0 })
  expect((await anteroom('running', 'snapshot', 'save', 'named')).code).toBe(1)
  expect(await anteroom('running', 'reset')).toMatchObject({ code: 0 })
  expect(await users('running')).toEqual([])
  expect((await anteroom('running', 'snapshot', 'restore', 'named')).code).toBe(0)
  expect(await users('running')).toEqual([kept.communicationUserId])
  await server.stop()

  expect((await anteroom('running', 'reset')).code).toBe(0)
  expect((await anteroom('running', 'snapshot', 'restore', 'named')).code).toBe(0)
  expect((await anteroom('running', 'snapshot', 'restore', 'named')).code).toBe(0)
}, 120_000)

test('what is no data and no snapshot is left alone', async () => {
  expect((await anteroom('nothing', 'reset')).code).toBe(1)
  expect((await anteroom('nothing', 'snapshot', 'save', at('x'))).code).toBe(1)
  expect((await anteroom('nothing', 'snapshot', 'restore', at('nothing'))).code).toBe(1)
  expect(await anteroom('nothing', 'reset', '--clickhouse', 'http://localhost:1')).toMatchObject({
    code: 1,
    err: expect.stringContaining('ClickHouse'),
  })
})

test('faults and the clock by command', async () => {
  const server = await startServer(at('commands'))
  const flags = ['--operation', 'CreateIdentity', '--fail', '400', '--times', '1']
  expect(await anteroom('commands', 'fault', 'add', ...flags)).toMatchObject({ code: 0 })
  await expect(clientOf(server).createUser()).rejects.toMatchObject({ statusCode: 400 })
  await clientOf(server).createUser()
  expect(await anteroom('commands', 'clock', 'PT1H')).toMatchObject({
    code: 0,
    out: expect.stringContaining('(3600000 ms ahead)'),
  })
  expect((await anteroom('commands', 'clock', 'soon')).code).toBe(1)
  expect((await anteroom('commands', 'fault', 'add', '--fail', '200')).code).toBe(1)
  await server.stop()
}, 60_000)
