import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identifierOf, parseRawId, type RawIdentity, rawIdOf, resourceOf } from './identifiers.ts'
import { resourceId } from './ids.ts'

const R = '1797dbb3-f982-47b0-b98e-6a76084454f1'
const U = '0000000b-1531-729f-ac00-343a0d00d975'

const DOCUMENTED: readonly (readonly [raw: string, identifier: string | undefined, kind: string])[] = [
  [`8:acs:${R}_${U}`, `acs:${R}_${U}`, 'acsUser'],
  [`8:gcch-acs:${R}_${U}`, `acs:${R}_${U}`, 'acsUser'],
  [`8:dod-acs:${R}_${U}`, `acs:${R}_${U}`, 'acsUser'],
  [`8:acs:${R}_tenant_${U}`, `acs:${R}_tenant_${U}`, 'acsUser'],
  [`8:orgid:${U}`, U, 'm365User'],
  [`8:gcch:${U}`, U, 'm365User'],
  [`8:dod:${U}`, U, 'm365User'],
  ['8:teamsvisitor:71ec590b', '71ec590b', 'teamsAnonymous'],
  [`28:orgid:${U}`, U, 'bot'],
  [`28:gcch:${U}`, U, 'bot'],
  [`28:dod:${U}`, U, 'bot'],
  ['4:+14255550123', undefined, 'phone'],
]

test.each(DOCUMENTED)('R50: %s is %s in call tables', (raw, identifier, kind) => {
  const identity = parseRawId(raw)
  expect(identity?.kind).toBe(kind)
  expect(identity && identifierOf(identity)).toBe(identifier)
  expect(identity && rawIdOf(identity)).toBe(raw)
})

test('R50: the resource inside the id of a Communication Services user is its issuer, nobody else has one', () => {
  const issuers = DOCUMENTED.map(([raw]) => parseRawId(raw)).map(identity => identity && resourceOf(identity))
  expect(issuers).toEqual([R, R, R, R, ...Array(8).fill(undefined)])
})

test('older and sloppy notations are read: spool, a phone without plus, blanks around, upper-case resource', () => {
  expect(parseRawId(`8:spool:${R}_${U}`)).toMatchObject({ kind: 'acsUser', resource: R, user: U })
  expect(parseRawId('4:14255550123')).toEqual({ kind: 'phone', number: '+14255550123' })
  expect(parseRawId(` 8:acs:${R.toUpperCase()}_${U} `)).toMatchObject({ resource: R })
})

test.each([
  '',
  '8:acs:',
  '8:acs:_u',
  `8:acs:${R}`,
  `8:acs:${R}_`,
  '4:+12x',
  '4:',
  '8:live:someone',
  U,
  'toString',
])('%j is no raw id', text => {
  expect(parseRawId(text)).toBeUndefined()
})

const cloud = fc.constantFrom('public' as const, 'gcch' as const, 'dod' as const)
const identity: fc.Arbitrary<RawIdentity> = fc.oneof(
  fc.record({
    kind: fc.constant('acsUser' as const),
    resource: fc.uuid().map(resourceId),
    user: fc.uuid(),
    cloud,
  }),
  fc.record({ kind: fc.constant('m365User' as const), user: fc.uuid(), cloud }),
  fc.record({ kind: fc.constant('teamsAnonymous' as const), visitor: fc.uuid() }),
  fc.record({ kind: fc.constant('phone' as const), number: fc.nat().map(digits => `+${digits}`) }),
  fc.record({ kind: fc.constant('bot' as const), app: fc.uuid(), cloud }),
)

test('a printed identity reads back as itself', () => {
  fc.assert(
    fc.property(identity, who => {
      expect(parseRawId(rawIdOf(who))).toEqual(who)
    }),
  )
})

test('R50: the join of the workbooks finds every Communication Services user, in each cloud', () => {
  const acsUser = identity.filter(({ kind }) => kind === 'acsUser')
  fc.assert(
    fc.property(acsUser, who => {
      const raw = rawIdOf(who)
      expect(identifierOf(who)).toBe(raw.slice(raw.indexOf('acs:')))
    }),
  )
})
