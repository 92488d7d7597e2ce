/** R31–R52: how many rows there are, and what stands in them. */
import { describe, expect, test } from 'vitest'
import { type Call, endpointId, type Leg, rowOf, tableOfCategory } from '#records'
import { aDirectCall, aGroupCall, aMeeting, aStream, audio } from '../testing/calls.ts'
import { namesIn, recordsAbout, recordsOf, rowsOf, seenBy, verdictsOn } from '../testing/looks.ts'
import {
  acsUser,
  anonymous,
  bot,
  m365User,
  m365UserOnAcs,
  organizer,
  type Person,
  phone,
  voiceApp,
} from '../testing/people.ts'
import { contoso, contosoOne, fabrikam, fabrikamOne } from '../testing/world.ts'

const alice = acsUser({ of: contosoOne, name: 'alice' })
const bob = acsUser({ of: contosoOne, name: 'bob' })
const carol = acsUser({ of: fabrikamOne, name: 'carol' })

const audioAndVideo = [...audio(), aStream('Outbound', 'Video'), aStream('Inbound', 'Video')]

const counts = (call: Call) => {
  const seen = seenBy(contosoOne, call)
  return [recordsOf(seen, 'CallSummary').length, recordsOf(seen, 'CallDiagnostics').length]
}

/** The only summary row of a person who takes part in a meeting of contoso's with alice. */
function summaryOf(who: Person, change: Partial<Leg> = {}) {
  const call = aMeeting({ organizer: contoso }).joins(alice).joins(who).done()
  const legs = call.legs.map((leg, index) => (index === 1 ? { ...leg, ...change } : leg))
  const rows = recordsAbout(seenBy(contosoOne, { ...call, legs }), 'CallSummary', who.name).map(rowOf)
  expect(rows).toHaveLength(1)
  return rows[0] ?? {}
}

describe('numbers of rows', () => {
  test('R32, R35, R41: a direct call with audio and video has two summary and four diagnostics rows', () => {
    const call = aDirectCall().joins(alice, audioAndVideo).joins(bob, audioAndVideo).done()
    expect(counts(call)).toEqual([2, 4])
  })

  test('R31, R36, R41: a group call of three with audio has three summary and six diagnostics rows', () => {
    expect(counts(aGroupCall().joins(alice).joins(bob).joins(carol).done())).toEqual([3, 6])
  })

  test('R32: participants of a direct call have no id, in any category', () => {
    const seen = seenBy(contosoOne, aDirectCall().joins(alice).joins(bob).done())
    expect(seen.records.map(record => record.fields.ParticipantId?.kind)).toEqual(
      seen.records.map(() => 'absent'),
    )
    expect(namesIn(seen, 'CallSummary')).toEqual(['alice', 'bob'])
  })

  test('R33: a rejoin keeps the endpoint and adds a row with a new participant id', () => {
    const call = aMeeting({ organizer: contoso }).joins(alice).joins(alice).joins(bob).done()
    const records = recordsOf(seenBy(contosoOne, call), 'CallSummary')
    expect(records.map(record => rowOf(record).EndpointId)).toEqual([
      'endpoint-of-alice',
      'endpoint-of-alice',
      'endpoint-of-bob',
    ])
    expect(new Set(records.map(record => rowOf(record).ParticipantId)).size).toBe(3)
    expect(records.map(record => record.rules.some(rule => rule === 'R33'))).toEqual([true, true, false])
  })

  test('R34: the server never has a summary row', () => {
    const rows = rowsOf(seenBy(contosoOne, aGroupCall().joins(alice).joins(bob).done()), 'CallSummary')
    expect(rows.map(row => row.EndpointType)).toEqual(['VoIP', 'VoIP'])
  })

  test('R36: what the server sends has rows without endpoint and identifier, with the participant’s id', () => {
    const rows = rowsOf(seenBy(contosoOne, aGroupCall().joins(alice).done()), 'CallDiagnostics')
    const who = (row: (typeof rows)[number] | undefined) => [
      row?.EndpointType,
      row?.StreamDirection,
      row?.Identifier,
      row?.EndpointId,
      row?.ParticipantId,
    ]
    const identifier = `acs:${contosoOne.id}_user-of-alice`
    expect(who(rows[0])).toEqual([
      'VoIP',
      'Outbound',
      identifier,
      'endpoint-of-alice',
      'participant-1-of-alice',
    ])
    expect(who(rows[1])).toEqual(['Server', 'Inbound', null, null, 'participant-1-of-alice'])
  })

  test('R39: somebody without media has no diagnostics rows, and the verdict says why', () => {
    const call = aMeeting({ organizer: contoso }).joins(alice, []).done()
    const verdict = verdictsOn(seenBy(contosoOne, call), 'alice').find(
      each => each.category === 'CallDiagnostics',
    )
    expect(verdict).toMatchObject({
      outcome: 'emitted',
      rows: 0,
      rules: expect.arrayContaining(['R9', 'R39']),
    })
  })
})

