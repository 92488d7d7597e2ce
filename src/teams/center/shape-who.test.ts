/** What everybody is called, for every role and label policy, and which rule keeps what back. */
import { describe, expect, test } from 'vitest'
import { TEAMS_ROLES, type TeamsRole } from '#records'
import type { LabelPolicy } from '#teams/record'
import { type Looking, whoOf } from './shape-who.ts'

const OWN = 'tenant-a'
const OTHER = 'tenant-b'
const NOW = Date.UTC(2026, 0, 31)

const KINDS = {
  ownUser: { ParticipantKind: 'm365User', TenantIdOfUser: OWN, ObjectId: 'oid-1', DisplayName: 'Olivia' },
  foreignUser: {
    ParticipantKind: 'm365User',
    TenantIdOfUser: OTHER,
    ObjectId: 'oid-2',
    DisplayName: 'Frank',
  },
  acsUser: { ParticipantKind: 'acsUser', RawId: '8:acs:r_u', DisplayName: 'Ada' },
  visitor: { ParticipantKind: 'teamsAnonymous', RawId: '8:teamsvisitor:v', DisplayName: 'Vera' },
  phone: { ParticipantKind: 'phone', PhoneNumber: '+14255550123', RawId: '4:+14255550123' },
  bot: { ParticipantKind: 'bot', DisplayName: 'Recorder' },
} as const
type Kind = keyof typeof KINDS

const looking = (role: TeamsRole, labels: LabelPolicy, more: Partial<Looking> = {}): Looking => ({
  role,
  labels,
  now: NOW,
  nameOf: () => undefined,
  ...more,
})
const row = (kind: Kind) => ({
  OrganizerTenantId: OWN,
  StartTime: new Date(NOW - 86_400_000).toISOString(),
  PersonKey: 'k',
  UserType: 't',
  ...KINDS[kind],
})

const LABELS: readonly (readonly [kind: Kind, seen: string, named: string, specialist: string])[] = [
  ['ownUser', 'Olivia', 'Olivia', 'Internal user'],
  ['foreignUser', 'Frank', 'Frank', 'External user'],
  ['acsUser', 'Anonymous user', 'Ada', 'External user'],
  ['visitor', 'Anonymous user', 'Vera', 'External user'],
  ['phone', '+1425555****', '+1425555****', 'External user'],
  ['bot', 'Recorder', 'Recorder', 'External user'],
]

describe.each(LABELS)('%s', (kind, seen, named, specialist) => {
  test.each([
    ['administrator', 'anonymous', seen],
    ['administrator', 'names', named],
    ['engineer', 'anonymous', seen],
    ['engineer', 'names', named],
    ['specialist', 'anonymous', specialist],
    ['specialist', 'names', specialist],
  ] as const)('is for the %s with labels %s: %s', (role, labels, label) => {
    expect(whoOf(row(kind), looking(role, labels)).label).toBe(label)
  })
})

test('T5: a specialist gets no field at all of anybody who was not searched for, whatever the label policy', () => {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    for (const labels of ['anonymous', 'names'] as const) {
      const who = whoOf(row(kind), looking('specialist', labels))
      expect(who.fields).toEqual({})
      expect(new Set(Object.values(who.withheld).map(({ rule }) => rule))).toEqual(new Set(['T5']))
    }
  }
})

test('T5: the user searched for has a name, and no address', () => {
  const given = { ...row('ownUser'), IpAddress: '10.0.0.1' }
  const who = whoOf(given, looking('specialist', 'anonymous', { searchedFor: 'oid-1' }))
  expect([who.label, who.fields, Object.keys(who.withheld)]).toEqual([
    'Olivia',
    { ObjectId: 'oid-1', DisplayName: 'Olivia' },
    ['IpAddress'],
  ])
})

test('T3: the name that an external user typed is withheld with its rule, and told where the setting says so', () => {
  for (const role of TEAMS_ROLES.filter(one => one !== 'specialist')) {
    const faithful = whoOf(row('acsUser'), looking(role, 'anonymous'))
    expect([faithful.fields.DisplayName, faithful.withheld.DisplayName?.rule]).toEqual([undefined, 'T3'])
    expect(whoOf(row('acsUser'), looking(role, 'names')).fields.DisplayName).toBe('Ada')
  }
})

test.each([
  [4, '+1425555****'],
  [3, '+14255550***'],
] as const)('T6: %i digits of numbers are hidden from everybody, in raw ids too', (hiddenDigits, shown) => {
  for (const role of ['administrator', 'engineer'] as const) {
    const who = whoOf(row('phone'), looking(role, 'names', { hiddenDigits }))
    expect([who.label, who.fields.PhoneNumber, who.fields.RawId]).toEqual([shown, shown, `4:${shown}`])
  }
})

test.each([
  [27, undefined],
  [29, 'T4'],
])('T4: %i days on, a row without names is blank because of %s', (days, rule) => {
  const gone = {
    ...row('acsUser'),
    RawId: '',
    DisplayName: '',
    StartTime: new Date(NOW - days * 86_400_000).toISOString(),
  }
  expect(whoOf(gone, looking('administrator', 'names')).blanked?.rule).toBe(rule)
})
