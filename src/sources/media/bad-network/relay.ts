/**
 * A UDP relay in front of one address. Everyone who writes to it gets a socket of his own towards the target, so that
 * the target's answers find their way back; both ways go through pipes.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { Clock } from '#base'
import type { Pipe } from './pipe.ts'

export interface Address {
  readonly address: string
  readonly port: number
}

export interface RelaySetting {
  /** Address to listen on. */
  readonly listen: string
  readonly target: Address
  readonly clock: Clock
  /** Asked for each packet: the pipes may be changed while it runs. */
  toTarget(): readonly Pipe[]
  fromTarget(): readonly Pipe[]
}

/** A browser has a few addresses; whoever writes from more is no browser. */
const MOST_SOURCES = 16

export class Relay {
  readonly #setting: RelaySetting
  readonly #front: Socket
  readonly #backs = new Map<string, Socket>()
  #isClosed = false

  /** Listens on a port of its own. Throws when the address cannot be bound. */
  static async open(setting: RelaySetting): Promise<Relay> {
    const front = socketFor(setting.listen)
    await bound(front, setting.listen)
    return new Relay(setting, front)
  }

  constructor(setting: RelaySetting, front: Socket) {
    this.#setting = setting
    this.#front = front
    front.on('message', (bytes, source) => this.#onFront(bytes, source))
    front.on('error', ignore)
  }

  get port(): number {
    return this.#front.address().port
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const sockets = [this.#front, ...this.#backs.values()]
    await Promise.all(sockets.map(socket => new Promise<void>(resolve => socket.close(resolve))))
  }

  #onFront(bytes: Buffer, source: Address): void {
    const back = this.#backFor(source)
    const { target } = this.#setting
    if (back)
      this.#later(this.#setting.toTarget(), bytes, () => back.send(bytes, target.port, target.address))
  }

  #backFor(source: Address): Socket | undefined {
    const key = `${source.address} ${source.port}`
    const known = this.#backs.get(key)
    if (known || this.#backs.size >= MOST_SOURCES) return known
    const back = socketFor(this.#setting.listen)
    back.on('error', ignore)
    back.on('message', bytes =>
      this.#later(this.#setting.fromTarget(), bytes, () =>
        this.#front.send(bytes, source.port, source.address),
      ),
    )
    back.bind(0, this.#setting.listen)
    this.#backs.set(key, back)
    return back
  }

  /** Through one pipe after the other; each sees the packet when the one before lets it out. */
  #later(pipes: readonly Pipe[], bytes: Buffer, send: () => void): void {
    const now = this.#setting.clock.now()
    let at: number | undefined = now
    for (const pipe of pipes) {
      at = pipe.pass(at, bytes)
      if (at === undefined) return
    }
    if (at <= now) send()
    else this.#setting.clock.after(at - now, () => !this.#isClosed && send())
  }
}

const socketFor = (address: string): Socket => createSocket(address.includes(':') ? 'udp6' : 'udp4')

const bound = (socket: Socket, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, address, () => {
      socket.off('error', reject)
      resolve()
    })
  })

/** A port that is not reachable is what a bad network looks like. */
const ignore = () => {}