describe('outside meetings', () => {
  test('everybody is logged, those of other tenants without versions', () => {
    const call = aGroupCall()
      .joins(alice)
      .joins(carol)
      .joins(phone())
      .joins(m365User({ of: fabrikam }))
      .done()
    const versions = rowsOf(seenBy(contosoOne, call), 'CallSummary').map(row => [
      row.SdkVersion,
      row.OsVersion,
    ])
    const hidden = ['Redacted', 'Redacted']
    expect(versions).toEqual([['sdk-of-alice', 'os-of-alice'], hidden, hidden, hidden])
  })

  test('each resource sees the call with its own eyes', () => {
    const call = aDirectCall().joins(alice).joins(carol).done()
    const versions = (rows: ReturnType<typeof rowsOf>) => rows.map(row => row.SdkVersion)
    expect(versions(rowsOf(seenBy(contosoOne, call), 'CallSummary'))).toEqual(['sdk-of-alice', 'Redacted'])
    expect(versions(rowsOf(seenBy(fabrikamOne, call), 'CallSummary'))).toEqual(['Redacted', 'sdk-of-carol'])
  })

  test('R28: diagnostics rows are the same, whatever the tenant', () => {
    const call = aDirectCall().joins(alice).joins(carol).done()
    const rows = rowsOf(seenBy(contosoOne, call), 'CallDiagnostics')
    expect(rows).toEqual(rowsOf(seenBy(fabrikamOne, call), 'CallDiagnostics'))
    expect(JSON.stringify(rows)).not.toContain('Redacted')
  })

  test('a Microsoft 365 user on a client of a resource makes it take part', () => {
    const teamsUser = m365UserOnAcs({ of: fabrikam, via: contosoOne })
    const call = aDirectCall().joins(teamsUser).joins(carol).done()
    expect(namesIn(seenBy(contosoOne, call), 'CallSummary')).toEqual(['m365-on-acs', 'carol'])
  })
})

describe('R44, R40: call type', () => {
  const typeOf = (call: Call) => [
    ...new Set(rowsOf(seenBy(contosoOne, call), 'CallSummary').map(row => row.CallType)),
  ]
  const direct = aDirectCall().joins(alice).joins(bob)

  test.each([
    ['two endpoints connected directly', direct.done(), 'P2P'],
    [
      'a third endpoint added, for all rows',
      aDirectCall().joins(alice).joins(bob).joins(carol).done(),
      'Group',
    ],
    ['one endpoint alone', aDirectCall().joins(alice).done(), 'Group'],
    ['an endpoint that came back', aDirectCall().joins(alice).joins(alice).done(), 'Group'],
    ['two endpoints, one of them twice', aDirectCall().joins(alice).joins(bob).joins(alice).done(), 'Group'],
    ['two in a group call', aGroupCall().joins(alice).joins(bob).done(), 'Group'],
    ['two in a meeting', aMeeting({ organizer: contoso }).joins(alice).joins(bob).done(), 'Group'],
  ])('%s', (_, call, expected) => {
    expect(typeOf(call)).toEqual([expected])
  })
})

