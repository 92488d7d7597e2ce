/** A1–A15: each switch changes exactly what its question asks, and keeps its recommended default. */
import { describe, expect, test } from 'vitest'
import { type Call, envelopeOf, rowOf } from '#records'
import { checkSwitches, defaultSwitches, type Switches, switchTable } from './switches.ts'
import { aMeeting, aStream, type CallBuilder } from './testing/calls.ts'
import { type Look, namesIn, recordsAbout, seenBy, verdictsOn } from './testing/looks.ts'
import {
  acsUser,
  anonymous,
  bot,
  m365User,
  m365UserOnAcs,
  organizer,
  phone,
  silent,
} from './testing/people.ts'
import {
  contoso,
  contosoOne,
  contosoTwo,
  fabrikam,
  fabrikamOne,
  northwind,
  northwindOne,
  registry,
} from './testing/world.ts'
import { viewersOf } from './viewers.ts'

const witness = acsUser({ of: contosoOne, name: 'witness' })
const ownMeeting = (): CallBuilder => aMeeting({ organizer: contoso }).joins(witness)
const foreignMeeting = (): CallBuilder => aMeeting({ organizer: fabrikam }).joins(witness)

const summaries = (call: Call, switches: Partial<Switches> = {}) =>
  namesIn(seenBy(contosoOne, call, { switches }), 'CallSummary')

/** One cell of the person's only summary row, as tables hold it. */
function cell(call: Call, name: string, column: string, look: Look = {}) {
  const records = recordsAbout(seenBy(contosoOne, call, look), 'CallSummary', name)
  expect(records).toHaveLength(1)
  return records.map(rowOf)[0]?.[column]
}

const viewerIds = (call: Call, switches: Partial<Switches> = {}) =>
  viewersOf(call, registry, { ...defaultSwitches, ...switches }).map(viewer => viewer.resource)

describe('A1, A2: acsUserTenantScope', () => {
  const call = foreignMeeting()
    .joins(acsUser({ of: fabrikamOne, name: 'theirs' }))
    .done()

  test('by default the users of the resource’s tenant are logged', () => {
    expect(summaries(call)).toEqual(['witness'])
  })

  test('with "organizer" it is the users of the organizer’s tenant', () => {
    expect(summaries(call, { acsUserTenantScope: 'organizer' })).toEqual(['theirs'])
  })
})

test('A3: anonymousAs "none" leaves anonymous Teams users out', () => {
  const call = ownMeeting().joins(anonymous()).done()
  expect(summaries(call)).toEqual(['witness', 'visitor'])
  expect(summaries(call, { anonymousAs: 'none' })).toEqual(['witness'])
  const seen = seenBy(contosoOne, call, { switches: { anonymousAs: 'none' } })
  expect(verdictsOn(seen, 'visitor')[0]?.rules).toEqual(['R7', 'A3'])
})

test('A4: without lobbyMakesCurrent a resource whose only user was rejected gets nothing', () => {
  const call = aMeeting({ organizer: fabrikam })
    .joins(organizer({ of: fabrikam }))
    .waitsInVain(witness)
    .done()
  expect(viewerIds(call)).toEqual([contosoOne])
  expect(summaries(call)).toEqual(['organizer', 'witness'])
  expect(viewerIds(call, { lobbyMakesCurrent: false })).toEqual([])
  expect(summaries(call, { lobbyMakesCurrent: false })).toEqual([])
})

test('A5: redactBy "meeting" withholds versions of everybody but own users in a foreign meeting', () => {
  const call = foreignMeeting()
    .joins(acsUser({ of: contosoTwo, name: 'colleague' }))
    .done()
  const switches = { redactBy: 'meeting' } as const
  expect(cell(call, 'colleague', 'SdkVersion')).toBe('sdk-of-colleague')
  expect(cell(call, 'colleague', 'SdkVersion', { switches })).toBe('Redacted')
  expect(cell(call, 'witness', 'SdkVersion', { switches })).toBe('sdk-of-witness')
  const own = ownMeeting()
    .joins(acsUser({ of: contosoTwo, name: 'colleague' }))
    .done()
  expect(cell(own, 'colleague', 'OsVersion', { switches })).toBe('os-of-colleague')
})

