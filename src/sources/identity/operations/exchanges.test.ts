import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import {
  type AnIdentity,
  anIdentity,
  contoso,
  entraToken,
  fabrikam,
  idOf,
  ours,
  theirs,
  tokenOf,
} from '../testing/an-identity.ts'

const user = '0b1d0000-0000-4000-8000-000000000000'
const app = 'a99a0000-0000-4000-8000-000000000000'

const aTeamsToken = (world: AnIdentity, change: Readonly<Record<string, unknown>> = {}) =>
  entraToken({ tid: fabrikam, oid: user, appid: app, exp: world.clock.now() / 1000 + 4000, ...change })

const exchange = (world: AnIdentity, token: string, change: Readonly<Record<string, string>> = {}) =>
  world.ask('ExchangeTeamsUserAccessToken', { body: { token, appId: app, userId: user, ...change } })

test('a Teams user token becomes one of that user, with the same end', async () => {
  const world = await anIdentity()
  const { token } = tokenOf(await exchange(world, aTeamsToken(world)))
  expect(decodeJwt(token)).toMatchObject({ skypeid: `orgid:${user}`, exp: world.clock.now() / 1000 + 4000 })
  expect(await world.identity.verifyUserToken(token)).toMatchObject({
    user: `8:orgid:${user}`,
    resource: ours.id,
  })
  expect(world.operations()).toMatchObject([
    { name: 'ExchangeTeamsUserAccessToken', statusCode: 200, identity: `8:orgid:${user}` },
  ])
})

const wrong: readonly [string, (world: AnIdentity) => ReturnType<typeof exchange>, number][] = [
  ['no token', world => exchange(world, ''), 401],
  ['no JSON Web Token', world => exchange(world, 'abc.def'), 401],
  ['an expired token', world => exchange(world, aTeamsToken(world, { exp: 1 })), 401],
  ['a token without expiry', world => exchange(world, aTeamsToken(world, { exp: undefined })), 401],
  ['a token of no user', world => exchange(world, aTeamsToken(world, { oid: undefined })), 401],
  ['another application', world => exchange(world, aTeamsToken(world), { appId: 'other' }), 400],
  ['another user', world => exchange(world, aTeamsToken(world), { userId: 'other' }), 400],
]

test.each(wrong)('%s is refused and recorded', async (_, ask, status) => {
  const world = await anIdentity()
  await expect(ask(world)).rejects.toMatchObject({ status })
  expect(world.operations()).toMatchObject([{ name: 'ExchangeTeamsUserAccessToken', statusCode: status }])
})

test('an Entra user gets the same communication user each time, with the scopes that were consented to', async () => {
  const world = await anIdentity()
  const ask = () => {
    const authorization = `Bearer ${aTeamsToken(world, { scp: 'Chat.Join VoIP' })}`
    const caller = { kind: 'entra', tenant: fabrikam, subject: user } as const
    return world.ask('ExchangeEntraAccessToken', { caller, headers: { authorization }, body: {} })
  }
  const [first, second] = [await ask(), await ask()]
  expect(idOf(first)).toBe(`8:acs:${theirs.id}_wf_${fabrikam}_${user}`)
  expect(idOf(second)).toBe(idOf(first))
  const caller = await world.identity.verifyUserToken(tokenOf(second).token)
  expect(caller).toMatchObject({ user: idOf(first), scopes: ['chat.join', 'voip'] })
})

test('Teams extension: only an assigned user may exchange, and the assigning resource is the one that counts', async () => {
  const world = await anIdentity()
  const params = { tenantId: fabrikam, objectId: user }
  const ask = () => {
    const headers = { authorization: `Bearer ${aTeamsToken(world)}` }
    const caller = { kind: 'entra', tenant: fabrikam, subject: user } as const
    return world.ask('ExchangeTeamsExtensionAccessToken', { caller, headers, body: {} })
  }
  await expect(ask()).rejects.toMatchObject({ status: 403 })
  const body = { principalType: 'user', clientIds: [app] }
  expect((await world.ask('PutTeamsExtensionAssignment', { params, body })).status).toBe(201)
  expect((await world.ask('PutTeamsExtensionAssignment', { params, body })).status).toBe(200)
  expect((await world.ask('GetTeamsExtensionAssignment', { params })).body).toEqual({
    objectId: user,
    tenantId: fabrikam,
    principalType: 'user',
    clientIds: [app],
  })
  expect(idOf(await ask())).toBe(`8:acs:${ours.id}_${fabrikam}_${user}`)
  await world.ask('PutTeamsExtensionAssignment', { params, body: { ...body, clientIds: ['another'] } })
  await expect(ask()).rejects.toMatchObject({ status: 403 })
  expect((await world.ask('DeleteTeamsExtensionAssignment', { params })).status).toBe(204)
  await expect(ask()).rejects.toMatchObject({ status: 403 })
  await expect(world.ask('DeleteTeamsExtensionAssignment', { params })).rejects.toMatchObject({ status: 404 })
  const other = { tenantId: contoso, objectId: user }
  await expect(world.ask('GetTeamsExtensionAssignment', { params: other })).rejects.toMatchObject({
    status: 404,
  })
})

test('what the installation finds wrong with an Entra token is refused in every exchange', async () => {
  const asked: string[] = []
  const world = await anIdentity({
    entraProblem: async (jwt, audiences) => {
      asked.push(jwt)
      return audiences.length > 0 ? 'its signature is not trusted.' : undefined
    },
  })
  const token = aTeamsToken(world)
  const message = 'The Entra token is not valid: its signature is not trusted.'
  await expect(exchange(world, token)).rejects.toMatchObject({ status: 401, message })
  const caller = { kind: 'entra', tenant: fabrikam, subject: user } as const
  for (const operation of ['ExchangeEntraAccessToken', 'ExchangeTeamsExtensionAccessToken']) {
    const answer = world.ask(operation, { caller, headers: { authorization: `Bearer ${token}` }, body: {} })
    await expect(answer).rejects.toMatchObject({ status: 401, message })
  }
  expect(asked).toEqual([token, token, token])
})