describe('what stands in a summary row', () => {
  test('R43: durations are whole seconds, cut off, from the first attempt, lobby included', () => {
    const call = aMeeting({ organizer: contoso }).joinsThroughLobby(alice).done()
    const late = {
      ...call,
      end: call.start + 999_999,
      legs: call.legs.map(leg => ({ ...leg, end: leg.start + 89_900 })),
    }
    expect(rowsOf(seenBy(contosoOne, late), 'CallSummary')).toMatchObject([
      { CallDuration: 999, ParticipantDuration: 89, ParticipantStartTime: '2026-01-15T09:00:00.0000000Z' },
    ])
  })

  test('R45: only meetings have a thread', () => {
    expect(summaryOf(bob).TeamsThreadId).toBe('19:meeting_abc@thread.v2')
    const [row] = rowsOf(seenBy(contosoOne, aGroupCall().joins(alice).done()), 'CallSummary')
    expect(row?.TeamsThreadId).toBeNull()
  })

  test.each([
    [bob, 'ACS as Teams external user', 'VoIP', `acs:${contosoOne.id}_user-of-bob`, contoso],
    [m365User({ of: contoso }), 'Teams', 'VoIP', 'user-of-m365-user', contoso],
    [m365User({ of: fabrikam }), 'Teams', 'VoIP', 'user-of-m365-user', fabrikam],
    [organizer({ of: contoso }), 'Teams', 'VoIP', 'user-of-organizer', contoso],
    [
      m365UserOnAcs({ of: contoso, via: contosoOne }),
      'ACS as Microsoft 365 user',
      'VoIP',
      'user-of-m365-on-acs',
      contoso,
    ],
    [anonymous(), 'Teams', 'VoIP', 'user-of-visitor', null],
    [phone(), 'PSTN', 'PSTN', null, null],
    [bot(), null, 'Bot', 'user-of-bot', null],
    [voiceApp(), 'Teams Voice Apps', 'Bot', 'user-of-voice-app', null],
  ])('R22, R46, R47, R50: $name as %s', (who, type, endpoint, identifier, tenant) => {
    expect(summaryOf(who)).toMatchObject({
      ParticipantType: type,
      EndpointType: endpoint,
      Identifier: identifier,
      ParticipantTenantId: tenant,
    })
  })

  test('R46: outside meetings a user is plain ACS', () => {
    const rows = rowsOf(seenBy(contosoOne, aGroupCall().joins(alice).done()), 'CallSummary')
    expect(rows.map(row => row.ParticipantType)).toEqual(['ACS'])
  })

  test.each([
    ['rejected', '5854', 'Success'],
    ['timedOut', '5855', 'Success'],
    ['left', '0', 'Success'],
  ] as const)('R49: %s in the lobby ends with code 0 and sub code %s', (outcome, subCode, category) => {
    const call = aMeeting({ organizer: fabrikam }).waitsInVain(alice, outcome).done()
    expect(rowsOf(seenBy(contosoOne, call), 'CallSummary')).toMatchObject([
      { ParticipantEndReason: '0', ParticipantEndSubCode: subCode, ResultCategory: category },
    ])
  })

  test('R49: an ending is code, sub code and category', () => {
    expect(summaryOf(bob, { ended: { code: 496, subCode: 7 } })).toMatchObject({
      ParticipantEndReason: '496',
      ParticipantEndSubCode: '7',
      ResultCategory: 'ExpectedError',
    })
  })

  test('R26: ids, times and end stay visible across tenants; the app’s own options do too', () => {
    const row = summaryOf(m365User({ of: fabrikam }), {
      diagnosticOptions: '{"appName":"x"}',
      pstnCallType: 'none',
    })
    const withheld = Object.entries(row).filter(([, cell]) => cell === 'Redacted')
    expect(withheld.map(([column]) => column).toSorted()).toEqual(['OsVersion', 'SdkVersion'])
    expect(row).toMatchObject({ DiagnosticOptions: '{"appName":"x"}', PstnParticipantCallType: 'none' })
  })

  test('R24: a bot of the resource’s own tenant shows no versions either', () => {
    expect(summaryOf(bot({ of: contoso }))).toMatchObject({ SdkVersion: 'Redacted', OsVersion: 'Redacted' })
  })

  test('R42: the call’s id and start are on every row of every category', () => {
    const { records } = seenBy(contosoOne, aMeeting({ organizer: contoso }).joins(alice).joins(bob).done())
    expect(new Set(records.map(record => rowOf(record).CorrelationId))).toEqual(new Set(['call-1']))
  })
})

