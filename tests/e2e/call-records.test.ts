/** Call records out of one server and into another: the same figures there; then records as a real tenant has them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall, type PlayedCall } from '../conformance/a-call.ts'
import { type Anteroom, type KqlRow, startForTest } from '../conformance/harness.ts'

let here: Anteroom
let elsewhere: Anteroom
let call: PlayedCall
let exported: string

const GRAPH = 'https://graph.microsoft.com/.default'

async function ask(
  anteroom: Anteroom,
  path: string,
  { user = 'olivia@contoso.example', body }: { user?: string; body?: unknown } = {},
) {
  const token = await anteroom.userToken(
    user,
    GRAPH,
    user.includes('fabrikam') ? 'fabrikam-app' : 'contoso-app',
  )
  const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

const json = async (...asked: Parameters<typeof ask>) => JSON.parse((await ask(...asked)).text)
/** However old. */
const stored = (text: string, enough?: number) => elsewhere.kql(text, enough, 'P3650D')
const take = (body: unknown) => json(elsewhere, '/teams/call-records', { body })

beforeAll(async () => {
  here = await startForTest()
  elsewhere = await startForTest()
  call = await aCall(here)
  await here.kql(`AnteroomTeamsStreams_CL | where CorrelationId == '${call.callId}'`, 3)
  exported = (await ask(here, '/teams/call-records')).text
}, 120_000)
afterAll(async () => {
  await here?.[Symbol.asyncDispose]()
  await elsewhere?.[Symbol.asyncDispose]()
  expect([...(here?.errors ?? []), ...(elsewhere?.errors ?? [])]).toEqual([])
})

/** Columns that say where and when a row was stored, and whence it is. */
const STANDARD = /^(TimeGenerated|TenantId|_.*|SourceSystem|Type|Source)$/

async function rowsOf(anteroom: Anteroom, table: string, enough: number): Promise<readonly KqlRow[]> {
  const text = `${table} | where CorrelationId == '${call.callId}' | sort by ParticipantId asc${/Streams/.test(table) ? ', StreamId asc, MediaType asc' : ''}`
  const rows = await anteroom.kql(text, enough)
  return rows.map(row => Object.fromEntries(Object.entries(row).filter(([name]) => !STANDARD.test(name))))
}

describe('an export of ours', () => {
  test('is a line a call, and goes in elsewhere with the same sessions, streams and verdicts', async () => {
    const lines = exported.trim().split('\n')
    expect(lines).toHaveLength(1)
    const record = JSON.parse(lines[0] ?? '')
    expect(await take([record])).toMatchObject({
      value: [{ id: call.callId, version: 1, outcome: 'stored', completeness: 'complete' }],
    })
    for (const [table, enough] of [
      ['AnteroomTeamsSessions_CL', 2],
      ['AnteroomTeamsStreams_CL', 3],
    ] as const) {
      expect(await rowsOf(elsewhere, table, enough)).toEqual(await rowsOf(here, table, enough))
    }
  })

  test('equal and lower versions are there already; a higher one replaces all of the lower', async () => {
    const record = JSON.parse(exported)
    expect(await take(record)).toMatchObject({ value: [{ outcome: 'alreadyThere' }] })
    const shorter = { ...record, version: 3, sessions: record.sessions.slice(0, 1) }
    expect(await take(shorter)).toMatchObject({
      value: [{ outcome: 'replaced', completeness: 'sessions missing' }],
    })
    await stored(`AnteroomTeamsReplaced_CL | where CorrelationId == '${call.callId}' and Version == 1`, 1)
    const path = `/v1.0/communications/callRecords/${call.callId}?$expand=sessions`
    await expect.poll(async () => (await json(elsewhere, path)).version, { timeout: 10_000 }).toBe(3)
    expect((await json(elsewhere, path)).sessions).toHaveLength(1)
    expect(await take({ ...record, version: 2 })).toMatchObject({ value: [{ outcome: 'alreadyThere' }] })
  })
})

