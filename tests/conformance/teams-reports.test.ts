/** Building files and reports by plain requests: every operation, as scripts use it. */
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

async function send(method: string, path: string, body?: string, type = 'application/json') {
  const { token } = await anteroom.credential('contoso-app').getToken('https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/teams/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, text: await answer.text() }
}

test('a building file is checked, uploaded, listed, downloaded and removed', async () => {
  const file = '10.0.0.0,HQ,16,Main,,,,,,,,Europe,1,0,0'
  expect(JSON.parse((await send('POST', 'networks/buildings/check', file, 'text/csv')).text)).toMatchObject({
    rows: 1,
    expanded: 256,
    problems: 0,
  })
  expect((await send('PUT', 'networks/buildings?startDate=2026-01-01', file, 'text/csv')).status).toBe(202)
  await expect.poll(async () => (await send('GET', 'networks')).text).toContain('"state":"active"')
  expect((await send('GET', 'networks/buildings')).status).toBe(200)
  expect((await send('GET', 'networks/buildings/content')).text).toBe(file)
  expect(JSON.parse((await send('GET', 'networks/missing')).text)).toMatchObject({ value: [] })
  expect((await send('DELETE', 'networks/buildings')).status).toBe(204)
})

test('a built-in report is cloned, saved, listed and deleted', async () => {
  const { id: _id, kind: _kind, ...body } = JSON.parse((await send('GET', 'reports/summary')).text)
  expect((await send('PUT', 'reports/mine', JSON.stringify(body))).status).toBe(201)
  expect((await send('GET', 'reports')).text).toContain('"mine"')
  expect((await send('DELETE', 'reports/mine')).status).toBe(204)
  const unknown = JSON.stringify({ ...body, tabs: [{ id: 'a', title: 'A', panels: [] }] })
  expect(await send('PUT', 'reports/mine', unknown)).toMatchObject({ status: 400 })
})
