/** The server about itself: health, metrics, the certificate to trust, and what callers asked for in vain. */
import { type Route, type Surface, standardErrorBody } from '#base'
import type { UnsupportedCalls } from './unsupported.ts'

export interface ComponentHealth {
  readonly ok: boolean
  readonly detail?: string
}

export interface HouseOptions {
  /** By component; one that is not ok makes `/healthz` answer 503. */
  readonly health: () => Promise<Readonly<Record<string, ComponentHealth>>>
  /** Text of the Prometheus exposition format. */
  readonly metrics: () => Promise<string>
  readonly caPem: string
  readonly unsupported: UnsupportedCalls
}

export function houseSurface({ health, metrics, caPem, unsupported }: HouseOptions): Surface {
  const get = (path: string, handle: Route['handle']): Route => ({ id: path, method: 'GET', path, handle })
  return {
    name: 'house',
    access: { kind: 'none' },
    prefixes: ['healthz', 'metrics', 'ca.pem', 'unsupported'],
    errorBody: standardErrorBody,
    routes: [
      get('/healthz', async () => {
        const components = await health()
        const isWell = Object.values(components).every(({ ok }) => ok)
        return { status: isWell ? 200 : 503, body: { status: isWell ? 'ok' : 'degraded', components } }
      }),
      get('/metrics', async () => ({
        status: 200,
        text: { contentType: 'text/plain; version=0.0.4; charset=utf-8', content: await metrics() },
      })),
      get('/ca.pem', async () => ({
        status: 200,
        text: { contentType: 'application/x-pem-file', content: caPem },
        headers: { 'Content-Disposition': 'attachment; filename="anteroom-ca.pem"' },
      })),
      get('/unsupported', async () => ({ status: 200, body: { value: unsupported.list() } })),
    ],
  }
}
