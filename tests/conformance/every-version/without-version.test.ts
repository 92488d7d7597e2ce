/** Operations of APIs that have no versions: Graph's meetings, tokens, and queries as GET. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type Anteroom, startForTest } from '../harness.ts'

const GRAPH = 'https://graph.microsoft.com/.default'
const LOGS = 'https://api.loganalytics.io/.default'

let anteroom: Anteroom

beforeAll(async () => {
  anteroom = await startForTest()
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

async function ask(token: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  return { status: answer.status, body: parsed as Record<string, unknown> }
}

test.each([
  ['of the signed-in user', 'me'],
  ['of a user, by an app', 'users/olivia@contoso.example'],
])('Graph: meetings %s, made, found, changed and deleted', async (_, owner) => {
  const base = `/v1.0/${owner}/onlineMeetings`
  const token =
    owner === 'me'
      ? await anteroom.userToken('olivia@contoso.example', GRAPH)
      : (await anteroom.credential().getToken(GRAPH)).token
  const made = await ask(token, 'POST', base, { subject: 'Visit' })
  expect(made).toMatchObject({ status: 201, body: { subject: 'Visit' } })
  const one = `${base}/${made.body.id}`
  expect(await ask(token, 'GET', one)).toMatchObject({ status: 200, body: { id: made.body.id } })
  const listed = await ask(token, 'GET', base)
  expect(listed.body.value).toContainEqual(expect.objectContaining({ id: made.body.id }))
  const changed = await ask(token, 'PATCH', one, { allowedPresenters: 'organizer' })
  expect(changed).toMatchObject({ status: 200, body: { allowedPresenters: 'organizer' } })
  const again = () => ask(token, 'POST', `${base}/createOrGet`, { externalId: owner, subject: 'Claim' })
  expect([(await again()).status, (await again()).status]).toEqual([201, 200])
  expect((await ask(token, 'DELETE', one)).status).toBe(204)
  expect((await ask(token, 'GET', one)).status).toBe(404)
})

test('tokens: the published keys verify what was issued', async () => {
  const { token } = await anteroom.credential().getToken(GRAPH)
  const tenant = knownWorld.tenants[0]?.id
  const { body } = await ask(token, 'GET', `/${tenant}/discovery/v2.0/keys`)
  const keys = createLocalJWKSet(body as unknown as JSONWebKeySet)
  expect((await jwtVerify(token, keys)).payload.tid).toBe(tenant)
})

test('logs: a query in the address', async () => {
  const { token } = await anteroom.credential().getToken(LOGS)
  const query = `query=${encodeURIComponent('print 6 * 7')}`
  const workspace = `/workspaces/${knownWorld.workspaces[0]?.id}/query?${query}`
  const resource = `${anteroom.armIdOf('contoso-acs')}/query?${query}`
  for (const path of [workspace, `/v1${workspace}`, resource, `/v1${resource}`]) {
    const answer = await ask(token, 'GET', path)
    expect(answer).toMatchObject({ status: 200, body: { tables: [{ rows: [[42]] }] } })
  }
})
