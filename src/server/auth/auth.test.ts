import { CommunicationIdentityClient } from '@azure/communication-identity'
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  ManagedIdentityCredential,
  UsernamePasswordCredential,
} from '@azure/identity'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ApiError, type Caller, type Surface, standardErrorBody } from '#base'
import { aHost } from '../a-host.ts'

const callers: Caller[] = []
const note: Surface['routes'][number]['handle'] = async ({ caller }) => {
  callers.push(caller)
  return { status: 201, body: { identity: { id: '8:acs:x_y' }, caller } }
}

const surface = (name: string, access: Surface['access']): Surface => ({
  name,
  access,
  prefixes: [name],
  errorBody: standardErrorBody,
  routes: [{ id: name, method: 'POST', path: `/${name}`, handle: note }],
})

const surfaces = [
  surface('identities', { kind: 'communication' }),
  surface('logs', { kind: 'entra', audiences: ['https://api.loganalytics.io'] }),
  surface('chat', { kind: 'userToken' }),
]

const verifyUserToken = async (token: string): Promise<Caller> => {
  if (token !== 'good')
    throw new ApiError({ status: 401, code: 'Unauthorized', message: 'The token has expired.' })
  return { kind: 'userToken', resource: 'r', user: '8:acs:r_u', scopes: ['chat'] }
}

const contoso = 'c0117050-0000-4000-8000-000000000001'
const contosoApp = 'a9900000-0000-4000-8000-0000000000c1'
const contosoAcs = 'ac500000-0000-4000-8000-0000000000c1'

type Server = Awaited<ReturnType<typeof aHost>>
let server: Server
let strict: Server
beforeAll(async () => {
  server = await aHost({ surfaces, verifyUserToken })
  strict = await aHost({ surfaces, settings: { entra: 'strict' } })
})
afterAll(() => Promise.all([server[Symbol.asyncDispose](), strict[Symbol.asyncDispose]()]))

/** MSAL and the SDK clients take the CA where NODE_EXTRA_CA_CERTS would give it to an unmodified program. */
const tlsOptions = ({ ca }: Server) => ({ tlsOptions: { ca } })

const credential = (at: Server, secret = 'contoso-app-published-secret', tenant = contoso) =>
  new ClientSecretCredential(tenant, contosoApp, secret, {
    authorityHost: at.host.origin,
    disableInstanceDiscovery: true,
    ...tlsOptions(at),
  })

describe('access keys', () => {
  test('the official client signs requests that are accepted, and the caller is its resource', async () => {
    const client = new CommunicationIdentityClient(server.connectionString, tlsOptions(server))
    const user = await client.createUser()
    expect(user.communicationUserId).toBe('8:acs:x_y')
    expect(callers.at(-1)).toEqual({ kind: 'accessKey', resource: contosoAcs })
  })

  test('it also works over plain HTTP when the client allows it', async () => {
    const text = server.connectionString.replace(server.host.origin, server.host.httpOrigin)
    const client = new CommunicationIdentityClient(text, { allowInsecureConnection: true })
    expect((await client.createUser()).communicationUserId).toBe('8:acs:x_y')
  })

  test('a wrong key is a 401 with code and message', async () => {
    const wrong = server.connectionString.replace(/accesskey=.{8}/, 'accesskey=AAAAAAAA')
    const client = new CommunicationIdentityClient(wrong, tlsOptions(server))
    await expect(client.createUser()).rejects.toMatchObject({ statusCode: 401, code: 'Unauthorized' })
  })

  test('without any authorization the answer says so', async () => {
    expect(await server.call('/identities', { method: 'POST' })).toMatchObject({
      status: 401,
      json: { error: { code: 'Unauthorized', message: 'The Authorization header is missing.' } },
      headers: { 'www-authenticate': expect.stringContaining('Bearer authorization_uri=') },
    })
  })
})