describe('T5: a specialist', () => {
  /** What names or locates Olivia and the external user. */
  const secrets = () => [
    call.visitorId,
    'olivia@contoso.example',
    'c0117050-0000-4000-8000-0000000000a1',
    'Olivia',
    '127.0.0.1',
  ]
  const paths = () => [
    `/v1.0/communications/callRecords/${call.callId}?$expand=sessions($expand=segments)`,
    `/v1.0/communications/callRecords/${call.callId}/organizer_v2?`,
    `/v1.0/communications/callRecords/${call.callId}/participants_v2?`,
    `/v1.0/communications/callRecords/${call.callId}/sessions?$expand=segments`,
    `/teams/find?q=${call.callId}`,
    `/teams/find?q=${encodeURIComponent(call.shortUrl)}`,
    '/teams/call-records?',
  ]
  const told = async (role: string) =>
    Promise.all(paths().map(async path => (await ask(here, `${path}&role=${role}`)).text))

  test('reads of a call what happened, and nothing that names or locates somebody', async () => {
    const [asAdministrator, asSpecialist] = [await told('administrator'), await told('specialist')]
    const found = (texts: readonly string[]) =>
      secrets().filter(secret => texts.some(text => text.includes(secret)))
    expect(found(asAdministrator)).toEqual(secrets())
    expect(found(asSpecialist)).toEqual([])
    expect(JSON.parse(asSpecialist[3] ?? '').value).toHaveLength(2)
  })
})

const DIRECT = {
  id: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
  version: 1,
  type: 'peerToPeer',
  modalities: ['audio'],
  startDateTime: '2026-02-25T18:52:21.2169889Z',
  endDateTime: '2026-02-25T18:52:46.7640013Z',
  sessions: [
    {
      id: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
      caller: {
        '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
        userAgent: { platform: 'android', productFamily: 'skypeForBusiness' },
        cpuName: 'Contoso CPU X11',
      },
      callee: {
        userAgent: { platform: 'windows', productFamily: 'skypeForBusiness' },
        feedback: { rating: 'poor', tokens: { Noisy: true, Echo: false } },
        identity: { user: { id: 'c0117050-0000-4000-8000-0000000000a2' } },
      },
      segments: [
        {
          media: [
            {
              label: 'main-audio',
              callerNetwork: { connectionType: 'wifi', ipAddress: '10.150.0.2', subnet: '10.150.0.0', linkSpeed: 54_000_000, receivedQualityEventRatio: 0.27, wifiBand: 'frequency50GHz' },
              streams: [
                { streamId: '1504545584', streamDirection: 'callerToCallee', averageJitter: 'PT0.016S', averagePacketLossRate: 0, averageRoundTripTime: 'PT0.061S', packetUtilization: 67 },
                { streamId: '1785122252', streamDirection: 'calleeToCaller', averageJitter: 'PT0.007S', averagePacketLossRate: 0.01381693, averageRatioOfConcealedSamples: 0.06233422, averageAudioDegradation: 1.16, packetUtilization: 709 },
              ],
            },
          ],
        },
      ],
    },
  ],
} // biome-ignore format: a record

