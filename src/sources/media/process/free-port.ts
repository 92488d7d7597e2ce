import { createSocket } from 'node:dgram'
import type { TransportOptions } from '../transport/secure-transport.ts'

/** A free port, or that one. Throws when it is taken: the library would only say later that it found no candidate. */
export function freePort({ address, port }: TransportOptions): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, address, () => {
      const { port: bound } = socket.address()
      socket.close(() => resolve(bound))
    })
  })
}
