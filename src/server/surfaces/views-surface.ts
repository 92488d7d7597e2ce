/** The portal and the join page: what `npm run build` made. */
import { normalize } from 'node:path'
import { ApiError, type HttpReply, type HttpRequest, type Surface, standardErrorBody } from '#base'
import { builtFiles, unknownFile } from './built-files.ts'

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

/** `folder`: absolute path of `dist/views`. Pages answer 503 with what to do where it was never built. */
export function viewsSurface(folder: string): Surface {
  const built = builtFiles(folder)
  const send = (file: string, request: HttpRequest, cache: string): Promise<HttpReply> =>
    built(file, request, { ...SAFE, 'Cache-Control': cache })
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
