import { expect, test } from 'vitest'
import { type Caller, randomIds, silentLog, systemClock } from '#base'
import { directoryMigrations, knownWorld, openDirectory } from '#directory'
import { openState } from '#state'
import type { EntraLevel } from './entra.ts'
import { hiddenTables, readingRights } from './may-read.ts'

const state = openState({
  path: ':memory:',
  migrations: directoryMigrations,
  clock: systemClock,
  log: silentLog,
})
const directory = openDirectory({ state, ids: randomIds })
await directory.apply(knownWorld)

const [contoso, fabrikam] = knownWorld.tenants.map(({ id }) => id)
const [house] = directory.workspaces()
const [ofContoso, ofFabrikam] = ['contoso-acs', 'fabrikam-acs'].map(
  name => directory.findResource(name)?.armId ?? '',
)
const callerOf = (tenant = ''): Caller => ({ kind: 'entra', tenant, subject: 'somebody' })
const rights = (level: EntraLevel) =>
  readingRights({ directory, house: house ?? { tenant: directory.tenants()[0]?.id ?? ('' as never) }, level })

test.each([
  ['its own resource', fabrikam, ofFabrikam, true],
  ['its own resource, in any case', fabrikam, ofFabrikam?.toUpperCase(), true],
  ["another tenant's resource", fabrikam, ofContoso, false],
  ["another tenant's workspace", fabrikam, house?.armId, false],
  ['what was deleted from a subscription of another tenant', fabrikam, `${ofContoso}-gone`, false],
  ['what belongs to nobody', fabrikam, '/subscriptions/10000000-0000-4000-8000-000000000000/x', true],
  ["the operator's tenant: everything", contoso, ofFabrikam, true],
  [
    'a tenant that is not known stands for the first',
    '20000000-0000-4000-8000-000000000000',
    ofFabrikam,
    true,
  ],
])('%s', (_, tenant, armId = '', expected) => {
  for (const level of ['basic', 'strict'] as const) {
    expect(rights(level)(callerOf(tenant), armId)).toBe(expected)
  }
  expect(rights('off')(callerOf(tenant), armId)).toBe(true)
})

test('a caller without a tenant reads nothing', () => {
  expect(rights('basic')({ kind: 'nobody' }, ofContoso ?? '')).toBe(false)
})

test('T5: the table of persons is kept from specialists alone, whichever language asks', async () => {
  const people = [
    { tenant: 'Contoso', userPrincipalName: 'sven@contoso.example', teamsRole: 'specialist' as const },
    { tenant: 'Contoso', userPrincipalName: 'erin@contoso.example', teamsRole: 'engineer' as const },
  ]
  expect(await directory.apply({ users: people })).toEqual([])
  const hides = hiddenTables(directory)
  const as = (name: string): Caller => ({
    kind: 'entra',
    tenant: contoso ?? '',
    subject: directory.user(name)?.id ?? '',
  })
  expect(hides(as('sven@contoso.example'), 'AnteroomTeamsPersons_CL')).toBe(true)
  expect(hides(as('sven@contoso.example'), 'AnteroomTeamsSessions_CL')).toBe(false)
  expect(hides(as('erin@contoso.example'), 'AnteroomTeamsPersons_CL')).toBe(false)
  expect(hides(as('olivia@contoso.example'), 'AnteroomTeamsPersons_CL')).toBe(false)
  expect(hides(callerOf(contoso), 'AnteroomTeamsPersons_CL')).toBe(false)
})
