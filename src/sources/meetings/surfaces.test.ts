/** Graph and operator on a real host, with the known world and its token service. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock, OPERATOR_AUDIENCE, randomIds, silentLog } from '#base'
import { directoryMigrations, knownWorld, openDirectory } from '#directory'
import { openState } from '#state'
import { aHost } from '../../server/a-host.ts'
import { createMeetings } from './create-meetings.ts'
import { meetingDirectoryOf } from './from-directory.ts'
import { GRAPH_AUDIENCE } from './graph/surface.ts'
import type { LiveCallView } from './live/view.ts'
import { parseLocator } from './locator.ts'
import { meetingsMigrations } from './store.ts'

const contosoApp = {
  tenant: knownWorld.tenants[0]?.id ?? '',
  client_id: knownWorld.apps[0]?.clientId ?? '',
  client_secret: knownWorld.apps[0]?.clientSecret ?? '',
}

async function aKnownWorld() {
  const clock = manualClock()
  const migrations = [...directoryMigrations, ...meetingsMigrations]
  const state = openState({ path: ':memory:', migrations, clock, log: silentLog })
  const directory = openDirectory({ state, ids: randomIds })
  await directory.apply(knownWorld)
  const meetings = createMeetings({
    state,
    directory: meetingDirectoryOf(directory),
    clock,
    ids: randomIds,
    log: silentLog,
    verifyToken: async () => ({ kind: 'nobody' }),
  })
  const host = await aHost({ surfaces: meetings.surfaces })
  const token = async (form: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await host.call(`/${contosoApp.tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...contosoApp, ...form }).toString(),
    })
    return (answer.json as { access_token: string }).access_token
  }
  return {
    meetings,
    directory,
    clock,
    asApp: (audience: string) => token({ grant_type: 'client_credentials', scope: `${audience}/.default` }),
    asUser: (username: string, audience: string) =>
      token({ grant_type: 'password', username, password: '-', scope: `${audience}/.default` }),
    /** Answers with status and parsed body. */
    ask: async (bearer: string, method: string, path: string, body?: unknown) => {
      const { status, json } = await host.call(path, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status, body: (json ?? {}) as Readonly<Record<string, unknown>> }
    },
    [Symbol.asyncDispose]: async () => {
      await host[Symbol.asyncDispose]()
      await meetings.close()
      await state.close()
    },
  }
}

const OLIVIA = 'c0117050-0000-4000-8000-0000000000a1'
const CONTOSO = 'c0117050-0000-4000-8000-000000000001'
const mine = `/v1.0/users/${OLIVIA}/onlineMeetings`
let world: Awaited<ReturnType<typeof aKnownWorld>>
let app: string
let olivia: string

beforeAll(async () => {
  world = await aKnownWorld()
  app = await world.asApp(GRAPH_AUDIENCE)
  olivia = await world.asUser('olivia@contoso.example', GRAPH_AUDIENCE)
})
afterAll(() => world[Symbol.asyncDispose]())

interface Made {
  readonly joinWebUrl: string
  readonly '@anteroom.shortJoinWebUrl': string
  readonly chatInfo: { readonly threadId: string }
  readonly joinMeetingIdSettings: { readonly joinMeetingId: string; readonly passcode: string }
}

const create = (body: unknown = {}) => world.ask(app, 'POST', mine, body)

test('a new meeting has Graph shape, and its links lead back to it', async () => {
  const { status, body } = await create({ subject: 'Visit', startDateTime: '2026-01-15T10:00:00Z' })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    subject: 'Visit',
    startDateTime: '2026-01-15T10:00:00.0000000Z',
    endDateTime: '2026-01-15T11:00:00.0000000Z',
    allowedPresenters: 'everyone',
    lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
    joinMeetingIdSettings: { isPasscodeRequired: true, joinMeetingId: expect.stringMatching(/^\d{13}$/) },
    chatInfo: { threadId: expect.stringMatching(/^19:meeting_[\w-]+@thread\.v2$/), messageId: '0' },
    participants: { organizer: { upn: 'olivia@contoso.example', identity: { user: { tenantId: CONTOSO } } } },
  })
  const meeting = body as unknown as Made
  expect(parseLocator({ meetingLink: meeting.joinWebUrl })).toMatchObject({
    locator: { threadId: meeting.chatInfo.threadId, tenant: CONTOSO, organizer: OLIVIA },
  })
  expect(parseLocator({ meetingLink: meeting['@anteroom.shortJoinWebUrl'] })).toMatchObject({
    locator: meeting.joinMeetingIdSettings.passcode && {
      meetingId: meeting.joinMeetingIdSettings.joinMeetingId,
      passcode: meeting.joinMeetingIdSettings.passcode,
    },
  })
})

