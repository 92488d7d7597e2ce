import { gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiError, type HttpRequest, type RefusedRequest, type Surface, standardErrorBody } from '#base'
import { aHost } from './a-host.ts'

const seen: HttpRequest[] = []
const refused: RefusedRequest[] = []

const echo = async (request: HttpRequest) => {
  seen.push(request)
  return { status: 200, body: { params: request.params, query: request.query, body: request.body ?? null } }
}

const things: Surface = {
  name: 'things',
  access: { kind: 'none' },
  versions: ['2023-10-01', '2024-05-01'],
  prefixes: ['things'],
  errorBody: error => ({ shape: 'things', code: error.code, message: error.message }),
  refused: async request => void refused.push(request),
  missing: [{ id: 'MergeThings', method: 'POST', path: '/things/:merge' }],
  routes: [
    {
      id: 'CreateThing',
      method: 'POST',
      path: '/things',
      body: Type.Object({ minutes: Type.Optional(Type.Integer({ minimum: 60 })) }),
      handle: async request => ({ ...(await echo(request)), status: 201 }),
    },
    { id: 'GetThing', method: 'GET', path: '/things/{id}', handle: echo },
    { id: 'DeleteThing', method: 'DELETE', path: '/things/{id}', handle: async () => ({ status: 204 }) },
    { id: 'RunThing', method: 'POST', path: '/things/{id}/:run', handle: echo },
    {
      id: 'Throttle',
      method: 'POST',
      path: '/things/{id}/:throttle',
      handle: async () => {
        throw new ApiError({
          status: 429,
          code: 'TooManyRequests',
          message: 'Slow down.',
          retryAfterSeconds: 1.2,
        })
      },
    },
    {
      id: 'Break',
      method: 'POST',
      path: '/things/{id}/:break',
      handle: async () => {
        throw new Error('the secret reason')
      },
    },
    { id: 'Hang', method: 'POST', path: '/things/{id}/:hang', handle: () => new Promise(() => {}) },
  ],
}

const arm: Surface = {
  name: 'arm',
  access: { kind: 'none' },
  prefixes: ['subscriptions'],
  ignoresCase: true,
  errorBody: standardErrorBody,
  routes: [
    {
      id: 'Settings',
      method: 'GET',
      path: '/{+scope}/providers/Microsoft.Insights/diagnosticSettings/{name}',
      handle: echo,
    },
    { id: 'Metrics', method: 'POST', path: '/subscriptions/{id}/metrics:getBatch', handle: echo },
  ],
}

let server: Awaited<ReturnType<typeof aHost>>
beforeAll(async () => {
  server = await aHost({ surfaces: [things, arm], answerSeconds: 1 })
})
afterAll(() => server[Symbol.asyncDispose]())

const V = 'api-version=2023-10-01'

