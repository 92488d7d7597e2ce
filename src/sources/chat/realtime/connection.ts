/** One socket of one device, from its first frame to its last. */
import type { Caller, Clock } from '#base'
import { type Device, type Devices, PLACE_SECONDS } from './devices.ts'
import { ackFrame, CONNECTED, eventFrame, HEARTBEAT, readFrame, requestFrame } from './frames.ts'

/** A socket as the host hands it over. */
export interface RealtimeSocket {
  send(text: string): void
  close(code: number, reason: string): void
  onMessage(listen: (text: string) => void): void
  onClose(listen: () => void): void
}

export interface ConnectionOptions {
  readonly devices: Devices
  readonly clock: Clock
  /** Throws ApiError 401. */
  verifyUserToken(jwt: string): Promise<Caller>
}

/** The client gives up after 60 s of silence. */
const HEARTBEAT_MS = 25_000

const POLICY = 1008

/** Serves the socket of a session; refuses the one of a session that is not known. */
export function acceptSocket(socket: RealtimeSocket, session: string, options: ConnectionOptions): void {
  const { devices, clock } = options
  const device = devices.takeSession(session)
  if (!device) {
    socket.close(POLICY, 'The session is not known.')
    return
  }
  let requests = 0
  const disconnect = devices.connect(device, body => {
    requests += 1
    socket.send(requestFrame({ id: requests, url: `${pathOf(device)}chat`, body }))
  })
  let isOpen = true
  const beat = () => {
    if (!isOpen) return
    socket.send(HEARTBEAT)
    clock.after(HEARTBEAT_MS, beat)
    closeWhenTokenDied(socket, device, options)
  }
  clock.after(HEARTBEAT_MS, beat)
  socket.onClose(() => {
    isOpen = false
    disconnect()
  })
  socket.onMessage(text => answer(socket, text))
  socket.send(CONNECTED)
  socket.send(eventFrame('trouter.connected', { ttl: String(PLACE_SECONDS) }))
}

/** What pushed requests are addressed to; the client knows it from its allocation. */
export const pathOf = ({ id }: Pick<Device, 'id'>): string => `/v4/f/${id}/`

function answer(socket: RealtimeSocket, text: string): void {
  const frame = readFrame(text)
  if (!frame) socket.close(POLICY, 'That is no frame of socket.io 0.9.')
  else if (frame.kind === 'disconnect') socket.close(1000, 'Good bye.')
  else if (frame.kind === 'event' && frame.ack) socket.send(ackFrame(frame.ack))
}

/** Whoever lost the right to chat hears nothing more; the client comes back with a new token, if it has one. */
function closeWhenTokenDied(
  socket: RealtimeSocket,
  { jwt }: Device,
  { verifyUserToken }: ConnectionOptions,
): void {
  verifyUserToken(jwt).catch(() => socket.close(POLICY, 'The access token is not valid any more.'))
}
