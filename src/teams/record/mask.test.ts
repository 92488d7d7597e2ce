/** Who may see what of whom, by table: every role, every kind of participant, both ways of naming external users. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TEAMS_ROLES, type TeamsRole } from '#records'
import { type Look, maskNumber, maskPerson, PERSON_FIELDS, type StoredPerson } from './mask.ts'

const person = (kind: string, fields: StoredPerson['fields'], isInternal = false): StoredPerson => ({
  kind,
  isInternal,
  fields,
})
const ada = person('m365User', { ObjectId: 'oid-ada', DisplayName: 'Ada', UserPrincipalName: 'ada@x' }, true)
const federated = person('m365User', { ObjectId: 'oid-fred', DisplayName: 'Fred' })
const guest = person('acsUser', { DisplayName: 'Typed Name', RawId: '8:acs:r_u', IpAddress: '10.0.0.1' })
const visitor = person('teamsAnonymous', { DisplayName: 'Somebody' })
const caller = person('phone', { PhoneNumber: '+14255550123', RawId: '4:+14255550123' })
const bot = person('bot', {})

const look = (role: TeamsRole, more: Partial<Look> = {}): Look => ({ role, labels: 'anonymous', ...more })

describe('what people are called', () => {
  test.each([
    ['an own user', ada, 'Ada', 'Internal user'],
    ['a federated user', federated, 'Fred', 'External user'],
    ['T3: a Communication Services user', guest, 'Anonymous user', 'External user'],
    ['T3: an anonymous Teams user', visitor, 'Anonymous user', 'External user'],
    ['T6: a phone', caller, '+1425555****', 'External user'],
    ['a bot without a name', bot, 'Bot', 'External user'],
  ])('%s', (_, who, named, unnamed) => {
    expect(maskPerson(who, look('administrator')).label).toBe(named)
    expect(maskPerson(who, look('engineer')).label).toBe(named)
    expect(maskPerson(who, look('specialist')).label).toBe(unnamed)
  })

  test('by policy external users go by the name they typed, but to a specialist by none', () => {
    expect(maskPerson(guest, look('engineer', { labels: 'names' })).label).toBe('Typed Name')
    expect(maskPerson(guest, look('specialist', { labels: 'names' })).label).toBe('External user')
  })

  test('T5: a specialist reads the name of the user who was searched for, and of nobody else', () => {
    const sought = look('specialist', { searchedFor: 'oid-ada' })
    expect(maskPerson(ada, sought)).toMatchObject({ label: 'Ada', fields: { DisplayName: 'Ada' } })
    expect(maskPerson(federated, sought)).toMatchObject({ label: 'External user', fields: {} })
  })

  test('T4: whose names are gone is not called by anything that was not known', () => {
    expect(maskPerson(person('m365User', {}, true), look('administrator')).label).toBe('Unknown user')
  })
})

test('T5: a specialist gets no identifiable field, and is told by which rule', () => {
  const { fields, withheld } = maskPerson(guest, look('specialist'))
  expect(fields).toEqual({})
  expect(withheld).toEqual({ DisplayName: 'T5', RawId: 'T5', IpAddress: 'T5' })
})

test('T3: the typed name is withheld where external users are anonymous', () => {
  expect(maskPerson(guest, look('administrator'))).toMatchObject({
    fields: { IpAddress: '10.0.0.1' },
    withheld: { DisplayName: 'T3' },
  })
  expect(maskPerson(guest, look('administrator', { labels: 'names' })).withheld).toEqual({})
})

test.each([
  ['+14255550123', 4, '+1425555****'],
  ['15552823123', 3, '15552823***'],
  ['4:+14255550123', 4, '4:+1425555****'],
  ['8:acs:r_u', 4, '8:acs:r_u'],
  ['', 4, ''],
] as const)('T6: %s without its last %d digits', (text, hidden, expected) => {
  expect(maskNumber(text, hidden)).toBe(expected)
})

const aPerson = fc.record({
  kind: fc.constantFrom('acsUser', 'm365User', 'teamsAnonymous', 'phone', 'bot', 'voiceApp'),
  isInternal: fc.boolean(),
  fields: fc.dictionary(fc.constantFrom(...PERSON_FIELDS), fc.string({ minLength: 1 })),
})
const aLook = fc.record({
  role: fc.constantFrom(...TEAMS_ROLES),
  labels: fc.constantFrom('anonymous' as const, 'names' as const),
})

test('masking never adds: each field is shown as it was, shortened, or withheld with a rule', () => {
  fc.assert(
    fc.property(aPerson, aLook, (who, as) => {
      const { fields, withheld } = maskPerson(who, as)
      for (const name of PERSON_FIELDS) {
        const before = who.fields[name]
        const after = fields[name]
        expect(Boolean(before)).toBe(after !== undefined || withheld[name] !== undefined)
        if (after !== undefined) expect([before, maskNumber(before ?? '')]).toContain(after)
      }
    }),
  )
})
