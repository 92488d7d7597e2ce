/** What stands in the rows: streams between two ends, sessions with their verdicts, persons apart from all else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  armId,
  type Call,
  type Leg,
  rowOf,
  type Stream,
  TEAMS_PERSONS,
  TEAMS_SESSIONS,
  TEAMS_STREAMS,
} from '#records'
import { aDirectCall, aMeeting } from '../../../policy/testing/calls.ts'
import { acsUser, m365User, organizer, phone } from '../../../policy/testing/people.ts'
import { aCall } from '../../../policy/testing/random-calls.ts'
import { contoso, contosoOne, fabrikam } from '../../../policy/testing/world.ts'
import { organizerRows } from '../organizer-rows.ts'
import { networkOfAddress } from './end-of-stream.ts'

const ada = { displayName: 'Ada', userPrincipalName: 'ada@contoso.example' }
const rowsOf = (call: Call, table: string) =>
  organizerRows(call, {
    version: 1,
    workspaceOf: () => armId('/workspaces/w'),
    person: objectId => (objectId.startsWith('user-of-m365') ? ada : undefined),
    region: 'Europe',
  })
    .filter(({ category }) => category === table)
    .map(rowOf)

const stream = (
  direction: Stream['direction'],
  quality: Stream['quality'],
  more: Partial<Stream> = {},
): Stream => ({
  id: 1,
  mediaType: 'Audio',
  direction,
  transport: 'UDP',
  codec: 'opus',
  quality,
  ...more,
})

const withLegs = (call: Call, change: (leg: Leg, at: number) => Partial<Leg>): Call => ({
  ...call,
  legs: call.legs.map((leg, at) => ({ ...leg, ...change(leg, at) })),
})

test('a direct call: what one sends and the other hears is one stream, by the hearer’s figures completed by the sender’s', () => {
  const call = aDirectCall()
    .joins(m365User({ of: contoso, name: 'm365-a' }), [
      stream('Outbound', { jitterAvg: 9, roundTripTimeAvg: 80 }, { id: 7 }),
      stream('Inbound', { jitterAvg: 2 }, { id: 8 }),
    ])
    .joins(m365User({ of: contoso, name: 'm365-b' }), [
      stream('Inbound', { jitterAvg: 31, packetUtilization: 900 }, { id: 20 }),
      stream('Outbound', {}, { id: 21 }),
    ])
    .done()
  const streams = rowsOf(call, TEAMS_STREAMS)
  expect(streams).toHaveLength(2)
  expect(streams[0]).toMatchObject({
    SessionType: 'P2P',
    StreamId: 7,
    ReportedBy: 'receiver',
    Jitter: 31,
    RoundTrip: 80,
    Classification: 'Poor',
    PoorReasons: 'Jitter',
    FirstIsCaller: true,
    ConferenceType: null,
  })
  expect(streams[1]).toMatchObject({ Jitter: 2, ReportedBy: 'receiver', Classification: 'Unclassified' })
  expect(new Set(streams.map(row => row.StreamDirection)).size).toBe(2)
})

test('T8: a direct call of users of two tenants is kept by both', () => {
  const call = aDirectCall()
    .joins(m365User({ of: contoso }))
    .joins(m365User({ of: fabrikam, name: 'other' }))
    .done()
  expect(new Set(rowsOf(call, TEAMS_SESSIONS).map(row => row.OrganizerTenantId))).toEqual(
    new Set([contoso, fabrikam]),
  )
})

test('a call of Communication Services users alone is nobody’s on the Teams side', () => {
  const call = aDirectCall()
    .joins(acsUser({ of: contosoOne }))
    .joins(acsUser({ of: contosoOne, name: 'b' }))
    .done()
  expect(rowsOf(call, TEAMS_SESSIONS)).toEqual([])
})

test('who joined without media has one row without a medium; a phone that was called is Second and no caller', () => {
  const meeting = aMeeting({ organizer: contoso })
    .joins(organizer({ of: contoso }), [])
    .joins(phone(), [])
    .done()
  const called = withLegs(meeting, (_, at) => (at === 1 ? { pstnCallType: 'conf_out' } : {}))
  const rows = rowsOf(called, TEAMS_STREAMS)
  expect(rows).toHaveLength(2)
  expect(rows[1]).toMatchObject({
    FirstIsCaller: true,
    SecondUserType: 'PSTN',
    CdrAvailable: true,
    QoeAvailable: false,
    Classification: 'Unclassified',
  })
  expect(rows[1]?.MediaType).toBeUndefined()
})

test('connectivity that failed leaves every stream unclassified and counts as a failed set-up', () => {
  const meeting = aMeeting({ organizer: contoso })
    .joins(acsUser({ of: contosoOne }), [stream('Outbound', {})])
    .done()
  const [row] = rowsOf(
    withLegs(meeting, () => ({ network: { iceFailed: true } })),
    TEAMS_STREAMS,
  )
  expect(row).toMatchObject({
    SecondConnectivityIce: 'FAILED',
    Classification: 'Unclassified',
    MediaFailureType: 'CallSetup',
    CallSetupFailureReason: 'Missing FW IP Block Exemption Rule',
  })
})

test.each([
  ['the client went away', { code: 0, subCode: 4521 }, 'Midcall'],
  ['media was lost', { code: 410, subCode: 301005 }, 'Midcall'],
  ['hung up', { code: 0, subCode: 0 }, ''],
  ['removed', { code: 0, subCode: 5300 }, ''],
] as const)('a drop is what ended although media flowed: %s', (_, ended, expected) => {
  const meeting = aMeeting({ organizer: contoso })
    .joins(acsUser({ of: contosoOne }), [stream('Outbound', { jitterAvg: 1 })])
    .done()
  const [row] = rowsOf(
    withLegs(meeting, () => ({ ended })),
    TEAMS_STREAMS,
  )
  expect(row?.MediaFailureType).toBe(expected)
})

test.each([
  ['no figures', {}, {}, 'Unavailable', []],
  ['good figures', { jitterAvg: 3 }, {}, 'Good', []],
  ['a poor network', { jitterAvg: 31 }, {}, 'Poor', ['Jitter']],
  [
    'a dead microphone',
    { jitterAvg: 3 },
    { microphoneNotFunctioning: 0.005 },
    'Poor',
    ['DeviceCaptureNotFunctioningEventRatio'],
  ],
  ['one that was dead too shortly', { jitterAvg: 3 }, { microphoneNotFunctioning: 0.004 }, 'Good', []],
] as const)('call analytics: %s', (_, quality, badShares, verdict, reasons) => {
  const meeting = aMeeting({ organizer: contoso })
    .joins(acsUser({ of: contosoOne }), [stream('Inbound', quality)])
    .done()
  const [row] = rowsOf(
    withLegs(meeting, () => ({ hardware: { badShares } })),
    TEAMS_SESSIONS,
  )
  expect(row?.AudioQuality).toBe(verdict)
  expect(row?.Verdicts).toContainEqual(expect.objectContaining({ rule: 'callAnalytics', verdict, reasons }))
})

test.each([
  ['203.0.113.77', '203.0.113.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:db8:1:0:3:4:5:6', '2001:db8:1::'],
  ['2001:db8::7', '2001:db8::'],
  ['::1', '::'],
  ['2001:DB8:0001:000A::1', '2001:db8:1:a::'],
  ['here.local', undefined],
  ['not:an:address', undefined],
  [undefined, undefined],
])('the network of %s is %s', (address, network) => {
  expect(networkOfAddress(address)).toBe(network)
})

test('T4: no name, number or address of a person stands anywhere but in the persons’ table', () => {
  fc.assert(
    fc.property(aCall, call => {
      const named = withLegs(call, (_, at) => ({
        displayName: `name-${at}`,
        network: {
          localAddress: `10.0.0.${at}`,
          reflexiveAddress: `203.0.113.${at + 1}`,
          remoteAddress: '198.51.100.7',
        },
      }))
      const marks = named.legs.flatMap((leg, at) => [
        `name-${at}"`,
        `"10.0.0.${at}"`,
        `"203.0.113.${at + 1}"`,
        ...identityMarks(leg),
      ])
      const open = JSON.stringify([...rowsOf(named, TEAMS_SESSIONS), ...rowsOf(named, TEAMS_STREAMS)])
      for (const mark of [...marks, '198.51.100.7']) expect(open).not.toContain(mark)
      const kept = JSON.stringify(rowsOf(named, TEAMS_PERSONS))
      if (rowsOf(named, TEAMS_PERSONS).length > 0) for (const mark of marks) expect(kept).toContain(mark)
    }),
    { numRuns: 60 },
  )
})

/** What of an identity names somebody: of all but apps. */
function identityMarks({ identity }: Leg): readonly string[] {
  if (identity.kind === 'acsUser' || identity.kind === 'm365User') return [identity.user]
  if (identity.kind === 'teamsAnonymous') return [identity.visitor]
  return identity.kind === 'phone' ? [identity.number] : []
}
