import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Call,
  type CallScene,
  type ClientReport,
  type Leg,
  type ResourceOwner,
  rawIdOf,
  rowOf,
  tableByName,
  tableOfCategory,
} from '#records'
import { project } from '../project.ts'
import { defaultSwitches, type Switches } from '../switches.ts'
import { aGroupCall, aMeeting } from '../testing/calls.ts'
import {
  acsUser,
  anonymous,
  bot,
  m365User,
  m365UserOnAcs,
  organizer,
  type Person,
  phone,
} from '../testing/people.ts'
import { aCall, markOf, RESOURCES, someSwitches } from '../testing/random-calls.ts'
import { anOperationOfClient, aReport, aSeries } from '../testing/reports.ts'
import {
  contoso,
  contosoOne,
  contosoTwo,
  fabrikam,
  fabrikamOne,
  northwindOne,
  registry,
} from '../testing/world.ts'
import { clientLogVerdicts } from './client-log-verdicts.ts'
import { projectReport } from './project-report.ts'

const records = (report: ClientReport, switches: Partial<Switches> = {}) =>
  projectReport(report, { registry, switches: { ...defaultSwitches, ...switches } })

const meetingOf = (tenant: typeof contoso): CallScene => ({
  kind: 'teamsMeeting',
  threadId: '19:meeting_abc@thread.v2',
  organizer: { tenant, user: 'user-of-organizer' },
})
const groupCall: CallScene = { kind: 'group', groupId: 'group-1' }
const directCall: CallScene = { kind: 'p2p' }

describe('R19: what clients log concerns the resource’s own users only', () => {
  const scenes = [meetingOf(contoso), meetingOf(fabrikam), groupCall, directCall, undefined]
  /** Whose log each kind of reporter writes: in meetings, and elsewhere. */
  const table: readonly (readonly [Person, ResourceOwner | undefined, ResourceOwner | undefined])[] = [
    [acsUser({ of: contosoOne }), contosoOne, contosoOne],
    [acsUser({ of: contosoTwo }), contosoTwo, contosoTwo],
    [acsUser({ of: fabrikamOne }), fabrikamOne, fabrikamOne],
    [m365UserOnAcs({ of: contoso, via: contosoOne }), undefined, contosoOne],
    [m365UserOnAcs({ of: fabrikam, via: contosoOne }), undefined, contosoOne],
    [{ ...m365UserOnAcs({ of: contoso, via: contosoOne }), isOrganizer: true }, undefined, contosoOne],
    [m365User({ of: contoso }), undefined, undefined],
    [organizer({ of: contoso }), undefined, undefined],
    [anonymous(), undefined, undefined],
    [phone(), undefined, undefined],
    [bot(), undefined, undefined],
  ]

  test('the whole table: every reporter, in every kind of call and before one', () => {
    for (const [who, inMeeting, elsewhere] of table)
      for (const scene of scenes) {
        const expected = scene?.kind === 'teamsMeeting' ? inMeeting : elsewhere
        const found = records(aReport({ who, scene })).map(record => record.resource)
        expect(found, `${who.name} in ${scene?.kind}`).toEqual(expected ? [expected.armId] : [])
      }
  })

  test('A9: on request, a Microsoft 365 user writes the log of the resource whose client it uses', () => {
    const report = aReport({
      who: m365UserOnAcs({ of: contoso, via: contosoOne }),
      scene: meetingOf(contoso),
    })
    const [record] = records(report, { m365OnAcsClient: 'client' })
    expect(record).toMatchObject({ resource: contosoOne.armId, rules: ['R19', 'A9', 'R42'] })
  })

  test('a user of a resource that nobody here knows writes none', () => {
    const who = acsUser({
      of: { ...contosoOne, id: 'dddddddd-0000-4000-8000-000000000099' as typeof contosoOne.id },
    })
    expect(records(aReport({ who, scene: groupCall }))).toEqual([])
  })
})

