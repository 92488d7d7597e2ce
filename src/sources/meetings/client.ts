/**
 * A client of the signalling protocol (docs/signalling.md) on the platform's WebSocket: Node 24 and browsers alike.
 * It speaks for one participant at a time and answers requests with promises. Also a door of its own
 * (`#sources/meetings/client`) for code in browsers, so it imports nothing but types.
 */
import type { StreamReport } from './engine/statistics.ts'
import type {
  ClientInfo,
  ClientMessage,
  ClientMessageOf,
  HelloIdentity,
  LocatorInput,
} from './signalling/messages.ts'
import type { EndOfLeg, RosterEntry, ServerMessage, ServerMessageOf } from './signalling/server-messages.ts'

export type { StreamReport } from './engine/statistics.ts'
export type { Impairment, WantedStream } from './signalling/media-messages.ts'
export type { ClientInfo, ClientMessage, LocatorInput } from './signalling/messages.ts'
export type {
  CallState,
  EndOfLeg,
  IceServer,
  MediaKind,
  Relayed,
  RosterEntry,
  ServerMessage,
  ServerMessageOf,
  ServerOffer,
  SlotNews,
} from './signalling/server-messages.ts'

export type ClientIdentity = HelloIdentity
type StateMessage = ServerMessageOf<'state'>
type State = StateMessage['state']

export interface ClientOptions {
  /** `wss://localhost:7443/signal` */
  readonly url: string
  readonly identity: ClientIdentity
  readonly client?: ClientInfo
}

/** What the server refused, in its words. */
export class SignalError extends Error {
  readonly code: string
  readonly fix: string
  readonly end: EndOfLeg | undefined

  constructor({ code, message, fix, end }: Omit<ServerMessageOf<'error'>, 'type'>) {
    super(message)
    this.name = 'SignalError'
    this.code = code
    this.fix = fix
    this.end = end
  }
}

export interface EntryChoices {
  readonly displayName?: string
  /** Opts in to real media: `mediaPath` follows Connected. Listen before entering, or messages are missed. */
  readonly media?: 'webrtc'
}

export interface JoinChoices extends EntryChoices {
  readonly shows?: { readonly muted?: boolean; readonly camera?: boolean; readonly screen?: boolean }
}

/** Requests reject with SignalError when refused, and when the socket closes before the answer. */
export interface SignalClient {
  readonly rawId: string
  readonly endpointId: string
  /** Latest state of the own call; undefined before the first. */
  readonly state: StateMessage | undefined
  /** Latest way of the own media; undefined before the first, and always without `media`. */
  readonly mediaPath: ServerMessageOf<'mediaPath'> | undefined
  readonly roster: readonly RosterEntry[]
  readonly lobby: readonly RosterEntry[]
  /** Resolves once the server has taken the join; then wait for a state. Gives the participant id. */
  join(locator: LocatorInput, choices?: JoinChoices): Promise<string>
  call(to: string, choices?: EntryChoices): Promise<string>
  accept(participantId: string, choices?: EntryChoices): Promise<string>
  resume(resumeKey: string, choices?: Pick<EntryChoices, 'media'>): Promise<string>
  /** Belongs to the call in progress: another socket of the same identity goes on with it. */
  readonly resumeKey: string | undefined
  /** Resolves with the first state message of that kind, also one that is current. Rejects when it can't come. */
  waitFor(...states: readonly State[]): Promise<StateMessage>
  sendStatistics(streams: readonly StreamReport[]): Promise<void>
  /** `mediaLost`: the client gives up because no media comes any more. */
  leave(reason?: 'mediaLost'): Promise<void>
  /** Any other request of the protocol. */
  request(message: WithoutId<ClientMessage>): Promise<ServerMessage>
  /** Says something without asking for an answer; only errors come back, as messages. Nothing once closed. */
  say(message: WithoutId<ClientMessage>): void
  /** Gives the function that ends the listening. */
  onMessage(listener: (message: ServerMessage) => void): () => void
  /** Code and reason once the socket is closed, by whomever. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  /** Closes the socket; without `leave` before, the call ends as abandoned (0/4521). */
  close(): void
}

type WithoutId<Message> = Message extends ClientMessage ? Omit<Message, 'id'> : never

/** Opens the socket and says hello. Rejects when the server can't be reached or refuses. */
export async function connectSignal({ url, identity, client }: ClientOptions): Promise<SignalClient> {
  const socket = new WebSocket(url)
  const connection = new Connection(socket)
  await connection.opened
  const hello = { type: 'hello', protocol: 1, identity, ...(client && { client }) } as const
  const welcome = await connection.request(hello)
  if (welcome.type !== 'welcome') throw new Error(`The server answered hello with ${welcome.type}.`)
  connection.keepAlive(welcome.keepAliveMs)
  return clientOf(connection, welcome)
}

