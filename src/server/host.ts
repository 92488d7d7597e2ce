/** One HTTPS origin and one plain-HTTP port of this machine, on which all surfaces live. */
import { createServer as createHttpServer, type Server, type ServerOptions } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Server as TlsServer } from 'node:tls'
import { type Clock, type Ids, type Log, messageOf, type Surface, sleep } from '#base'
import type { Authenticator } from './auth/authenticate.ts'
import { answerBrokenRequests } from './http/broken-requests.ts'
import { exchangeable } from './http/exchange.ts'
import { type ComponentHealth, houseSurface } from './http/house-surface.ts'
import { listen } from './http/listen.ts'
import { machineNames } from './http/loopback.ts'
import { type Interfere, type Observe, type Pipeline, pipeline } from './http/pipeline.ts'
import { httpShell } from './http/shell.ts'
import { type SocketRoute, webSockets } from './http/sockets.ts'
import { unsupportedCalls } from './http/unsupported.ts'
import type { Tls } from './tls/open-tls.ts'

/** What stands behind the ports; it can be exchanged while they stay open. */
export interface Served {
  readonly authenticator: Authenticator
  readonly surfaces: readonly Surface[]
  readonly sockets?: readonly SocketRoute[]
  readonly health?: () => Promise<Readonly<Record<string, ComponentHealth>>>
  readonly metrics?: () => Promise<string>
  readonly interfere?: Interfere
  readonly observe?: Observe | undefined
}

export interface HostOptions extends Served {
  /** Addresses of the HTTPS port; the HTTP port is always on loopback. */
  readonly addresses: readonly string[]
  /** 0 takes any free port. */
  readonly port: number
  readonly httpPort: number
  /** Host names of this server besides `localhost`, addresses and what machineNames gives. */
  readonly names: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxBodyBytes: number
  /** Opens the certificate; asked again each day, so that it renews itself. */
  readonly tls: () => Promise<Tls>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Seconds for a whole request to arrive; default 30. */
  readonly receiveSeconds?: number
  /** Seconds for an answer to begin; default 660, longer than the longest query may run. */
  readonly answerSeconds?: number
}

export interface Host {
  /** `https://localhost:7443` */
  readonly origin: string
  /** `http://localhost:7080` */
  readonly httpOrigin: string
  readonly tls: Tls
  /** Everything that is mounted, the server's own pages aside. */
  readonly surfaces: readonly Surface[]
  /**
   * Serves something else from now on, while requests wait: first `leave`, while sockets can still be told; then
   * sockets and streams are closed and what runs is finished; then `open`. Asked for by a request, one at a time.
   */
  exchange(steps: { leave(): Promise<void>; open(): Promise<Served> }): Promise<void>
  /** Stops accepting, lets running requests finish for ten seconds, then cuts them. */
  close(): Promise<void>
}

const LOOPBACKS = ['127.0.0.1', '::1']
const MAX_HEADER_BYTES = 32 * 1024
const MAX_TARGET_CHARS = 16 * 1024
const MAX_DEPTH = 64
const GRACE_MS = 10_000
const DAY_MS = 86_400_000

/** Starts serving. Throws OperatorError when a port is taken or a certificate can't be read. */
export async function startHost(options: HostOptions): Promise<Host> {
  const tls = await options.tls()
  const closing = new AbortController()
  const named = { ...options, names: [...options.names, ...machineNames()] }
  const sockets = webSockets(named)
  sockets.serve(options.sockets ?? [])
  let served: Served = options
  const pipelines = exchangeable(pipelineOf(named, tls), options.clock)
  const { listener, endRunning } = await httpShell({
    pipeline: pipelines,
    bodyBytes: options.maxBodyBytes,
    allowedOrigins: options.allowedOrigins,
    closing: closing.signal,
  })
  const opening = {
    maxHeaderSize: MAX_HEADER_BYTES,
    // Node would answer without a body; the pipeline refuses it in JSON.
    requireHostHeader: false,
    requestTimeout: (options.receiveSeconds ?? 30) * 1000,
    headersTimeout: (options.receiveSeconds ?? 30) * 1000,
    connectionsCheckingInterval: 1000,
    // Longer than clients and proxies keep theirs (a minute at most), so that no request meets a closing connection.
    keepAliveTimeout: 75_000,
  } satisfies ServerOptions
  const prepare = <S extends Server>(server: S): S => {
    // Dropping headers beyond a count would drop signatures; their bytes are bounded anyway.
    server.maxHeadersCount = 0
    answerBrokenRequests(server)
    sockets.attach(server)
    return server
  }
  const https = await listen({
    addresses: options.addresses,
    port: options.port,
    flag: '--port',
    makeServer: () =>
      prepare(createHttpsServer({ ...opening, ...tls.pair, minVersion: 'TLSv1.2' }, listener)),
  })
  const secure = https.servers as readonly (Server & TlsServer)[]
  const http = await listen({
    addresses: LOOPBACKS,
    port: options.httpPort,
    flag: '--http-port',
    makeServer: () => prepare(createHttpServer(opening, listener)),
  }).catch(async error => {
    await closeAll(https.servers, options.clock)
    throw error
  })
  renewDaily(options, secure, closing.signal)
  return {
    origin: `https://localhost:${https.port}`,
    httpOrigin: `http://localhost:${http.port}`,
    tls,
    get surfaces() {
      return served.surfaces
    },
    exchange: steps =>
      pipelines.exchange(async quiet => {
        await steps.leave()
        sockets.restart()
        endRunning()
        await quiet()
        served = await steps.open()
        sockets.serve(served.sockets ?? [])
        return pipelineOf({ ...named, ...served }, tls)
      }),
    close: async () => {
      closing.abort()
      sockets.close()
      await closeAll([...https.servers, ...http.servers], options.clock)
    },
  }
}

function pipelineOf(options: HostOptions, tls: Tls): Pipeline {
  const unsupported = unsupportedCalls()
  const house = houseSurface({
    health: options.health ?? (async () => ({})),
    metrics: options.metrics ?? (async () => ''),
    caPem: tls.caPem,
    unsupported,
  })
  return pipeline({
    ...options,
    surfaces: [...options.surfaces, house],
    unsupported,
    limits: {
      bytes: options.maxBodyBytes,
      depth: MAX_DEPTH,
      target: MAX_TARGET_CHARS,
      answerSeconds: options.answerSeconds ?? 660,
    },
  })
}

function renewDaily(options: HostOptions, servers: readonly TlsServer[], closing: AbortSignal): void {
  const again = async () => {
    if (closing.aborted) return
    try {
      const { pair } = await options.tls()
      for (const server of servers) server.setSecureContext({ ...pair })
    } catch (error) {
      options.log.error({ reason: messageOf(error) }, 'the certificate could not be renewed')
    }
    options.clock.after(DAY_MS, () => void again())
  }
  options.clock.after(DAY_MS, () => void again())
}

async function closeAll(servers: readonly Server[], clock: Clock): Promise<void> {
  const closed = servers.map(
    server =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  )
  const graceOver = new AbortController()
  const cut = sleep(clock, GRACE_MS, graceOver.signal).then(() => {
    for (const server of servers) server.closeAllConnections()
  })
  await Promise.all(closed)
  graceOver.abort()
  await cut
}
