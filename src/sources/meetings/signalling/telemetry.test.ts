import { afterEach, describe, expect, test } from 'vitest'
import { ApiError, type HttpReply, type HttpRequest } from '#base'
import type { ClientReport } from '#records'
import type { SignalClient } from '../client.ts'
import { asAcs, asUser, put, type Service, startService } from '../testing/service.ts'
import { aMeeting, resources, users } from '../testing/world.ts'

const meeting = aMeeting(users.organizerOfA)
const locator = { meetingId: meeting.joinMeetingId, passcode: meeting.passcode }
let service: Service | undefined

afterEach(async () => {
  await service?.kill()
  service = undefined
})

interface Scene extends Service {
  readonly organizer: SignalClient
  readonly guest: SignalClient
  readonly guestId: string
}

/** A guest in a meeting with its organizer. */
async function aScene(): Promise<Scene> {
  service = await startService({ settings: { keepAliveMs: 3_600_000 } })
  await put(service, meeting)
  const organizer = await service.connect(asUser(users.organizerOfA))
  await organizer.join(locator)
  await organizer.waitFor('Connected')
  const guest = await service.connect(asAcs('g'))
  const guestId = await guest.join(locator)
  await guest.waitFor('InLobby')
  await organizer.request({ type: 'admit', participantId: guestId })
  await guest.waitFor('Connected')
  return { ...service, organizer, guest, guestId }
}

const reportsIn = ({ facts }: Pick<Service, 'facts'>): readonly ClientReport[] =>
  facts().flatMap(fact => (fact.kind === 'clientReport' ? [fact.report] : []))

const AT = '2026-01-15T09:00:03.250Z'
const join = { name: 'Join', at: AT, durationMs: 812, resultType: 'Succeeded', resultSignature: 200 } as const
const jitter = {
  mediaStreamId: '4711',
  mediaType: 'audio',
  direction: 'recv',
  metric: 'jitterInMs',
  codec: 'OPUS',
  at: AT,
  intervalSeconds: 1,
  count: 2,
  sum: 34,
  average: 17,
  minimum: 10,
  maximum: 24,
} as const

test('what a client did is in the journal with its leg before the answer comes', async () => {
  const scene = await aScene()
  await scene.guest.request({ type: 'clientOperations', operations: [join] })
  const [report] = reportsIn(scene)
  expect(report).toMatchObject({
    from: {
      identity: { kind: 'acsUser', resource: resources.R1, user: 'g' },
      client: 'acs',
      sdkVersion: '1.46.1',
      inCall: {
        participantId: scene.guestId,
        callId: scene.guest.state?.callId,
        scene: { kind: 'teamsMeeting' },
      },
    },
    mentions: [],
    content: {
      operations: [{ name: 'Join', type: 'client-api-request', at: Date.parse(AT), durationMs: 812 }],
    },
  })
  expect(report?.content).toHaveProperty('operations.0.operationId', expect.stringMatching(/^[0-9a-f-]{36}$/))
})

test('what happened before a call is of the client, and of no leg', async () => {
  service = await startService()
  const guest = await service.connect(asAcs('g'))
  await guest.request({ type: 'clientOperations', operations: [{ ...join, name: 'CallAgentInit' }] })
  const [report] = reportsIn(service)
  expect(report?.from).toMatchObject({ identity: { user: 'g' }, endpointId: guest.endpointId })
  expect(report?.from).not.toHaveProperty('inCall')
})

test('who is named in a report is told with it, so that policy can judge whether the reader may know', async () => {
  const scene = await aScene()
  const other = scene.organizer.state?.participantId ?? ''
  const series = [{ ...jitter, remoteParticipantId: other }, jitter]
  await scene.guest.request({ type: 'mediaStats', series })
  const payload = { Shown: { to: `participant ${other}` } }
  await scene.guest.request({ type: 'clientOperations', operations: [{ ...join, payload }] })
  const mentioned = reportsIn(scene).map(({ mentions }) => mentions.map(leg => leg.participantId))
  expect(mentioned).toEqual([[other], [other]])
  expect(reportsIn(scene)[0]?.content).toMatchObject({ series: [{ metric: 'JitterInMs' }, {}] })
})

describe('the survey', () => {
  const survey = (scene: Scene, more: object) =>
    scene.guest.request({
      type: 'survey',
      callId: scene.guest.state?.callId ?? '',
      participantId: scene.guestId,
      ...more,
    })

  test('is taken after the end, by the same socket, for its own leg', async () => {
    const scene = await aScene()
    await scene.organizer.request({ type: 'remove', participantId: scene.guestId })
    await scene.guest.waitFor('Disconnected')
    const answer = await survey(scene, {
      overall: { score: 4, issues: ['HadToRejoin'] },
      audio: { score: 2 },
    })
    expect(answer).toMatchObject({ type: 'ok', surveyId: expect.any(String) })
    expect(reportsIn(scene)[0]?.content).toMatchObject({
      survey: {
        ratings: {
          overall: { score: 4, lowerBound: 1, upperBound: 5, threshold: 2, issues: ['HadToRejoin'] },
          audio: { score: 2, issues: [] },
        },
      },
    })
  })

  test('of somebody else is refused', async () => {
    const scene = await aScene()
    const { callId = '', participantId = '' } = scene.organizer.state ?? {}
    const foreign = scene.guest.request({ type: 'survey', callId, participantId, overall: { score: 1 } })
    await expect(foreign).rejects.toMatchObject({ code: 'UnknownParticipant' })
    expect(reportsIn(scene)).toEqual([])
  })

  test.each([
    [{ overall: { score: 7 } }, /found score 7, expected 1 to 5/],
    [{ video: { score: 1, lowerBound: 5, upperBound: 5 } }, /no room/],
    [{ audio: { issues: ['TooQuiet'] } }, /issues/],
    [{ overall: { score: 101, upperBound: 101 } }, /100/],
  ])('%j is refused with the reason', async (rating, reason) => {
    const scene = await aScene()
    await expect(survey(scene, rating)).rejects.toMatchObject({ code: 'BadMessage', message: reason })
  })
})

