import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Surface, standardErrorBody } from '#base'
import { aHost } from './a-host.ts'

test('a shutdown finishes what runs, ends streams, closes sockets, and refuses new connections', async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>()
  const { promise: running, resolve: started } = Promise.withResolvers<void>()
  const { promise: streaming, resolve: streamed } = Promise.withResolvers<void>()
  const surface: Surface = {
    name: 'slow',
    access: { kind: 'none' },
    prefixes: [],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'Slow',
        method: 'GET',
        path: '/slow',
        handle: async () => {
          started()
          await release
          return { status: 200, body: { done: true } }
        },
      },
      {
        id: 'Stream',
        method: 'GET',
        path: '/stream',
        handle: async ({ signal }) => ({
          status: 200,
          text: {
            contentType: 'text/event-stream',
            content: (async function* () {
              yield 'data: first\n\n'
              streamed()
              await once(signal, 'abort')
              yield 'data: last\n\n'
            })(),
          },
        }),
      },
    ],
  }
  const server = await aHost({ surfaces: [surface], sockets: [{ path: '/signal', accept: () => {} }] })
  const socket = new WebSocket(`${server.host.origin.replace('https', 'wss')}/signal`, { ca: server.ca })
  await once(socket, 'open')
  const closed = once(socket, 'close')
  const slow = server.call('/slow')
  const stream = server.call('/stream')
  await Promise.all([running, streaming])
  const closing = server[Symbol.asyncDispose]()
  await expect(server.call('/healthz')).rejects.toThrow(/ECONNREFUSED/)
  resolve()
  expect(await slow).toMatchObject({ status: 200, json: { done: true }, headers: { connection: 'close' } })
  expect((await stream).text).toContain('last')
  expect((await closed)[0]).toBe(1001)
  await closing
})

test('a port that is taken is said with the flag that changes it', async () => {
  await using server = await aHost()
  const port = Number(new URL(server.host.origin).port)
  const { listen } = await import('./http/listen.ts')
  const { createServer } = await import('node:http')
  const again = listen({ addresses: ['127.0.0.1'], port, flag: '--port', makeServer: () => createServer() })
  await expect(again).rejects.toMatchObject({
    message: `Port ${port} is in use.`,
    fix: 'Choose another with --port.',
  })
})

test('an address that this machine does not have is left out as long as one remains', async () => {
  const { listen } = await import('./http/listen.ts')
  const { createServer } = await import('node:http')
  const make = { port: 0, flag: '--port', makeServer: () => createServer() }
  const { servers } = await listen({ ...make, addresses: ['127.0.0.1', '203.0.113.1'] })
  expect(servers).toHaveLength(1)
  servers[0]?.close()
  await expect(listen({ ...make, addresses: ['203.0.113.1'] })).rejects.toThrow(/Can't listen/)
})
