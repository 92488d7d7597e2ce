/** What the official identity client is refused, the rows that all of it leaves, and what time does to tokens. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
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
