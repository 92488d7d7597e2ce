import { expect, test } from 'vitest'
import { issuesOf, laneOf, lanesOf, participantsOf, type Row } from './shape-call.ts'

const summary = (more: Row = {}): Row => ({
  Participant: 'p1',
  ParticipantId: 'p1',
  Identifier: 'acs:resource_user',
  ParticipantType: 'ACS as Teams external user',
  ParticipantStartTime: '2026-01-01T00:00:00Z',
  ParticipantDuration: 60,
  ParticipantEndReason: '0',
  ParticipantEndSubCode: '5854',
  ResultCategory: 'Success',
  ...more,
})
const stream: Row = { ParticipantId: 'p1', MediaType: 'Audio', StreamDirection: 'Inbound', JitterAvg: 40 }
const operation = (name: string, seconds: number, more: Row = {}): Row => ({
  ParticipantId: 'p1',
  OperationId: `${name} ${seconds}`,
  OperationName: name,
  CallClientTimeStamp: `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`,
  ResultType: 'Succeeded',
  DurationMs: 0,
  ...more,
})

test('an ending is told in words, a participant by the user of the identifier', () => {
  const [one] = participantsOf([summary()], [stream])
  expect(one).toMatchObject({ name: 'user', end: { code: 0, subCode: 5854 }, isDropped: false })
  expect(one?.end.words).toMatch(/lobby/i)
  expect(one?.streams[0]?.poor.map(({ column }) => column)).toEqual(['JitterAvg'])
})

test('a withheld identifier is not shown as a name', () => {
  const [one] = participantsOf(
    [summary({ Identifier: 'Redacted', EndpointType: 'VoIP', EndpointId: 'abcdefghij' })],
    [],
  )
  expect(one?.name).toBe('VoIP abcdefgh')
})

test('issues are poor streams, dropped participants and failed operations, without the ignored ones', () => {
  const dropped = participantsOf([summary({ ResultCategory: 'UnexpectedClientError' })], [stream])
  const operations = [
    operation('Join', 1, { ResultType: 'UnexpectedServerError' }),
    operation('SpeakingWhileMicrophoneIsMuted', 2, { ResultType: 'Failed' }),
    operation('StartVideo', 3),
  ]
  expect(issuesOf(dropped, operations).map(({ kind }) => kind)).toEqual([
    'Ended unexpectedly',
    'Poor stream',
    'Failed operation',
  ])
  expect(issuesOf(dropped, [])[1]?.words).toBe('Audio Inbound: Jitter 40 ms (above 30)')
})

test.each([
  ['MicrophoneNotFunctioning', 'Audio'],
  ['CameraFreeze', 'Video'],
  ['ScreenshareRecordingDisabled', 'Screen sharing'],
  ['NetworkReceiveQuality', 'Network'],
  ['Join', 'Call'],
])('%s belongs to the lane %s', (name, lane) => {
  expect(laneOf(name)).toBe(lane)
})

test('a diagnostic lasts until its next value, the last one until the participant leaves', () => {
  const diagnostic = (DiagnosticChanged: string, seconds: number, DiagnosticQuality: string) =>
    operation('UserFacingDiagnostics', seconds, {
      OperationPayload: JSON.stringify({ DiagnosticChanged, DiagnosticQuality }),
    })
  const rows = [
    diagnostic('networkReceiveQuality', 10, 'Bad'),
    diagnostic('networkReceiveQuality', 20, 'Good'),
    diagnostic('cameraFreeze', 30, 'Poor'),
  ]
  const [lanes] = lanesOf(participantsOf([summary()], []), rows, [])
  const seconds = (ms: number) => (ms - Date.parse('2026-01-01T00:00:00Z')) / 1000
  expect(
    lanes?.spans
      .filter(({ tone }) => tone === 'bad')
      .map(({ lane, from, to }) => [lane, seconds(from), seconds(to)]),
  ).toEqual([
    ['Network', 10, 20],
    ['Video', 30, 60],
  ])
})
