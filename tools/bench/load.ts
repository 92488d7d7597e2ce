/** A load generator of its own: keep-alive HTTPS requests signed as the official identity client signs them. */
import { createHash, createHmac } from 'node:crypto'
import { Agent, request } from 'node:https'

export interface Target {
  readonly origin: string
  /** PEM of the CA. */
  readonly ca: string
  /** Base64 access key of the resource. */
  readonly accessKey: string
}

export interface Call {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly body?: string
  readonly expect: number
}

export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Sends the call from `connections` connections until `count` have been answered; throws on any other status. */
export async function load(
  target: Target,
  call: Call,
  { count, connections }: { readonly count: number; readonly connections: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: target.ca })
  const latencies: number[] = []
  let left = count
  const started = performance.now()
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const sent = performance.now()
      await send(target, call, agent)
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0
  return { perSecond: count / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}

function send(target: Target, call: Call, agent: Agent): Promise<void> {
  const url = new URL(call.path, target.origin)
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: call.method, agent, headers: signed(target, call, url) }, answer => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === call.expect) resolve()
        else reject(new Error(`${call.method} ${call.path}: ${answer.statusCode}, expected ${call.expect}`))
      })
    })
    sent.on('error', reject)
    sent.end(call.body)
  })
}

function signed({ accessKey }: Target, { method, body = '' }: Call, url: URL): Record<string, string> {
  const date = new Date().toUTCString()
  const hash = createHash('sha256').update(body).digest('base64')
  const text = `${method}\n${url.pathname}${url.search}\n${date};${url.host};${hash}`
  const signature = createHmac('sha256', Buffer.from(accessKey, 'base64')).update(text).digest('base64')
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  }
}
