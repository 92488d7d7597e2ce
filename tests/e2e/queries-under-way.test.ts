/** Queries that go on: a caller that goes away takes its query along, and heavy queries leave room for look-ups. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { ClientRequest } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomIds, silentLog, systemClock } from '#base'
import { knownWorld } from '#directory'
import { defaultSettings, startAnteroom } from '#server'
import { LOGS_AUDIENCE, openClient, openKql, tokenFor } from './client.ts'

let folder: string
let anteroom: Awaited<ReturnType<typeof startAnteroom>>
let token: string
const [workspace = { id: '', name: '' }] = knownWorld.workspaces

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-under-way-'))
  anteroom = await startAnteroom({
    settings: { ...defaultSettings, data: folder, port: 0, httpPort: 0 },
    clock: systemClock,
    ids: randomIds,
    log: silentLog,
    chance: () => 0.5,
  })
  token = await tokenFor(anteroom.host.httpOrigin, LOGS_AUDIENCE)
})
afterAll(async () => {
  await anteroom.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs for hours; `mark` tells it from others in the engine. */
const endless = (mark: string): string =>
  `range a from 1 to 1000000000000 step 1 | where tostring(a) != '${mark}' | summarize dcount(hash_sha256(tostring(a)))`

/** How many queries with that mark the engine runs. */
async function underWay(mark: string): Promise<number> {
  const sql = `SELECT count() FROM system.processes WHERE query LIKE '%${mark}%' AND query NOT LIKE '%system.processes%'`
  return Number((await anteroom.engine.query(sql, { weight: 'light' })).rows[0]?.[0])
}

/** Sends and does not wait. The caller ends it by `destroy`. */
function ask(path: string, body: unknown): ClientRequest {
  const { origin, tls } = anteroom.host
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const sent = request(new URL(path, origin), { method: 'POST', ca: tls.caPem, headers })
  // The test itself breaks the connection.
  sent.on('error', () => {})
  sent.end(JSON.stringify(body))
  return sent
}

const LOGS = `/v1/workspaces/${workspace.id}/query`
const inLogs = (query: string) => ask(LOGS, { query })
const inKusto = (version: 'v1' | 'v2') => (csl: string) =>
  ask(`/${version}/rest/query`, { db: workspace.name, csl })

describe.each([
  ['the logs API', inLogs],
  [
    'a batch of the logs API',
    (query: string) =>
      ask('/v1/$batch', {
        requests: [{ id: '1', workspace: workspace.id, method: 'POST', path: '/query', body: { query } }],
      }),
  ],
  ['Kusto, version 1', inKusto('v1')],
  ['Kusto, version 2', inKusto('v2')],
])('%s', (name, send) => {
  test('a client that goes away stops its query in the engine', async () => {
    const mark = `gone-${name.replace(/\W/g, '')}`
    const sent = send(endless(mark))
    await expect.poll(() => underWay(mark), { timeout: 20_000 }).toBe(1)
    sent.destroy()
    await expect.poll(() => underWay(mark), { timeout: 20_000 }).toBe(0)
  })
})

test('look-ups are answered while more heavy queries run and wait than there is room for', async () => {
  const heavy = Array.from({ length: 8 }, (_, i) => inLogs(endless(`heavy-${i}-`)))
  await expect.poll(() => underWay('heavy-'), { timeout: 20_000 }).toBeGreaterThan(1)
  const { origin, httpOrigin, tls } = anteroom.host
  const client = openClient({ origin, ca: tls.caPem })
  const kql = await openKql(client, httpOrigin)

  const text = "union ACSCallSummary, ACSCallDiagnostics | where CorrelationId == 'nobody'"
  expect(await kql(text)).toEqual([])

  expect(await underWay('heavy-')).toBeGreaterThan(1)
  expect(anteroom.engine.health().waiting).toBeGreaterThan(0)
  client.close()
  for (const sent of heavy) sent.destroy()
  await expect.poll(() => underWay('heavy-'), { timeout: 20_000 }).toBe(0)
})
