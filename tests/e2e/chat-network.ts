/** A network between client and server that can be cut: a TCP relay on a port of its own. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Network extends AsyncDisposable {
  /** The server's origin as it is reached through here. */
  readonly origin: string
  /** Breaks every connection, and refuses new ones until it is mended. */
  cut(): void
  mend(): void
}

export async function aNetworkTo(origin: string): Promise<Network> {
  const target = Number(new URL(origin).port)
  const sockets = new Set<Socket>()
  let isCut = false
  const relay = createServer(near => {
    if (isCut) return near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve))
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `https://localhost:${(relay.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
      breakAll()
    },
    mend: () => {
      isCut = false
    },
    [Symbol.asyncDispose]: async () => {
      breakAll()
      await new Promise(resolve => relay.close(resolve))
    },
  }
}
