/** Realtime notifications of chat, as the unmodified browser client expects them. */
import type { Caller, Clock, Ids, Surface } from '#base'
import type { ChatEvent } from '../events.ts'
import { acceptSocket, type RealtimeSocket } from './connection.ts'
import { createDevices } from './devices.ts'
import { notificationOf } from './notifications.ts'
import { realtimeSurfaces, SOCKET_PATH } from './surfaces.ts'

export interface RealtimeOptions {
  readonly clock: Clock
  readonly ids: Ids
  /** Throws ApiError 401. */
  verifyUserToken(jwt: string): Promise<Caller>
}

export interface SocketRoute {
  /** Ends with `/*`: one further segment follows. */
  readonly path: string
  accept(socket: RealtimeSocket, request: { readonly path: string }): void
}

export interface Realtime {
  readonly surfaces: readonly Surface[]
  readonly sockets: readonly SocketRoute[]
  /** Tells everybody who is connected and may hear it, on all their devices; at most once. */
  publish(events: readonly ChatEvent[]): void
}

export function createRealtime(options: RealtimeOptions): Realtime {
  const devices = createDevices(options)
  return {
    surfaces: realtimeSurfaces({ devices, verifyUserToken: options.verifyUserToken }),
    sockets: [
      {
        path: `${SOCKET_PATH}/*`,
        accept: (socket, { path }) =>
          acceptSocket(socket, path.slice(SOCKET_PATH.length + 1), { ...options, devices }),
      },
    ],
    publish: events => {
      for (const event of events) {
        for (const user of event.to) {
          for (const push of devices.devicesOf(user)) push(notificationOf(event, user))
        }
      }
    },
  }
}
