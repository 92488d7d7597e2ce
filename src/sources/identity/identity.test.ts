import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { ApiError, type HttpReply } from '#base'
import { metricByName } from '#records'
import {
  type AnIdentity,
  type Asked,
  anIdentity,
  entraToken,
  fabrikam,
  idOf,
  ours,
  theirs,
  tokenOf,
} from './testing/an-identity.ts'

const foreign = `8:acs:${theirs.id}_11111111-1111-4111-8111-111111111111`
const stranger = `8:acs:${ours.id}_11111111-1111-4111-8111-111111111111`
const entraUser = { kind: 'entra', tenant: fabrikam, subject: 'x' } as const

const refusalOf = (answer: Promise<HttpReply>): Promise<ApiError> =>
  answer.then(
    reply => expect.unreachable(`answered ${reply.status}`),
    error => {
      expect(error).toBeInstanceOf(ApiError)
      return error
    },
  )

async function aUser(world: AnIdentity): Promise<string> {
  const id = idOf(await world.ask('CreateIdentity'))
  world.operations()
  return id
}

test('every documented operation of the Authentication metric is a route of that name', async () => {
  const { identity } = await anIdentity()
  const routes = identity.surfaces.flatMap(surface => surface.routes.map(route => route.id))
  expect(routes).toEqual(
    expect.arrayContaining([...(metricByName('APIRequestAuthentication')?.operations ?? [])]),
  )
})

test('a new identity carries the immutable id of its resource and leaves one record', async () => {
  const world = await anIdentity()
  const reply = await world.ask('CreateIdentity')
  expect(reply.status).toBe(201)
  expect(idOf(reply)).toMatch(new RegExp(`^8:acs:${ours.id}_[0-9a-f-]{36}$`))
  expect(world.operations()).toEqual([
    {
      id: expect.any(String),
      api: 'identity',
      name: 'CreateIdentity',
      resource: ours.id,
      at: world.clock.now(),
      durationMs: 0,
      statusCode: 201,
      apiVersion: '2023-10-01',
      uri: 'https://localhost:7443/identities?api-version=2023-10-01',
      callerIp: '127.0.0.1',
      identity: idOf(reply),
      userAgent: 'test',
      correlationId: 'request-1',
    },
  ])
})

test('a token carries the claims and header of the real service, and expiresOn is its exp', async () => {
  const world = await anIdentity()
  const id = await aUser(world)
  const reply = await world.ask('CreateToken', {
    id,
    body: { scopes: ['chat', 'voip'], expiresInMinutes: 60 },
  })
  const { token, expiresOn } = tokenOf(reply)
  const now = world.clock.now() / 1000
  expect(decodeJwt(token)).toEqual({
    skypeid: id.slice(2),
    scp: 1792,
    csi: String(now),
    exp: now + 3600,
    acsScope: 'chat,voip',
    resourceId: ours.id,
    resourceLocation: 'unitedstates',
    iat: now,
  })
  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'RS256',
    kid: expect.any(String),
    x5t: expect.any(String),
    typ: 'JWT',
  })
  expect(expiresOn).toBe('2026-01-15T10:00:00.0000000+00:00')
  expect(await world.identity.verifyUserToken(token)).toEqual({
    kind: 'userToken',
    resource: ours.id,
    user: id,
    scopes: ['chat', 'voip'],
  })
})

test('identity and token come in one answer and one record, named CreateIdentity', async () => {
  const world = await anIdentity()
  const reply = await world.ask('CreateIdentity', { body: { createTokenWithScopes: ['voip.join'] } })
  const { token, expiresOn } = tokenOf(reply)
  expect(decodeJwt(token).skypeid).toBe(idOf(reply).slice(2))
  expect(expiresOn).toBe('2026-01-16T09:00:00.0000000+00:00')
  expect(world.operations()).toMatchObject([
    { name: 'CreateIdentity', statusCode: 201, scopes: ['voip.join'] },
  ])
})

test('no token, body or secret appears in a record', async () => {
  const world = await anIdentity()
  const target = '/identities?api-version=2023-10-01&token=secret'
  const reply = await world.ask('CreateIdentity', {
    target,
    body: { createTokenWithScopes: ['chat'] },
    headers: { authorization: 'HMAC-SHA256 Signature=secret' },
  })
  const teams = { token: 'secret', appId: 'a', userId: 'u' }
  await refusalOf(world.ask('ExchangeTeamsUserAccessToken', { body: teams }))
  const written = JSON.stringify(world.operations())
  expect(written).not.toContain('secret')
  expect(written).not.toContain(tokenOf(reply).token)
})