test('A6: redactIds withholds the ids of other tenants, in diagnostics too', () => {
  const call = foreignMeeting()
    .joins(organizer({ of: fabrikam }))
    .done()
  const ids = (look: Look) =>
    seenBy(contosoOne, call, look)
      .records.map(rowOf)
      .filter(row => row.ParticipantId !== 'participant-1-of-witness')
      .map(row => [row.Category, row.EndpointType, row.ParticipantId, row.EndpointId])
  const visible = ['participant-1-of-organizer', 'endpoint-of-organizer']
  expect(ids({ version: 2 })).toEqual([
    ['CallSummaryUpdates', 'VoIP', ...visible],
    ['CallDiagnosticsUpdates', 'VoIP', ...visible],
    ['CallDiagnosticsUpdates', 'Server', visible[0], null],
  ])
  expect(ids({ version: 2, switches: { redactIds: true } })).toEqual([
    ['CallSummaryUpdates', 'VoIP', 'Redacted', 'Redacted'],
    ['CallDiagnosticsUpdates', 'VoIP', 'Redacted', 'Redacted'],
    ['CallDiagnosticsUpdates', 'Server', 'Redacted', null],
  ])
})

test('A7: without serverRows only what endpoints send has rows, and the verdict says so', () => {
  const call = ownMeeting().done()
  const types = (look: Look) =>
    recordsAbout(seenBy(contosoOne, call, look), 'CallDiagnostics', 'witness').map(
      each => rowOf(each).EndpointType,
    )
  expect(types({})).toEqual(['VoIP', 'Server'])
  const switches = { serverRows: false }
  expect(types({ switches })).toEqual(['VoIP'])
  const verdicts = verdictsOn(seenBy(contosoOne, call, { switches }), 'witness')
  expect(verdicts.find(each => each.category === 'CallDiagnostics')?.rules).toContain('A7')
})

test('A8: lobbyDiagnostics "never" drops streams reported from the lobby', () => {
  const call = foreignMeeting()
    .waitsInVain(acsUser({ of: contosoOne, name: 'waiting' }), 'rejected', [aStream('Outbound', 'Audio')])
    .done()
  const rows = (look: Look) => recordsAbout(seenBy(contosoOne, call, look), 'CallDiagnostics', 'waiting')
  expect(rows({})).toHaveLength(1)
  const switches = { lobbyDiagnostics: 'never' } as const
  expect(rows({ switches })).toHaveLength(0)
  expect(verdictsOn(seenBy(contosoOne, call, { switches }), 'waiting')[1]?.rules).toContain('A8')
})

describe('A9: m365OnAcsClient', () => {
  const guest = m365UserOnAcs({ of: contoso, via: contosoTwo })
  const call = foreignMeeting().joins(guest).done()

  test('by default the identity counts: no row in a foreign meeting, and its resource takes no part', () => {
    expect(summaries(call)).toEqual(['witness'])
    expect(viewerIds(call)).toEqual([contosoOne])
  })

  test('with "client" it is a user of its resource', () => {
    const switches = { m365OnAcsClient: 'client' } as const
    expect(summaries(call, switches)).toEqual(['witness', 'm365-on-acs'])
    expect(viewerIds(call, switches)).toEqual([contosoOne, contosoTwo])
    expect(verdictsOn(seenBy(contosoOne, call, { switches }), 'm365-on-acs')[0]?.rules).toContain('R10')
    const waiting = foreignMeeting().waitsInVain(guest).done()
    expect(summaries(waiting, switches)).toEqual(['witness', 'm365-on-acs'])
  })
})

test('A10: botTenant "owner" shows the tenant that owns a bot', () => {
  const call = ownMeeting()
    .joins(bot({ of: northwind }))
    .done()
  expect(cell(call, 'bot', 'ParticipantTenantId')).toBeNull()
  expect(cell(call, 'bot', 'ParticipantTenantId', { switches: { botTenant: 'owner' } })).toBe(northwind)
})

test('A11: m365InLobby "row" logs Microsoft 365 users who never left the lobby of an own meeting', () => {
  const call = ownMeeting()
    .waitsInVain(m365User({ of: contoso }))
    .waitsInVain(phone())
    .done()
  expect(summaries(call)).toEqual(['witness'])
  expect(summaries(call, { m365InLobby: 'row' })).toEqual(['witness', 'm365-user'])
  const foreign = foreignMeeting()
    .waitsInVain(m365User({ of: contoso }))
    .done()
  expect(summaries(foreign, { m365InLobby: 'row' })).toEqual(['witness'])
})

