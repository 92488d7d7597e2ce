/** A TCP proxy on a loopback port that can cut all its connections, for tests of what a broken network leaves behind. */
import { connect, createServer, type Socket } from 'node:net'

export interface TestProxy extends AsyncDisposable {
  readonly url: string
  /** Ends every connection at once; new ones are made as before. */
  cut(): void
}

export async function aProxy(target: string): Promise<TestProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const follow = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }
  const server = createServer(client => {
    const there = connect(Number(port), hostname)
    for (const socket of [client, there]) follow(socket)
    client.pipe(there)
    there.pipe(client)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : 0
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${own}`,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
