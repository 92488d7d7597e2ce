/** Who may control a server that others can reach. */
import { expect, test } from 'vitest'
import { type HttpRequest, manualClock, seededIds } from '#base'
import { createControl } from './create-control.ts'
import type { Keeper } from './keeper.ts'

const request = (headers: Readonly<Record<string, string>>): HttpRequest => ({
  method: 'GET',
  target: '/control/clock',
  params: {},
  query: {},
  headers,
  body: undefined,
  caller: { kind: 'entra', tenant: 't', subject: 's' },
  requestId: 'r',
  receivedAt: 0,
  remoteAddress: '127.0.0.1',
  origin: 'https://localhost:7443',
  signal: new AbortController().signal,
})
const nothingKept: Keeper = {
  problem: () => undefined,
  reset: async () => {},
  snapshots: async () => [],
  has: async () => false,
  save: async () => {},
  restore: async () => {},
  remove: async () => {},
}
const withKey = (key: string) => ({ 'x-anteroom-control-key': key })

test.each([
  [{ isExposed: false, key: undefined }, {}, 'in'],
  [{ isExposed: false, key: undefined }, { via: '1.1 proxy' }, 'out'],
  [{ isExposed: true, key: undefined }, {}, 'out'],
  [{ isExposed: true, key: undefined }, withKey(''), 'out'],
  [{ isExposed: true, key: 'secret' }, {}, 'out'],
  [{ isExposed: true, key: 'secret' }, withKey('Secret'), 'out'],
  [{ isExposed: true, key: 'secret' }, withKey('secret'), 'in'],
])('with %j a request with %j is let %s', async (guard, headers, verdict) => {
  const { surface } = createControl({ clock: manualClock(), ids: seededIds(1), guard })
  const clock = surface(nothingKept).routes.find(({ id }) => id === 'GetClock')
  const answer = clock?.handle(request(headers))
  if (verdict === 'in') expect((await answer)?.status).toBe(200)
  else await expect(answer).rejects.toMatchObject({ status: 403, code: 'ControlKeyNeeded' })
})
