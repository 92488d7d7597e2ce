/** Microsoft's own identity client is the judge: every method and every way to sign in. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { ClientSecretCredential } from '@azure/identity'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Anteroom } from './harness.ts'
import { type IdentityTest, rawId, refusal, startIdentityTest } from './identity-clients.ts'

let suite: IdentityTest
let anteroom: Anteroom
let client: CommunicationIdentityClient
let clientFor: IdentityTest['clientFor']
let whoIs: IdentityTest['whoIs']

beforeAll(async () => {
  suite = await startIdentityTest()
  ;({ anteroom, clientFor, whoIs } = suite)
  client = clientFor()
})
afterAll(() => suite?.[Symbol.asyncDispose]())

describe('every method', () => {
  test('createUser gives an id of the resource', async () => {
    const user = await client.createUser()
    expect(rawId(user)).toMatch(new RegExp(`^8:acs:${anteroom.immutableIdOf('contoso-acs')}_[0-9a-f-]{36}$`))
  })

  test('createUserAndToken gives a token that says who it is and expires in a day', async () => {
    const { user, token, expiresOn } = await client.createUserAndToken(['chat', 'voip'])
    const { exp, skypeid, acsScope } = decodeJwt(token)
    expect({ skypeid, acsScope }).toEqual({ skypeid: rawId(user).slice(2), acsScope: 'chat,voip' })
    expect(expiresOn.getTime()).toBe((exp ?? 0) * 1000)
    expect(Math.round((expiresOn.getTime() - Date.now()) / 60_000)).toBe(1440)
    expect(await whoIs(token)).toMatchObject({
      status: 200,
      body: { kind: 'userToken', user: rawId(user), scopes: ['chat', 'voip'] },
    })
  })

  test.each([60, 1440])('getToken with %i minutes', async tokenExpiresInMinutes => {
    const { token } = await client.getToken(await client.createUser(), ['chat'], { tokenExpiresInMinutes })
    const { exp = 0, iat = 0 } = decodeJwt(token)
    expect(exp - iat).toBe(tokenExpiresInMinutes * 60)
  })

  test.each(['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'] as const)(
    'getToken with %s',
    async scope => {
      const { token } = await client.getToken(await client.createUser(), [scope])
      expect(decodeJwt(token).acsScope).toBe(scope)
    },
  )

  test('revokeTokens kills the tokens so far, deleteUser all', async () => {
    const { user, token } = await client.createUserAndToken(['chat'])
    await client.revokeTokens(user)
    expect(await whoIs(token)).toMatchObject({
      status: 401,
      body: { error: { innererror: { code: 'TokenRevoked' } } },
    })
    const { token: later } = await client.getToken(user, ['chat'])
    expect((await whoIs(later)).status).toBe(200)
    await client.deleteUser(user)
    expect((await whoIs(later)).status).toBe(401)
    expect(await refusal(client.getToken(user, ['chat']))).toMatchObject({ statusCode: 404 })
  })

  test('getTokenForTeamsUser acts as that user', async () => {
    const scope = 'https://auth.msft.communication.azure.com/.default'
    const teamsUserAadToken = await anteroom.userToken('olivia@contoso.example', scope)
    const { oid, appid } = decodeJwt(teamsUserAadToken) as { oid: string; appid: string }
    const { token, expiresOn } = await client.getTokenForTeamsUser({
      teamsUserAadToken,
      clientId: appid,
      userObjectId: oid,
    })
    expect(await whoIs(token)).toMatchObject({ status: 200, body: { user: `8:orgid:${oid}` } })
    expect(expiresOn.getTime()).toBe((decodeJwt(teamsUserAadToken).exp ?? 0) * 1000)
  })

  test.each(['2021-03-07', '2022-06-01', '2022-10-01', '2023-10-01', '2031-01-01'])(
    'api-version %s',
    async apiVersion => {
      const { token } = await clientFor({
        apiVersion,
      } as CommunicationIdentityClientOptions).createUserAndToken(['voip'])
      expect((await whoIs(token)).status).toBe(200)
    },
  )
})

const EXCHANGE = new URL('unmodified/entra-exchange.mjs', import.meta.url).pathname

describe('ways to sign in', () => {
  test('an Entra application', async () => {
    const options = { ...anteroom.trust } as CommunicationIdentityClientOptions
    const user = await new CommunicationIdentityClient(
      anteroom.origin,
      anteroom.credential(),
      options,
    ).createUser()
    expect(rawId(user)).toContain(anteroom.immutableIdOf('contoso-acs'))
    const theirs = await new CommunicationIdentityClient(
      anteroom.origin,
      anteroom.credential('fabrikam-app'),
      options,
    ).createUser()
    expect(rawId(theirs)).toContain(anteroom.immutableIdOf('fabrikam-acs'))
  })

  test('a key over plain HTTP on loopback', async () => {
    const connectionString = anteroom.connectionString().replace(anteroom.origin, anteroom.httpOrigin)
    const plain = new CommunicationIdentityClient(connectionString, { allowInsecureConnection: true })
    expect(rawId(await plain.createUser())).toContain('8:acs:')
  })

  test('a wrong key and a wrong secret', async () => {
    const wrong = anteroom.connectionString().replace(/accesskey=.*/, `accesskey=${btoa('wrong')}`)
    const stranger = new CommunicationIdentityClient(wrong, {
      ...anteroom.trust,
    } as CommunicationIdentityClientOptions)
    expect(await refusal(stranger.createUser())).toMatchObject({ statusCode: 401, code: 'Unauthorized' })
    const credential = new ClientSecretCredential(
      'c0117050-0000-4000-8000-000000000001',
      'a9900000-0000-4000-8000-0000000000c1',
      'wrong',
      {
        authorityHost: anteroom.origin,
        disableInstanceDiscovery: true,
        ...anteroom.trust,
      },
    )
    await expect(credential.getToken('https://communication.azure.com//.default')).rejects.toThrow(
      /AADSTS7000215/,
    )
  })

  test('an Entra user, whose token the common client exchanges by itself', async () => {
    const scope = 'https://communication.azure.com/clients/.default'
    const entra = await anteroom.userToken('carl@contoso.example', scope)
    for (const ENDPOINT of [anteroom.origin, `${anteroom.origin}/`]) {
      const token = await anteroom.runUnmodified(EXCHANGE, { ENDPOINT, ENTRA_TOKEN: entra, SCOPE: scope })
      const { body } = await whoIs(token)
      expect(body.user).toBe(
        `8:acs:${anteroom.immutableIdOf('contoso-acs')}_wf_${decodeJwt(entra).tid}_${decodeJwt(entra).oid}`,
      )
    }
  })
})