describe('the rows', () => {
  const who = acsUser({ of: contosoOne, name: 'ada' })
  const contents: readonly ClientReport['content'][] = [
    { kind: 'operations', operations: [anOperationOfClient(), anOperationOfClient({ name: 'StartVideo' })] },
    { kind: 'mediaStats', series: [aSeries(), aSeries({ metric: 'RttInMs' })] },
    { kind: 'survey', survey: { surveyId: 'survey-1', ratings: { overall: { score: 3, issues: [] } } } },
  ]

  test.each(contents)(
    '$kind: have exactly the columns of their table, an id each, and name the call (R42)',
    content => {
      const found = records(aReport({ who, scene: groupCall, content }))
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      for (const record of found) {
        const columns = tableOfCategory(record.category)?.columns.filter(({ standard }) => !standard)
        expect(Object.keys(record.fields).toSorted()).toEqual(columns?.map(({ name }) => name).toSorted())
        expect(rowOf(record)).toMatchObject({ CallId: 'call-1', ParticipantId: 'participant-1-of-ada' })
        expect(record.rules).toEqual(['R19', 'R42'])
      }
    },
  )

  test('a survey’s columns are those of the subjects that were rated; the others are unknown', () => {
    const rating = { score: 1, lowerBound: 1, upperBound: 5, threshold: 2, issues: ['Echo', 'LowVolume'] }
    const content = { kind: 'survey', survey: { surveyId: 's', ratings: { audio: rating } } } as const
    const [record] = records(aReport({ who, scene: groupCall, content }))
    const row = record && rowOf(record)
    expect(row).toMatchObject({
      CorrelationId: 'participant-1-of-ada',
      AudioRatingScore: 1,
      AudioRatingScoreLowerBound: 1,
      AudioRatingScoreUpperBound: 5,
      AudioRatingScoreThreshold: 2,
      AudioIssues: 'Echo,LowVolume',
      OverallRatingScore: null,
      VideoIssues: null,
    })
    expect(tableByName('ACSCallSurvey')?.columns.some(({ name }) => name === 'ScreenshareIssues')).toBe(true)
  })

  test('what happened before a call has no call, and the client object to find it by', () => {
    const [record] = records(aReport({ who }))
    expect(record && rowOf(record)).toMatchObject({
      CallId: null,
      ParticipantId: null,
      ClientInstanceId: 'endpoint-of-ada',
    })
  })

  test('the sub code, which has no column, stands in the payload', () => {
    const operations = [anOperationOfClient({ subCode: 5854, payload: { CallDirection: 'Outgoing' } })]
    const [record] = records(aReport({ who, content: { kind: 'operations', operations } }))
    expect(record && rowOf(record).OperationPayload).toEqual({
      ResultSubCode: 5854,
      CallDirection: 'Outgoing',
    })
  })
})

describe('whom a rule withholds from the resource is taken out of what its users report', () => {
  /** A meeting of another tenant: its employees are withheld (R12), its organizer is not (R8). */
  const meeting = aMeeting({ organizer: fabrikam })
    .joins(acsUser({ of: contosoOne, name: 'ada' }))
    .joins(m365User({ of: fabrikam, name: 'employee' }))
    .joins(organizer({ of: fabrikam }))
    .done()
  const [, employee, host] = meeting.legs as [Leg, Leg, Leg]
  const report = (content: ClientReport['content']) =>
    aReport({
      who: acsUser({ of: contosoOne, name: 'ada' }),
      scene: meeting.scene,
      content,
      mentions: [employee, host],
    })

  test('as the one at the other end of a stream', () => {
    const series = [employee, host].map(leg =>
      aSeries({ remoteParticipantId: leg.participantId, remoteEndpointId: leg.endpointId }),
    )
    const [hidden, seen] = records(report({ kind: 'mediaStats', series }))
    expect(hidden?.fields.RemoteParticipantId).toEqual({ kind: 'redacted', by: 'R12' })
    expect(hidden?.fields.RemoteEndpointId).toEqual({ kind: 'redacted', by: 'R12' })
    expect(hidden?.rules).toContain('R12')
    expect(seen && rowOf(seen).RemoteParticipantId).toBe(host.participantId)
    expect(seen?.rules).toEqual(['R19', 'R42'])
  })

  test('inside a payload: the text that names them, and nothing else', () => {
    const payload = {
      StreamType: 'Video',
      RemoteParticipantId: employee.participantId,
      Users: [rawIdOf(employee.identity), `shown to ${host.participantId}`],
      By: { [employee.endpointId]: true },
    }
    const [record] = records(report({ kind: 'operations', operations: [anOperationOfClient({ payload })] }))
    expect(record && rowOf(record).OperationPayload).toEqual({
      StreamType: 'Video',
      RemoteParticipantId: 'Redacted',
      Users: ['Redacted', `shown to ${host.participantId}`],
      By: { Redacted: true },
    })
    expect(record?.rules).toEqual(['R19', 'R42', 'R12'])
  })

  test('in any call, by any switches: no text of a withheld participant stands in any record', () => {
    fc.assert(
      fc.property(aCall, fc.nat(), someSwitches, (call, index, switches) => {
        const reporter = call.legs[index % Math.max(1, call.legs.length)]
        if (!reporter) return
        const found = projectReport(reportOnAll(call, reporter), { registry, switches })
        const resource = RESOURCES.find(({ armId }) => armId === found[0]?.resource)
        if (!resource) return
        const withheld = withheldFrom(resource, call, switches).filter(leg => leg !== reporter)
        for (const leg of withheld) {
          expect(JSON.stringify(found)).not.toContain(markOf(call.legs.indexOf(leg)))
        }
      }),
    )
  })
})

