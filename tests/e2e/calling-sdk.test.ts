/** An app written for the calling SDK, unmodified but for a bundler alias, in Chromium against a whole server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { identityClient } from '../conformance/chat-people.ts'
import { type Anteroom, startForTest } from '../conformance/harness.ts'
import { type AppPage, type CallingPages, callingPages, type Look } from './calling-pages.ts'
import { chromiumPath, HOW_TO } from './chat-browser.ts'

const isMissing = chromiumPath === undefined
const PATIENCE = { timeout: 30_000, interval: 200 }
/** Nobody answers there; calls need no relay on one machine. */
const NO_RELAY = [{ urls: ['turn:127.0.0.1:9?transport=tcp'], username: 'nobody', credential: 'nothing' }]
const ORGANIZER = 'olivia@contoso.example'

describe.skipIf(isMissing)(isMissing ? HOW_TO : 'in Chromium', () => {
  let anteroom: Anteroom
  let pages: CallingPages
  const open: AppPage[] = []

  beforeAll(async () => {
    anteroom = await startForTest({ settings: { mediaPort: 0, enforceLimits: false, iceServers: NO_RELAY } })
    pages = await callingPages()
  })
  afterEach(async () => {
    for (const { page } of open.splice(0)) await page.close()
  })
  afterAll(async () => {
    await pages?.[Symbol.asyncDispose]()
    await anteroom?.[Symbol.asyncDispose]()
  })

  const graphToken = () => anteroom.userToken(ORGANIZER, 'https://graph.microsoft.com/.default')
  const app = async (token: string, name: string): Promise<AppPage> => {
    const page = await pages.open(anteroom.origin, token, name)
    open.push(page)
    return page
  }
  const guest = async (name: string) => {
    const { token, user } = await identityClient(anteroom).createUserAndToken(['voip'])
    return { app: await app(token, name), rawId: user.communicationUserId }
  }
  const aMeeting = async (): Promise<{ joinWebUrl: string; chatInfo: { threadId: string } }> => {
    const answer = await fetch(`${anteroom.httpOrigin}/v1.0/me/onlineMeetings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await graphToken()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subject: 'Sync', lobbyBypassSettings: { scope: 'organization' } }),
    })
    return (await answer.json()) as { joinWebUrl: string; chatInfo: { threadId: string } }
  }
  const sees = (who: AppPage, expected: object) =>
    expect.poll(() => who.look(), PATIENCE).toMatchObject(expected)
  const becomes = async (who: AppPage, state: string): Promise<Look> => {
    await expect.poll(async () => (await who.look()).states.at(-1), PATIENCE).toBe(state)
    return who.look()
  }

  test('a guest joins a Teams meeting, waits, is admitted, is seen and heard, shares, hangs up, answers the survey', async () => {
    const meeting = await aMeeting()
    const organizer = await app(await graphToken(), 'Olivia')
    await organizer.run('join', meeting.joinWebUrl)
    await becomes(organizer, 'Connected')
    const { app: ada } = await guest('Ada')
    expect(await ada.look()).toMatchObject({
      environment: { environment: { browser: 'chrome' } },
      isSameManager: true,
      permission: { audio: true, video: true },
    })
    await ada.run('join', meeting.joinWebUrl)
    await becomes(ada, 'InLobby')
    await sees(organizer, { lobby: ['Ada'] })
    await organizer.run('admit', 'Ada')
    const connected = await becomes(ada, 'Connected')
    expect(connected.states).toEqual(['None', 'Connecting', 'InLobby', 'Connecting', 'Connected'])
    expect(connected).toMatchObject({
      threadId: meeting.chatInfo.threadId,
      role: 'Presenter',
      canShare: true,
    })

    await sees(organizer, { people: ['Ada'], lobby: [], pictures: { 'Ada/Video': expect.any(String) } })
    await sees(ada, { pictures: { 'Olivia/Video': expect.any(String), preview: expect.any(String) } })
    await ada.run('does', 'mute')
    await sees(ada, { isMuted: true })
    await ada.run('does', 'unmute')
    await ada.run('does', 'startScreenSharing')
    await sees(organizer, { pictures: { 'Ada/ScreenSharing': expect.any(String) } })
    await ada.run('does', 'stopScreenSharing')
    await ada.run('stopCamera')
    await expect
      .poll(async () => Object.keys((await organizer.look()).pictures), PATIENCE)
      .toEqual(['preview'])
    await ada.run('startCamera')
    await sees(organizer, { pictures: { 'Ada/Video': expect.any(String) } })

    const { id, participantId } = await ada.look()
    await sees(ada, {
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ diagnostic: 'networkRelaysNotReachable', value: true }),
      ]),
    })
    // A report has figures of differences: the first sample of a stream has none.
    await expect
      .poll(async () => (await ada.look()).report?.audio.send[0], PATIENCE)
      .toMatchObject({ codecName: 'OPUS', bitrate: expect.any(Number) })
    await ada.run('does', 'hangUp')
    expect(await becomes(ada, 'Disconnected')).toMatchObject({ end: { code: 0, subCode: 0 }, calls: 0 })
    await sees(organizer, { people: [], gone: { code: 0, subCode: 0 } })
    const given = await ada.run<{ callId: string }>('survey', {
      overallRating: { score: 4, scale: { lowerBound: 1, upperBound: 5, lowScoreThreshold: 2 } },
      audioRating: { score: 2, issues: ['Echo'] },
    })
    expect(given).toMatchObject({ callId: id, localParticipantId: participantId })
    await organizer.run('does', 'hangUp', { forEveryone: true })
    await becomes(organizer, 'Disconnected')

    const about = `where CallId == '${id}' and ParticipantId == '${participantId}'`
    expect(await anteroom.kql(`ACSCallSurvey | ${about}`)).toMatchObject([
      { OverallRatingScore: 4, AudioRatingScore: 2, AudioIssues: 'Echo' },
    ])
    // The client tells them in batches of its own time.
    const comeToHave = (table: string, column: string, names: readonly string[]) =>
      expect
        .poll(
          async () =>
            (await anteroom.kql(`${table} | ${about} | distinct ${column}`)).map(row => row[column]),
          PATIENCE,
        )
        .toEqual(expect.arrayContaining([...names]))
    await comeToHave('ACSCallClientOperations', 'OperationName', [
      'Join',
      'StartVideo',
      'StopVideo',
      'StateChanged',
      'IsMutedChanged',
      'Hangup',
    ])
    await comeToHave('ACSCallClientMediaStatsTimeSeries', 'MetricName', [
      'Bitrate',
      'JitterInMs',
      'PacketsPerSecond',
      'FrameRateSent',
    ])
    const streams = await anteroom.kql(
      `ACSCallDiagnostics | where CorrelationId == '${id}' and ParticipantId == '${participantId}'`,
      3,
    )
    expect(streams.map(row => `${row.StreamDirection} ${row.MediaType} ${row.CodecName}`)).toEqual(
      expect.arrayContaining(['Outbound Audio OPUS', 'Outbound Video VP8', 'Outbound VBSS VP8']),
    )
  }, 120_000)

  test('a guest who is rejected hears it as the SDK says it: 0/5854', async () => {
    const { joinWebUrl } = await aMeeting()
    const organizer = await app(await graphToken(), 'Olivia')
    await organizer.run('join', joinWebUrl)
    await becomes(organizer, 'Connected')
    const { app: mallory } = await guest('Mallory')
    await mallory.run('join', joinWebUrl)
    await becomes(mallory, 'InLobby')
    await sees(organizer, { lobby: ['Mallory'] })
    await organizer.run('reject', 'Mallory')
    const seen = await becomes(mallory, 'Disconnected')
    expect(seen.states).toEqual(['None', 'Connecting', 'InLobby', 'Disconnected'])
    expect(seen.end).toMatchObject({ code: 0, subCode: 5854 })
  }, 60_000)

  test('one calls another: it rings with a name, both see each other, the end says who left', async () => {
    const [{ app: alice }, { app: bob, rawId }] = await Promise.all([guest('Alice'), guest('Bob')])
    await alice.run('dial', rawId)
    await sees(bob, { incoming: 'Alice' })
    await bob.run('accept')
    await Promise.all([becomes(alice, 'Connected'), becomes(bob, 'Connected')])
    await sees(alice, { pictures: { 'Bob/Video': expect.any(String) } })
    await sees(bob, { pictures: { 'Alice/Video': expect.any(String) } })
    await bob.run('does', 'hangUp')
    expect(await becomes(alice, 'Disconnected')).toMatchObject({ end: { code: 0, subCode: 5010 } })
  }, 60_000)

  test('on hold nothing is sent, and the other one is in RemoteHold; after it all is as before', async () => {
    const [{ app: alice }, { app: bob, rawId }] = await Promise.all([guest('Alice'), guest('Bob')])
    await alice.run('dial', rawId)
    await sees(bob, { incoming: 'Alice' })
    await bob.run('accept')
    const comes = async () => {
      const { audio, video } = (await bob.look()).report ?? {}
      return [audio, video].map(medium => (medium?.receive[0]?.bitrate ?? 0) > 0)
    }
    await expect.poll(comes, PATIENCE).toEqual([true, true])
    await alice.run('does', 'hold')
    await Promise.all([becomes(alice, 'LocalHold'), becomes(bob, 'RemoteHold')])
    await expect.poll(comes, PATIENCE).toEqual([false, false])
    await alice.run('does', 'resume')
    await Promise.all([becomes(alice, 'Connected'), becomes(bob, 'Connected')])
    await expect.poll(comes, PATIENCE).toEqual([true, true])
    await bob.run('does', 'hangUp')
    await becomes(alice, 'Disconnected')
  }, 90_000)

  test('the socket breaks: the call goes on, and networkReconnect tells of it', async () => {
    const [{ app: ada }, { app: bob }] = await Promise.all([guest('Ada'), guest('Bob')])
    for (const one of [ada, bob]) await one.run('joinGroup', 'a0000000-0000-4000-8000-0000000000ef')
    await sees(ada, { pictures: { 'Bob/Video': expect.any(String) } })
    await ada.run('breakSockets')
    const reconnects = async () =>
      (await ada.look()).diagnostics.filter(({ diagnostic }) => diagnostic === 'networkReconnect')
    await expect.poll(reconnects, PATIENCE).toMatchObject([{ value: 3 }, { value: 1 }])
    await bob.run('does', 'mute')
    await bob.run('stopCamera')
    await expect.poll(async () => Object.keys((await ada.look()).pictures), PATIENCE).toEqual(['preview'])
    const { people, states } = await ada.look()
    expect({ people, states }).toEqual({ people: ['Bob'], states: ['None', 'Connecting', 'Connected'] })
    await bob.run('does', 'hangUp')
    await sees(ada, { people: [] })
  }, 60_000)

  test('a network that loses a third of what comes is bad, and good again after it; the log has both', async () => {
    const [{ app: ada }, { app: bob }] = await Promise.all([guest('Ada'), guest('Bob')])
    for (const one of [ada, bob]) await one.run('joinGroup', 'a0000000-0000-4000-8000-0000000000f0')
    await sees(ada, { pictures: { 'Bob/Video': expect.any(String) } })
    const qualities = async () =>
      (await ada.look()).diagnostics
        .filter(({ diagnostic }) => diagnostic === 'networkReceiveQuality')
        .map(({ value }) => value)
    await ada.run('badNetwork', {}, { lossRatio: 0.33, seed: 1 })
    await expect.poll(async () => (await qualities()).includes(3), PATIENCE).toBe(true)
    await ada.run('badNetwork', {}, {})
    await expect.poll(async () => (await qualities()).at(-1), PATIENCE).toBe(1)
    const { id, participantId } = await ada.look()
    await ada.run('does', 'hangUp')
    const told = await anteroom.kql(
      `ACSCallClientOperations
       | where CallId == '${id}' and ParticipantId == '${participantId}' and OperationName == 'UserFacingDiagnostics'
       | where OperationPayload.DiagnosticChanged == 'networkReceiveQuality'
       | order by CallClientTimeStamp asc | project Quality = tostring(OperationPayload.DiagnosticQuality), OperationId`,
      2,
    )
    expect(told.map(row => row.Quality)).toContain('Bad')
    expect(told.at(-1)?.Quality).toBe('Good')
    expect(new Set(told.map(row => row.OperationId)).size).toBe(1)
  }, 90_000)

  test('joining and leaving again and again leaves nothing open but one line that rings and one for the survey', async () => {
    const { app: ada } = await guest('Ada')
    for (let i = 0; i < 8; i++) {
      await ada.run('joinGroup', 'a0000000-0000-4000-8000-0000000000ee')
      await becomes(ada, 'Connected')
      await ada.run('does', 'hangUp')
      await becomes(ada, 'Disconnected')
    }
    await expect
      .poll(() => ada.run('openConnections'), PATIENCE)
      .toEqual({ peers: 0, sockets: 2, cameras: 1 })
  }, 60_000)

  test('a page without a bundler takes the module from the server, which is then the server it speaks to', async () => {
    const { app: page } = await guest('Nobody')
    const { token } = await identityClient(anteroom).createUserAndToken(['voip'])
    const states = await page.run<readonly string[]>(
      'withoutBundler',
      anteroom.origin,
      token,
      'a0000000-0000-4000-8000-0000000000ed',
    )
    expect(states).toEqual(['None', 'Connecting', 'Connected', 'Disconnecting', 'Disconnected'])
  }, 60_000)

  test('a link that leads nowhere ends the call with the reason; join itself does not throw', async () => {
    const { app: ada } = await guest('Ada')
    await ada.run(
      'join',
      'https://teams.microsoft.com/l/meetup-join/19%3anowhere%40thread.v2/0?context=%7b%7d',
    )
    const seen = await becomes(ada, 'Disconnected')
    expect(seen.states[0]).toBe('None')
    expect(seen.end).toMatchObject({ code: 404, subCode: 4500 })
  }, 60_000)
})
