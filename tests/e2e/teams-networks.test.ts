/** A building file on a real server: uploaded, in the table, replaced, and back after a kill in the middle. */
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServer } from './server-process.ts'

const WORKSPACE = '10600000-0000-4000-8000-0000000000c0'
const row = (network: string, length: number, building: string) =>
  `${network},Net,${length},${building},,,,,,,,Europe,1,0,0`

let folder: string
let server: ServerProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-networks-'))
  server = await startServer(folder)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly text: string
}

function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(server.origin + path, { method, headers, ca: server.ca }, response => {
      let text = ''
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function token(audience: string): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: 'a9900000-0000-4000-8000-0000000000c1',
    username: 'olivia@contoso.example',
    password: 'none',
    scope: `${audience}/.default`,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return JSON.parse((await send('POST', '/contoso/oauth2/v2.0/token', headers, String(form))).text)
    .access_token
}

const networks = async (method: string, path: string, body?: string, type = 'text/csv') =>
  send(
    method,
    `/teams/networks${path}`,
    { authorization: `Bearer ${await token('https://graph.microsoft.com')}`, 'content-type': type },
    body,
  )

async function kql(query: string): Promise<readonly (readonly unknown[])[]> {
  const authorization = `Bearer ${await token('https://api.loganalytics.io')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const { text } = await send('POST', `/v1/workspaces/${WORKSPACE}/query`, headers, JSON.stringify({ query }))
  return JSON.parse(text).tables[0].rows
}

const upload = (content: string) => networks('PUT', '/buildings?startDate=2026-01-01&fileName=b.csv', content)
const rows = 'AnteroomTeamsNetworks_CL | summarize count(), dcount(Subnet), countif(isempty(Subnet))'

test('its networks and the mark of its use are in the table, once each', async () => {
  expect((await upload(`${row('10.0.0.0', 20, 'Main')}\n${row('192.0.2.0', 24, 'Gate')}`)).status).toBe(202)
  await expect.poll(() => kql(rows), { timeout: 30_000, interval: 500 }).toEqual([[18, 18, 1]])
  const listed = JSON.parse((await networks('GET', '')).text)
  expect(listed.value).toMatchObject([{ kind: 'buildings', state: 'active', rows: 2, expanded: 17 }])
  expect((await networks('GET', '/buildings/content')).text).toContain('192.0.2.0,Net,24,Gate')
})

test('what is wrong is told by line and column, in the shape of the API', async () => {
  const { status, text } = await upload(row('10.0.0.0', 99, 'Main'))
  expect(status).toBe(400)
  expect(JSON.parse(text).error).toMatchObject({
    code: 'InvalidFile',
    problems: 1,
    details: [{ line: 1, column: 3, name: 'NetworkRange', target: 'line 1, column 3' }],
  })
})

test('a body that is larger than the server takes is refused', async () => {
  expect((await upload('x'.repeat(2_000_000))).status).toBe(413)
})

test('a kill in the middle of a large file loses and doubles nothing', async () => {
  expect((await upload(row('10.0.0.0', 11, 'Wide'))).status).toBe(202)
  await server.kill()
  server = await startServer(folder)
  const own =
    'AnteroomTeamsNetworks_CL | where BuildingName == "Wide" | summarize Rows = count() by Subnet | summarize sum(Rows), count()'
  await expect.poll(() => kql(own), { timeout: 90_000, interval: 1000 }).toEqual([[8192, 8192]])
  await expect
    .poll(async () => (await networks('GET', '')).text, { timeout: 30_000 })
    .toContain('"loaded":8192')
}, 120_000)

test('a removal is told to queries too, and a file that is not there is 404', async () => {
  expect((await networks('DELETE', '/buildings')).status).toBe(204)
  const inUse =
    'AnteroomTeamsNetworks_CL | where isempty(Subnet) | summarize arg_max(TimeGenerated, FileId) | project FileId'
  await expect.poll(() => kql(inUse), { timeout: 30_000, interval: 500 }).toEqual([['']])
  expect((await networks('DELETE', '/buildings')).status).toBe(404)
  expect((await networks('GET', '/missing')).status).toBe(200)
})
