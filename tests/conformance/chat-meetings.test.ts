/** The chat of a Teams meeting, joined as an external user through the real signalling. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClientIdentity, connectSignal, type SignalClient } from '#sources/meetings'
import { all, aPerson, type Person, refusalOf } from './chat-people.ts'
import { type Anteroom, startForTest } from './harness.ts'

interface Meeting {
  readonly joinWebUrl: string
  readonly threadId: string
}

async function aMeeting(anteroom: Anteroom): Promise<Meeting> {
  const token = await anteroom.userToken('olivia@contoso.example', 'https://graph.microsoft.com/.default')
  const start = anteroom.clock.now()
  const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      subject: 'Sync',
      startDateTime: new Date(start).toISOString(),
      endDateTime: new Date(start + 3_600_000).toISOString(),
      lobbyBypassSettings: { scope: 'everyone' },
    }),
  })
  const { joinWebUrl, chatInfo } = (await answer.json()) as {
    joinWebUrl: string
    chatInfo: { threadId: string }
  }
  return { joinWebUrl, threadId: chatInfo.threadId }
}

const ORGANIZER: ClientIdentity = { kind: 'm365User', user: 'olivia@contoso.example' }
const withToken = ({ token }: Person): ClientIdentity => ({ kind: 'token', token })

async function joins(
  anteroom: Anteroom,
  { joinWebUrl }: Meeting,
  identity: ClientIdentity,
): Promise<SignalClient> {
  const client = await connectSignal({
    url: `${anteroom.httpOrigin.replace('http', 'ws')}/signal`,
    identity,
  })
  await client.join({ meetingLink: joinWebUrl }, { displayName: 'Guest' })
  await client.waitFor('Connected')
  return client
}

async function leaves(client: SignalClient): Promise<void> {
  await client.leave()
  await client.waitFor('Disconnected')
  client.close()
}

const guest = (anteroom: Anteroom) => aPerson(anteroom, { scopes: ['chat', 'voip'] })
const textsOf = async (person: Person, thread: string) =>
  (await all(person.in(thread).listMessages())).flatMap(({ content }) => content?.message ?? [])

describe('as documented', () => {
  let anteroom: Anteroom
  beforeAll(async () => {
    anteroom = await startForTest({ settings: { enforceLimits: false } })
  })
  afterAll(() => anteroom?.[Symbol.asyncDispose]())

  test('two guests of two resources chat while both are in the call; who left is out, who came late reads no past', async () => {
    const meeting = await aMeeting(anteroom)
    const thread = meeting.threadId
    expect(thread).toMatch(/^19:meeting_.+@thread\.v2$/)
    const early = await guest(anteroom)
    const late = await aPerson(anteroom, { scopes: ['chat', 'voip'], resource: 'fabrikam-acs' })
    expect(await refusalOf(early.in(thread).sendMessage({ content: 'x' }))).toMatchObject({ statusCode: 404 })
    const organizer = await joins(anteroom, meeting, ORGANIZER)
    expect(await refusalOf(early.in(thread).sendMessage({ content: 'x' }))).toMatchObject({ statusCode: 403 })
    const earlyCall = await joins(anteroom, meeting, withToken(early))
    await early.in(thread).sendMessage({ content: 'alone' })
    expect((await early.in(thread).getProperties()).topic).toBe('Sync')
    expect(await refusalOf(late.in(thread).sendMessage({ content: 'x' }))).toMatchObject({ statusCode: 403 })
    const lateCall = await joins(anteroom, meeting, withToken(late))
    await late.in(thread).sendMessage({ content: 'hello' })
    expect(await textsOf(late, thread)).toEqual(['hello'])
    expect(await textsOf(early, thread)).toEqual(['hello', 'alone'])
    await leaves(earlyCall)
    expect(await refusalOf(early.in(thread).listMessages().next())).toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
    })
    const [newest] = await all(late.in(thread).listMessages())
    expect(newest).toMatchObject({
      type: 'participantRemoved',
      content: { participants: [{ id: { communicationUserId: early.id } }] },
    })
    await leaves(lateCall)
    await leaves(organizer)
    const rows = await anteroom.kql(
      `ACSChatIncomingOperations | where ChatThreadId == '${thread}' and OperationName == 'SendChatMessage' and ResultType == 'Succeeded' | sort by TimeGenerated asc`,
      2,
    )
    expect(rows).toMatchObject([
      { UserId: early.id, _ResourceId: anteroom.armIdOf('contoso-acs') },
      { UserId: late.id, _ResourceId: anteroom.armIdOf('fabrikam-acs') },
    ])
  })
})

test('refused: 403 as deployments answer since August 2026, while the call goes on', async () => {
  await using anteroom = await startForTest({ settings: { meetingChat: 'refused' } })
  const meeting = await aMeeting(anteroom)
  const person = await guest(anteroom)
  const organizer = await joins(anteroom, meeting, ORGANIZER)
  const call = await joins(anteroom, meeting, withToken(person))
  expect(await refusalOf(person.in(meeting.threadId).sendMessage({ content: 'x' }))).toMatchObject({
    statusCode: 403,
    code: 'Forbidden',
    message: 'User is not allowed to perform specified action.',
  })
  expect(call.state?.state).toBe('Connected')
  await leaves(call)
  await leaves(organizer)
})
