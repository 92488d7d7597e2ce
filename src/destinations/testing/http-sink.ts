/** Somebody's HTTP endpoint: keeps what is posted to it, and fails as it is told. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { invariant } from '#base'

export interface Received {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpSink {
  readonly url: string
  readonly taken: readonly Received[]
  /** What the next request meets: an answer instead of being taken, or a cut line before or after it was taken. */
  failNext(how: Answer | 'cutBefore' | 'cutAfter'): void
  close(): Promise<void>
}

/** `judge` may answer a request itself; what it answers nothing to is taken. */
export async function httpSink(judge: (received: Received) => Answer | undefined = () => undefined) {
  const taken: Received[] = []
  const failures: (Answer | 'cutBefore' | 'cutAfter')[] = []
  const server = createServer(async (request, response) => {
    const received = {
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(await request.toArray()).toString(),
    }
    const failure = failures.shift()
    if (failure === 'cutBefore') return void request.socket.destroy()
    const { status, headers, body } = failure === 'cutAfter' ? TAKEN : (failure ?? judge(received) ?? TAKEN)
    if (status < 300) taken.push(received)
    if (failure === 'cutAfter') return void request.socket.destroy()
    response.writeHead(status, headers).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  invariant(typeof address === 'object' && address, 'the sink has a port')
  const sink: HttpSink = {
    url: `http://127.0.0.1:${address.port}`,
    taken,
    failNext: how => void failures.push(how),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return sink
}

const TAKEN: Answer = { status: 200, body: '{}' }

/** One after the other, as outside worlds fail. */
export const WAYS_TO_FAIL: readonly (Answer | 'cutBefore' | 'cutAfter')[] = [
  'cutAfter',
  'cutBefore',
  { status: 503 },
  { status: 429, headers: { 'retry-after': '7' } },
]
