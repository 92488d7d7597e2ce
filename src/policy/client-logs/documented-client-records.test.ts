/** The records of clients that Azure's documents print come out, field for field, of the reports that they describe. */
import { expect, test } from 'vitest'
import { type Json, parseIso } from '#base'
import { type ClientReport, callId, endpointId, envelopeOf, participantId, type SurveyRating } from '#records'
import { documentedRecords } from '../../records/fixtures/generated/documented-records.ts'
import { sameRecord } from '../../records/fixtures/normalise.ts'
import { defaultSwitches } from '../switches.ts'
import { contosoOne, registry } from '../testing/world.ts'
import { projectReport } from './project-report.ts'

const CATEGORIES = ['CallClientOperations', 'CallClientMediaStatsTimeSeries', 'CallSurvey']
const printed = documentedRecords.filter(({ category }) => CATEGORIES.includes(category))

type Content = ClientReport['content']

/** What a client must have said for the record to read as it does. */
const DESCRIBED: Readonly<Record<string, Content>> = {
  'client-op-createview': {
    kind: 'operations',
    operations: [
      {
        operationId: '0d987336-37e0-4acc-aba3-e48741d88103',
        name: 'CreateView',
        type: 'client-api-request',
        at: Date.UTC(2024, 0, 9, 15, 7, 56, 66),
        durationMs: 577,
        resultType: 'Succeeded',
        resultSignature: 200,
        payload: { StreamType: 'Video', StreamId: '2.0', Source: 'remote', RemoteParticipantId: 'remote' },
      },
    ],
  },
  'client-media-jitter': {
    kind: 'mediaStats',
    series: [
      {
        mediaStreamId: '',
        mediaType: 'audio',
        direction: 'recv',
        metric: 'JitterInMs',
        codec: 'OPUS',
        at: Date.UTC(2024, 0, 9, 15, 7, 56, 66),
        count: 2,
        sum: 34,
        average: 17,
        minimum: 10,
        maximum: 25,
      },
    ],
  },
  'survey-overall': survey('a6dd61c4-b924-4885-96a4-a991d4c09e8b', 'overall', [7, 5], 'CallCannotJoin'),
  'survey-audio': survey('a6dd61c4-xxxx-4885-96a4-a991d4c09e8b', 'audio', [6, 4], 'NoRemoteAudio'),
  'survey-video': survey('a6dd61c4-zzzz-4885-tttt-a991d4c09e8b', 'video', [9, 7], 'NoVideoReceived'),
  'survey-screenshare': survey(
    'a6dd6bbb-b924-zzzz-96a4-a991d4c01000',
    'screenshare',
    [2, 3],
    'StoppedUnexpectedly',
    'CannotPresent',
  ),
}

function survey(
  surveyId: string,
  subject: string,
  [score, threshold]: readonly [number, number],
  ...issues: readonly string[]
): Content {
  const rating: SurveyRating = { score, lowerBound: 0, upperBound: 10, threshold, issues }
  return { kind: 'survey', survey: { surveyId, ratings: { [subject]: rating } } }
}

/** These the documents leave out, although the tables have them. */
const NOT_PRINTED = ['endpointid', 'clientinstanceid', 'resourceid', 'operationversion']

test('every printed record of a client is described', () => {
  expect(printed.map(({ id }) => id).toSorted()).toEqual(Object.keys(DESCRIBED).toSorted())
})

test.each(printed)('$id', ({ id, record }) => {
  const content = DESCRIBED[id]
  if (!content) throw new Error(`nothing describes ${id}`)
  const said = sameRecord(record)
  const [written] = projectReport(reportFrom(said, content), { registry, switches: defaultSwitches })
  const found = written && plain(sameRecord(envelopeOf(written)))
  const expected = plain(said)
  const added = Object.keys(found ?? {}).filter(key => !(key in expected))
  expect(added.filter(key => !NOT_PRINTED.includes(key))).toEqual([])
  expect(found).toMatchObject(expected)
})

type Said = Readonly<Record<string, Json>>

/** The client of the record. */
function reportFrom(said: Said, content: Content): ClientReport {
  const text = (key: string) => String(said[key] ?? '')
  return {
    id: 'report',
    at: parseIso(text('time')) ?? 0,
    from: {
      identity: { kind: 'acsUser', resource: contosoOne.id, user: 'somebody', cloud: 'public' },
      client: 'acs',
      endpointId: endpointId('endpoint'),
      sdkVersion: said.sdkversion === undefined ? undefined : text('sdkversion'),
      userAgent: said.useragent === undefined ? undefined : text('useragent'),
      clientInstanceId: text('clientinstanceid'),
      inCall: {
        callId: callId(text('callid')),
        participantId: participantId(text('participantid')),
        scene: { kind: 'group', groupId: 'group' },
      },
    },
    mentions: [],
    content,
  }
}

/** Instants compare as instants; the resource is the test's own; a survey has two names, of which we write the first. */
function plain({ resourceid: _, ...said }: Said): Said {
  const entries = Object.entries(said).map(([key, value]) => {
    const isInstant = key === 'time' || key === 'callclienttimestamp'
    if (isInstant) return [key, parseIso(String(value)) ?? value] as const
    return [key, value === 'EndOfCallSurvey' ? 'CallSurvey' : value] as const
  })
  return Object.fromEntries(entries)
}