test('A12: unknownVersion "redacted" hides that an own client reported nothing', () => {
  const call = ownMeeting()
    .joins(silent(acsUser({ of: contosoOne, name: 'silent' })))
    .done()
  expect(cell(call, 'silent', 'OsVersion')).toBeNull()
  const switches = { unknownVersion: 'redacted' } as const
  expect(cell(call, 'silent', 'OsVersion', { switches })).toBe('Redacted')
  expect(cell(call, 'witness', 'OsVersion', { switches })).toBe('os-of-witness')
})

test('A13: nullAsText changes the wire and nothing else', () => {
  const call = ownMeeting().done()
  const records = (nullAsText: boolean) => seenBy(contosoOne, call, { switches: { nullAsText } }).records
  expect(records(true)).toEqual(records(false))
  const wires = [true, false].flatMap(nullAsText =>
    records(nullAsText)
      .slice(0, 1)
      .map(record => envelopeOf(record, { nullAsText }).properties),
  )
  expect(wires).toMatchObject([{ pstnParticipantCallType: 'null' }, { pstnParticipantCallType: null }])
})

test('A14: phonesAndBots "always" logs them in foreign meetings too', () => {
  const call = foreignMeeting()
    .joins(phone())
    .joins(bot())
    .joins(m365User({ of: contoso }))
    .done()
  expect(summaries(call)).toEqual(['witness'])
  expect(summaries(call, { phonesAndBots: 'always' })).toEqual(['witness', 'phone', 'bot'])
  const waiting = foreignMeeting().waitsInVain(phone()).done()
  expect(summaries(waiting, { phonesAndBots: 'always' })).toEqual(['witness'])
})

test('A15: copyToAllTenantResources gives each resource of the tenant a copy', () => {
  const call = foreignMeeting()
    .joins(acsUser({ of: northwindOne, name: 'third' }))
    .done()
  expect(viewerIds(call)).toEqual([contosoOne, northwindOne])
  expect(viewerIds(call, { copyToAllTenantResources: true })).toEqual([contosoOne, contosoTwo, northwindOne])
  const copy = seenBy(contosoTwo, call, { switches: { copyToAllTenantResources: true } })
  expect(namesIn(copy, 'CallSummary')).toEqual(['witness'])
  expect(seenBy(contosoTwo, call).records).toEqual([])
})

describe('as configuration', () => {
  test('nothing given means the recommended readings', () => {
    expect(checkSwitches({})).toEqual({ switches: defaultSwitches, problems: [] })
    expect(defaultSwitches).toMatchObject({
      acsUserTenantScope: 'resource',
      redactIds: false,
      serverRows: true,
    })
  })

  test('every value of every switch is accepted, and falsehood is a value', () => {
    for (const [name, { values }] of Object.entries(switchTable))
      for (const value of values) {
        const { switches, problems } = checkSwitches({ [name]: value })
        expect(problems).toEqual([])
        expect(switches).toEqual({ ...defaultSwitches, [name]: value })
      }
  })

  test.each([
    [{ redactBy: 'tenant' }, /redactBy: found "tenant", expected "participant" or "meeting"; it decides A5/],
    [{ redactIds: 'true' }, /redactIds: found "true", expected true or false/],
    [{ redactWho: 1 }, /redactWho: unknown, expected one of acsUserTenantScope, /],
    [{ constructor: 1 }, /constructor: unknown/],
    [[], /found \[\], expected an object/],
    [null, /found null, expected an object/],
  ])('%j is refused by name, with what was expected', (input, message) => {
    const { switches, problems } = checkSwitches(input)
    expect(problems).toEqual([expect.stringMatching(message)])
    expect(switches).toEqual(defaultSwitches)
  })

  test('each question of the documents has an answer', () => {
    const answered = new Set<string>(Object.values(switchTable).map(row => row.answers))
    // A2 follows from A1.
    const open = Array.from({ length: 15 }, (_, index) => `A${index + 1}`).filter(id => !answered.has(id))
    expect(open).toEqual(['A2'])
    for (const row of Object.values(switchTable)) expect(row.values).toContain(row.default)
  })
})
