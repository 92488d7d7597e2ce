/** Where the official client finds realtime: its discovery, its place, its handshake and its registration. */
import { Type } from 'typebox'
import {
  type ApiError,
  type Caller,
  type HttpReply,
  type HttpRequest,
  type Route,
  type Surface,
  standardErrorBody,
} from '#base'
import { chatError } from '../errors.ts'
import { EVERY_SCOPE } from '../operation.ts'
import { pathOf } from './connection.ts'
import { type Device, type Devices, PLACE_SECONDS } from './devices.ts'

export interface SurfacesOptions {
  readonly devices: Devices
  /** Throws ApiError 401. */
  verifyUserToken(jwt: string): Promise<Caller>
}

/** The socket's address is this and the session. */
export const SOCKET_PATH = '/socket.io/1/websocket'

/** Seconds after which the client counts a silent connection as lost, and after which we close it. */
const TIMEOUTS = '60:60'

export function realtimeSurfaces(options: SurfacesOptions): readonly Surface[] {
  const shared = { errorBody: (error: ApiError) => standardErrorBody(error), prefixes: [] }
  return [
    {
      ...shared,
      name: 'chat-realtime-discovery',
      access: { kind: 'userToken' },
      versions: ['2024-09-01'],
      routes: [discover],
    },
    {
      ...shared,
      name: 'chat-realtime',
      access: { kind: 'none' },
      routes: [allocate(options), handshake(options), register(options), unregister],
    },
  ]
}

/** Asked once by each client; no operation of the chat metric (R3), so it leaves no record. */
const discover: Route = {
  id: 'GetRealTimeNotificationConfiguration',
  method: 'GET',
  path: '/chat/config/realTimeNotifications',
  handle: async ({ caller, origin }) => {
    allowed(caller)
    const body = { trouterServiceUrl: origin, registrarServiceUrl: origin, cloudType: 'Public' }
    return { status: 200, body }
  },
}

const allocate = (options: SurfacesOptions): Route => ({
  id: 'AllocateRealTimePlace',
  method: 'POST',
  path: '/v4/a',
  handle: async request => {
    const { caller, jwt } = await ownerOf(request, options)
    const device = options.devices.allocate(caller, jwt)
    if (!device) throw chatError('TooManyDevices', {}, { retryAfterSeconds: 30 })
    return { status: 200, body: placeBody(device, request.origin) }
  },
})

const placeBody = (device: Device, origin: string) => ({
  socketio: `${origin}/`,
  surl: `${origin}${pathOf(device)}`,
  url: `${origin}${pathOf(device)}`,
  id: device.id,
  ccid: device.id,
  ttl: String(PLACE_SECONDS),
  connectparams: {
    sr: device.id,
    issuer: 'anteroom',
    sp: 'connect',
    se: String(device.expiresAt),
    st: String(device.expiresAt - PLACE_SECONDS * 1000),
    sig: device.secret,
  },
  curlb: origin,
})

const handshake = ({ devices }: SurfacesOptions): Route => ({
  id: 'OpenRealTimeSession',
  method: 'GET',
  path: '/socket.io/1',
  handle: async ({ query }): Promise<HttpReply> => {
    const session = devices.openSession(query.sig ?? '')
    if (session === undefined) throw chatError('NotAuthorized')
    const content = `${session}:${TIMEOUTS}:websocket`
    return { status: 200, text: { contentType: 'text/plain; charset=utf-8', content } }
  },
})

const Registration = Type.Object({ registrationId: Type.String({ maxLength: 128 }) })

/** A connected device hears everything it may: the registration has nothing to choose, but its token is checked. */
const register = (options: SurfacesOptions): Route => ({
  id: 'RegisterRealTimeDevice',
  method: 'POST',
  path: '/v3/registrations',
  body: Registration,
  handle: async request => {
    await ownerOf(request, options)
    return { status: 202 }
  },
})

/** The socket that ends with it says all there is to say. */
const unregister: Route = {
  id: 'UnregisterRealTimeDevice',
  method: 'DELETE',
  path: '/v3/registrations/{registrationId}',
  handle: async () => ({ status: 202 }),
}

type User = Extract<Caller, { kind: 'userToken' }>

/** Whose token stands in `x-skypetoken`. Throws ApiError 401, or 403 for one without a scope of chat. */
async function ownerOf(
  { headers }: HttpRequest,
  { verifyUserToken }: SurfacesOptions,
): Promise<{ readonly caller: User; readonly jwt: string }> {
  const jwt = headers['x-skypetoken'] ?? ''
  return { caller: allowed(await verifyUserToken(jwt)), jwt }
}

function allowed(caller: Caller): User {
  if (caller.kind !== 'userToken') throw chatError('NotAuthorized')
  if (EVERY_SCOPE.some(scope => caller.scopes.includes(scope))) return caller
  throw chatError('ScopeMissing', { scopes: EVERY_SCOPE.join(', ') })
}
