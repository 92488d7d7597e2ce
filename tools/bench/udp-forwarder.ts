/** Hands each datagram on to everybody who has ever written, except to who wrote it: the floor of forwarding. */
import { createSocket, type RemoteInfo } from 'node:dgram'

const socket = createSocket('udp4')
const known = new Map<number, RemoteInfo>()

socket.on('message', (bytes, source) => {
  known.set(source.port, source)
  for (const { port, address } of known.values()) {
    if (port !== source.port) socket.send(bytes, port, address)
  }
})
socket.bind(0, '127.0.0.1', () => process.send?.(socket.address().port))
process.on('disconnect', () => process.exit(0))