/** A report that names everybody in every way. */
function reportOnAll(call: Call, reporter: Leg): ClientReport {
  const mentions = call.legs.filter(leg => leg !== reporter)
  const ids = mentions.flatMap(leg => [leg.participantId, leg.endpointId, rawIdOf(leg.identity)])
  return {
    id: 'report',
    at: call.end,
    from: {
      ...reporter,
      inCall: { callId: call.id, participantId: reporter.participantId, scene: call.scene },
    },
    mentions,
    content: {
      kind: 'operations',
      operations: [
        anOperationOfClient({ payload: { Ids: ids, By: Object.fromEntries(ids.map(id => [id, 1])) } }),
      ],
    },
  }
}

/** By the verdicts of the summary: independent of the code judged here. */
function withheldFrom(resource: ResourceOwner, call: Call, switches: Switches): readonly Leg[] {
  const viewer = { kind: 'resource', resource } as const
  const all = { ...switches, lobbyMakesCurrent: true, copyToAllTenantResources: true }
  const { verdicts } = project(call, { registry, viewer, switches: all, version: 2 })
  const out = new Set(verdicts.filter(one => one.outcome === 'withheld').map(one => one.participantId))
  return call.legs.filter(leg => out.has(leg.participantId))
}

describe('verdicts', () => {
  const verdictsFor = (call: Call, resource: ResourceOwner) =>
    clientLogVerdicts(call, {
      registry,
      viewer: { kind: 'resource', resource },
      switches: defaultSwitches,
      version: 1,
    })

  test('tell each resource of each participant with a Communication Services client, and why', () => {
    const call = aMeeting({ organizer: contoso })
      .joins(acsUser({ of: contosoOne, name: 'own' }))
      .joins(acsUser({ of: contosoTwo, name: 'sister' }))
      .joins(acsUser({ of: northwindOne, name: 'stranger' }))
      .joins(m365UserOnAcs({ of: contoso, via: contosoOne, name: 'employee' }))
      .joins(m365User({ of: contoso }))
      .joins(phone())
      .done()
    const found = verdictsFor(call, contosoOne).map(one => [
      one.category,
      one.participantId.replace(/^.*-of-/, ''),
      one.outcome,
      one.rules.join(),
      one.rows,
    ])
    const expected = [
      ['own', 'emitted', 'R19', undefined],
      ['sister', 'withheld', 'R19', undefined],
      ['stranger', 'withheld', 'R19', undefined],
      ['employee', 'withheld', 'R19,R16', undefined],
    ]
    const categories = ['CallClientOperations', 'CallClientMediaStatsTimeSeries', 'CallSurvey']
    expect(found.toSorted()).toEqual(
      categories.flatMap(category => expected.map(row => [category, ...row])).toSorted(),
    )
  })

  test('agree with the rows: emitted where a report would write them', () => {
    const people = [acsUser({ of: contosoOne }), m365UserOnAcs({ of: contoso, via: contosoOne })]
    for (const who of people)
      for (const builder of [aMeeting({ organizer: contoso }), aGroupCall()]) {
        const call = builder.joins(who).done()
        const [verdict] = verdictsFor(call, contosoOne)
        const written = records(aReport({ who, scene: call.scene })).length > 0
        expect(verdict?.outcome).toBe(written ? 'emitted' : 'withheld')
      }
  })
})