const refusals: readonly [what: string, operation: string, asked: Asked, status: number, message: string][] =
  [
    [
      'an empty list of scopes',
      'CreateToken',
      { body: { scopes: [] } },
      400,
      'Invalid scopes - Scopes field is required.',
    ],
    ['no list of scopes', 'CreateToken', { body: {} }, 400, 'Invalid scopes - Scopes field is required.'],
    ['no body at all', 'CreateToken', {}, 400, 'Invalid scopes - Scopes field is required.'],
    ['an unknown scope', 'CreateToken', { body: { scopes: ['chat', 'fly'] } }, 400, "'fly' is not a scope"],
    [
      '59 minutes',
      'CreateToken',
      { body: { scopes: ['chat'], expiresInMinutes: 59 } },
      400,
      '59 is not between 60 and 1440',
    ],
    [
      '1441 minutes',
      'CreateToken',
      { body: { scopes: ['chat'], expiresInMinutes: 1441 } },
      400,
      '1441 is not between',
    ],
    [
      '59 minutes at birth',
      'CreateIdentity',
      { body: { createTokenWithScopes: ['chat'], expiresInMinutes: 59 } },
      400,
      '59',
    ],
    [
      'a token for a foreign user',
      'CreateToken',
      { id: foreign, body: { scopes: ['chat'] } },
      401,
      'does not belong',
    ],
    ['revoking for a foreign user', 'RevokeToken', { id: foreign }, 401, 'does not belong'],
    ['deleting a foreign user', 'DeleteIdentity', { id: foreign }, 401, 'does not belong'],
    ['reading a foreign user', 'GetIdentity', { id: foreign }, 401, 'does not belong'],
    ['an id that is none', 'DeleteIdentity', { id: 'me' }, 401, 'does not belong'],
    [
      'a token for nobody',
      'CreateToken',
      { id: stranger, body: { scopes: ['chat'] } },
      404,
      'does not exist',
    ],
    ['revoking for nobody', 'RevokeToken', { id: stranger }, 404, 'does not exist'],
    ['deleting nobody', 'DeleteIdentity', { id: stranger }, 404, 'does not exist'],
  ]

test.each(refusals)('%s is refused and recorded', async (_, operation, asked, status, message) => {
  const world = await anIdentity()
  const id = asked.id ?? (operation === 'CreateIdentity' ? undefined : await aUser(world))
  const error = await refusalOf(world.ask(operation, { ...asked, ...(id !== undefined && { id }) }))
  expect(error.status).toBe(status)
  expect(error.message).toContain(message)
  expect(error.headers['MS-CV']).toMatch(/^[A-Za-z0-9+/]{22}\.0$/)
  expect(world.operations()).toMatchObject([
    {
      name: operation,
      statusCode: status,
      resource: ours.id,
      description: error.message,
      ...(id && { identity: id }),
    },
  ])
})

test('a deleted user is gone for every operation, and its tokens are dead', async () => {
  const world = await anIdentity()
  const reply = await world.ask('CreateIdentity', { body: { createTokenWithScopes: ['chat'] } })
  const id = idOf(reply)
  expect((await world.ask('DeleteIdentity', { id })).status).toBe(204)
  for (const operation of ['CreateToken', 'RevokeToken', 'DeleteIdentity', 'GetIdentity']) {
    expect((await refusalOf(world.ask(operation, { id, body: { scopes: ['chat'] } }))).status).toBe(404)
  }
  await expect(world.identity.verifyUserToken(tokenOf(reply).token)).rejects.toMatchObject({
    status: 401,
    details: { innererror: { code: 'TokenRevoked' } },
  })
})

test('revocation kills what was issued before and nothing after, even within one second', async () => {
  const world = await anIdentity()
  const id = await aUser(world)
  const issue = async () => tokenOf(await world.ask('CreateToken', { id, body: { scopes: ['chat'] } })).token
  const isAlive = (token: string) =>
    world.identity.verifyUserToken(token).then(
      () => true,
      () => false,
    )
  const first = await issue()
  await world.ask('RevokeToken', { id })
  const second = await issue()
  expect(await Promise.all([first, second].map(isAlive))).toEqual([false, true])
  await world.ask('RevokeToken', { id })
  const third = await issue()
  expect(await Promise.all([first, second, third].map(isAlive))).toEqual([false, false, true])
})

test('a token dies at its exp', async () => {
  const world = await anIdentity()
  const id = await aUser(world)
  const body = { scopes: ['chat'], expiresInMinutes: 60 }
  const { token } = tokenOf(await world.ask('CreateToken', { id, body }))
  world.clock.advance(3_599_000)
  await world.identity.verifyUserToken(token)
  world.clock.advance(1000)
  await expect(world.identity.verifyUserToken(token)).rejects.toMatchObject({
    status: 401,
    details: { innererror: { code: 'TokenExpired' } },
  })
})