test('read, list, change, find by link and by meeting id, delete', async () => {
  const { body: made } = await create()
  const one = `${mine}/${made.id}`
  expect((await world.ask(app, 'GET', one)).body).toMatchObject({ id: made.id })
  const change = {
    allowedPresenters: 'organizer',
    lobbyBypassSettings: { scope: 'everyone' },
    allowRecording: false,
  }
  expect((await world.ask(app, 'PATCH', one, change)).body).toMatchObject(change)
  const ids = async (filter: string) => {
    const { body } = await world.ask(app, 'GET', `${mine}?$filter=${encodeURIComponent(filter)}`)
    return (body.value as { id: string }[]).map(meeting => meeting.id)
  }
  expect(await ids(`JoinWebUrl eq '${made.joinWebUrl}'`)).toEqual([made.id])
  const { joinMeetingId } = made.joinMeetingIdSettings as { joinMeetingId: string }
  expect(await ids(`joinMeetingIdSettings/joinMeetingId eq '${joinMeetingId}'`)).toEqual([made.id])
  const listed = (await world.ask(app, 'GET', mine)).body.value as { id: string }[]
  expect(listed.map(meeting => meeting.id)).toContain(made.id)
  expect((await world.ask(app, 'DELETE', one)).status).toBe(204)
  expect((await world.ask(app, 'GET', one)).body).toMatchObject({
    error: { code: 'NotFound', innerError: { 'request-id': expect.any(String) } },
  })
})

test('createOrGet makes a meeting once for an external id', async () => {
  const ask = () => world.ask(app, 'POST', `${mine}/createOrGet`, { externalId: 'case-7', subject: 'Claim' })
  const [first, second] = [await ask(), await ask()]
  expect([first.status, second.status]).toEqual([201, 200])
  expect(second.body.id).toBe(first.body.id)
})

test('/me is the signed-in user; an app has no /me', async () => {
  const { status, body } = await world.ask(olivia, 'POST', '/v1.0/me/onlineMeetings', {})
  expect(status).toBe(201)
  expect(body.participants).toMatchObject({ organizer: { identity: { user: { id: OLIVIA } } } })
  expect((await world.ask(app, 'GET', '/v1.0/me/onlineMeetings')).body).toMatchObject({
    error: { code: 'BadRequest', message: expect.stringContaining('delegated') },
  })
})

test('the policy of the organizer gives the defaults', async () => {
  await world.directory.apply({
    policies: [
      { tenant: 'Contoso', settings: { AutoAdmittedUsers: 'Everyone', AllowPSTNUsersToBypassLobby: true } },
    ],
  } as never)
  expect((await create()).body.lobbyBypassSettings).toEqual({
    scope: 'everyone',
    isDialInBypassEnabled: true,
  })
})

describe('refusals', () => {
  test.each([
    ['user of another tenant', 'POST', '/v1.0/users/frank@fabrikam.example/onlineMeetings', {}, 404],
    ['guest', 'POST', '/v1.0/users/c0117050-0000-4000-8000-0000000000a3/onlineMeetings', {}, 404],
    ['unknown meeting', 'GET', `${mine}/nothing`, undefined, 404],
    ['other filter', 'GET', `${mine}?$filter=subject%20eq%20'x'`, undefined, 400],
    ['end before start', 'POST', mine, { startDateTime: '2026-01-15', endDateTime: '2026-01-14' }, 400],
    ['no date', 'POST', mine, { startDateTime: 'soon' }, 400],
    ['wrong scope', 'POST', mine, { lobbyBypassSettings: { scope: 'all' } }, 400],
    ['not built', 'GET', `${mine}/x/transcripts`, undefined, 501],
  ])('%s', async (_, method, path, body, status) => {
    const answer = await world.ask(app, method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) })
  })

  test('a token for another audience', async () => {
    const other = await world.asApp('https://management.azure.com')
    expect((await world.ask(other, 'GET', mine)).status).toBe(401)
  })
})

