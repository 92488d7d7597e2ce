/** The organizer's side: who asks, with which role, and for which tenant. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom

beforeAll(async () => {
  anteroom = await startForTest()
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const GRAPH = 'https://graph.microsoft.com/.default'

async function reader(app: 'contoso-app' | 'fabrikam-app', query = '') {
  const { token } = await anteroom.credential(app).getToken(GRAPH)
  const answer = await fetch(`${anteroom.httpOrigin}/teams/reader${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: await answer.json() }
}

test('an app looks as administrator of its own tenant', async () => {
  const contoso = await reader('contoso-app')
  const fabrikam = await reader('fabrikam-app')
  expect(contoso).toMatchObject({
    status: 200,
    body: { tenant: expect.stringMatching(/^c0117050/), role: 'administrator', labels: 'anonymous' },
  })
  expect(fabrikam).toMatchObject({ status: 200, body: { tenant: expect.stringMatching(/^fab41ca0/) } })
})

test('whoever asks to see less does; a role that is none is refused with the roles there are', async () => {
  expect((await reader('contoso-app', '?role=specialist')).body).toMatchObject({
    role: 'specialist',
    rights: { names: false, identifiable: false, advanced: false },
  })
  expect(await reader('contoso-app', '?role=boss')).toMatchObject({
    status: 400,
    body: { error: { code: 'BadParameter', message: expect.stringContaining('engineer') } },
  })
})
