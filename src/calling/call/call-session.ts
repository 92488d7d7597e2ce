/**
 * One call of an app as it runs: the signalling, the media, and what is written down of both. The public `Call` is its
 * face; nothing here knows the shapes of the SDK.
 */
import type { Clock, Timer } from '#base'
import type { EndOfLeg, RosterEntry, ServerMessage, ServerMessageOf } from '#sources/meetings/client'
import { SignalError } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import { type MediaSession, openMedia } from '../media/open-media.ts'
import type { Operation, OperationsLog } from '../operations/operations-log.ts'
import type { ConnectionNews, SteadySignal } from '../signal/steady-signal.ts'

export type SessionState =
  | 'None'
  | 'Connecting'
  | 'Ringing'
  | 'InLobby'
  | 'Connected'
  | 'Disconnecting'
  | 'Disconnected'

export interface SessionEvents {
  state: SessionState
  /** Scene, role or call id became known or changed. */
  info: ServerMessageOf<'state'>
  roster: { readonly gone: ReadonlyMap<string, EndOfLeg> }
  lobby: readonly RosterEntry[]
  /** The media session is there: tracks can be set, streams be heard. */
  media: MediaSession
}

export interface SessionOptions {
  readonly clock: Clock
  readonly log: OperationsLog
  readonly beaconUrl: string
  /** Gives a connection of this call's own. */
  readonly connect: () => Promise<SteadySignal>
  /** Joins, calls or accepts; the media session is open already. */
  readonly enter: (signal: SteadySignal) => Promise<unknown>
}

/** How long a survey can follow a call. */
const AFTERWARDS_MS = 5 * 60_000

/** No server, or no way to it: an HTTP request of the browser failed. */
const NO_SERVER: EndOfLeg = { code: 490, subCode: 4502, message: 'The server could not be reached.' }
const CONNECTION_LOST: EndOfLeg = { code: 496, subCode: 7, message: 'The connection was lost.' }
const TOKEN_REFUSED: EndOfLeg = { code: 401, subCode: 10009, message: 'The token is not valid.' }

export class CallSession {
  readonly events = new Emitter<SessionEvents>()
  readonly #options: SessionOptions
  #state: SessionState = 'None'
  #end: EndOfLeg | undefined
  #info: ServerMessageOf<'state'> | undefined
  #signal: SteadySignal | undefined
  #media: MediaSession | undefined
  #afterwards: Timer | undefined

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get state(): SessionState {
    return this.#state
  }

  get end(): EndOfLeg | undefined {
    return this.#end
  }

  /** The server's latest words on the own connection. */
  get info(): ServerMessageOf<'state'> | undefined {
    return this.#info
  }

  get media(): MediaSession | undefined {
    return this.#media
  }

  get roster(): readonly RosterEntry[] {
    return this.#signal?.roster ?? []
  }

  get lobby(): readonly RosterEntry[] {
    return this.#signal?.lobby ?? []
  }

  /** Resolves when the server has taken it, or the call has failed: failures are states, not errors. */
  async start(operation: 'Join' | 'StartCall' | 'AcceptIncomingCall'): Promise<void> {
    this.#become('Connecting')
    try {
      await this.#options.log.run(operation, () => this.#enter())
    } catch (error) {
      this.#finish(endOf(error))
    }
  }

  /** Rejects with what the server refused. */
  async request(message: Parameters<SteadySignal['request']>[0]): Promise<ServerMessage> {
    if (!this.#signal) throw new Error('The call is not connected yet.')
    return this.#signal.request(message)
  }

  async hangUp(forEveryone: boolean): Promise<void> {
    if (this.#state === 'Disconnected' || this.#state === 'Disconnecting') return
    this.#become('Disconnecting')
    await this.#leave(forEveryone ? 'everybody' : 'self')
  }

  /** Ends it, heard or not: the agent is being disposed. */
  close(): void {
    this.#afterwards?.cancel()
    this.#media?.close()
    this.#signal?.close()
  }

  async #enter(): Promise<void> {
    const signal = await this.#options.connect()
    this.#signal = signal
    // Hung up while the connection was being made.
    if (this.#hasEnded()) return signal.close()
    signal.onMessage(message => this.#hear(message))
    signal.onConnection(news => this.#hearConnection(news))
    const { clock, log, beaconUrl } = this.#options
    log.sendTo(operations => this.#tell(signal, operations))
    this.#media = openMedia(signal, { clock, log, beaconUrl })
    this.#media.on('lost', () => void this.#leave('mediaLost'))
    this.events.emit('media', this.#media)
    await this.#options.enter(signal)
  }

  /** By name: the last ones are told when the call is no longer in progress. */
  #tell(signal: SteadySignal, operations: readonly Operation[]): void {
    const participantId = this.#info?.participantId
    const about = participantId !== undefined && { participantId }
    signal.say({ type: 'clientOperations', operations: [...operations], ...about })
  }

  #hasEnded(): boolean {
    return this.#state === 'Disconnecting' || this.#state === 'Disconnected'
  }

  async #leave(how: 'self' | 'everybody' | 'mediaLost'): Promise<void> {
    await this.#media?.finish()
    try {
      if (how === 'everybody') await this.request({ type: 'endForAll' })
      else await this.#signal?.leave(how === 'mediaLost' ? 'mediaLost' : undefined)
    } catch {
      // The call is over already, or the socket is gone: either way it ends here.
    }
    this.#finish({ code: 0, subCode: 0, resultCategory: 'Success', message: 'The participant left.' })
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'state') this.#hearState(message)
    if (message.type === 'roster') {
      const gone = new Map(message.left.map(({ participantId, end }) => [participantId, end]))
      this.events.emit('roster', { gone })
    }
    if (message.type === 'lobby') this.events.emit('lobby', message.waiting)
  }

  #hearState(message: ServerMessageOf<'state'>): void {
    this.#info = message
    this.events.emit('info', message)
    if (message.state === 'Disconnected') this.#finish(message.end ?? CONNECTION_LOST)
    else if (!this.#hasEnded()) this.#become(message.state)
  }

  #hearConnection(news: ConnectionNews): void {
    this.#media?.signalChanged(news === 'connected')
    if (news === 'lost') this.#finish(CONNECTION_LOST)
    if (news === 'refused') this.#finish(TOKEN_REFUSED)
  }

  #become(state: SessionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.log.note('StateChanged', { payload: { State: state } })
    this.events.emit('state', state)
  }

  /** The socket stays for a while: the survey comes after the call. */
  #finish(end: EndOfLeg): void {
    if (this.#state === 'Disconnected') return
    this.#end = end
    this.#become('Disconnected')
    this.#options.log.flush()
    this.#media?.close()
    this.#afterwards = this.#options.clock.after(AFTERWARDS_MS, () => this.#signal?.close())
  }
}

function endOf(error: unknown): EndOfLeg {
  if (!(error instanceof SignalError)) return NO_SERVER
  return error.end ?? { code: 403, subCode: 0, message: `${error.message} ${error.fix}` }
}