describe('operator', () => {
  const service = () => world.meetings
  let operator: string

  beforeAll(async () => {
    operator = await world.asApp(OPERATOR_AUDIENCE)
  })

  /** A Teams user in a meeting of hers, over a socket that is only a pair of functions. */
  async function liveCall(): Promise<string> {
    const { body } = await create({ lobbyBypassSettings: { isDialInBypassEnabled: false } })
    const { joinWebUrl } = body as unknown as Made
    let say: (text: string) => void = () => {}
    const heard: string[] = []
    service().accept({
      send: text => void heard.push(text),
      close: () => {},
      onMessage: listen => {
        say = listen
      },
      onClose: () => {},
    })
    say(JSON.stringify({ type: 'hello', protocol: 1, identity: { kind: 'm365User', user: OLIVIA } }))
    say(JSON.stringify({ type: 'join', id: 1, locator: { meetingLink: joinWebUrl } }))
    await expect.poll(() => heard.find(text => text.includes('"ok"'))).toBeDefined()
    return JSON.parse(heard.find(text => text.includes('Connected')) ?? '{}').callId
  }

  const post = (path: string, body?: unknown) => world.ask(operator, 'POST', `/operator/calls/${path}`, body)

  test('adds a phone that dials in through the lobby and a bot, measures, ends; the call has them', async () => {
    const finished: unknown[] = []
    const stop = service().onChange(change => change.kind === 'ended' && finished.push(change.callId))
    const id = await liveCall()
    const phone = await post(`${id}/phones`, { number: '+4930123', direction: 'in' })
    expect(phone.status).toBe(201)
    const participant = String(phone.body.participantId)
    const bot = await post(`${id}/bots`, { app: 'b1902c3e-b9f7-4650-9b23-5772bd429747' })
    const { body } = await world.ask(operator, 'GET', '/operator/calls')
    const call = (body.value as LiveCallView[]).find(one => one.callId === id)
    expect(call?.participants).toMatchObject([
      { state: 'connected', role: 'Organizer' },
      { state: 'inLobby', rawId: '4:+4930123', lobbyRule: 'AllowPSTNUsersToBypassLobby', client: 'phone' },
      { state: 'connected', client: 'bot', participantId: bot.body.participantId },
    ])
    expect((await post(`${id}/participants/${participant}/:admit`)).status).toBe(204)
    const streams = [
      { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP', final: { jitterAvg: 3 } },
    ]
    expect((await post(`${id}/participants/${participant}/:measure`, { streams })).status).toBe(204)
    expect((await post(`${id}/:end`)).status).toBe(204)
    expect(finished).toEqual([id])
    stop()
  })

  test('options that the organizer changes hold for the live call at once', async () => {
    const id = await liveCall()
    const call = service()
      .snapshot()
      .find(one => one.callId === id)
    const threadId = call?.scene.kind === 'teamsMeeting' ? call.scene.threadId : ''
    const { body } = await world.ask(app, 'GET', mine)
    const meetings = body.value as (Made & { id: string })[]
    const meeting = meetings.find(one => one.chatInfo.threadId === threadId)
    const change = { lobbyBypassSettings: { isDialInBypassEnabled: true } }
    expect((await world.ask(app, 'PATCH', `${mine}/${meeting?.id}`, change)).status).toBe(200)
    await post(`${id}/phones`, { number: '+4930777', direction: 'in' })
    const now = service()
      .snapshot()
      .find(one => one.callId === id)
    expect(now?.participants[1]).toMatchObject({ rawId: '4:+4930777', state: 'connected' })
  })

  test('what a call refuses is 409, an unknown call 404, a malformed number 400', async () => {
    const id = await liveCall()
    expect((await post(`${id}/participants/nobody/:admit`)).status).toBe(409)
    expect((await post('nothing/:end')).status).toBe(404)
    expect((await post(`${id}/phones`, { number: '030', direction: 'in' })).status).toBe(400)
  })
})
