/** The thin rim around the pipeline: Fastify reads the bytes of a request and writes the bytes of its answer. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Readable } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type { ApiError } from '#base'
import { hostError } from './errors.ts'
import { isAllowedOrigin } from './loopback.ts'
import type { Answer, Incoming, Pipeline } from './pipeline.ts'

export interface ShellOptions {
  readonly pipeline: Pipeline
  readonly bodyBytes: number
  /** Web origins that may call, besides those of this machine. */
  readonly allowedOrigins: readonly string[]
  /** Aborts when the server shuts down: streams end then. */
  readonly closing: AbortSignal
}

export interface Shell {
  /** A request listener for any number of servers. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void
  /** Aborts what runs, as if its callers had gone: streams end then. */
  endRunning(): void
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export async function httpShell(options: ShellOptions): Promise<Shell> {
  // Every target becomes `/` for Fastify's own router: ours reads the original (see parseTarget).
  const app = Fastify({ logger: false, bodyLimit: options.bodyBytes, rewriteUrl: () => '/' })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  const running = new Set<AbortController>()
  const endRunning = () => {
    for (const controller of running) controller.abort()
  }
  options.closing.addEventListener('abort', endRunning)

  const answer = async (request: FastifyRequest, reply: FastifyReply, error?: ApiError) => {
    const incoming = incomingOf(request, signalOf(reply, running))
    const cors = corsHeaders(incoming, options.allowedOrigins)
    if (incoming.method === 'OPTIONS' && incoming.headers['access-control-request-method']) {
      return reply.code(204).headers(cors).send()
    }
    const { pipeline } = options
    const refusal = error ?? (options.closing.aborted ? hostError('Closing') : undefined)
    const answered = await (refusal ? pipeline.refuse(incoming, refusal) : pipeline.serve(incoming))
    return send(reply, answered, { ...cors, ...(options.closing.aborted && { Connection: 'close' }) })
  }
  app.route({ method: [...METHODS], url: '/', handler: (request, reply) => answer(request, reply) })
  app.setNotFoundHandler((request, reply) => answer(request, reply))
  app.setErrorHandler(async (error, request, reply) => {
    await drained(request.raw)
    return answer(request, reply, errorFor(error, options.bodyBytes))
  })
  await app.ready()
  return { listener: app.routing, endRunning }
}

const MOST_DRAINED = 64 * 1024 * 1024

/**
 * Reads what is left of a body, within reason: a caller that is still writing when the connection closes sees a
 * broken pipe instead of the answer.
 */
function drained(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve()
  let bytes = 0
  return new Promise(resolve => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_DRAINED) resolve()
    })
    request.once('end', resolve).once('close', resolve).once('error', resolve)
    request.resume()
  })
}

/** Aborts when the caller goes away before the answer is whole, or when the server shuts down. */
function signalOf(reply: FastifyReply, running: Set<AbortController>): AbortSignal {
  const controller = new AbortController()
  running.add(controller)
  reply.raw.once('close', () => {
    running.delete(controller)
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

function incomingOf(request: FastifyRequest, signal: AbortSignal): Incoming {
  const { raw } = request
  return {
    method: request.method,
    target: request.originalUrl,
    headers: flatten(raw.headers),
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    isTls: isEncrypted(raw.socket),
    remoteAddress: raw.socket.remoteAddress ?? '',
    signal,
  }
}

const isEncrypted = (socket: Duplex): boolean => (socket as Partial<TLSSocket>).encrypted === true

const flatten = (headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )

function send(reply: FastifyReply, answer: Answer, more: Readonly<Record<string, string>>): FastifyReply {
  reply.code(answer.status).headers({ ...more, ...answer.headers })
  const { content } = answer
  if (content === undefined || typeof content === 'string' || ArrayBuffer.isView(content))
    return reply.send(content)
  return reply.send(Readable.from(content))
}

function corsHeaders({ headers }: Incoming, allowed: readonly string[]): Readonly<Record<string, string>> {
  const origin = headers.origin
  if (origin === undefined || !isAllowedOrigin(origin, allowed)) return {}
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': '*',
    Vary: 'Origin',
    ...(headers['access-control-request-method'] && {
      'Access-Control-Allow-Methods': METHODS.join(', '),
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '600',
    }),
  }
}

/** Fastify's own refusals, by their code. */
function errorFor(error: unknown, limit: number): ApiError {
  const code = Reflect.get(Object(error), 'code')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return hostError('BodyTooLarge', { limit })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return hostError('MediaType', { found: 'given' })
  return hostError('BadRequest', { why: String(code ?? 'the connection broke while it was read') })
}
