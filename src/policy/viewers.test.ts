/** R18: who receives rows of a call at all. */
import { expect, test } from 'vitest'
import type { Call } from '#records'
import { defaultSwitches } from './switches.ts'
import { aGroupCall, aMeeting } from './testing/calls.ts'
import { seenBy, verdictsOn } from './testing/looks.ts'
import { acsUser, m365User, organizer } from './testing/people.ts'
import {
  aResource,
  contosoOne,
  contosoTwo,
  fabrikam,
  fabrikamOne,
  northwind,
  northwindOne,
  registry,
} from './testing/world.ts'
import { viewersOf } from './viewers.ts'

const viewersIn = (call: Call) => viewersOf(call, registry, defaultSwitches).map(viewer => viewer.resource)

test('R18: each resource with a user in the meeting views it once, in order of appearance', () => {
  const call = aMeeting({ organizer: fabrikam })
    .joins(acsUser({ of: northwindOne, name: 'a' }))
    .waitsInVain(acsUser({ of: contosoOne, name: 'b' }))
    .joins(acsUser({ of: northwindOne, name: 'c' }))
    .joins(organizer({ of: fabrikam }))
    .done()
  expect(viewersIn(call)).toEqual([northwindOne, contosoOne])
})

test('R18: a resource of the organizer’s tenant without a user in the meeting gets nothing', () => {
  const call = aMeeting({ organizer: fabrikam })
    .joins(organizer({ of: fabrikam }))
    .done()
  expect(viewersIn(call)).toEqual([])
  const seen = seenBy(fabrikamOne, call)
  expect(seen.records).toEqual([])
  expect(verdictsOn(seen, 'organizer')[0]).toMatchObject({ outcome: 'withheld', rules: ['R18'] })
})

test('outside meetings the resources of the users are the viewers', () => {
  const call = aGroupCall()
    .joins(acsUser({ of: contosoTwo }))
    .joins(m365User({ of: northwind }))
    .done()
  expect(viewersIn(call)).toEqual([contosoTwo])
})

test('a resource that this installation does not know views nothing, and its users are of no tenant', () => {
  const unknown = aResource('unknown', northwind, 9)
  const call = aGroupCall()
    .joins(acsUser({ of: unknown, name: 'stranger' }))
    .joins(acsUser({ of: contosoOne, name: 'known' }))
    .done()
  expect(viewersIn(call)).toEqual([contosoOne])
  const [stranger] = verdictsOn(seenBy(contosoOne, call), 'stranger')
  expect(stranger).toMatchObject({ outcome: 'emitted', redacted: { SdkVersion: 'R21', OsVersion: 'R21' } })
  expect(stranger?.participantTenant).toBeUndefined()
})
