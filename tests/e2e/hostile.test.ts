/**
 * Invariant 10 against a whole server: what comes from outside gets the status and the error shape of the API it was
 * sent to, and the server lives on, within its memory. (Bytes that are not even HTTP: src/server/hostile.test.ts.)
 */
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { knownWorld } from '#directory'
import { accessKeyOf, type Sending, signatureOf, tokenFor } from './client.ts'
import { type Case, hostileTarget, standard, testCases } from './hostile-target.ts'

const VERSION = 'api-version=2023-10-01'
const KEY = accessKeyOf('contoso-acs')

const target = hostileTarget()

const identity = (more: Partial<Sending> = {}): Sending => ({
  method: 'POST',
  path: `/identities?${VERSION}`,
  accessKey: KEY,
  body: '{}',
  ...more,
})
const unknownUser = `8:acs:${knownWorld.resources[0]?.immutableResourceId}_00000000-0000-4000-8000-000000000000`
const ofUser = (user: string) => `/identities/${encodeURIComponent(user)}`

const stale = (): Sending => {
  const sending = identity()
  const { host } = new URL(target().server.origin)
  const date = new Date(Date.now() - 20 * 60_000)
  const signed = { method: 'POST', path: sending.path, body: '{}', accessKey: KEY, host, date }
  return { ...sending, headers: signatureOf(signed) }
}