describe('routing by the raw target', () => {
  test.each([
    ['GET', `/things/a%2Fb%3Ac?${V}`, { id: 'a/b:c' }],
    ['POST', `/things/8%3Aacs%3Ax/:run?${V}`, { id: '8:acs:x' }],
    ['POST', `/things/x/%3Arun?${V}`, { id: 'x' }],
    ['GET', `//things//x?${V}`, { id: 'x' }],
    [
      'GET',
      '//subscriptions/S/resourceGroups/g/providers/microsoft.insights/DIAGNOSTICSETTINGS/n',
      { scope: 'subscriptions/S/resourceGroups/g', name: 'n' },
    ],
    ['POST', '/subscriptions/S/metrics:getBatch', { id: 'S' }],
  ])('%s %s', async (method, path, params) => {
    const { status, json } = await server.call(path, { method })
    expect({ status, json }).toMatchObject({ status: 200, json: { params } })
  })

  test('parameter names are decoded and compared without case; the last of several wins', async () => {
    const { json } = await server.call('/things/x?api%2Dversion=2023-10-01&A=1&a=2%20b')
    expect(json).toMatchObject({ query: { 'api-version': '2023-10-01', a: '2 b' } })
  })

  test('the target in the request is the one that was sent', async () => {
    await server.call(`//things/%41?${V}`)
    expect(seen.at(-1)?.target).toBe(`//things/%41?${V}`)
  })

  test('HEAD answers like GET, without a body', async () => {
    expect(await server.call(`/things/x?${V}`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })
})

describe('answers', () => {
  test('a status without a body has neither body nor content type', async () => {
    const { status, text, headers } = await server.call(`/things/x?${V}`, { method: 'DELETE' })
    expect([status, text, headers['content-type']]).toEqual([204, '', undefined])
  })

  test('the caller’s request id comes back, and the served versions', async () => {
    const { headers } = await server.call(`/things/x?${V}`, {
      headers: { 'x-ms-client-request-id': 'abc-1' },
    })
    expect(headers).toMatchObject({
      'x-ms-client-request-id': 'abc-1',
      'api-supported-versions': '2023-10-01, 2024-05-01',
      'content-type': 'application/json; charset=utf-8',
    })
  })

  test('an ApiError becomes the surface’s own envelope, with Retry-After in whole seconds', async () => {
    const { status, headers, json } = await server.call(`/things/x/:throttle?${V}`, { method: 'POST' })
    expect([status, headers['retry-after'], json]).toEqual([
      429,
      '2',
      { shape: 'things', code: 'TooManyRequests', message: 'Slow down.' },
    ])
  })

  test('anything else thrown is a 500 that hides its reason and is logged once with the request id', async () => {
    const { status, text } = await server.call(`/things/x/:break?${V}`, {
      method: 'POST',
      headers: { 'x-ms-client-request-id': 'broken-1' },
    })
    expect([status, text.includes('secret reason')]).toEqual([500, false])
    expect(server.logged.filter(({ fields }) => fields.requestId === 'broken-1')).toHaveLength(1)
  })

  test('an answer that never comes is given up after the time-out', async () => {
    const { status, json } = await server.call(`/things/x/:hang?${V}`, { method: 'POST' })
    expect([status, json]).toMatchObject([504, { code: 'GatewayTimeout' }])
  })
})

describe('bodies', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    server.call(`/things?${V}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })

  test('an empty JSON body is no body', async () => {
    expect(await post('')).toMatchObject({ status: 201, json: { body: null } })
  })

  test('gzip is unpacked', async () => {
    const body = gzipSync('{"minutes":60}')
    expect(await post(body, { 'content-encoding': 'gzip' })).toMatchObject({
      json: { body: { minutes: 60 } },
    })
  })

  test.each([
    ['{"a":', 400, 'it ends too early'],
    ['{"token":"abc"', 400, 'character 14'],
    ['[1]', 400, 'found an array of 1, expected an object'],
    ['{"minutes":59}', 400, '/minutes: found 59, expected at least 60'],
    ['{"minutes":"x"}', 400, '/minutes: found "x", expected a whole number'],
    ['['.repeat(5000) + ']'.repeat(5000), 400, 'more than 64 levels'],
    [`{"a":"${'x'.repeat(70_000)}"}`, 413, 'larger than 65536 bytes'],
  ])('a bad one is told why: %.20s', async (body, status, part) => {
    const answer = await post(body)
    expect(answer).toMatchObject({
      status,
      json: { shape: 'things', message: expect.stringContaining(part) },
    })
    expect(answer.text).not.toContain('abc')
  })

  test('an unpacked body is bounded too', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 })
  })

  test.each([
    [{ 'content-encoding': 'gzip' }, 400],
    [{ 'content-encoding': 'br' }, 400],
    [{ 'content-type': 'text/html' }, 415],
    [{ 'content-type': 'not a media type' }, 415],
  ])('%j is refused', async (headers, status) => {
    expect(await post('{}', headers)).toMatchObject({ status, json: { shape: 'things' } })
  })
})

describe('api-versions', () => {
  test.each([
    ['', 400, 'MissingApiVersionParameter'],
    ['?api-version=', 400, 'MissingApiVersionParameter'],
    ['?api-version=new', 400, 'InvalidApiVersionParameter'],
    ['?api-version=2023-13-45', 400, 'InvalidApiVersionParameter'],
    ['?api-version=2019-01-01', 400, 'UnsupportedApiVersion'],
  ])('%s is refused', async (query, status, code) => {
    expect(await server.call(`/things/x${query}`)).toMatchObject({ status, json: { code } })
  })

  test('a newer one is served, with one warning', async () => {
    for (const _ of [1, 2, 3]) {
      expect((await server.call('/things/x?api-version=2031-01-01-preview')).status).toBe(200)
    }
    expect(server.logged.filter(({ fields }) => fields.apiVersion === '2031-01-01-preview')).toHaveLength(1)
  })
})

describe('what is not served', () => {
  test('a missing operation is a 501 with its name, and is listed', async () => {
    const { status, json } = await server.call(`/things/:merge?${V}`, { method: 'POST' })
    expect([status, json]).toMatchObject([
      501,
      { code: 'NotImplemented', message: expect.stringContaining('MergeThings') },
    ])
    const listed = await server.call('/unsupported')
    expect(listed.json).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ operation: 'MergeThings', surface: 'things', count: 1 }),
      ]),
    })
  })

  test('an unknown path is a 404 in the shape of the surface that owns its prefix', async () => {
    expect(await server.call('/things/a/b/c')).toMatchObject({ status: 404, json: { shape: 'things' } })
    expect(await server.call('/nothing')).toMatchObject({
      status: 404,
      json: { error: { code: 'NotFound' } },
    })
  })

  test('another method is a 405 that names the possible ones', async () => {
    const { status, headers } = await server.call(`/things/x?${V}`, { method: 'PATCH' })
    expect([status, headers.allow]).toEqual([405, 'GET, DELETE'])
  })

  test('the surface is told of every refusal before it is answered', async () => {
    await server.call('/things/x', { headers: { 'x-ms-client-request-id': 'told-1' } })
    expect(refused.at(-1)).toMatchObject({
      requestId: 'told-1',
      route: { id: 'GetThing' },
      error: { code: 'MissingApiVersionParameter' },
    })
  })
})

describe('names', () => {
  test('a host name that is not ours is refused, so that no web page can rebind its name to us', async () => {
    const headers = { host: 'evil.example' }
    expect(await server.call(`/things/x?${V}`, { headers })).toMatchObject({ status: 421 })
  })

  test.each([
    'localhost:1',
    '127.0.0.1',
    '[::1]:7443',
    '10.0.0.7',
    'contoso-acs.localhost',
    'host.docker.internal',
  ])('%s is ours', async host => {
    expect(await server.call(`/things/x?${V}`, { headers: { host } })).toMatchObject({ status: 200 })
  })

  test.each([
    ['http://localhost:5173', 'http://localhost:5173'],
    ['https://evil.example', undefined],
  ])('pages of %s are told by CORS whether they may call', async (origin, allowed) => {
    const headers = { origin, 'access-control-request-method': 'POST' }
    const answer = await server.call('/things', { method: 'OPTIONS', headers })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, allowed])
  })
})

test('the HTTP port serves health, the certificate to trust, and metrics', async () => {
  const [health, ca, metrics] = await Promise.all(
    ['/healthz', '/ca.pem', '/metrics'].map(path => server.call(path, { overHttp: true })),
  )
  expect(health).toMatchObject({ status: 200, json: { status: 'ok' } })
  expect(ca?.text).toBe(server.ca)
  expect(metrics).toMatchObject({ status: 200, text: '' })
})
