/** `/live?calls=…`: who is where in a call that goes on, as each tenant may see it. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LiveCallView } from '#sources/meetings'
import { type ClientIdentity, connectSignal, type SignalClient } from '#sources/meetings'
import { aPerson } from '../conformance/chat-people.ts'
import { type Anteroom, startForTest } from '../conformance/harness.ts'

const MANAGEMENT = 'https://management.azure.com/.default'
const ORGANIZER: ClientIdentity = { kind: 'm365User', user: 'olivia@contoso.example' }

let anteroom: Anteroom

beforeAll(async () => {
  anteroom = await startForTest({ settings: { media: false } })
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

async function aMeeting(): Promise<string> {
  const token = await anteroom.userToken('olivia@contoso.example', 'https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'Live' }),
  })
  return ((await answer.json()) as { joinWebUrl: string }).joinWebUrl
}

async function joins(meetingLink: string, identity: ClientIdentity, name: string): Promise<SignalClient> {
  const client = await connectSignal({
    url: `${anteroom.httpOrigin.replace('http', 'ws')}/signal`,
    identity,
  })
  await client.join({ meetingLink }, { displayName: name })
  await client.waitFor('InLobby', 'Connected')
  return client
}

interface Watching {
  readonly events: readonly { readonly event: string; readonly data: LiveCallView }[]
  stop(): void
}

/** Reads the stream until it is stopped. */
async function watch(app: 'contoso-app' | 'fabrikam-app', query: string): Promise<Watching> {
  const { token } = await anteroom.credential(app).getToken(MANAGEMENT)
  const abort = new AbortController()
  const answer = await fetch(`${anteroom.httpOrigin}/live?${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  })
  expect(answer.status).toBe(200)
  const events: { event: string; data: LiveCallView }[] = []
  const read = async () => {
    let text = ''
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/m.exec(part) ?? []
        if (event && data) events.push({ event, data: JSON.parse(data) })
      }
    }
  }
  read().catch(() => {})
  return { events, stop: () => abort.abort() }
}

/** State and name of each participant in the newest event. */
const people = ({ events }: Watching) =>
  events.at(-1)?.data.participants?.map(({ state, displayName }) => [state, displayName])

test('the operator sees everybody at once; another tenant whom its logs will have, without names', async () => {
  const meeting = await aMeeting()
  const organizer = await joins(meeting, ORGANIZER, 'Olivia')
  const before = await watch('contoso-app', 'calls=only')
  await expect.poll(() => people(before)).toEqual([['connected', 'Olivia']])

  const foreign = await watch('fabrikam-app', 'calls=only')
  const ours = await aPerson(anteroom, { scopes: ['voip'] })
  const theirs = await aPerson(anteroom, { scopes: ['voip'], resource: 'fabrikam-acs' })
  const guest = await joins(meeting, { kind: 'token', token: ours.token }, 'Ada')
  const other = await joins(meeting, { kind: 'token', token: theirs.token }, 'Bo')
  await expect
    .poll(() => people(before))
    .toEqual([
      ['connected', 'Olivia'],
      ['inLobby', 'Ada'],
      ['inLobby', 'Bo'],
    ])
  expect(before.events.at(-1)?.data.participants[1]).toMatchObject({ lobbyRule: 'AutoAdmittedUsers' })
  await expect
    .poll(() => people(foreign))
    .toEqual([
      ['connected', undefined],
      ['inLobby', undefined],
    ])

  await organizer.request({ type: 'admitAll' })
  await guest.waitFor('Connected')
  const stream = { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP' } as const
  const window = { seconds: 10, packets: 500, packetLossRate: 0.25 }
  await guest.sendStatistics([{ ...stream, window }])
  await expect
    .poll(() => before.events.at(-1)?.data.participants[1]?.streams)
    .toMatchObject([{ mediaType: 'Audio', measuredBy: 'client', window }])
  expect(JSON.stringify(foreign.events)).not.toContain('0.25')
  expect(JSON.stringify(foreign.events)).not.toContain(guest.rawId)

  await organizer.request({ type: 'endForAll' })
  for (const watching of [before, foreign]) {
    await expect.poll(() => watching.events.at(-1)?.event).toBe('callEnded')
    watching.stop()
  }
  for (const client of [organizer, guest, other]) client.close()
})

test('calls come with records on request; without the parameter there are records alone', async () => {
  const alone = await watch('contoso-app', 'categories=CallSummary')
  const both = await watch('contoso-app', 'categories=CallSummary&calls=with')
  const organizer = await joins(await aMeeting(), ORGANIZER, 'Olivia')
  await expect.poll(() => both.events.map(({ event }) => event)).toContain('call')
  await organizer.leave()
  await expect
    .poll(() => both.events.map(({ event }) => event))
    .toEqual(expect.arrayContaining(['call', 'callEnded']))
  await pause(600)
  expect(alone.events.filter(({ event }) => event !== 'record')).toEqual([])
  for (const watching of [alone, both]) watching.stop()
  organizer.close()
})

test('anything else is refused', async () => {
  const { token } = await anteroom.credential('contoso-app').getToken(MANAGEMENT)
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${anteroom.httpOrigin}/live?calls=yes`, { headers })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('calls: expected with or only.')
})