function clientOf(connection: Connection, welcome: ServerMessageOf<'welcome'>): SignalClient {
  let resumeKey: string | undefined
  const enter = async (message: WithoutId<ClientMessageOf<'join' | 'call' | 'accept' | 'resume'>>) => {
    connection.forgetCall()
    const answer = await connection.request(message)
    if (answer.type !== 'ok' || answer.participantId === undefined)
      throw new Error('The answer names nobody.')
    resumeKey = answer.resumeKey
    return answer.participantId
  }
  return {
    rawId: welcome.rawId,
    endpointId: welcome.endpointId,
    get state() {
      return connection.state
    },
    get mediaPath() {
      return connection.mediaPath
    },
    get roster() {
      return [...connection.roster.values()]
    },
    get lobby() {
      return connection.lobby
    },
    get resumeKey() {
      return resumeKey
    },
    join: (locator, choices = {}) => enter({ type: 'join', locator, ...choices }),
    call: (to, choices = {}) => enter({ type: 'call', to, ...choices }),
    accept: (participantId, choices = {}) => enter({ type: 'accept', participantId, ...choices }),
    resume: (key, choices = {}) => enter({ type: 'resume', resumeKey: key, ...choices }),
    waitFor: (...states) => connection.waitFor(states),
    sendStatistics: async streams =>
      void (await connection.request({ type: 'statistics', streams: [...streams] })),
    leave: async reason => void (await connection.request({ type: 'leave', ...(reason && { reason }) })),
    request: message => connection.request(message),
    say: message => connection.say(message),
    onMessage: listener => connection.onMessage(listener),
    closed: connection.closed,
    close: () => connection.close(),
  }
}

interface Pending {
  resolve(message: ServerMessage): void
  reject(error: Error): void
}

class Connection {
  readonly opened: Promise<void>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  state: StateMessage | undefined
  mediaPath: ServerMessageOf<'mediaPath'> | undefined
  readonly roster = new Map<string, RosterEntry>()
  lobby: readonly RosterEntry[] = []
  readonly #socket: WebSocket
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Set<(message: ServerMessage) => void>()
  #next = 1
  #beat: ReturnType<typeof setInterval> | undefined

  constructor(socket: WebSocket) {
    this.#socket = socket
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('error', () => reject(new Error(`No connection to ${socket.url}.`)), {
        once: true,
      })
    })
    this.closed = new Promise(resolve => {
      socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }), { once: true })
    })
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
    socket.addEventListener('close', ({ code, reason }) => this.#end(code, reason), { once: true })
  }

  request(message: WithoutId<ClientMessage>): Promise<ServerMessage> {
    const id = this.#next++
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('The socket is closed.'))
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ ...message, id }))
    })
  }

  say(message: WithoutId<ClientMessage>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  waitFor(states: readonly State[]): Promise<StateMessage> {
    const { state } = this
    if (state && states.includes(state.state)) return Promise.resolve(state)
    if (state?.state === 'Disconnected') return Promise.reject(new Error(endText(state, states)))
    return new Promise((resolve, reject) => {
      const stop = this.onMessage(message => {
        if (message.type !== 'state') return
        if (states.includes(message.state)) resolve(message)
        else if (message.state === 'Disconnected') reject(new Error(endText(message, states)))
        else return
        stop()
      })
      this.closed.then(
        ({ code, reason }) => reject(new Error(`The socket closed: ${code} ${reason}`)),
        reject,
      )
    })
  }

  forgetCall(): void {
    this.state = undefined
    this.mediaPath = undefined
    this.roster.clear()
    this.lobby = []
  }

  /** Browsers can't send WebSocket pings, so the protocol has its own. */
  keepAlive(everyMs: number): void {
    this.#beat = setInterval(() => {
      this.request({ type: 'ping' }).catch(() => {
        // The socket closed meanwhile; `closed` tells so.
      })
    }, everyMs)
    // Node only: waiting for the next ping must not keep the process alive.
    if (typeof this.#beat === 'object') this.#beat.unref()
  }

  close(): void {
    clearInterval(this.#beat)
    this.#socket.close(1000)
  }

  #hear(text: string): void {
    // Sound: the server prints nothing else; the two are of one version by `hello`.
    const message = JSON.parse(text) as ServerMessage
    this.#note(message)
    for (const listen of this.#listeners) listen(message)
    const pending =
      're' in message && typeof message.re === 'number' ? this.#pending.get(message.re) : undefined
    if (!pending) return
    this.#pending.delete(Number('re' in message ? message.re : 0))
    if (message.type === 'error') pending.reject(new SignalError(message))
    else pending.resolve(message)
  }

  #note(message: ServerMessage): void {
    if (message.type === 'state') this.state = message
    if (message.type === 'mediaPath') this.mediaPath = message
    if (message.type === 'lobby') this.lobby = message.waiting
    if (message.type !== 'roster') return
    for (const entry of [...message.joined, ...message.changed]) this.roster.set(entry.participantId, entry)
    for (const { participantId } of message.left) this.roster.delete(participantId)
  }

  #end(code: number, reason: string): void {
    clearInterval(this.#beat)
    for (const { reject } of this.#pending.values()) reject(new Error(`The socket closed: ${code} ${reason}`))
    this.#pending.clear()
  }
}

const endText = ({ end }: StateMessage, states: readonly State[]): string =>
  `Waited for ${states.join(' or ')}, but the call ended: ${end?.code}/${end?.subCode} ${end?.message}`
