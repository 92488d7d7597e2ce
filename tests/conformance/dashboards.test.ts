/** `Microsoft.Portal/dashboards` as Azure's REST pages describe it; no client of it is installed here. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GROUP, plainClient, SUBSCRIPTION } from './arm-clients.ts'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom
let plain: ReturnType<typeof plainClient>

beforeAll(async () => {
  anteroom = await startForTest()
  plain = plainClient(anteroom)
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Portal/dashboards`
const pathOf = (name: string, version = '2020-09-01-preview') => `${group}/${name}?api-version=${version}`
const BODY = {
  location: 'eastus',
  tags: { 'hidden-title': 'Calls' },
  properties: {
    lenses: [
      {
        order: 0,
        parts: [
          {
            position: { x: 0, y: 0, colSpan: 3, rowSpan: 2 },
            metadata: { type: 'Extension/[azure]/Part', settings: { content: '<b>kept</b>' } },
          },
        ],
      },
    ],
    metadata: { model: { timeRange: { value: { relative: { duration: 24 } } } }, anteroom: { pins: [] } },
  },
}

test('is put, shown, listed, changed in part and deleted, its lenses and metadata word for word', async () => {
  for (const version of anteroom.versionsOf('dashboards')) {
    const path = pathOf('calls', version)
    const put = await plain('PUT', path, BODY)
    expect(put).toMatchObject({
      status: 201,
      body: { ...BODY, name: 'calls', type: 'Microsoft.Portal/dashboards' },
    })
    expect(await plain('PUT', path, BODY)).toMatchObject({ status: 200 })
    expect((await plain('GET', pathOf('CALLS', version))).body).toEqual(put.body)
    for (const list of [group, `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Portal/dashboards`]) {
      const { body } = await plain('GET', `${list}?api-version=${version}`)
      expect(body).toEqual({ value: [put.body] })
    }
    const patched = await plain('PATCH', path, { tags: { a: 'b' } })
    expect(patched).toMatchObject({ status: 200, body: { tags: { a: 'b' }, properties: BODY.properties } })
    expect(await plain('DELETE', path)).toMatchObject({ status: 200 })
    expect(await plain('DELETE', path)).toMatchObject({ status: 204 })
    expect(await plain('GET', path)).toMatchObject({
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
    })
  }
})

test('is not for other tenants, and bounded', async () => {
  await plain('PUT', pathOf('ours'), BODY)
  const others = plainClient(anteroom, 'fabrikam-app')
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expect(await others(method, pathOf('ours'), method === 'PUT' ? BODY : undefined)).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationTokenTenant' } },
    })
  }
  const large = { ...BODY, properties: { metadata: { text: 'x'.repeat(500_000) } } }
  expect(await plain('PUT', pathOf('large'), large)).toMatchObject({
    status: 400,
    body: { error: { code: 'RequestContentTooLarge' } },
  })
  expect(await plain('PUT', pathOf('a'), BODY)).toMatchObject({
    status: 400,
    body: { error: { code: 'InvalidResourceName' } },
  })
  const { body } = await plain('PUT', pathOf('bad'), { location: 'eastus', properties: { lenses: 7 } })
  expect(JSON.stringify(body)).toMatch(/lenses/)
})