test('tokens of another key, of no key and no tokens at all are refused with their reason', async () => {
  const [world, other] = [await anIdentity(), await anIdentity()]
  const { token } = tokenOf(await other.ask('CreateIdentity', { body: { createTokenWithScopes: ['chat'] } }))
  const reasons = [
    [token, 'TokenSignatureInvalid'],
    [entraToken({ skypeid: 'acs:x' }), 'TokenMalformed'],
    ['x', 'TokenMalformed'],
    ['', 'TokenMalformed'],
  ] as const
  for (const [jwt, code] of reasons) {
    await expect(world.identity.verifyUserToken(jwt)).rejects.toMatchObject({
      status: 401,
      details: { innererror: { code } },
    })
  }
})

test('limits hold for each resource by itself, and the window opens again after 30 seconds', async () => {
  const world = await anIdentity()
  for (let i = 0; i < 500; i++) await refusalOf(world.ask('DeleteIdentity', { id: stranger }))
  world.clock.advance(12_000)
  const error = await refusalOf(world.ask('DeleteIdentity', { id: stranger }))
  expect([error.status, error.retryAfterSeconds]).toEqual([429, 18])
  expect(world.operations().at(-1)).toMatchObject({ statusCode: 429, name: 'DeleteIdentity' })
  const caller = { kind: 'accessKey', resource: theirs.id } as const
  expect((await refusalOf(world.ask('DeleteIdentity', { id: foreign, caller }))).status).toBe(404)
  world.clock.advance(18_000)
  expect((await refusalOf(world.ask('DeleteIdentity', { id: stranger }))).status).toBe(404)
})

test('no answer without its record: when the journal is full nothing is created and the caller hears 503', async () => {
  const world = await anIdentity({ limits: { entries: 2, bytes: 1_000_000 } })
  const id = idOf(await world.ask('CreateIdentity'))
  await world.ask('RevokeToken', { id })
  for (const operation of ['CreateIdentity', 'CreateToken', 'DeleteIdentity']) {
    const error = await refusalOf(world.ask(operation, { id, body: { scopes: ['chat'] } }))
    expect([error.status, error.code]).toEqual([503, 'ServerBusy'])
    expect(error.retryAfterSeconds).toBeGreaterThan(0)
  }
  expect(world.state.all('SELECT id, deleted_at FROM identities')).toEqual([{ id, deleted_at: null }])
})

test('an Entra caller without a resource of its own acts for the first one of its tenant', async () => {
  const world = await anIdentity()
  expect(idOf(await world.ask('CreateIdentity', { caller: entraUser }))).toContain(theirs.id)
  const nobody = { kind: 'entra', tenant: 'unknown', subject: 'x' } as const
  expect((await refusalOf(world.ask('CreateIdentity', { caller: nobody }))).status).toBe(401)
})

test('an external id gives the same identity again with 200', async () => {
  const world = await anIdentity()
  const body = { externalId: 'customer-7' }
  const [first, second] = [
    await world.ask('CreateIdentity', { body }),
    await world.ask('CreateIdentity', { body }),
  ]
  expect([first.status, second.status]).toEqual([201, 200])
  expect(idOf(second)).toBe(idOf(first))
  expect((await world.ask('GetIdentity', { id: idOf(first) })).body).toEqual({
    id: idOf(first),
    externalId: 'customer-7',
  })
})

test('what the host refused is recorded for the caller or for the resource that the path names', async () => {
  const world = await anIdentity()
  const surface = world.identity.surfaces[0]
  const route = surface?.routes.find(({ id }) => id === 'RevokeToken')
  const refused = {
    route,
    method: 'POST',
    target: `/identities/${encodeURIComponent(foreign)}/:revokeAccessTokens?api-version=2023-10-01`,
    headers: {},
    caller: { kind: 'nobody' } as const,
    error: new ApiError({ status: 401, code: 'Unauthorized', message: 'The signature does not match.' }),
    requestId: 'r',
    receivedAt: world.clock.now(),
    remoteAddress: '::1',
  }
  await surface?.refused?.(refused)
  await surface?.refused?.({ ...refused, target: '/identities/%ZZ' })
  await surface?.refused?.({ ...refused, target: '/identities' })
  await surface?.refused?.({
    ...refused,
    target: '/identities',
    caller: { kind: 'accessKey', resource: ours.id },
  })
  await surface?.refused?.({ ...refused, route: undefined })
  const recorded = world.operations()
  expect(recorded.map(({ name, resource, statusCode }) => [name, resource, statusCode])).toEqual([
    ['RevokeToken', theirs.id, 401],
    ['RevokeToken', ours.id, 401],
  ])
  expect(recorded[1]).toMatchObject({ uri: 'https://localhost/identities' })
  expect(recorded[1]).not.toHaveProperty('apiVersion')
})