test('Teams extension: an assignment lets a Teams user exchange the Entra token', async () => {
  const token = await anteroom.userToken(
    'carl@contoso.example',
    'https://auth.msft.communication.azure.com/.default',
  )
  const { tid, oid } = decodeJwt(token) as { tid: string; oid: string }
  const admin = await anteroom.credential().getToken('https://communication.azure.com//.default')
  const call = async (method: string, path: string, bearer: string, body?: object) => {
    const answer = await fetch(
      `${anteroom.httpOrigin}/access/teamsExtension/${path}?api-version=2025-06-30`,
      {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      },
    )
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const assignment = `tenants/${tid}/assignments/${oid}`
  expect((await call('POST', ':exchangeAccessToken', token, {})).status).toBe(403)
  expect((await call('PUT', assignment, admin.token, { principalType: 'user' })).status).toBe(201)
  expect((await call('GET', assignment, admin.token)).body).toEqual({
    objectId: oid,
    tenantId: tid,
    principalType: 'user',
  })
  const exchanged = await call('POST', ':exchangeAccessToken', token, {})
  expect((await whoIs(exchanged.body.accessToken.token)).body).toMatchObject({
    user: `8:acs:${anteroom.immutableIdOf('contoso-acs')}_${tid}_${oid}`,
    scopes: ['voip'],
  })
  const byClient = await anteroom.runUnmodified(EXCHANGE, {
    ENDPOINT: anteroom.origin,
    ENTRA_TOKEN: token,
    SCOPE: 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls',
  })
  expect((await whoIs(byClient)).body.user).toContain(`_${tid}_${oid}`)
  expect((await call('DELETE', assignment, admin.token)).status).toBe(204)
  expect((await call('POST', ':exchangeAccessToken', token, {})).status).toBe(403)
})

describe('around the answer', () => {
  test('the headers of the real service', async () => {
    const headers: Record<string, string | undefined> = {}
    const onResponse = (response: { headers: { get(name: string): string | undefined } }) => {
      const names = [
        'api-supported-versions',
        'ms-cv',
        'x-processing-time',
        'request-context',
        'content-type',
      ]
      for (const name of names) headers[name] = response.headers.get(name)
    }
    await client.createUser({ onResponse })
    expect(headers).toEqual({
      'api-supported-versions': expect.stringContaining('2021-03-07, 2022-06-01'),
      'ms-cv': expect.stringMatching(/^[A-Za-z0-9+/]{22}\.0$/),
      'x-processing-time': expect.stringMatching(/^\d+ms$/),
      'request-context': 'appId=',
      'content-type': expect.stringContaining('application/json'),
    })
  })

  test('a request repeated with its repeatability headers is done once', async () => {
    const customHeaders = {
      'Repeatability-Request-ID': crypto.randomUUID(),
      'Repeatability-First-Sent': new Date().toUTCString(),
    }
    const ask = () => client.createUserAndToken(['chat'], { requestOptions: { customHeaders } })
    const answers = await Promise.all([ask(), ask(), ask()])
    expect(new Set(answers.map(({ user }) => rawId(user))).size).toBe(1)
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1)
    const other = client.createUser({ requestOptions: { customHeaders } })
    expect(await refusal(other)).toMatchObject({ statusCode: 400 })
  })
})

test('the client runs unmodified as a program of its own, with NODE_EXTRA_CA_CERTS as the only help', async () => {
  const script = new URL('unmodified/identity.mjs', import.meta.url).pathname
  const output = await anteroom.runUnmodified(script, {
    COMMUNICATION_CONNECTION_STRING: anteroom.connectionString(),
  })
  const { id, token, again } = JSON.parse(output)
  expect(decodeJwt(token).skypeid).toBe(id.slice(2))
  expect(decodeJwt(again.token).acsScope).toBe('voip.join')
})
