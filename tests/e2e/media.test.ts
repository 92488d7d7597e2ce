/** Real calls: Chromium pages on a whole server, peer to peer and through its media plane, down to the rows in KQL. */
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { invariant } from '#base'
import { type Anteroom, type KqlRow, startForTest } from '../conformance/harness.ts'
import { chromiumPath, HOW_TO, type MediaPeople, type Person, peopleOf } from './media-people.ts'
import { childrenOf } from './process-tree.ts'

const isMissing = chromiumPath === undefined
const PATIENCE = { timeout: 30_000, interval: 200 }

describe.skipIf(isMissing)(isMissing ? HOW_TO : 'in Chromium', () => {
  let anteroom: Anteroom
  let people: MediaPeople

  beforeAll(async () => {
    anteroom = await startForTest({ settings: { mediaPort: 0, enforceLimits: false } })
    people = await peopleOf(anteroom)
  })
  afterEach(() => people?.closeWindows())
  afterAll(async () => {
    await people?.[Symbol.asyncDispose]()
    await anteroom?.[Symbol.asyncDispose]()
  })

  const rows = (table: string, callId: string, enough = 1): Promise<readonly KqlRow[]> =>
    anteroom.kql(`${table} | where CorrelationId == '${callId}'`, enough)
  /** As the latest version of the call has them (R52). */
  const streams = async (callId: string, enough: number) => {
    const found = await anteroom.kql(
      `ACSCallDiagnosticsUpdates | where CorrelationId == '${callId}'
       | summarize arg_max(CallUpdatesVersion, EndpointType) by ParticipantId, MediaType, StreamDirection, StreamId`,
      enough,
    )
    return found.map(row => `${row.EndpointType} ${row.StreamDirection} ${row.MediaType}`).sort()
  }

  test('two in a group call hear and see each other through the server, and the rows say so', async () => {
    const [alice, bob] = await several(2)
    const groupId = 'a0000000-0000-4000-8000-00000000000a'
    const [a, b] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    expect(await alice.path()).toBe('sfu')
    await Promise.all([sees(alice, b, 30), sees(bob, a, 30)])
    const callId = await alice.callId()
    await alice.hangUp()
    await bob.hangUp()
    expect(await rows('ACSCallSummary', callId, 2)).toMatchObject([
      { CallType: 'Group', ParticipantEndReason: '0', ParticipantEndSubCode: '0' },
      { CallType: 'Group', ParticipantEndReason: '0', ParticipantEndSubCode: '0' },
    ])
    expect(await streams(callId, 8)).toEqual([
      ...['Server Inbound Audio', 'Server Inbound Audio', 'Server Inbound Video', 'Server Inbound Video'],
      ...['VoIP Outbound Audio', 'VoIP Outbound Audio', 'VoIP Outbound Video', 'VoIP Outbound Video'],
    ])
  })

  test('a browser is asked for layers of its picture, which are one stream in the rows', async () => {
    const [alice, bob] = await several(2)
    const groupId = 'a0000000-0000-4000-8000-00000000000d'
    const [a] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    await sees(bob, a, 30)
    expect(await alice.page.evaluate('layersOfCamera()')).toEqual(['h', 'l', 'm'])
    const callId = await alice.callId()
    await Promise.all([alice.hangUp(), bob.hangUp()])
    const sent = (await streams(callId, 6)).filter(text => text === 'VoIP Outbound Video')
    expect(sent).toHaveLength(2)
  })

  test('R44: two of a dialled call are peers, with a row for what each sends', async () => {
    const { caller, callee, a, b } = await dialled()
    expect(await caller.path()).toBe('p2p')
    // Statistics are differences of seconds: a few of them.
    await Promise.all([sees(caller, b, 30), sees(callee, a, 30)])
    const callId = await caller.callId()
    await callee.hangUp()
    await expect.poll(() => caller.endOf(), PATIENCE).toMatchObject({ code: 0, subCode: 5010 })
    expect(await rows('ACSCallSummary', callId, 2)).toMatchObject([{ CallType: 'P2P' }, { CallType: 'P2P' }])
    const sent = await streams(callId, 2)
    expect(sent).toEqual(expect.arrayContaining(['VoIP Outbound Audio', 'VoIP Outbound Video']))
    expect(sent.filter(text => text.startsWith('Server'))).toEqual([])
  })

  test('two that cannot reach each other meet at the server, and it stays a call of two', async () => {
    const [caller, callee] = await several(2)
    for (const { page } of [caller, callee]) await page.evaluate(OUT_OF_REACH)
    const [a, b] = await Promise.all([caller.call(callee.rawId), callee.accept()])
    expect(await caller.path()).toBe('p2p')
    await Promise.all([sees(caller, b), sees(callee, a)])
    expect([await caller.path(), await callee.path()]).toEqual(['sfu', 'sfu'])
    const callId = await caller.callId()
    await callee.hangUp()
    await expect.poll(() => caller.endOf(), PATIENCE).toMatchObject({ code: 0, subCode: 5010 })
    expect(await rows('ACSCallSummary', callId, 2)).toMatchObject([{ CallType: 'P2P' }, { CallType: 'P2P' }])
  })

  test('R40: a third one moves the call to the server within two seconds and makes it a group', async () => {
    const { caller, callee, a, b } = await dialled()
    await Promise.all([sees(caller, b), sees(callee, a)])
    const [third] = await several(1)
    await caller.say({ type: 'add', user: third.rawId })
    const c = await third.accept()
    await expect.poll(() => callee.path(), PATIENCE).toBe('sfu')
    const before = (await callee.picturesOf(a)).length
    await Promise.all([sees(third, a), sees(third, b), sees(caller, c), sees(callee, a, before + 30)])
    expect(longestGap(await callee.picturesOf(a))).toBeLessThan(2000)
    const callId = await caller.callId()
    for (const person of [caller, callee, third]) await person.hangUp().catch(() => {})
    const summaries = await rows('ACSCallSummary', callId, 3)
    expect(summaries.map(row => row.CallType)).toEqual(['Group', 'Group', 'Group'])
  })

  test('the media process is killed: the call ends with 410/301005, the server and the next call go on', async () => {
    const [alice, bob] = await several(2)
    const groupId = 'a0000000-0000-4000-8000-00000000000b'
    const [, b] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    // Statistics are differences of seconds: what ends sooner has no streams to tell of.
    await sees(alice, b, 45)
    const callId = await alice.callId()
    process.kill(await mediaProcess(), 'SIGKILL')
    await expect.poll(() => alice.endOf(), PATIENCE).toMatchObject({ code: 410, subCode: 301005 })
    const summaries = await rows('ACSCallSummary', callId, 2)
    expect(summaries.map(row => [row.ParticipantEndReason, row.ParticipantEndSubCode])).toEqual([
      ['410', '301005'],
      ['410', '301005'],
    ])
    // Their last windows come after the end: a higher version of the call.
    expect(await streams(callId, 4)).toContain('VoIP Outbound Video')
    const again = await several(2)
    const [x] = await Promise.all(again.map(person => person.join({ groupId })))
    await sees(again[1], x ?? '')
    for (const person of again) await person.hangUp()
  })

  test('0/4521: a tab that is closed without a word leaves its streams, told by itself or by the server', async () => {
    const [alice, bob] = await several(2)
    const groupId = 'a0000000-0000-4000-8000-00000000000c'
    const [a] = await Promise.all([alice.join({ groupId }), bob.join({ groupId })])
    await sees(bob, a, 45)
    const callId = await alice.callId()
    await alice.page.close({ runBeforeUnload: false })
    await bob.hangUp()
    const summaries = await rows('ACSCallSummary', callId, 2)
    expect(summaries.map(row => `${row.ParticipantEndReason}/${row.ParticipantEndSubCode}`).sort()).toEqual([
      '0/0',
      '0/4521',
    ])
    const sent = await anteroom.kql(
      `ACSCallDiagnosticsUpdates | where CorrelationId == '${callId}' and ParticipantId == '${a}' and StreamDirection == 'Outbound'`,
      2,
    )
    expect(new Set(sent.map(row => row.MediaType))).toEqual(new Set(['Audio', 'Video']))
  })

  test('four in a meeting: one is rejected and comes again, everybody is seen, and each has rows of their own', async () => {
    const meetingLink = await aMeeting(anteroom)
    const organizer = await people.person('olivia@contoso.example')
    const guests = await Promise.all([people.person(), people.person(), people.person()])
    const o = await organizer.join({ meetingLink })
    const knocked = await Promise.all(guests.map(guest => guest.knock({ meetingLink })))
    const [first = '', ...others] = knocked
    await organizer.say({ type: 'reject', participantId: first })
    await expect.poll(() => guests[0].endOf(), PATIENCE).toMatchObject({ code: 0, subCode: 5854 })
    const again = await guests[0].knock({ meetingLink })
    await organizer.say({ type: 'admitAll' })
    const inside = [again, ...others]
    await Promise.all(guests.map((guest, i) => guest.comeIn(inside[i] ?? '')))
    await Promise.all(inside.map(id => sees(organizer, id)))
    await Promise.all(guests.map(guest => sees(guest, o)))
    const callId = await organizer.callId()
    await organizer.say({ type: 'endForAll' })
    const summaries = await rows('ACSCallSummary', callId, 5)
    expect(summaries.map(row => [row.ParticipantId, row.ParticipantEndSubCode]).sort()).toEqual(
      [[first, '5854'], ...[o, ...inside].map(id => [id, '4097'])].sort(),
    )
    const measured = await anteroom.kql(
      `ACSCallDiagnosticsUpdates | where CorrelationId == '${callId}' and MediaType == 'Video'
       | distinct ParticipantId, StreamDirection`,
      8,
    )
    const directions = [o, ...inside].flatMap(id => [`${id} Inbound`, `${id} Outbound`])
    expect(measured.map(row => `${row.ParticipantId} ${row.StreamDirection}`).sort()).toEqual(
      directions.sort(),
    )
  })

  test('what only a browser knows is in the record of the organizer: candidate pair, devices, figures of call quality', async () => {
    const meetingLink = await aMeeting(anteroom)
    const organizer = await people.person('olivia@contoso.example')
    const [guest] = await several(1)
    const o = await organizer.join({ meetingLink })
    const id = await guest.knock({ meetingLink })
    await organizer.say({ type: 'admitAll' })
    await guest.comeIn(id)
    await sees(guest, o, 45)
    const callId = await guest.callId()
    await guest.hangUp()
    await organizer.hangUp()
    const [end] = await anteroom.kql(
      `AnteroomTeamsSessions_CL | where CorrelationId == '${callId}' and ParticipantId == '${id}'
       | summarize arg_max(Version, *) by ParticipantId
       | project Microphone = tostring(Details['Capture Dev']), Camera = tostring(Details['Video Capture Dev']),
           Cores = toint(Details['CPU Number Of Cores']), Protocol = tostring(Details['Transport Protocol']),
           Type = tostring(Details['Local Address Type']), Port = toint(Details['Port']),
           Send = toreal(Details['Network Send Quality Event Ratio'])`,
    )
    expect(end).toMatchObject({
      Microphone: expect.stringMatching(/^Fake /),
      Camera: expect.stringMatching(/^fake_device/),
      Cores: expect.any(Number),
      Protocol: 'UDP',
      Type: expect.stringMatching(/^IceAddrType_(Os|PeerDerived)$/),
      Port: expect.any(Number),
      Send: expect.any(Number),
    })
    const streams = await anteroom.kql(
      `AnteroomTeamsStreams_CL | where CorrelationId == '${callId}' and ParticipantId == '${id}'
       | summarize arg_max(Version, *) by StreamId, MediaType
       | project MediaType, NetworkJitterAvg, BitRate, RecvFrameRate, SecondConnectivityIce, SecondCaptureDevice`,
      4,
    )
    expect(streams).toContainEqual(
      expect.objectContaining({
        MediaType: 'Audio',
        NetworkJitterAvg: expect.any(Number),
        BitRate: expect.any(Number),
        SecondConnectivityIce: 'DIRECT',
        SecondCaptureDevice: expect.stringMatching(/^Fake /),
      }),
    )
    expect(streams).toContainEqual(
      expect.objectContaining({ MediaType: 'Video', RecvFrameRate: expect.any(Number) }),
    )
    const [person] = await anteroom.kql(
      `AnteroomTeamsPersons_CL | where CorrelationId == '${callId}' and ParticipantId == '${id}'
       | project ReflexiveAddress, RemoteAddress`,
    )
    // Whichever of its machine's addresses the page sends from.
    const anAddress = expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)
    expect(person).toEqual({ ReflexiveAddress: anAddress, RemoteAddress: '127.0.0.1' })
  })

  async function several<Count extends 1 | 2>(
    count: Count,
  ): Promise<Count extends 1 ? readonly [Person] : readonly [Person, Person]> {
    const opened = await Promise.all(Array.from({ length: count }, () => people.person()))
    return opened as unknown as Count extends 1 ? readonly [Person] : readonly [Person, Person]
  }

  async function dialled() {
    const [caller, callee] = await several(2)
    const [a, b] = await Promise.all([caller.call(callee.rawId), callee.accept()])
    return { caller, callee, a, b }
  }

  const sees = (who: Person, other: string, least = 5) =>
    expect.poll(async () => (await who.picturesOf(other)).length, PATIENCE).toBeGreaterThanOrEqual(least)
})

/** Addresses of the peer lead nowhere, as between two networks behind NATs; those of the server do. */
const OUT_OF_REACH = `{
  const { setRemoteDescription } = RTCPeerConnection.prototype
  RTCPeerConnection.prototype.addIceCandidate = async () => {}
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    const isOfServer = sdp.includes('cname:plane')
    return setRemoteDescription.call(this, { type, sdp: isOfServer ? sdp : sdp.replace(/a=candidate.*\\r\\n/g, '') })
  }
}`

const longestGap = (instants: readonly number[]): number =>
  Math.max(0, ...instants.slice(1).map((at, i) => at - (instants[i] ?? at)))

async function aMeeting(anteroom: Anteroom): Promise<string> {
  const token = await anteroom.userToken('olivia@contoso.example', 'https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'Four' }),
  })
  return ((await answer.json()) as { joinWebUrl: string }).joinWebUrl
}

/** The child of this process that carries media. */
async function mediaProcess(): Promise<number> {
  for (const pid of await childrenOf(process.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes('sources/media/')) return pid
  }
  invariant(false, 'no media process runs')
}