describe('what stands in a diagnostics row', () => {
  test('R48: figures in the types of the table; what nobody measured is unknown', () => {
    const stream = {
      ...aStream('Outbound', 'Video'),
      codec: 'VP8',
      quality: {
        jitterMax: 3.6,
        packetLossRateAvg: 0.0125,
        videoFrameRateAvg: 29.97,
        videoBitRateAvg: 800_000.4,
      },
    }
    const [row] = rowsOf(seenBy(contosoOne, aGroupCall().joins(alice, [stream]).done()), 'CallDiagnostics')
    expect(row).toMatchObject({
      MediaType: 'Video',
      StreamId: 1005,
      TransportType: 'UDP',
      CodecName: 'VP8',
      JitterMax: 4,
      PacketLossRateAvg: 0.0125,
      VideoFrameRateAvg: 29.97,
      VideoBitRateAvg: 800_000,
      RoundTripTimeAvg: null,
    })
  })
})

describe('R52: versions', () => {
  const call = aMeeting({ organizer: contoso }).joins(alice).done()
  const rowsIn = (version: number) => {
    const rows = seenBy(contosoOne, call, { version }).records.map(rowOf)
    return rows.map(row => [row.Category, row.OperationName, row.OperationVersion, row.CallUpdatesVersion])
  }
  const updates = (version: number) => [
    ['CallSummaryUpdates', 'CallSummary', '1.0', version],
    ['CallDiagnosticsUpdates', 'CallDiagnostics', '1.0', version],
    ['CallDiagnosticsUpdates', 'CallDiagnostics', '1.0', version],
  ]

  test('version 1 fills the plain categories too, without a number', () => {
    expect(rowsIn(1)).toEqual([
      ['CallSummary', 'CallSummary', '1.0', undefined],
      ['CallDiagnostics', 'CallDiagnostics', '1.0', undefined],
      ['CallDiagnostics', 'CallDiagnostics', '1.0', undefined],
      ...updates(1),
    ])
  })

  test('later versions fill the updates categories only', () => {
    expect(rowsIn(3)).toEqual(updates(3))
  })
})

test('every category has exactly the columns of its table that are not the workspace’s', () => {
  const { records } = seenBy(contosoOne, aMeeting({ organizer: contoso }).joins(alice).done())
  for (const { category, fields } of records) {
    const columns = tableOfCategory(category)?.columns.filter(column => !column.standard && !column.hidden)
    expect(Object.keys(fields).toSorted()).toEqual(columns?.map(column => column.name).toSorted())
  }
})

test('a leg refused before the lobby is an attempt as well, but not a stay in the lobby', () => {
  const call = aMeeting({ organizer: fabrikam }).waitsInVain(alice).done()
  const refused = call.legs.map(({ lobby: _, ...leg }) => ({
    ...leg,
    endpointId: endpointId('endpoint-of-alice'),
  }))
  const [record] = recordsOf(seenBy(contosoOne, { ...call, legs: refused }), 'CallSummary')
  expect(record?.rules).toEqual(['R9', 'R31'])
})
