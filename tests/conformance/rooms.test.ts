/** Microsoft's own rooms client is the judge; then what a room decides about a call, and what the requests leave. */
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
} from '@azure/communication-identity'
import {
  type CommunicationRoom,
  RoomsClient,
  type RoomsClientOptions,
  type UpdateRoomOptions,
} from '@azure/communication-rooms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSignal, SignalError } from '#sources/meetings'
import { type Anteroom, startForTest } from './harness.ts'
import { refusal } from './identity-clients.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let anteroom: Anteroom
let client: RoomsClient
let identity: CommunicationIdentityClient

const clientFor = (resource?: Parameters<Anteroom['connectionString']>[0]) =>
  new RoomsClient(anteroom.connectionString(resource), anteroom.trust as RoomsClientOptions)

beforeAll(async () => {
  anteroom = await startForTest()
  client = clientFor()
  identity = new CommunicationIdentityClient(
    anteroom.connectionString(),
    anteroom.trust as CommunicationIdentityClientOptions,
  )
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

const participants = async (roomId: string) =>
  Object.fromEntries((await all(client.listParticipants(roomId))).map(({ id, role }) => [idOf(id), role]))
const idOf = (id: unknown): string => (id as { communicationUserId: string }).communicationUserId
const people = (many: number) => Promise.all(Array.from({ length: many }, () => identity.createUser()))
const span = (from: number, until: number) => ({
  validFrom: new Date(anteroom.clock.now() + from),
  validUntil: new Date(anteroom.clock.now() + until),
})

describe('every method', () => {
  test('a room is made, read, changed and deleted', async () => {
    const asked = span(0, 60 * MINUTE)
    const made = await client.createRoom({ ...asked, pstnDialOutEnabled: true })
    expect(made).toMatchObject({ ...asked, pstnDialOutEnabled: true })
    expect(made.id).toMatch(/^99\d{15}$/)
    expect(await client.getRoom(made.id)).toEqual(made)
    const later = { ...span(DAY, 2 * DAY), pstnDialOutEnabled: false }
    expect(await client.updateRoom(made.id, later)).toEqual({ ...made, ...later })
    await client.deleteRoom(made.id)
    expect(await refusal(client.getRoom(made.id))).toMatchObject({ statusCode: 404, code: 'NotFound' })
  })

  test('a room without options is valid from now for 180 days', async () => {
    const { validFrom, validUntil, createdOn, pstnDialOutEnabled } = await client.createRoom()
    expect(validUntil.getTime() - validFrom.getTime()).toBe(180 * DAY)
    expect(validFrom).toEqual(createdOn)
    expect(pstnDialOutEnabled).toBe(false)
  })

  test('participants come with their role, are changed by merge and removed by null', async () => {
    const [ada, bob, cleo] = await people(3)
    if (!ada || !bob || !cleo) throw new Error('three people')
    const { id } = await client.createRoom({ participants: [{ id: ada, role: 'Presenter' }, { id: bob }] })
    expect(await participants(id)).toEqual({ [idOf(ada)]: 'Presenter', [idOf(bob)]: 'Attendee' })
    await client.addOrUpdateParticipants(id, [
      { id: bob, role: 'Collaborator' },
      { id: cleo, role: 'Consumer' },
    ])
    await client.removeParticipants(id, [ada])
    await client.removeParticipants(id, [ada])
    expect(await participants(id)).toEqual({ [idOf(bob)]: 'Collaborator', [idOf(cleo)]: 'Consumer' })
  })

  test('lists go on over pages: rooms of the resource alone, and all participants of a room', async () => {
    const theirs = clientFor('fabrikam-acs')
    const made: CommunicationRoom[] = []
    for (let i = 0; i < 101; i++) made.push(await theirs.createRoom(span(0, 10 * MINUTE)))
    expect((await all(theirs.listRooms())).map(({ id }) => id)).toEqual(made.map(({ id }) => id))
    expect((await all(client.listRooms())).some(({ id }) => id === made[0]?.id)).toBe(false)
    const ids = Array.from({ length: 150 }, (_, i) => ({
      communicationUserId: `8:acs:${anteroom.immutableIdOf('contoso-acs')}_user-${i}`,
    }))
    const { id } = await client.createRoom({ participants: ids.map(one => ({ id: one })) })
    expect(Object.keys(await participants(id)).toSorted()).toEqual(ids.map(idOf).toSorted())
  })

  test('an Entra application sees the rooms of its tenant', async () => {
    const { id } = await client.createRoom()
    // This client takes a credential for its options as well, and overlooks those that follow.
    const credential = Object.assign(anteroom.credential(), anteroom.trust)
    const byEntra = new RoomsClient(anteroom.origin, credential)
    expect((await byEntra.getRoom(id)).id).toBe(id)
  })
})

describe('refused', () => {
  test.each<[string, UpdateRoomOptions]>([
    ['an end before the start', { validFrom: new Date(Date.now() + DAY), validUntil: new Date(Date.now()) }],
    ['more than 180 days', { validUntil: new Date(Date.now() + 181 * DAY) }],
    [
      'an end in the past',
      { validFrom: new Date(Date.now() - 2 * DAY), validUntil: new Date(Date.now() - DAY) },
    ],
  ])('a room with %s', async (_, options) => {
    expect(await refusal(client.createRoom(options))).toMatchObject({ statusCode: 400, code: 'BadRequest' })
  })

  test('a start moved past the end', async () => {
    const { id } = await client.createRoom(span(0, DAY))
    const moved = client.updateRoom(id, { validFrom: new Date(anteroom.clock.now() + 2 * DAY) })
    expect(await refusal(moved)).toMatchObject({ statusCode: 400 })
  })

  test.each([
    ['99000000000000000', 404],
    ['room-one', 400],
  ])('the room %s', async (id, statusCode) => {
    expect(await refusal(client.getRoom(id))).toMatchObject({ statusCode })
    expect(await refusal(client.deleteRoom(id))).toMatchObject({ statusCode })
    expect(await refusal(all(client.listParticipants(id)))).toMatchObject({ statusCode })
  })

  test('a participant who is no communication user', async () => {
    const { id } = await client.createRoom()
    const bad = client.addOrUpdateParticipants(id, [{ id: { communicationUserId: '8:orgid:x' } }])
    expect(await refusal(bad)).toMatchObject({ statusCode: 400, code: 'BadRequest' })
  })

  test('a room of another resource', async () => {
    const { id } = await clientFor('fabrikam-acs').createRoom()
    expect(await refusal(client.getRoom(id))).toMatchObject({ statusCode: 404 })
  })
})

test('a create that is sent again is done once', async () => {
  const headers = {
    'repeatability-request-id': crypto.randomUUID(),
    'repeatability-first-sent': new Date(anteroom.clock.now()).toUTCString(),
  }
  // Every create of this client is a retry of its first.
  const policy: NonNullable<RoomsClientOptions['additionalPolicies']>[number]['policy'] = {
    name: 'the same headers',
    sendRequest: (request, next) => {
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
      return next(request)
    },
  }
  const options = { ...anteroom.trust, additionalPolicies: [{ policy, position: 'perCall' }] }
  const retrying = new RoomsClient(anteroom.connectionString(), options as RoomsClientOptions)
  const asked = span(0, DAY)
  const first = await retrying.createRoom(asked)
  expect(await retrying.createRoom(asked)).toEqual(first)
  const other = retrying.createRoom(span(0, 2 * DAY))
  expect(await refusal(other)).toMatchObject({ statusCode: 400 })
})

describe('a room decides who joins its call', () => {
  const join = async (token: string, roomId: string) => {
    const url = `${anteroom.httpOrigin.replace('http', 'ws')}/signal`
    const guest = await connectSignal({ url, identity: { kind: 'token', token } })
    await guest.join({ roomId })
    await guest.waitFor('Connected')
    return guest
  }
  const end = (joining: Promise<unknown>) =>
    joining.then(
      () => expect.unreachable('joined'),
      error => (error instanceof SignalError ? error.end?.subCode : error),
    )

  test('whoever is listed joins with the role of the list, also with a token that starts no calls', async () => {
    const { user, token } = await identity.createUserAndToken(['voip.join'])
    const other = await identity.createUserAndToken(['voip'])
    const { id } = await client.createRoom({
      participants: [
        { id: user, role: 'Presenter' },
        { id: other.user, role: 'Consumer' },
      ],
    })
    const presenter = await join(token, id)
    const consumer = await join(other.token, id)
    expect(presenter.state).toMatchObject({ role: 'Presenter', scene: { kind: 'group', groupId: id } })
    expect(consumer.state).toMatchObject({ role: 'Attendee' })
    await presenter.leave()
    await consumer.leave()
    const rows = await anteroom.kql(
      `ACSCallSummary | where Identifier in ('${idOf(user).slice(2)}', '${idOf(other.user).slice(2)}')`,
      2,
    )
    expect(new Set(rows.map(row => row.CallType))).toEqual(new Set(['Group']))
  })

  test('others hear which door is closed', async () => {
    const { user, token } = await identity.createUserAndToken(['voip'])
    const open = await client.createRoom()
    const later = await client.createRoom({ ...span(DAY, 2 * DAY), participants: [{ id: user }] })
    expect(await end(join(token, open.id))).toBe(5828)
    expect(await end(join(token, later.id))).toBe(5829)
    expect(await end(join(token, '99000000000000000'))).toBe(4500)
  })
})

test('R2, R4: each request is one record of RoomsOperational and one sample of its metric, whatever its outcome', async () => {
  const own = clientFor('fabrikam-acs')
  const [user] = await people(1)
  const made = await own.createRoom({
    ...span(0, 61 * MINUTE),
    participants: user ? [{ id: user, role: 'Presenter' }] : [],
  })
  await own.removeParticipants(made.id, user ? [user] : [])
  await refusal(own.getRoom('12'))
  await fetch(`${anteroom.httpOrigin}/rooms/${made.id}?api-version=2025-03-13`)
  const query = `ACSRoomsIncomingOperations | where RoomId in ('${made.id}', '12') | order by TimeGenerated asc`
  const rows = await anteroom.kql(query, 4)
  expect(rows).toMatchObject([
    {
      OperationName: 'CreateRoom',
      OperationVersion: '2025-03-13',
      ResultType: 'Succeeded',
      ResultSignature: '201',
      RoomLifespan: 61,
      RoomParticipantsCount: 1,
      RoomParticipantsPresenter: 1,
      AddedRoomParticipantsCount: 1,
      PstnDialOutEnabled: false,
    },
    {
      OperationName: 'UpdateParticipants',
      RoomParticipantsCount: 0,
      UpsertedRoomParticipantsCount: 0,
      RemovedRoomParticipantsCount: 1,
    },
    { OperationName: 'GetRoom', ResultType: 'Failed', ResultSignature: '404', RoomId: '12' },
    { OperationName: 'GetRoom', ResultType: 'Failed', ResultSignature: '401', RoomId: made.id },
  ])
  const exposition = await (await fetch(`${anteroom.httpOrigin}/metrics`)).text()
  expect(exposition).toMatch(/ApiRequestRooms.*GetRoom.*404/i)
})
