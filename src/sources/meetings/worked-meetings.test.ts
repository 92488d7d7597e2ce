/** E1 and E2 of the emission rules through the real signalling, and what policy makes of them for each resource. */
import { afterEach, expect, test } from 'vitest'
import { defaultSwitches, project, viewersOf } from '#policy'
import { armId, type Call, cellOf, type ResourceId, type TenantRegistry } from '#records'
import type { SignalClient } from './client.ts'
import type { DirectoryUser } from './directory-port.ts'
import { asAcs, asUser, put, type Service, startService } from './testing/service.ts'
import { aMeeting, resources, tenants, users } from './testing/world.ts'

const { R1, R2, R3 } = resources
const owners = [
  { id: R1, tenant: tenants.A, armId: armId('/r1') },
  { id: R2, tenant: tenants.A, armId: armId('/r2') },
  { id: R3, tenant: tenants.C, armId: armId('/r3') },
]
const registry: TenantRegistry = {
  resource: id => owners.find(owner => owner.id === id),
  resourcesOf: tenant => owners.filter(owner => owner.tenant === tenant),
}

let service: Service
afterEach(() => service.kill())

async function play(organizer: DirectoryUser): Promise<{ call: Call; names: ReadonlyMap<string, string> }> {
  service = await startService({ settings: { keepAliveMs: 3_600_000 } })
  const meeting = aMeeting(organizer)
  await put(service, meeting)
  const names = new Map<string, string>()
  const enter = async (name: string, client: SignalClient) => {
    const id = await client.join({ meetingId: meeting.joinMeetingId, passcode: meeting.passcode })
    await client.waitFor('InLobby', 'Connected')
    names.set(id, name)
    return id
  }
  const { connect, clock } = service
  const host = await connect(asUser(organizer))
  await enter('o', host)
  const a3 = await enter('a3', await connect(asAcs('a3', R1)))
  clock.advance(20_000)
  await host.request({ type: 'reject', participantId: a3 })
  await enter('m', await connect(asUser(users.memberOfA)))
  await enter('a1', await connect(asAcs('a1', R1)))
  await enter('a2', await connect(asAcs('a2', R2)))
  await enter('c1', await connect(asAcs('c1', R3)))
  await host.request({ type: 'admitAll' })
  const { callId = '' } = host.state ?? {}
  const { operator } = service.meetings
  names.set(await operator.addPhone(callId, { number: '+49301', direction: 'out' }), 'p')
  names.set(await operator.addBot(callId, { app: 'b1902c3e-b9f7-4650-9b23-5772bd429747' }), 'bot')
  clock.advance(600_000)
  await host.request({ type: 'endForAll' })
  const [call] = service.finishedCalls()
  if (!call) throw new Error('the call has ended')
  return { call, names }
}

/** Who has a summary row in that resource's log, and whose SDK and OS are withheld there. */
function summariesIn(
  resource: ResourceId,
  { call, names }: Awaited<ReturnType<typeof play>>,
): readonly string[] {
  const viewer = viewersOf(call, registry, defaultSwitches).find(one => one.resource.id === resource)
  if (!viewer) return []
  const { records } = project(call, { registry, viewer, switches: defaultSwitches, version: 1 })
  return records
    .filter(({ category }) => category === 'CallSummary')
    .map(({ fields: { ParticipantId, SdkVersion } }) => {
      const name = names.get(String(ParticipantId && cellOf(ParticipantId)))
      return SdkVersion?.kind === 'redacted' ? `${name} redacted` : String(name)
    })
    .sort()
}

test('E1: organized by a third tenant', async () => {
  const played = await play(users.organizerOfB)
  expect(summariesIn(R1, played)).toEqual(['a1', 'a2', 'a3', 'o redacted'])
  expect(summariesIn(R2, played)).toEqual(['a1', 'a2', 'a3', 'o redacted'])
  expect(summariesIn(R3, played)).toEqual(['c1', 'o redacted'])
})

test('E2: the same people, organized by the tenant of two of the resources', async () => {
  const played = await play(users.organizerOfA)
  const own = ['a1', 'a2', 'a3', 'bot redacted', 'm', 'o', 'p redacted']
  expect(summariesIn(R1, played)).toEqual(own)
  expect(summariesIn(R2, played)).toEqual(own)
  expect(summariesIn(R3, played)).toEqual(['c1', 'o redacted'])
})

test('R16: a Microsoft 365 user on a Communication Services client keeps the resource that issued the token', async () => {
  service = await startService()
  const meeting = aMeeting(users.organizerOfA)
  await put(service, meeting)
  const token = { kind: 'token', token: `voip:8:orgid:${users.organizerOfA.id}` } as const
  const client = await service.connect(token)
  await client.join({ meetingId: meeting.joinMeetingId, passcode: meeting.passcode })
  await client.waitFor('Connected')
  await client.leave()
  expect(service.finishedCalls()[0]?.legs).toMatchObject([
    { client: 'acs', issuedBy: R1, isOrganizer: true, identity: { kind: 'm365User', tenant: tenants.A } },
  ])
})
