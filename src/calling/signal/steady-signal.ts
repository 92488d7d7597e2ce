/**
 * A signalling client that outlives its socket: when the socket breaks it connects again and goes on with the call in
 * progress, as long as the server keeps its place.
 */
import { type Clock, sleep } from '#base'
import {
  type ClientIdentity,
  type ClientOptions,
  connectSignal,
  type ServerMessage,
  type SignalClient,
  SignalError,
} from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'

export interface SteadyOptions extends Omit<ClientOptions, 'identity'> {
  /** Asked for each connection: tokens grow old. */
  readonly identity: () => Promise<ClientIdentity>
  readonly clock: Clock
}

/** `lost`: the call is over (its place was given up); `refused`: the identity is no longer good. */
export type ConnectionNews = 'connected' | 'reconnecting' | 'lost' | 'refused'

export interface SteadySignal extends SignalClient {
  onConnection(listener: (news: ConnectionNews) => void): () => void
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8000

/** Rejects when the first connection can't be made. */
export async function openSteadySignal(options: SteadyOptions): Promise<SteadySignal> {
  const steady = new Steady(options)
  await steady.connect()
  return steady.face()
}

class Steady {
  readonly #options: SteadyOptions
  readonly #events = new Emitter<{ message: ServerMessage; connection: ConnectionNews }>()
  readonly #closing = new AbortController()
  #client: SignalClient | undefined
  #resumeKey: string | undefined
  #resolveClosed: (end: { code: number; reason: string }) => void = () => undefined
  readonly #closed = new Promise<{ code: number; reason: string }>(resolve => {
    this.#resolveClosed = resolve
  })

  constructor(options: SteadyOptions) {
    this.#options = options
  }

  async connect(): Promise<void> {
    const { identity, clock: _, ...options } = this.#options
    const client = await connectSignal({ ...options, identity: await identity() })
    this.#client = client
    client.onMessage(message => {
      if (message.type === 'ok' && message.resumeKey !== undefined) this.#resumeKey = message.resumeKey
      this.#events.emit('message', message)
    })
    void client.closed.then(end => this.#broke(client, end))
  }

  face(): SteadySignal {
    const current = () => {
      if (!this.#client) throw new Error('The signalling connection was never made.')
      return this.#client
    }
    return {
      get rawId() {
        return current().rawId
      },
      get endpointId() {
        return current().endpointId
      },
      get state() {
        return current().state
      },
      get mediaPath() {
        return current().mediaPath
      },
      get roster() {
        return current().roster
      },
      get lobby() {
        return current().lobby
      },
      get resumeKey() {
        return current().resumeKey
      },
      join: (locator, choices) => current().join(locator, choices),
      call: (to, choices) => current().call(to, choices),
      accept: (participantId, choices) => current().accept(participantId, choices),
      resume: (key, choices) => current().resume(key, choices),
      waitFor: (...states) => current().waitFor(...states),
      sendStatistics: streams => current().sendStatistics(streams),
      leave: reason => current().leave(reason),
      request: message => current().request(message),
      say: message => current().say(message),
      onMessage: listener => this.#events.on('message', listener),
      onConnection: listener => this.#events.on('connection', listener),
      closed: this.#closed,
      close: () => {
        this.#closing.abort()
        current().close()
      },
    }
  }

  #broke(client: SignalClient, end: { code: number; reason: string }): void {
    const isInCall = client.state !== undefined && client.state.state !== 'Disconnected'
    if (this.#closing.signal.aborted) this.#resolveClosed(end)
    else void this.#comeBack(isInCall ? this.#resumeKey : undefined)
  }

  async #comeBack(resumeKey: string | undefined): Promise<void> {
    this.#events.emit('connection', 'reconnecting')
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      await sleep(this.#options.clock, wait, this.#closing.signal)
      if (this.#closing.signal.aborted) return
      try {
        await this.connect()
        break
      } catch (error) {
        // The server is away: try again. It is there and says no: nothing to try.
        if (error instanceof SignalError) return this.#events.emit('connection', 'refused')
      }
    }
    this.#events.emit('connection', await this.#goOn(resumeKey))
  }

  async #goOn(resumeKey: string | undefined): Promise<ConnectionNews> {
    if (resumeKey === undefined) return 'connected'
    try {
      await this.#client?.resume(resumeKey, { media: 'webrtc' })
      return 'connected'
    } catch {
      return 'lost'
    }
  }
}
