import { expect, test } from 'vitest'
import { anIdentity, idOf } from './testing/an-identity.ts'

const REQUEST = '7f1f9a52-7a3b-4c0e-9d55-0a1b2c3d4e5f'
const headersAt = (sent: number, id = REQUEST) => ({
  'repeatability-request-id': id,
  'repeatability-first-sent': new Date(sent).toUTCString(),
})

test('a repeated create is done once, answered twice and recorded twice', async () => {
  const world = await anIdentity()
  const asked = { headers: headersAt(world.clock.now()), body: { createTokenWithScopes: ['chat'] } }
  const first = await world.ask('CreateIdentity', asked)
  world.clock.advance(5000)
  const second = await world.ask('CreateIdentity', asked)
  expect(second.status).toBe(first.status)
  expect(second.body).toEqual(first.body)
  expect([first, second].map(reply => reply.headers?.['Repeatability-Result'])).toEqual([
    'accepted',
    'accepted',
  ])
  expect(world.state.all('SELECT id FROM identities')).toEqual([{ id: idOf(first) }])
  expect(world.operations()).toHaveLength(2)
})

test('another request id is another request', async () => {
  const world = await anIdentity()
  const sent = world.clock.now()
  const first = await world.ask('CreateIdentity', { headers: headersAt(sent) })
  const second = await world.ask('CreateIdentity', { headers: headersAt(sent, REQUEST.replace('7', '8')) })
  expect(idOf(second)).not.toBe(idOf(first))
})

test('the same id for something else is rejected', async () => {
  const world = await anIdentity()
  const headers = headersAt(world.clock.now())
  await world.ask('CreateIdentity', { headers })
  const other = world.ask('CreateIdentity', { headers, body: { createTokenWithScopes: ['chat'] } })
  await expect(other).rejects.toMatchObject({ status: 400, headers: { 'Repeatability-Result': 'rejected' } })
})

const broken: readonly [string, (now: number) => Readonly<Record<string, string>>, number][] = [
  ['no date', () => ({ 'repeatability-request-id': REQUEST }), 400],
  ['no id', now => ({ 'repeatability-first-sent': new Date(now).toUTCString() }), 400],
  ['an id that is none', now => headersAt(now, 'again'), 400],
  [
    'a date that is none',
    () => ({ 'repeatability-request-id': REQUEST, 'repeatability-first-sent': 'now' }),
    400,
  ],
  ['a date too long ago', now => headersAt(now - 16 * 60_000), 412],
  ['a date too far ahead', now => headersAt(now + 16 * 60_000), 412],
]

test.each(broken)('%s is rejected', async (_, headers, status) => {
  const world = await anIdentity()
  const answer = world.ask('CreateIdentity', { headers: headers(world.clock.now()) })
  await expect(answer).rejects.toMatchObject({ status, headers: { 'Repeatability-Result': 'rejected' } })
})

test('a refused request may be tried again under the same id', async () => {
  const world = await anIdentity()
  const id = idOf(await world.ask('CreateIdentity'))
  const headers = headersAt(world.clock.now())
  await expect(world.ask('CreateToken', { id, headers, body: { scopes: [] } })).rejects.toMatchObject({
    status: 400,
  })
  expect((await world.ask('CreateToken', { id, headers, body: { scopes: ['chat'] } })).status).toBe(200)
})
