/** Opens the listening sockets: both loopbacks (clients resolve `localhost` to either), or what was configured. */
import type { Server } from 'node:http'
import { isIP } from 'node:net'
import { messageOf } from '#base'
import { OperatorError } from '../operator-error.ts'

export interface ListenOptions {
  readonly addresses: readonly string[]
  /** 0: any free port, the same on all addresses. */
  readonly port: number
  /** The setting's flag, for the error message. */
  readonly flag: string
  readonly makeServer: () => Server
}

export interface Listening {
  readonly servers: readonly Server[]
  readonly port: number
}

const NOT_HERE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT']
const MOST_TRIES = 10

/** Addresses that this machine does not have (no IPv6) are left out as long as one remains. */
export async function listen(options: ListenOptions): Promise<Listening> {
  for (let tries = 1; ; tries++) {
    try {
      return await listenOnce(options)
    } catch (error) {
      const isTaken = codeOf(error) === 'EADDRINUSE'
      // A free port of one address may be taken on the other: then another one is drawn.
      if (isTaken && options.port === 0 && tries < MOST_TRIES) continue
      throw isTaken
        ? new OperatorError(`Port ${options.port} is in use.`, `Choose another with ${options.flag}.`)
        : new OperatorError(`Can't listen: ${messageOf(error)}.`, `Check --host and ${options.flag}.`)
    }
  }
}

async function listenOnce({ addresses, port: wanted, makeServer }: ListenOptions): Promise<Listening> {
  const servers: Server[] = []
  let port = wanted
  let missing: unknown
  try {
    for (const address of addresses) {
      const server = makeServer()
      try {
        port = await bind(server, address, port)
        servers.push(server)
      } catch (error) {
        if (!NOT_HERE.includes(codeOf(error))) throw error
        missing = error
      }
    }
    if (servers.length === 0) throw missing
    return { servers, port }
  } catch (error) {
    for (const server of servers) server.close()
    throw error
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, ipv6Only: isIP(host) === 6 }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

const codeOf = (error: unknown): string => String(Reflect.get(Object(error), 'code'))