describe('the token service', () => {
  test('ClientSecretCredential and the identity client work unmodified, at every level', async () => {
    for (const at of [server, strict]) {
      const client = new CommunicationIdentityClient(at.host.origin, credential(at), tlsOptions(at))
      await client.createUser()
      expect(callers.at(-1)).toEqual({
        kind: 'entra',
        tenant: contoso,
        subject: contosoApp,
        resource: contosoAcs,
      })
    }
  })

  test('tenants go by id, name or domain', async () => {
    for (const tenant of [contoso, 'contoso.example', 'Contoso']) {
      const { token } = await credential(server, undefined, tenant).getToken('https://x.example/.default')
      expect(token).toMatch(/^eyJ/)
    }
  })

  test('a wrong secret is refused as the platform refuses it', async () => {
    const asked = credential(server, 'wrong').getToken('https://x.example/.default')
    await expect(asked).rejects.toThrow(/invalid_client.*AADSTS7000215/s)
  })

  test('a test user gets a token by name alone', async () => {
    const user = new UsernamePasswordCredential(contoso, contosoApp, 'olivia@contoso.example', 'any', {
      authorityHost: server.host.origin,
      disableInstanceDiscovery: true,
      ...tlsOptions(server),
    })
    const claimsFor = async (scope: string): Promise<unknown> => {
      const { token } = await user.getToken(scope)
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    }
    expect(await claimsFor('https://graph.microsoft.com/.default')).toMatchObject({
      oid: 'c0117050-0000-4000-8000-0000000000a1',
      idtyp: 'user',
      aud: 'https://graph.microsoft.com',
    })
    const oneOfMany = 'https://communication.azure.com/clients/VoIP'
    expect(await claimsFor(oneOfMany)).toMatchObject({
      aud: 'https://communication.azure.com/clients',
      scp: 'VoIP',
    })
  })

  test.each([
    ['grant_type=client_credentials', 400, 'unauthorized_client'],
    [`grant_type=implicit&client_id=${contosoApp}`, 400, 'unsupported_grant_type'],
    [
      `grant_type=client_credentials&client_id=${contosoApp}&client_secret=contoso-app-published-secret`,
      400,
      'invalid_request',
    ],
    [
      `grant_type=password&client_id=${contosoApp}&username=nobody&scope=https://x/.default`,
      400,
      'invalid_grant',
    ],
    ['', 400, 'unsupported_grant_type'],
  ])('the form %s is answered %i %s', async (body, status, error) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await server.call('/contoso/oauth2/v2.0/token?client-request-id=1', {
      method: 'POST',
      body,
      headers,
    })
    expect(answer).toMatchObject({
      status,
      json: { error, error_description: expect.stringMatching(/^AADSTS\d+: /) },
    })
  })

  test.each([
    ['ManagedIdentityCredential', () => new ManagedIdentityCredential()],
    ['DefaultAzureCredential', () => new DefaultAzureCredential()],
  ])(
    '%s works unmodified, by the App Service form of managed identity over plain HTTP',
    async (_, aCredential) => {
      vi.stubEnv('IDENTITY_ENDPOINT', `${server.host.httpOrigin}/msi/token`)
      vi.stubEnv('IDENTITY_HEADER', 'anything')
      const given = await aCredential().getToken('https://api.loganalytics.io/.default')
      expect(given?.expiresOnTimestamp).toBeGreaterThan(0)
      const headers = { authorization: `Bearer ${given?.token}` }
      expect(await server.call('/logs', { method: 'POST', headers })).toMatchObject({ status: 201 })
      vi.unstubAllEnvs()
    },
  )

  test('without its header no managed identity is given', async () => {
    expect(await server.call('/msi/token?resource=x', { overHttp: true })).toMatchObject({ status: 400 })
  })
})

describe('Entra bearers', () => {
  const seconds = () => Math.floor(Date.now() / 1000)
  const unsigned = (claims: Record<string, unknown>) => `${new UnsecuredJWT(claims).encode()}x`
  const good = () => ({ aud: 'https://api.loganalytics.io/', exp: seconds() + 60, tid: contoso, oid: 'me' })
  const post = (at: Server, token: string) =>
    at.call('/logs', { method: 'POST', headers: { authorization: `Bearer ${token}` } })

  test('basic believes a token of the right shape, times and audience', async () => {
    expect(await post(server, unsigned(good()))).toMatchObject({
      status: 201,
      json: { caller: { tenant: contoso, subject: 'me' } },
    })
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['of the past', { exp: 1 }, /expired/],
    ['without an end', { exp: undefined }, /no expiry/],
    ['of the future', { nbf: seconds() + 3600 }, /not valid yet/],
    ['for somebody else', { aud: 'https://vault.azure.net' }, /is for https:\/\/vault\.azure\.net, expected/],
  ])('basic refuses one %s', async (_, change, message) => {
    const answer = await post(server, unsigned({ ...good(), ...change }))
    expect(answer).toMatchObject({
      status: 401,
      json: { error: { message: expect.stringMatching(message) } },
    })
  })

  test('basic refuses what is no JWT', async () => {
    expect(await post(server, 'abc')).toMatchObject({ status: 401 })
  })

  test('strict refuses a token that nobody signed, and one of another key', async () => {
    const secret = new TextEncoder().encode('x'.repeat(32))
    const signed = await new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(secret)
    for (const token of [unsigned(good()), signed]) {
      expect(await post(strict, token)).toMatchObject({ status: 401 })
    }
  })

  test('strict refuses a tenant that is not known', async () => {
    const answer = await post(strict, unsigned({ ...good(), tid: '00000000-0000-4000-8000-000000000000' }))
    expect(answer).toMatchObject({
      status: 401,
      json: { error: { message: expect.stringContaining('tenant') } },
    })
  })

  test('off believes any bearer and takes it for the first tenant', async () => {
    await using off = await aHost({ surfaces, settings: { entra: 'off' } })
    expect(await post(off, 'abc')).toMatchObject({ status: 201, json: { caller: { tenant: contoso } } })
  })
})

describe('user tokens', () => {
  const post = (token: string) =>
    server.call('/chat', { method: 'POST', headers: { authorization: `Bearer ${token}` } })

  test('the identity source says who it is, or why not', async () => {
    expect(await post('good')).toMatchObject({ status: 201, json: { caller: { user: '8:acs:r_u' } } })
    expect(await post('bad')).toMatchObject({
      status: 401,
      json: { error: { message: 'The token has expired.' } },
    })
  })

  test('an access key is not one', async () => {
    expect(await server.call('/chat', { method: 'POST' })).toMatchObject({ status: 401 })
  })
})