const identityCases: readonly Case[] = [
  {
    what: 'malformed JSON',
    send: () => identity({ body: '{"createTokenWithScopes": [' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'JSON that is no object',
    send: () => identity({ body: '[1, 2]' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'a wrong type',
    send: () => identity({ body: '{"createTokenWithScopes": "chat"}' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'a wrong type inside a list',
    send: () => identity({ body: '{"createTokenWithScopes": [{"chat": true}]}' }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'a number beyond all measure',
    send: () => identity({ body: '{"createTokenWithScopes": ["chat"], "expiresInMinutes": 1e308}' }),
    status: 400,
    body: standard('ValidationError'),
  },
  {
    what: 'a body of 20 MB',
    send: () => identity({ body: JSON.stringify({ a: 'x'.repeat(20_000_000) }) }),
    status: 413,
    body: standard('RequestEntityTooLarge'),
  },
  {
    what: 'a body nested 100,000 deep',
    send: () => identity({ body: '['.repeat(100_000) + ']'.repeat(100_000) }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'XML',
    send: () => identity({ body: '<a/>', headers: { 'content-type': 'application/xml' } }),
    status: 415,
    body: standard('UnsupportedMediaType'),
  },
  {
    what: 'bytes that claim to be packed',
    send: () => identity({ body: Buffer.from([1, 2, 3]), headers: { 'content-encoding': 'gzip' } }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'no signature',
    send: () => ({ method: 'POST', path: `/identities?${VERSION}`, body: '{}' }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: "a signature of somebody else's key",
    send: () => identity({ accessKey: Buffer.from('another').toString('base64') }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'a signature over another body',
    send: () => ({
      ...identity({ body: '{"createTokenWithScopes":["chat"]}' }),
      headers: signatureOf({
        method: 'POST',
        path: identity().path,
        body: '{}',
        accessKey: KEY,
        host: new URL(target().server.origin).host,
      }),
    }),
    status: 401,
    body: standard('Unauthorized'),
  },
  { what: 'a signature of twenty minutes ago', send: stale, status: 401, body: standard('Unauthorized') },
  {
    what: 'a header that is no signature',
    send: () => identity({ headers: { authorization: 'HMAC-SHA256 ;;;=&Signature' } }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'a bearer that is no token',
    send: () => identity({ headers: { authorization: 'Bearer eyJ.garbage.' } }),
    status: 401,
    body: standard('Unauthorized'),
  },
  {
    what: 'broken percent-encoding',
    send: () => identity({ method: 'DELETE', path: `/identities/%E0%A4%A?${VERSION}` }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'an identity that never was',
    send: () => identity({ method: 'DELETE', path: `${ofUser(unknownUser)}?${VERSION}`, body: '' }),
    status: 404,
    body: standard('IdentityNotFound'),
  },
  {
    what: "an identity of nobody's resource",
    send: () => identity({ method: 'DELETE', path: `${ofUser('8:acs:x_y')}?${VERSION}`, body: '' }),
    status: 401,
    body: standard('Denied'),
  },
  {
    what: 'no version',
    send: () => identity({ path: '/identities' }),
    status: 400,
    body: standard('MissingApiVersionParameter'),
  },
  {
    what: 'a version that is none',
    send: () => identity({ path: "/identities?api-version=';DROP+TABLE+identities;--" }),
    status: 400,
    body: standard('InvalidApiVersionParameter'),
  },
  {
    what: 'a method that is none',
    send: () => identity({ method: 'PATCH' }),
    status: 405,
    body: standard('MethodNotAllowed'),
  },
]

const bearer = async (audience: string) => ({
  authorization: `Bearer ${await tokenFor(target().server.httpOrigin, audience)}`,
})

const otherCases: readonly Case[] = [
  {
    what: 'metrics: a metric that is none',
    send: async () => ({
      path: `/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourceGroups/contoso-rg/providers/Microsoft.Communication/CommunicationServices/contoso-acs/providers/Microsoft.Insights/metrics?api-version=2023-10-01&metricnames=Nope`,
      headers: await bearer('https://management.azure.com'),
    }),
    status: 400,
    body: standard('BadRequest'),
  },
  {
    what: 'tokens: a client that nobody registered',
    send: () => ({
      method: 'POST',
      path: '/organizations/oauth2/v2.0/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=x&client_secret=y&scope=z/.default',
    }),
    status: 400,
    body: body =>
      expect(body).toMatchObject({
        error: expect.any(String),
        error_description: expect.stringMatching(/^AADSTS\d+: /),
      }),
  },
  {
    what: 'Graph: a meeting that never was',
    send: async () => ({
      path: '/v1.0/users/c0117050-0000-4000-8000-0000000000a1/onlineMeetings/nope',
      headers: await bearer('https://graph.microsoft.com'),
    }),
    status: 404,
    body: body =>
      expect(body).toMatchObject({
        error: { code: 'NotFound', innerError: { 'request-id': expect.any(String) } },
      }),
  },
  {
    what: 'nobody lives here',
    send: () => ({ path: '/../../etc/passwd' }),
    status: 404,
    body: standard('NotFound'),
  },
]

describe('identity', () => testCases(identityCases, target))
describe('others', () => testCases(otherCases, target))

describe('signalling', () => {
  const dial = () => {
    const { origin, ca } = target().server
    // A broken connection is told by `close`.
    return new WebSocket(`${origin.replace('https', 'wss')}/signal`, { ca }).on('error', () => {})
  }

  const garbage: readonly (readonly [what: string, data: string | Buffer, closes: number | undefined])[] = [
    ['half a message', '{"type": "hello"', undefined],
    ['a message that is none', '"hello"', undefined],
    ['an unknown type', '{"type": "__proto__"}', undefined],
    ['a message nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, undefined],
    ['a join before hello', '{"type": "join", "id": 1, "locator": {"groupId": "x"}}', undefined],
    ['bytes', Buffer.from([0, 255, 1]), 1003],
    ['a message of 1 MB', `"${'x'.repeat(1_000_000)}"`, 1009],
  ]

  test.each(garbage)('%s is answered in words or closed with a reason', async (_, data, closes) => {
    const socket = dial()
    await once(socket, 'open')
    const closed = once(socket, 'close')
    const heard = once(socket, 'message').then(([text]) => JSON.parse(String(text)))
    heard.catch(() => undefined)
    socket.send(data)
    if (closes === undefined) {
      expect(await heard).toMatchObject({ type: 'error', code: expect.any(String), fix: expect.any(String) })
      socket.close()
    } else expect((await closed)[0]).toBe(closes)
  })

  test('a revoked token is refused', async () => {
    const { client } = target()
    const made = await client.send(identity({ body: '{"createTokenWithScopes":["voip"]}' }))
    const { identity: user, accessToken } = JSON.parse(made.text)
    const path = `${ofUser(user.id)}/:revokeAccessTokens?${VERSION}`
    expect((await client.send(identity({ path, body: '' }))).status).toBe(204)
    const socket = dial()
    await once(socket, 'open')
    const heard = once(socket, 'message')
    const token = { kind: 'token', token: accessToken.token }
    socket.send(JSON.stringify({ type: 'hello', id: 1, protocol: 1, identity: token }))
    expect(JSON.parse(String((await heard)[0]))).toMatchObject({ type: 'error', re: 1, code: 'TokenInvalid' })
    socket.close()
  })
})
