import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '#base'
import { anIdentity, ours, theirs } from '../../sources/identity/testing/an-identity.ts'
import { guestSurface } from './guest-surface.ts'

const named = (id: string, name: string) => ({ ...(id === ours.id ? ours : theirs), name })
const resources = [named(ours.id, 'ours-acs'), named(theirs.id, 'theirs-acs')]

async function aSurface(isOn = true) {
  const { identity, operations, clock } = await anIdentity()
  const surface = guestSurface({
    // Sound: of a resource the surface reads id and name.
    directory: { resources: () => resources as never },
    isOn,
    identity: identity.surfaces,
  })
  const request = (body?: unknown): HttpRequest => ({
    method: 'POST',
    target: '/meet/guest',
    params: {},
    query: {},
    headers: {},
    body,
    caller: { kind: 'nobody' },
    requestId: 'r',
    receivedAt: clock.now(),
    remoteAddress: '127.0.0.1',
    origin: 'https://localhost:7443',
    signal: new AbortController().signal,
  })
  const ask = async (body?: unknown) => surface.routes[0]?.handle(request(body))
  return { ask, identity, operations }
}

describe('POST /meet/guest', () => {
  test('R1: gives a user of the first resource with a token, and is counted like any creation', async () => {
    const { ask, identity, operations } = await aSurface()
    const reply = await ask()
    const body = reply?.body as { rawId: string; token: string; resource: string }
    expect(body.resource).toBe('ours-acs')
    expect(await identity.verifyUserToken(body.token)).toMatchObject({
      resource: ours.id,
      user: body.rawId,
      scopes: ['voip', 'chat'],
    })
    expect(operations().map(({ name }) => name)).toEqual(['CreateIdentity'])
  })

  test.each(['theirs-acs', theirs.id])('takes a resource by name or id: %s', async resource => {
    const { ask } = await aSurface()
    expect((await ask({ resource }))?.body).toMatchObject({ resource: 'theirs-acs' })
  })

  test('names the resources there are when it finds none', async () => {
    const { ask } = await aSurface()
    await expect(ask({ resource: 'x' })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('ours-acs, theirs-acs'),
    })
  })

  test('switched off it refuses, says how to switch it on, and makes nobody', async () => {
    const { ask, operations } = await aSurface(false)
    await expect(ask()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('--guests on'),
    })
    expect(operations()).toEqual([])
  })
})
