/** The portal and the join page: what `npm run build` made, read once, sent compressed. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ApiError, type HttpReply, type HttpRequest, type Surface, standardErrorBody } from '#base'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

/** Fluent and the editor write style elements of their own; scripts come from this origin alone. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SAFE = {
  'Content-Security-Policy': CSP,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
}

interface Kept {
  readonly plain: Buffer
  readonly packed: Buffer
}

const compress = promisify(gzip)

/** `folder`: absolute path of `dist/views`. Pages answer 503 with what to do where it was never built. */
export function viewsSurface(folder: string): Surface {
  const kept = new Map<string, Promise<Kept>>()
  const read = (file: string): Promise<Kept> => {
    const known = kept.get(file)
    if (known) return known
    const reading = readFile(join(folder, file)).then(async plain => ({
      plain,
      packed: await compress(plain),
    }))
    kept.set(file, reading)
    // What is not there now may be built later.
    reading.catch(() => kept.delete(file))
    return reading
  }
  const send = async (file: string, { headers }: HttpRequest, cache: string): Promise<HttpReply> => {
    const { plain, packed } = await read(file)
    const isPacked = /\bgzip\b/.test(headers['accept-encoding'] ?? '')
    return {
      status: 200,
      text: {
        contentType: TYPES[extname(file)] ?? 'application/octet-stream',
        content: isPacked ? packed : plain,
      },
      headers: {
        ...SAFE,
        'Cache-Control': cache,
        Vary: 'Accept-Encoding',
        ...(isPacked && { 'Content-Encoding': 'gzip' }),
      },
    }
  }
  const page = (file: string) => (request: HttpRequest) =>
    send(file, request, 'no-cache').catch(() => {
      throw notBuilt()
    })
  const asset = (request: HttpRequest) => {
    const file = normalize(request.params.file ?? '')
    if (file.startsWith('..') || file.startsWith('/')) throw unknownFile(file)
    // Names of assets carry a hash of their content.
    const cache = file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return send(file, request, cache).catch(() => {
      throw unknownFile(file)
    })
  }
  const get = (path: string, handle: (request: HttpRequest) => Promise<HttpReply>) =>
    ({ id: path, method: 'GET', path, handle }) as const
  return {
    name: 'views',
    access: { kind: 'none' },
    prefixes: ['views', 'portal', 'meet'],
    errorBody: standardErrorBody,
    routes: [
      get('/', page('portal.html')),
      get('/portal', page('portal.html')),
      get('/portal/{+page}', page('portal.html')),
      get('/meet', page('meet.html')),
      get('/meet/{+meeting}', page('meet.html')),
      get('/views/{+file}', asset),
    ],
  }
}

const notBuilt = () =>
  new ApiError({
    status: 503,
    code: 'NotBuilt',
    message: 'The pages were never built. Expected dist/views; run `npm run build` and reload.',
  })

const unknownFile = (file: string) =>
  new ApiError({
    status: 404,
    code: 'NotFound',
    message: `There is no file ${JSON.stringify(file.slice(0, 200))}.`,
  })
