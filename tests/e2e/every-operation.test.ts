/** Invariant 1: no operation of the identity API, done or refused, is forgotten by the metric and the log. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { assignmentOperations } from '../../src/sources/identity/operations/assignments.ts'
import { exchangeOperations, teamsUserOperations } from '../../src/sources/identity/operations/exchanges.ts'
import { identityOperations } from '../../src/sources/identity/operations/identities.ts'
import {
  accessKeyOf,
  type Client,
  type KqlRow,
  openClient,
  openKql,
  type Sending,
  userTokenFor,
} from './client.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const OPERATIONS = [
  ...identityOperations,
  ...teamsUserOperations,
  ...assignmentOperations,
  ...exchangeOperations,
]
const VERSION = 'api-version=2025-06-30'
const CARL = knownWorld.users.find(({ userPrincipalName }) => userPrincipalName.startsWith('carl'))
const TENANT = knownWorld.tenants[0]?.id ?? ''
const APP = knownWorld.apps[0]?.clientId ?? ''
const accessKey = accessKeyOf('contoso-acs')

let folder: string
let server: ServerProcess
let client: Client
let kql: (query: string) => Promise<readonly KqlRow[]>
/** Carl's Entra token for the exchanges. */
let bearer: Readonly<Record<string, string>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-operations-'))
  server = await startServer(folder)
  client = openClient(server)
  kql = await openKql(client, server.httpOrigin)
  const scope = 'https://communication.azure.com/clients/.default'
  const who = { tenant: TENANT, userPrincipalName: CARL?.userPrincipalName ?? '', scope, clientId: APP }
  bearer = { authorization: `Bearer ${await userTokenFor(server.httpOrigin, who)}` }
})
afterAll(async () => {
  client?.close()
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const isExchange = (id: string) => exchangeOperations.some(operation => operation.id === id)

/** Samples of an operation so far, by class of status; in the metric and in the log. */
async function counted(operation: string): Promise<{ metric: KqlRow; log: KqlRow }> {
  const classes = "ok = countif(class == '2xx'), refused = countif(class == '4xx')"
  const [metric = {}] = await kql(
    `AnteroomOperationMetrics_CL | where MetricName == 'APIRequestAuthentication' and Operation == '${operation}'
     | summarize ok = sumif(Count, StatusCodeClass == '2xx'), refused = sumif(Count, StatusCodeClass == '4xx')`,
  )
  const [log = {}] = await kql(
    `ACSAuthIncomingOperations | where OperationName == '${operation}'
     | extend class = strcat(substring(ResultSignature, 0, 1), 'xx') | summarize ${classes}`,
  )
  return { metric, log }
}

/** Does `act`; then metric and log must have grown by exactly that. */
async function expectCounted(
  operation: string,
  growth: { ok: number; refused: number },
  act: () => Promise<void>,
) {
  const before = await counted(operation)
  await act()
  const more = (was: KqlRow) => ({
    ok: Number(was.ok ?? 0) + growth.ok,
    refused: Number(was.refused ?? 0) + growth.refused,
  })
  await expect
    .poll(() => counted(operation), { timeout: 10_000 })
    .toEqual({ metric: more(before.metric), log: more(before.log) })
}

test.each(OPERATIONS)('a refused $id is counted and logged', async ({ id, method, path }) => {
  const filled = path
    .replace('{id}', encodeURIComponent(`8:acs:${knownWorld.resources[0]?.immutableResourceId}_no`))
    .replaceAll(/\{\w+\}/g, 'x')
  await expectCounted(id, { ok: 0, refused: 1 }, async () => {
    const signed = isExchange(id) ? { headers: bearer } : { accessKey }
    // Without a version: the host refuses it before the operation is reached.
    const { status } = await client.send({ method, path: filled, ...signed, body: '' })
    expect(status).toBe(400)
  })
})

interface Done {
  readonly id: string
  readonly send: () => Promise<Sending>
}

const user = async (): Promise<string> => {
  const made = await client.send({ method: 'POST', path: `/identities?${VERSION}`, accessKey, body: '{}' })
  const { identity } = JSON.parse(made.text) as { identity: { id: string } }
  return `/identities/${encodeURIComponent(identity.id)}`
}
const signed = (method: string, path: string, body: unknown = ''): Sending => ({
  method,
  path: `${path}?${VERSION}`,
  accessKey,
  body: body === '' ? '' : JSON.stringify(body),
})
const assignment = `/access/teamsExtension/tenants/${TENANT}/assignments/${CARL?.id}`
const assign = () => signed('PUT', assignment, { principalType: 'user' })
const exchange = (path: string): Sending => ({
  method: 'POST',
  path: `${path}?${VERSION}`,
  headers: bearer,
  body: '{}',
})

const done: readonly Done[] = [
  { id: 'CreateIdentity', send: async () => signed('POST', '/identities', {}) },
  { id: 'GetIdentity', send: async () => signed('GET', await user()) },
  {
    id: 'CreateToken',
    send: async () => signed('POST', `${await user()}/:issueAccessToken`, { scopes: ['chat'] }),
  },
  { id: 'RevokeToken', send: async () => signed('POST', `${await user()}/:revokeAccessTokens`) },
  { id: 'DeleteIdentity', send: async () => signed('DELETE', await user()) },
  {
    id: 'ExchangeTeamsUserAccessToken',
    send: async () => {
      const token = bearer.authorization?.replace('Bearer ', '')
      return signed('POST', '/teamsUser/:exchangeAccessToken', { token, appId: APP, userId: CARL?.id })
    },
  },
  { id: 'PutTeamsExtensionAssignment', send: async () => assign() },
  { id: 'GetTeamsExtensionAssignment', send: async () => signed('GET', assignment) },
  {
    id: 'ExchangeTeamsExtensionAccessToken',
    send: async () => exchange('/access/teamsExtension/:exchangeAccessToken'),
  },
  { id: 'DeleteTeamsExtensionAssignment', send: async () => signed('DELETE', assignment) },
  { id: 'ExchangeEntraAccessToken', send: async () => exchange('/access/entra/:exchangeAccessToken') },
]

test.each(done)('$id done is counted and logged', async ({ id, send }) => {
  // Making its user first counts under another name.
  const sending = await send()
  await expectCounted(id, { ok: 1, refused: 0 }, async () => {
    const { status, text } = await client.send(sending)
    expect({ ok: status < 300, text }).toMatchObject({ ok: true })
  })
})

test('no operation of the API is left out above', () => {
  expect(done.map(({ id }) => id).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
})
