/**
 * One chat message and one meeting, followed from their clients to a blob, an event on a hub, an OTLP collector and a
 * row. What arrives outside is compared byte by byte with the documented JSON, filled from the row that KQL gives.
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSignal, type StreamReport } from '#sources/meetings'
import { aPerson, aThread, identityClient } from '../conformance/chat-people.ts'
import type { KqlRow } from '../conformance/harness.ts'
import { type Followed, startFollowed } from './follow-outside.ts'
import { type Category, columnOf, type Shape, shapes } from './follow-shapes.ts'

let followed: Followed

beforeAll(async () => {
  followed = await startFollowed()
  setDefaultCACertificates([...getCACertificates('default'), followed.anteroom.trust.tlsOptions.ca])
})
afterAll(async () => {
  await followed?.[Symbol.asyncDispose]()
  expect(followed?.anteroom.errors).toEqual([])
})

test('a chat message arrives everywhere as the record that Azure documents', async () => {
  const alice = await aPerson(followed.anteroom)
  const thread = await aThread(alice)
  await alice.in(thread).sendMessage({ content: 'Is anybody there?' })
  await followToAll('ChatOperational', "OperationName == 'SendChatMessage'", 1)
})

test('a meeting with an external user arrives everywhere as the records that Azure documents', async () => {
  const callId = await aMeetingWithAGuest()
  await followToAll('CallSummary', `CorrelationId == '${callId}'`, 2)
  await followToAll('CallDiagnostics', `CorrelationId == '${callId}'`, 2)
})

/** Follows every row that the condition finds, at least `enough`. */
async function followToAll(category: Category, condition: string, enough: number): Promise<void> {
  const shape: Shape = shapes[category]
  const resource = followed.anteroom.armIdOf('contoso-acs')
  const columns = [...shape.top, ...shape.properties].map(columnOf)
  const rows = await followed.anteroom.kql(
    `${shape.table} | where ${condition} and _ResourceId =~ '${resource}'
     | project ItemId = _ItemId, Type, ${columns.join(', ')}`,
    enough,
  )
  for (const row of rows) {
    const id = String(row.ItemId)
    await expect.poll(() => idsOnTheHub().has(id), { timeout: 20_000 }).toBe(true)
    await expect.poll(() => followed.collected().has(id), { timeout: 20_000 }).toBe(true)
    const expected = (line: string) => lineOf(row, shape, JSON.parse(line) as JsonRecord)
    await expect
      .poll(async () => (await followed.lines(category)).some(line => line === expected(line)), {
        timeout: 20_000,
      })
      .toBe(true)
    const line = (await followed.lines(category)).find(each => each === expected(each)) ?? ''
    const event = followed.events().find(({ ids }) => ids.includes(id))
    expect(recordsOf(event?.body ?? '')[event?.ids.indexOf(id) ?? -1]).toBe(line)
    expectSameCells(followed.collected().get(id) ?? {}, row)
  }
}

const idsOnTheHub = (): ReadonlySet<string> => new Set(followed.events().flatMap(({ ids }) => ids))

interface JsonRecord {
  readonly [name: string]: unknown
  readonly properties: Readonly<Record<string, unknown>>
}

/** The documented record of a row: names in their order and place. Only what the record leaves out is left out. */
function lineOf(row: KqlRow, { top, properties, asText }: Shape, given: JsonRecord): string {
  const cells = (names: readonly string[], among: object) =>
    Object.fromEntries(names.filter(name => name in among).map(name => [name, cellOf(row, name, asText)]))
  return JSON.stringify({ ...cells(top, given), properties: cells(properties, given.properties) })
}

function cellOf(row: KqlRow, name: string, asText: readonly string[]): unknown {
  const cell = plain(row[columnOf(name)])
  if (name === 'category') return Object.entries(shapes).find(([, { table }]) => table === row.Type)?.[0]
  if (name === 'resourceId') return String(cell).toUpperCase()
  return asText.includes(name) && typeof cell === 'number' ? String(cell) : cell
}

/** A text that is empty in KQL is one that is unknown. */
const plain = (cell: unknown): unknown =>
  cell instanceof Date ? inTicks(cell) : cell === '' || cell === undefined ? null : cell

/** Azure writes times to 100 ns; the client reads them to a millisecond, which is all that ours have. */
const inTicks = (time: Date): string => time.toISOString().replace('Z', '0000Z')

/** The texts of the records in an event, as they stand. */
function recordsOf(body: string): readonly string[] {
  const { records } = JSON.parse(body) as { records: readonly unknown[] }
  const texts = records.map(record => JSON.stringify(record))
  expect(body).toBe(`{"records":[${texts.join(',')}]}`)
  return texts
}

/** A collector gets the columns themselves. */
function expectSameCells(collected: Readonly<Record<string, unknown>>, row: KqlRow): void {
  expect(Object.keys(collected).length).toBeGreaterThan(5)
  const cells = Object.keys(collected).map(name => [name, plain(row[name])])
  expect(collected).toEqual(Object.fromEntries(cells))
}

const streams: readonly StreamReport[] = (['Outbound', 'Inbound'] as const).map((direction, i) => ({
  id: i + 1,
  mediaType: 'Audio',
  direction,
  transport: 'UDP',
  window: { seconds: 10, packets: 500, jitter: { avg: 3, max: 7 }, packetLossRate: 0.01 },
}))

/** Olivia of Contoso lets a user of contoso-acs in, both speak, and she ends the meeting. Gives the call's id. */
async function aMeetingWithAGuest(): Promise<string> {
  const { anteroom } = followed
  const url = `${anteroom.origin.replace('https', 'wss')}/signal`
  const client = { sdkVersion: '1.46.1', osVersion: 'Windows 11' }
  const meetingLink = await aMeetingOf('olivia@contoso.example')
  const olivia = await connectSignal({
    url,
    identity: { kind: 'm365User', user: 'olivia@contoso.example' },
    client,
  })
  await olivia.join({ meetingLink })
  const { callId } = await olivia.waitFor('Connected')
  const { token } = await identityClient(anteroom).createUserAndToken(['voip'])
  const guest = await connectSignal({ url, identity: { kind: 'token', token }, client })
  const participantId = await guest.join({ meetingLink }, { displayName: 'A guest' })
  await guest.waitFor('InLobby')
  await olivia.request({ type: 'admit', participantId })
  await guest.waitFor('Connected')
  await Promise.all([olivia.sendStatistics(streams), guest.sendStatistics(streams)])
  await olivia.request({ type: 'endForAll' })
  await guest.waitFor('Disconnected')
  olivia.close()
  guest.close()
  return callId
}

/** Gives the join link of a meeting whose guests wait in the lobby. */
async function aMeetingOf(user: string): Promise<string> {
  const { anteroom } = followed
  const token = await anteroom.userToken(user, 'https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'Followed', lobbyBypassSettings: { scope: 'organization' } }),
  })
  const { joinWebUrl } = (await answer.json()) as { joinWebUrl: string }
  return joinWebUrl
}
