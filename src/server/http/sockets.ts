/** WebSockets on the same origin: checked at the upgrade, bounded while they live, closed with a reason. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { type Clock, type Log, messageOf } from '#base'
import { hostnameOf, isAllowedOrigin, isOwnName } from './loopback.ts'
import { parseTarget } from './target.ts'

/** A connection as a surface sees it. */
export interface HostSocket {
  /** Text only. A receiver that does not read is closed (1013) once 4 MB wait for it. */
  send(text: string): void
  close(code: number, reason: string): void
  onMessage(listen: (text: string) => void): void
  /** Called once, also when the connection was lost (1006). */
  onClose(listen: (code: number) => void): void
}

export interface SocketRequest {
  /** Decoded, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly remoteAddress: string
}

export interface SocketRoute {
  /** `/signal`; `/sessions/*` takes one further segment, whichever. */
  readonly path: string
  accept(socket: HostSocket, request: SocketRequest): void
}

export interface SocketOptions {
  readonly names: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly clock: Clock
  readonly log: Log
}

export interface Sockets {
  attach(server: Server): void
  /** Takes new connections on those routes. */
  serve(routes: readonly SocketRoute[]): void
  /** Closes all with 1012 (service restart) and answers 503 to new ones until routes are served again. */
  restart(): void
  /** Closes all with 1001 (going away). */
  close(): void
}

const LARGEST_MESSAGE = 256 * 1024
const MOST_WAITING_BYTES = 4 * 1024 * 1024
const PING_EVERY_MS = 30_000

export function webSockets(options: SocketOptions): Sockets {
  const hub = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, clientTracking: true })
  let routes: readonly SocketRoute[] | undefined
  const upgrade = (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    raw.on('error', () => raw.destroy())
    const target = parseTarget(request.url ?? '/')
    const path = `/${target?.segments.join('/')}`
    const route = routes?.find(one => isAt(one.path, path))
    const missing = routes ? '404 Not Found' : '503 Service Unavailable'
    const refusal = route && target ? refusalOf(request, options) : missing
    if (refusal !== undefined || !route || !target) {
      raw.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    hub.handleUpgrade(request, raw, head, socket => {
      const { query } = target
      const { remoteAddress = '' } = request.socket
      keepAlive(socket, options.clock)
      const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, v?.toString()]))
      route.accept(hostSocket(socket, options.log), { path, query, headers, remoteAddress })
    })
  }
  const closeAll = (code: number, reason: string) => {
    for (const socket of hub.clients) socket.close(code, reason)
  }
  return {
    attach: server => void server.on('upgrade', upgrade),
    serve: served => {
      routes = served
    },
    restart: () => {
      routes = undefined
      closeAll(1012, 'The server begins anew.')
    },
    close: () => closeAll(1001, 'The server is shutting down.'),
  }
}

const isAt = (route: string, path: string): boolean =>
  route.endsWith('/*') ? route.slice(0, -1) === path.replace(/[^/]+$/, '') : route === path

function refusalOf({ headers }: IncomingMessage, options: SocketOptions): string | undefined {
  if (!isOwnName(hostnameOf(headers.host ?? '') ?? '', options.names)) return '421 Misdirected Request'
  const { origin } = headers
  const isOwnPage = origin !== undefined && URL.parse(origin)?.host === headers.host
  const isAllowed = origin === undefined || isOwnPage || isAllowedOrigin(origin, options.allowedOrigins)
  return isAllowed ? undefined : '403 Forbidden'
}

function hostSocket(socket: WebSocket, log: Log): HostSocket {
  // The close event follows and says all there is to say; without a listener the process would end.
  socket.on('error', error => log.warn({ reason: messageOf(error) }, 'a web socket broke'))
  return {
    send: text => {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.close(1013, 'Too slow in reading.')
      else socket.send(text)
    },
    close: (code, reason) => socket.close(code, reason.slice(0, 120)),
    onMessage: listen =>
      void socket.on('message', (data: RawData, isBinary: boolean) => {
        if (isBinary) socket.close(1003, 'Text messages only.')
        else listen(data.toString())
      }),
    onClose: listen => void socket.once('close', listen),
  }
}

/** Ends connections whose other side vanished without a word: two pings without an answer. */
function keepAlive(socket: WebSocket, clock: Clock): void {
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const beat = () => {
    if (socket.readyState !== socket.OPEN) return
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
    clock.after(PING_EVERY_MS, beat)
  }
  clock.after(PING_EVERY_MS, beat)
}