describe('a record as a real tenant has them', () => {
  test('a direct call: both ends in order, figures of each direction judged, details under the names of call quality', async () => {
    expect(
      await take({ value: [DIRECT], '@odata.nextLink': 'https://graph.microsoft.com/next' }),
    ).toMatchObject({
      value: [{ outcome: 'stored', completeness: 'complete' }],
      note: expect.stringContaining('@odata.nextLink'),
    })
    const streams = await stored(
      `AnteroomTeamsStreams_CL | where CorrelationId == '${DIRECT.id}' | sort by StreamId asc`,
      2,
    )
    expect(streams).toMatchObject([
      { StreamId: 1504545584, SessionType: 'P2P', Classification: 'Unclassified', RoundTrip: 61, FirstIsServer: 'Client', FirstUserAgentCategory: 'OC', PacketUtilization: 67 },
      { StreamId: 1785122252, Classification: 'Good', Jitter: 7, ConcealedRatio: 0.06233422, Degradation: 1.16, FirstProductName: 'Skype for Business' },
    ]) // biome-ignore format: two rows
    expect([streams[0]?.FirstWifiBand, streams[0]?.SecondWifiBand].sort()).toEqual(['', 'frequency50GHz'])
    const [caller] = await stored(
      `AnteroomTeamsSessions_CL | where CorrelationId == '${DIRECT.id}' and ParticipantId == '${DIRECT.id}'`,
      1,
    )
    expect(caller?.Details).toMatchObject({
      'CPU Name': 'Contoso CPU X11',
      'Link Speed': 54_000_000,
      'WiFi Band': 'frequency50GHz',
      'Network Receive Quality Event Ratio': 0.27,
      'Network Connection Detail': 'Wifi',
    })
    expect(await stored(`AnteroomTeamsFeedback_CL | where CorrelationId == '${DIRECT.id}'`, 1)).toMatchObject(
      [{ Rating: 2, Tokens: '{Noisy:1; Echo:0;}', HasAudioIssue: true, HasVideoIssue: false }],
    )
    // Older than what names people is kept.
    expect(await stored(`AnteroomTeamsPersons_CL | where CorrelationId == '${DIRECT.id}'`, 0)).toEqual([])
  })

  test.each([
    ['sessions were not expanded', { sessions: undefined }, 'sessions missing'],
    [
      'segments were not expanded',
      { sessions: [{ ...DIRECT.sessions[0], segments: undefined }] },
      'segments missing',
    ],
    [
      'a page was not followed',
      { 'sessions@odata.nextLink': 'https://graph.microsoft.com/next' },
      'partial page',
    ],
  ])('what it lacks is said: %s', async (_, more, completeness) => {
    const id = `lacking-${completeness.replace(' ', '-')}`
    expect(await take({ ...DIRECT, id, ...more })).toMatchObject({
      value: [{ outcome: 'stored', completeness }],
    })
    expect(
      await stored(`AnteroomTeamsSessions_CL | where CorrelationId == '${id}' | distinct Completeness`, 1),
    ).toEqual([{ Completeness: completeness }])
  })

  test('what is wrong is said by record and path, and the others go in', async () => {
    const bent = structuredClone(DIRECT)
    Object.assign(bent.sessions[0]?.segments[0]?.media[0]?.streams[0] ?? {}, {
      averageJitter: '16 ms',
      streamDirection: 'up',
    })
    const { value } = await take([{ ...bent, id: 'bent' }, { ...DIRECT, id: 'straight' }, 'nothing'])
    expect(value).toMatchObject([
      { index: 0, id: 'bent', outcome: 'refused' },
      { index: 1, id: 'straight', outcome: 'stored' },
      { index: 2, outcome: 'refused' },
    ])
    const paths = value[0].problems.map(({ path }: { path: string }) => path)
    expect(paths).toContain('/sessions/0/segments/0/media/0/streams/0/streamDirection')
    expect(paths).toContain('/sessions/0/segments/0/media/0/streams/0/averageJitter')
  })

  test('a direct call of nobody of the tenant is refused', async () => {
    const strangers = structuredClone(DIRECT)
    const user = {
      id: 'fab41ca0-0000-4000-8000-0000000000a1',
      tenantId: 'fab41ca0-0000-4000-8000-000000000001',
    }
    const [session] = strangers.sessions
    Object.assign(session?.caller ?? {}, { associatedIdentity: user })
    Object.assign(session?.callee ?? {}, { identity: null, associatedIdentity: user })
    expect(await take({ ...strangers, id: 'strangers' })).toMatchObject({ value: [{ outcome: 'refused' }] })
  })
})

describe('from one id to the others', () => {
  const find = (q: string, user?: string) =>
    json(here, `/teams/find?q=${encodeURIComponent(q)}`, user ? { user } : {})

  test.each([
    ['the long link', () => call.joinWebUrl, 'link'],
    ['the short link with its passcode', () => call.shortUrl, 'link'],
    ['the thread', () => call.threadId, 'thread'],
    ['the call, which is CQD’s conference and Graph’s record', () => call.callId, 'guid'],
    ['the raw id of the external user', () => call.visitorId, 'acsUser'],
    ['the identifier of call tables', () => call.visitorId.replace(/^8:/, ''), 'acsUser'],
    ['Graph’s id of the meeting', () => call.onlineMeetingId, 'other'],
    ['the organizer’s name', () => 'olivia@contoso.example', 'principalName'],
  ])('%s leads to call, meeting and participants', async (_, q, readAs) => {
    const found = await find(q())
    expect(found).toMatchObject({ found: true, readAs })
    expect(found.meetings).toContainEqual(expect.objectContaining({ threadId: call.threadId }))
    expect(found.calls).toContainEqual(
      expect.objectContaining({ callId: call.callId, cqdConferenceId: call.callId }),
    )
    expect(found.participants.length).toBeGreaterThan(0)
  })

  test('the same call on both sides, and why an anonymous person can’t be followed further', async () => {
    const found = await find(call.visitorId)
    expect(found.participants).toMatchObject([{ rawId: call.visitorId, sides: ['teams', 'azure'] }])
    expect(found.calls).toMatchObject([{ resources: ['contoso-acs'] }])
    expect(found.notLinked).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('no key') }),
    )
  })

  test('another tenant finds nothing of it', async () => {
    for (const q of [call.callId, call.joinWebUrl, call.visitorId]) {
      const found = await find(q, 'frank@fabrikam.example')
      expect(found).toMatchObject({ calls: [], participants: [] })
    }
    expect(
      (await ask(here, '/teams/find?q=x&tenant=Contoso', { user: 'frank@fabrikam.example' })).status,
    ).toBe(403)
  })
})
