/** Microsoft's own identity client is the judge: every method, every refusal, and the rows that follow. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import { ClientSecretCredential } from '@azure/identity'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Surface, standardErrorBody } from '#base'
import { type Anteroom, startForTest } from './harness.ts'

/** Tells who the bearer of a user token is: the way in which chat and signalling will ask. */
const whoAmI: Surface = {
  name: 'who am I',
  access: { kind: 'userToken' },
  prefixes: ['whoami'],
  errorBody: standardErrorBody,
  routes: [
    {
      id: 'WhoAmI',
      method: 'GET',
      path: '/whoami',
      handle: async ({ caller }) => ({ status: 200, body: caller }),
    },
  ],
}

let anteroom: Anteroom
let client: CommunicationIdentityClient

const clientFor = (
  options: CommunicationIdentityClientOptions & {
    resource?: Parameters<Anteroom['connectionString']>[0]
  } = {},
) => {
  const { resource, ...rest } = options
  return new CommunicationIdentityClient(anteroom.connectionString(resource), {
    ...anteroom.trust,
    ...rest,
  } as CommunicationIdentityClientOptions)
}

beforeAll(async () => {
  anteroom = await startForTest({ surfaces: [whoAmI] })
  client = clientFor()
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const refusal = (call: Promise<unknown>): Promise<{ statusCode: number; code: string; message: string }> =>
  call.then(
    () => expect.unreachable('it was answered'),
    error => error,
  )
const rawId = (user: { communicationUserId: string }) => user.communicationUserId

async function whoIs(token: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${anteroom.httpOrigin}/whoami`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

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
    const entra = await anteroom.userToken(
      'carl@contoso.example',
      'https://communication.azure.com/clients/.default',
    )
    const script = new URL('unmodified/entra-exchange.mjs', import.meta.url).pathname
    for (const ENDPOINT of [anteroom.origin, `${anteroom.origin}/`]) {
      const token = await anteroom.runUnmodified(script, { ENDPOINT, ENTRA_TOKEN: entra })
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

describe('what is refused', () => {
  test('no scopes', async () => {
    const error = await refusal(client.getToken(await client.createUser(), []))
    expect(error).toMatchObject({ statusCode: 400, message: 'Invalid scopes - Scopes field is required.' })
  })

  test.each([59, 1441])('%i minutes', async tokenExpiresInMinutes => {
    const user = await client.createUser()
    expect(await refusal(client.getToken(user, ['chat'], { tokenExpiresInMinutes }))).toMatchObject({
      statusCode: 400,
    })
    expect(await refusal(client.createUserAndToken(['chat'], { tokenExpiresInMinutes }))).toMatchObject({
      statusCode: 400,
    })
  })

  test('an unknown scope', async () => {
    const error = await refusal(client.getToken(await client.createUser(), ['fly' as 'chat']))
    expect(error).toMatchObject({ statusCode: 400, code: 'ValidationError' })
  })

  test('a user of another resource, whoever owns it', async () => {
    const user = await clientFor({ resource: 'contoso-support-acs' }).createUser()
    for (const stranger of [
      user,
      {
        communicationUserId:
          '8:acs:00000000-0000-0000-0000-000000000000_00000000-0000-0000-0000-000000000000',
      },
    ]) {
      expect(await refusal(client.getToken(stranger, ['chat']))).toMatchObject({
        statusCode: 401,
        code: 'Denied',
      })
      expect(await refusal(client.revokeTokens(stranger))).toMatchObject({ statusCode: 401 })
      expect(await refusal(client.deleteUser(stranger))).toMatchObject({ statusCode: 401 })
    }
  })

  test('a Teams token that is none, and one of somebody else', async () => {
    const exchange = (teamsUserAadToken: string, userObjectId: string) =>
      client.getTokenForTeamsUser({
        teamsUserAadToken,
        clientId: 'a9900000-0000-4000-8000-0000000000c1',
        userObjectId,
      })
    expect(await refusal(exchange('invalid', 'x'))).toMatchObject({ statusCode: 401 })
    expect(await refusal(exchange('', 'x'))).toMatchObject({ statusCode: 401 })
    const token = await anteroom.userToken(
      'olivia@contoso.example',
      'https://auth.msft.communication.azure.com/.default',
    )
    expect(await refusal(exchange(token, 'x'))).toMatchObject({ statusCode: 400 })
  })

  test('a Teams token that nobody signed', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const exp = Math.floor(Date.now() / 1000) + 600
    const claims = { aud: 'https://auth.msft.communication.azure.com', tid: 't', oid: 'u', appid: 'a', exp }
    const teamsUserAadToken = `${part({ alg: 'none' })}.${part(claims)}.`
    const call = client.getTokenForTeamsUser({ teamsUserAadToken, clientId: 'a', userObjectId: 'u' })
    expect(await refusal(call)).toMatchObject({ statusCode: 401, code: 'Unauthorized' })
  })

  test('more than the limit: 429, which the client waits out and repeats', async () => {
    const busy = clientFor({ resource: 'fabrikam-acs' })
    const impatient = clientFor({ resource: 'fabrikam-acs', retryOptions: { maxRetries: 0 } })
    const user = await busy.createUser()
    for (let sent = 0; sent < 500; sent += 25)
      await Promise.all(Array.from({ length: 25 }, () => impatient.revokeTokens(user)))
    expect(await refusal(impatient.revokeTokens(user))).toMatchObject({
      statusCode: 429,
      code: 'TooManyRequests',
    })
    anteroom.clock.shift(26_000)
    await busy.revokeTokens(user)
  })
})

describe('what is left behind', () => {
  test('one row a request in ACSAuthIncomingOperations, also for refused ones', async () => {
    const one = clientFor({ resource: 'contoso-support-acs' })
    const { user } = await one.createUserAndToken(['chat'])
    await one.getToken(user, ['voip'])
    await refusal(one.getToken(user, []))
    await one.revokeTokens(user)
    await one.deleteUser(user)
    await refusal(one.deleteUser(user))
    const rows = await anteroom.kql(
      `ACSAuthIncomingOperations | where Identity == '${rawId(user)}' | order by TimeGenerated asc
       | project OperationName, ResultSignature, OperationVersion, Scopes = tostring(Scopes), ResourceId = _ResourceId`,
      6,
    )
    expect(rows.map(row => [row.OperationName, row.ResultSignature, row.Scopes])).toEqual([
      ['CreateIdentity', '201', '["chat"]'],
      ['CreateToken', '200', '["voip"]'],
      ['CreateToken', '400', '[]'],
      ['RevokeToken', '204', ''],
      ['DeleteIdentity', '204', ''],
      ['DeleteIdentity', '404', ''],
    ])
    expect(new Set(rows.map(row => row.OperationVersion))).toEqual(new Set(['2023-10-01']))
    expect(new Set(rows.map(row => row.ResourceId))).toEqual(
      new Set([anteroom.armIdOf('contoso-support-acs')]),
    )
  })

  test('a request with a bad signature is recorded for the resource that its path names', async () => {
    const user = await client.createUser()
    const wrong = anteroom.connectionString().replace(/accesskey=.*/, `accesskey=${btoa('wrong')}`)
    await refusal(
      new CommunicationIdentityClient(wrong, {
        ...anteroom.trust,
      } as CommunicationIdentityClientOptions).revokeTokens(user),
    )
    const rows = await anteroom.kql(
      `ACSAuthIncomingOperations | where Identity == '${rawId(user)}' and ResultSignature == '401'`,
    )
    expect(rows).toMatchObject([
      { OperationName: 'RevokeToken', ResultType: 'Failed', _ResourceId: anteroom.armIdOf('contoso-acs') },
    ])
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

/** Last, because moving the clock back is no time at all for whoever waits for an instant. */
describe('time', () => {
  test('an expired token', async () => {
    const { token } = await client.createUserAndToken(['chat'], { tokenExpiresInMinutes: 60 })
    anteroom.clock.shift(61 * 60_000)
    const answer = await whoIs(token)
    anteroom.clock.shift(-61 * 60_000)
    expect(answer).toMatchObject({ status: 401, body: { error: { innererror: { code: 'TokenExpired' } } } })
  })

  test('the clock of the caller may be off by less than a quarter of an hour', async () => {
    anteroom.clock.shift(14 * 60_000)
    await client.createUser()
    anteroom.clock.shift(2 * 60_000)
    const error = await refusal(client.createUser())
    anteroom.clock.shift(-16 * 60_000)
    expect(error).toMatchObject({ statusCode: 401 })
    anteroom.clock.shift(-16 * 60_000)
    expect(await refusal(client.createUser())).toMatchObject({ statusCode: 401 })
    anteroom.clock.shift(16 * 60_000)
  })
})