test.each([
  ['no operation', { type: 'clientOperations', operations: [] }],
  ['no moment', { type: 'clientOperations', operations: [{ ...join, at: 'yesterday' }] }],
  [
    'a deep payload',
    { type: 'clientOperations', operations: [{ ...join, payload: { a: { b: { c: 1 } } } }] },
  ],
  ['too many at once', { type: 'clientOperations', operations: Array.from({ length: 101 }, () => join) }],
  ['no direction', { type: 'mediaStats', series: [{ ...jitter, direction: 'sideways' }] }],
  ['a figure beyond all measure', { type: 'mediaStats', series: [{ ...jitter, sum: 1e300 }] }],
])('%s fits no schema: nothing is stored, and the socket lives on', async (_, message) => {
  const scene = await aScene()
  // Sent as a careless client would: past the types.
  const sent = scene.guest.request(message as Parameters<SignalClient['request']>[0])
  await expect(sent).rejects.toMatchObject({ code: 'BadMessage' })
  expect(reportsIn(scene)).toEqual([])
  await scene.guest.request({ type: 'ping' })
})

test('a client that tells far too much loses the rest, is told how much, and it is counted', async () => {
  const scene = await aScene()
  const series = Array.from({ length: 200 }, () => jitter)
  const answers = []
  for (let i = 0; i < 6; i += 1) answers.push(await scene.guest.request({ type: 'mediaStats', series }))
  expect(answers.map(answer => ('dropped' in answer ? answer.dropped : 0))).toEqual([0, 0, 0, 0, 0, 200])
  expect(scene.meetings.lostTelemetry()).toBe(200)
  scene.clock.advance(10_000)
  await expect(scene.guest.request({ type: 'mediaStats', series })).resolves.not.toHaveProperty('dropped')
})

describe('the beacon', () => {
  /** As the host calls the route, after the schema. */
  function beacon({ meetings }: Service, body: unknown): Promise<HttpReply> {
    const route = meetings.surfaces
      .flatMap(({ routes }) => routes)
      .find(({ path }) => path === '/signal/beacon')
    // Sound: the route looks at the body alone.
    return route?.handle({ body } as HttpRequest) ?? Promise.reject(new Error('no such route'))
  }
  const statistics = {
    type: 'statistics',
    streams: [
      { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP', final: { jitterAvg: 4 } },
    ],
  }

  test('brings last words and the leave of a page that is gone', async () => {
    const scene = await aScene()
    const { resumeKey } = scene.guest
    const messages = [statistics, { type: 'clientOperations', operations: [join] }, { type: 'leave' }]
    await expect(beacon(scene, { resumeKey, messages })).resolves.toEqual({ status: 204 })
    await scene.organizer.request({ type: 'endForAll' })
    expect(reportsIn(scene)).toHaveLength(1)
    const [leg] = scene.finishedCalls()[0]?.legs.filter(one => one.participantId === scene.guestId) ?? []
    expect(leg).toMatchObject({ ended: { code: 0, subCode: 0 }, streams: [{ quality: { jitterAvg: 4 } }] })
  })

  test('is taken for a minute after the end of the leg, and no longer', async () => {
    const scene = await aScene()
    const { resumeKey } = scene.guest
    await scene.organizer.request({ type: 'endForAll' })
    const messages = [{ type: 'mediaStats', series: [jitter] }]
    scene.clock.advance(59_000)
    await expect(beacon(scene, { resumeKey, messages })).resolves.toEqual({ status: 204 })
    scene.clock.advance(2_000)
    await expect(beacon(scene, { resumeKey, messages })).rejects.toMatchObject({ status: 404 })
    expect(reportsIn(scene)).toHaveLength(1)
  })

  test('with a key of nobody is refused', async () => {
    const scene = await aScene()
    const refused = beacon(scene, { resumeKey: 'guessed', messages: [] })
    await expect(refused).rejects.toMatchObject({ status: 404, code: 'UnknownResumeKey' })
  })

  test('takes what it can before it tells what was wrong', async () => {
    const scene = await aScene()
    const { resumeKey } = scene.guest
    const messages = [
      { type: 'mediaStats', series: [{}] },
      { type: 'mediaStats', series: [jitter] },
    ]
    await expect(beacon(scene, { resumeKey, messages })).rejects.toMatchObject({
      status: 400,
      code: 'BadMessage',
    })
    expect(reportsIn(scene)).toHaveLength(1)
  })

  test('has at most 64 kB', async () => {
    const scene = await aScene()
    const { resumeKey } = scene.guest
    const long = { resumeKey, messages: [{ type: 'leave', padding: 'x'.repeat(64 * 1024) }] }
    await expect(beacon(scene, long)).rejects.toBeInstanceOf(ApiError)
  })
})
