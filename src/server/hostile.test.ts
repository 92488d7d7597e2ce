import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type HttpRequest, type Surface, standardErrorBody } from '#base'
import { aHost } from './a-host.ts'
import type { HostSocket } from './http/sockets.ts'

/** How far a stream was read before its reader went away. */
const streams: { sent: number; ended: boolean }[] = []

async function* endless(signal: AbortSignal) {
  const stream = { sent: 0, ended: false }
  streams.push(stream)
  try {
    while (!signal.aborted) {
      stream.sent++
      yield `data: ${'x'.repeat(64_000)}\n\n`
      await new Promise(resolve => setImmediate(resolve))
    }
  } finally {
    stream.ended = true
  }
}

const open: Surface = {
  name: 'open',
  access: { kind: 'none' },
  prefixes: ['open'],
  errorBody: standardErrorBody,
  routes: [
    { id: 'Open', method: 'POST', path: '/open', handle: async () => ({ status: 200, body: {} }) },
    {
      id: 'Stream',
      method: 'GET',
      path: '/open/stream',
      handle: async ({ signal }: HttpRequest) => ({
        status: 200,
        text: { contentType: 'text/event-stream', content: endless(signal) },
      }),
    },
  ],
}

const accepted: HostSocket[] = []
const echo = (socket: HostSocket) => {
  accepted.push(socket)
  socket.onMessage(text => socket.send(text))
}

let server: Awaited<ReturnType<typeof aHost>>
beforeAll(async () => {
  server = await aHost({ surfaces: [open], sockets: [{ path: '/signal', accept: echo }], receiveSeconds: 1 })
})
afterAll(() => server[Symbol.asyncDispose]())
afterEach(async () => {
  expect((await server.call('/healthz')).status).toBe(200)
})

const portOf = (origin: string) => Number(new URL(origin).port)

/** Sends bytes as they are and gives all that comes back until the server ends the connection. */
async function raw(text: string): Promise<string> {
  const socket = connect(portOf(server.host.httpOrigin), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

const HEAD = 'Host: localhost\r\nConnection: close\r\n'

describe('bytes that are no good request get an answer in JSON', () => {
  test.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    ['broken percent-encoding', `GET /open/%zz HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['half a character', `GET /open/%c3%28 HTTP/1.1\r\n${HEAD}\r\n`, 400],
    ['a path of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HEAD}\r\n`, 414],
    ['ten thousand segments', `GET ${'/a'.repeat(8000)} HTTP/1.1\r\n${HEAD}\r\n`, 404],
    ['a flood of headers', `GET /open HTTP/1.1\r\n${HEAD}${'X-A: 1\r\n'.repeat(9000)}\r\n`, 431],
    ['one huge header', `GET /open HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['two lengths', `POST /open HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
    [
      'a length and chunks',
      `POST /open HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['no host', 'GET /open HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a length that never arrives', `POST /open HTTP/1.1\r\n${HEAD}Content-Length: 100\r\n\r\n{`, 408],
    ['a header that never ends', 'GET /open HTTP/1.1\r\nHost: localhost\r\nX-A: ', 408],
  ])('%s', async (_, bytes, status) => {
    const answer = await raw(bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain('\r\n\r\n{"error":{"code":')
  })

  test('an absolute target is taken for its path', async () => {
    expect(await raw(`POST http://localhost/open HTTP/1.1\r\n${HEAD}Content-Length: 0\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 200 /,
    )
  })

  test('an unknown method is answered, not dropped', async () => {
    expect(await raw(`PROPFIND /open HTTP/1.1\r\n${HEAD}\r\n`)).toMatch(/^HTTP\/1.1 405 /)
  })

  test('plain text on the TLS port ends without harm', async () => {
    const socket = connect(portOf(server.host.origin), '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    socket.write('GET / HTTP/1.1\r\n\r\n')
    await once(socket, 'close')
  })
})

test('two hundred broken connections at once leave the server well', async () => {
  const sockets = Array.from({ length: 200 }, () => {
    const socket = connect(portOf(server.host.httpOrigin), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST /open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{', () =>
      socket.resetAndDestroy(),
    )
    return socket
  })
  await Promise.all(sockets.map(socket => once(socket, 'close')))
})

describe('streams', () => {
  const reader = async (): Promise<Socket> => {
    const socket = connectTls({ port: portOf(server.host.origin), host: 'localhost', ca: server.ca })
    await once(socket, 'secureConnect')
    socket.write(`GET /open/stream HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await once(socket, 'readable')
    return socket
  }

  test('a reader that does not read holds the writer back; when it goes the stream ends', async () => {
    const socket = await reader()
    const stream = streams.at(-1)
    let last = -1
    while (stream && last !== stream.sent) {
      last = stream.sent
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(stream?.sent).toBeLessThan(500)
    socket.destroy()
    await expect.poll(() => stream?.ended).toBe(true)
  })
})

describe('web sockets', () => {
  const url = (path: string) => `${server.host.origin.replace('https', 'wss')}${path}`
  const dial = (path = '/signal', headers: Record<string, string> = {}) =>
    new WebSocket(url(path), { ca: server.ca, headers })

  test('messages go both ways', async () => {
    const socket = dial()
    await once(socket, 'open')
    socket.send('hello')
    const [data] = await once(socket, 'message')
    expect(String(data)).toBe('hello')
    socket.close()
    await once(socket, 'close')
  })

  test.each([
    ['/other', {}, 404],
    ['/signal', { origin: 'https://evil.example' }, 403],
    ['/signal', { host: 'evil.example' }, 421],
  ])('%s with %j is refused with %i', async (path, headers, status) => {
    const [error] = await once(
      dial(path, headers).on('error', () => {}),
      'error',
    )
    expect(String(error)).toContain(String(status))
  })

  test('a page of this machine may connect', async () => {
    const socket = dial('/signal', { origin: 'http://localhost:5173' })
    await once(socket, 'open')
    socket.close()
  })

  test.each([
    ['more than 256 kB', 'x'.repeat(300_000), 1009],
    ['binary', Buffer.from([1, 2]), 1003],
  ])('a message that is %s closes the connection', async (_, message, code) => {
    const socket = dial()
    await once(socket, 'open')
    socket.send(message)
    const [closed] = await once(socket, 'close')
    expect(closed).toBe(code)
  })

  test('a receiver that does not read is closed before it fills the memory', async () => {
    const socket = dial()
    await once(socket, 'open')
    socket.pause()
    const own = accepted.at(-1)
    const closed = new Promise<number>(resolve => own?.onClose(resolve))
    for (let i = 0; i < 200; i++) own?.send('x'.repeat(200_000))
    socket.resume()
    expect(await closed).toBe(1013)
  })
})
