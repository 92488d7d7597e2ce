/** Every operation of the data planes in every version that is listed, by the official clients of today. */
import { ChatClient } from '@azure/communication-chat'
import { AzureCommunicationTokenCredential } from '@azure/communication-common'
import { CommunicationIdentityClient } from '@azure/communication-identity'
import { RoomsClient } from '@azure/communication-rooms'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { all, identityClient, idOf } from '../chat-people.ts'
import { type Anteroom, startForTest } from '../harness.ts'
import { inVersion } from './in-version.ts'

const TEAMS = 'https://auth.msft.communication.azure.com/.default'
const COMMUNICATION = 'https://communication.azure.com//.default'

let anteroom: Anteroom

beforeAll(async () => {
  anteroom = await startForTest({ settings: { enforceLimits: false } })
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

/** Speaks for an Entra app, or for whom the token says. */
async function ask(method: string, path: string, { token, body }: { token?: string; body?: object } = {}) {
  const bearer = token ?? (await anteroom.credential().getToken(COMMUNICATION)).token
  const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

test('identity: users and their tokens', async () => {
  const teamsUserAadToken = await anteroom.userToken('olivia@contoso.example', TEAMS)
  const { oid, appid } = decodeJwt(teamsUserAadToken) as { oid: string; appid: string }
  for (const version of anteroom.versionsOf('identity')) {
    const client = new CommunicationIdentityClient(anteroom.connectionString(), {
      ...anteroom.trust,
      ...inVersion(version),
    } as object)
    const user = await client.createUser()
    const { token } = await client.getToken(user, ['chat'])
    expect(decodeJwt(token).skypeid).toBe(user.communicationUserId.slice(2))
    expect(await ask('GET', `/identities/${user.communicationUserId}?api-version=${version}`)).toMatchObject({
      status: 200,
      body: { id: user.communicationUserId },
    })
    await client.revokeTokens(user)
    await client.deleteUser(user)
    const asked = { teamsUserAadToken, clientId: appid, userObjectId: oid }
    expect((await client.getTokenForTeamsUser(asked)).token).toEqual(expect.any(String))
  }
})

test('identity: assignments of the Teams extension, and both exchanges', async () => {
  const teams = await anteroom.userToken('carl@contoso.example', TEAMS)
  const clients = await anteroom.userToken(
    'carl@contoso.example',
    'https://communication.azure.com/clients/.default',
  )
  const { tid, oid } = decodeJwt(teams)
  for (const version of anteroom.versionsOf('identity-exchange')) {
    const query = `?api-version=${version}`
    const assignment = `/access/teamsExtension/tenants/${tid}/assignments/${oid}${query}`
    const exchange = (kind: string, token: string) =>
      ask('POST', `/access/${kind}/:exchangeAccessToken${query}`, { token, body: {} })
    expect((await ask('PUT', assignment, { body: { principalType: 'user' } })).status).toBe(201)
    expect((await ask('GET', assignment)).body).toMatchObject({ objectId: oid, principalType: 'user' })
    expect((await exchange('teamsExtension', teams)).status).toBe(200)
    expect((await exchange('entra', clients)).status).toBe(200)
    expect((await ask('DELETE', assignment)).status).toBe(204)
  }
})

test('rooms', async () => {
  const user = await identityClient(anteroom).createUser()
  for (const version of anteroom.versionsOf('rooms')) {
    const client = new RoomsClient(anteroom.connectionString(), {
      ...anteroom.trust,
      ...inVersion(version),
    } as object)
    const { id } = await client.createRoom({ participants: [{ id: user, role: 'Presenter' }] })
    expect((await client.getRoom(id)).id).toBe(id)
    const validUntil = new Date(anteroom.clock.now() + 86_400_000)
    expect((await client.updateRoom(id, { validFrom: new Date(), validUntil })).validUntil).toEqual(
      validUntil,
    )
    expect((await all(client.listRooms())).map(room => room.id)).toContain(id)
    await client.addOrUpdateParticipants(id, [{ id: user, role: 'Consumer' }])
    expect(await all(client.listParticipants(id))).toMatchObject([{ role: 'Consumer' }])
    await client.deleteRoom(id)
  }
})

test('chat: threads, messages, people, receipts and typing', async () => {
  const [alice, bob] = await Promise.all(
    [1, 2].map(() => identityClient(anteroom).createUserAndToken(['chat'])),
  )
  if (!alice || !bob) throw new Error('two people')
  for (const version of anteroom.versionsOf('chat')) {
    const client = new ChatClient(anteroom.origin, new AzureCommunicationTokenCredential(alice.token), {
      ...anteroom.trust,
      ...inVersion(version),
    } as object)
    const thread = idOf(await client.createChatThread({ topic: version }))
    const inThread = client.getChatThreadClient(thread)
    await inThread.addParticipants({ participants: [{ id: bob.user }] })
    expect(await all(inThread.listParticipants())).toHaveLength(2)
    await inThread.removeParticipant(bob.user)
    await inThread.updateTopic('another')
    expect((await inThread.getProperties()).topic).toBe('another')
    const { id } = await inThread.sendMessage({ content: 'hi' })
    await inThread.updateMessage(id, { content: 'hello' })
    expect((await inThread.getMessage(id)).content?.message).toBe('hello')
    await inThread.sendReadReceipt({ chatMessageId: id })
    expect(await all(inThread.listReadReceipts())).toMatchObject([{ chatMessageId: id }])
    await inThread.sendTypingNotification()
    await inThread.deleteMessage(id)
    expect((await all(inThread.listMessages())).map(message => message.id)).toContain(id)
    expect((await all(client.listChatThreads())).map(item => item.id)).toContain(thread)
    await client.deleteChatThread(thread)
  }
})
