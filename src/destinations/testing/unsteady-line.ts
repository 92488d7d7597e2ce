/** A TCP line to a server that can be cut in the middle of what runs: how the outside world fails in the tests. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { invariant } from '#base'

export interface UnsteadyLine {
  readonly port: number
  /** Cuts the line after so many more bytes have gone to the server, once. */
  cutAfter(bytes: number): void
  /** Cuts everything when the server's next answer comes: it did the work, nobody hears of it. */
  cutNextAnswer(): void
  /** While down, nobody gets through. */
  setDown(isDown: boolean): void
  close(): Promise<void>
}

export async function unsteadyLine(target: number): Promise<UnsteadyLine> {
  const open = new Set<Socket>()
  let bytesLeft = Number.POSITIVE_INFINITY
  let isMute = false
  let isDown = false
  const cut = () => {
    bytesLeft = Number.POSITIVE_INFINITY
    isMute = false
    for (const socket of open) socket.destroy()
  }
  const server = createServer(near => {
    if (isDown) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', data => {
      bytesLeft -= data.length
      if (bytesLeft <= 0) cut()
      else far.write(data)
    })
    far.on('data', data => {
      if (isMute) cut()
      else near.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  invariant(typeof address === 'object' && address, 'the line has a port')
  return {
    port: address.port,
    cutAfter: bytes => {
      bytesLeft = bytes
    },
    cutNextAnswer: () => {
      isMute = true
    },
    setDown: down => {
      isDown = down
      if (down) cut()
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
