import { describe, expect, test } from 'vitest'
import { type ClientOperation, userFacingDiagnostics } from '#records'
import { defaultSwitches } from '../switches.ts'
import { aGroupCall, aMeeting } from '../testing/calls.ts'
import { acsUser, m365User, phone } from '../testing/people.ts'
import { anOperationOfClient, aReport, aSeries } from '../testing/reports.ts'
import { contoso, contosoOne, fabrikamOne } from '../testing/world.ts'
import { outcomesOfCall, outcomesOfReport } from './outcomes-of.ts'

const ada = acsUser({ of: contosoOne, name: 'ada' })
const scene = { kind: 'p2p' } as const

const outcomes = (...operations: readonly Partial<ClientOperation>[]) =>
  outcomesOfReport(
    aReport({
      who: ada,
      scene,
      content: { kind: 'operations', operations: operations.map(anOperationOfClient) },
    }),
    defaultSwitches,
  )

const inShort = (some: ReturnType<typeof outcomes>) =>
  some.map(({ metric, succeeded, counts, leg }) => [metric, succeeded, counts, leg].join(' '))

const leg = 'participant-1-of-ada'

describe('calls of the SDK', () => {
  test.each([
    [{ name: 'Join' }, 'reliability/api/Join'],
    [{ name: 'CreateView', payload: { Source: 'local' } }, 'reliability/api/CreateView/Local'],
    [{ name: 'CreateView', payload: { Source: 'remote' } }, 'reliability/api/CreateView/Remote'],
    [{ name: 'StopVideo' }, 'reliability/api/StopVideo'],
  ])('%j counts its leg in %s', (operation, metric) => {
    expect(inShort(outcomes(operation))).toEqual([`${metric} true also ${leg}`])
  })

  test('what no metric measures counts nowhere', () => {
    expect(outcomes({ name: 'MuteMicrophone' }, { name: 'toString' })).toEqual([])
  })

  test('an expected error is no failure; the sub code and the result tell failures apart', () => {
    const [expectedError, failed] = outcomes(
      { resultType: 'ExpectedError', subCode: 5854 },
      { resultType: 'UnexpectedClientError', subCode: 41048 },
    )
    expect(expectedError).toMatchObject({ succeeded: true, dimensions: { SubCode: '5854' } })
    expect(failed).toMatchObject({
      succeeded: false,
      dimensions: { ResultType: 'UnexpectedClientError', SubCode: '41048', CallType: '1 to 1' },
    })
  })

  test('before a call the client stands for the leg', () => {
    const report = aReport({
      who: ada,
      content: { kind: 'operations', operations: [anOperationOfClient({ name: 'CallAgentInit' })] },
    })
    expect(inShort(outcomesOfReport(report, defaultSwitches))).toEqual([
      'reliability/api/CallAgentInit true also endpoint-of-ada',
    ])
  })
})

describe('user facing diagnostics', () => {
  const ufd = (name: string, quality: string, operationId = 'u1') => ({
    name: 'UserFacingDiagnostics',
    operationId,
    payload: { DiagnosticChanged: name, DiagnosticQuality: quality },
  })

  test('a problem counts against its leg for good, its occurrence as recovered once it is Good again', () => {
    const found = outcomes(ufd('networkReceiveQuality', 'Bad'), ufd('NetworkReceiveQuality', 'Good'))
    expect(inShort(found)).toEqual([
      `reliability/leg/UFD/NetworkReceiveQuality false instead ${leg}`,
      `reliability/api/UFD/recovery/NetworkReceiveQuality false instead ${leg}/u1`,
      `reliability/api/UFD/recovery/NetworkReceiveQuality true correction ${leg}/u1`,
    ])
  })

  test('a leg that connects is one that could have had problems', () => {
    expect(inShort(outcomes({ name: 'StateChanged', payload: { NewState: 'Connected' } }))).toEqual([
      `reliability/leg/UFD true instead ${leg}`,
    ])
    expect(outcomes({ name: 'StateChanged', payload: { NewState: 'InLobby' } })).toEqual([])
  })

  test('every one of them that has a recovery rate is measured under its documented name', () => {
    for (const { name, recoveryMetric } of userFacingDiagnostics) {
      const metrics = outcomes(ufd(name, 'Bad')).map(({ metric }) => metric)
      expect(metrics.filter(metric => metric.startsWith('reliability/api'))).toEqual(
        recoveryMetric ? [recoveryMetric] : [],
      )
    }
  })

  test('of a name that nobody knows count nowhere', () => {
    expect(outcomes(ufd('coffeeIsCold', 'Bad'))).toEqual([])
  })
})

test('only users of resources count, and media statistics count nothing', () => {
  const teams = aReport({ who: m365User({ of: contoso }), scene })
  const series = aReport({ who: ada, scene, content: { kind: 'mediaStats', series: [aSeries()] } })
  expect([teams, series].flatMap(report => outcomesOfReport(report, defaultSwitches))).toEqual([])
})

test('R19: of a finished call each connected own leg counts for its resource, dropped or not', () => {
  const meeting = aMeeting({ organizer: contoso })
    .joins(ada)
    .joins(acsUser({ of: fabrikamOne, name: 'bob' }))
    .waitsInVain(acsUser({ of: contosoOne, name: 'eve' }))
    .joins(m365User({ of: contoso }))
    .joins(phone())
    .done()
  const [first, second, ...rest] = meeting.legs
  const lost = { ...first, ended: { code: 410, subCode: 3101 } } as NonNullable<typeof first>
  const found = outcomesOfCall(
    { ...meeting, legs: [lost, second, ...rest].flatMap(one => one ?? []) },
    defaultSwitches,
  )
  expect(found.map(one => [one.resource, one.metric, one.succeeded, one.dimensions.SubCode])).toEqual([
    [contosoOne.id, 'reliability/leg/Drop', false, '3101'],
    [fabrikamOne.id, 'reliability/leg/Drop', true, '0'],
  ])
  expect(outcomesOfCall(aGroupCall().done(), defaultSwitches)).toEqual([])
})
