/** The SDK's `CallAgent`: one identity that joins, calls and is called. */
import type { Clock, Ids } from '#base'
import type { ClientInfo, LocatorInput, ServerMessage, ServerMessageOf } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import { OperationsLog } from '../operations/operations-log.ts'
import { type ConnectionNews, openSteadySignal, type SteadySignal } from '../signal/steady-signal.ts'
import { Call, type JoinCallOptions } from './call.ts'
import type { DeviceManager } from './device-manager.ts'
import { type Identifier, identifierOf, rawIdOf } from './identifiers.ts'
import { IncomingCall } from './incoming-call.ts'
import type { Updated } from './participants.ts'

/** What the common package's credentials have. */
export interface TokenCredential {
  getToken(): Promise<{ readonly token: string }>
  dispose?(): void
}

export interface AgentServices {
  readonly origin: string
  readonly clock: Clock
  readonly ids: Ids
  readonly devices: DeviceManager
  readonly credential: TokenCredential
  readonly displayName: string | undefined
  readonly client: ClientInfo
  /** Of the client object: what it did before a call. */
  readonly log: OperationsLog
  readonly disposed: () => void
}

type ConnectionState = 'Connected' | 'Disconnected'

interface CallAgentEvents {
  callsUpdated: Updated<Call>
  incomingCall: { readonly incomingCall: IncomingCall }
  handleIncomingCall: { readonly incomingCall: IncomingCall }
  connectionStateChanged: {
    readonly oldState: ConnectionState
    readonly newState: ConnectionState
    readonly reason?: 'invalidToken' | 'connectionIssue'
  }
}

type Operation = Parameters<Call['start']>[0]
type Enter = (signal: SteadySignal, call: Call) => Promise<unknown>

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class CallAgent {
  readonly kind = 'CallAgent'
  private readonly _services: AgentServices
  private readonly _events = new Emitter<CallAgentEvents>()
  private readonly _ringing = new Map<string, IncomingCall>()
  private _calls: readonly Call[] = []
  /** Over, but their connections wait for a survey: until the next call begins. */
  private _over: readonly Call[] = []
  private _connectionState: ConnectionState = 'Disconnected'
  /** Where it rings; each call has a connection of its own, since browsers take a new endpoint for each. */
  private _signal: SteadySignal | undefined

  constructor(services: AgentServices) {
    this._services = services
  }

  get calls(): readonly Call[] {
    return this._calls
  }

  get displayName(): string | undefined {
    return this._services.displayName
  }

  get connectionState(): ConnectionState {
    return this._connectionState
  }

  /** Gives the call at once; what becomes of it is told by its events. */
  join(locator: LocatorInput, options: JoinCallOptions = {}): Call {
    return this._begin('Join', options, (signal, call) =>
      signal.join(locator, { ...this._choices, shows: call.shows }),
    )
  }

  /** The first one is called, the others are rung into that call. */
  startCall(participants: readonly Identifier[], options: JoinCallOptions = {}): Call {
    const [first, ...others] = participants.map(rawIdOf)
    if (first === undefined) throw new Error('startCall needs somebody to call.')
    return this._begin('StartCall', options, async signal => {
      await signal.call(first, this._choices)
      for (const user of others) await signal.request({ type: 'add', user })
    })
  }

  async dispose(): Promise<void> {
    await Promise.all(this._calls.map(call => call.close()))
    this._forget()
    this._signal?.close()
    this._services.disposed()
    this._turn('Disconnected')
    this._events.clear()
  }

  on<Name extends keyof CallAgentEvents>(name: Name, listener: (event: CallAgentEvents[Name]) => void): void {
    this._events.on(name, listener)
  }

  off<Name extends keyof CallAgentEvents>(
    name: Name,
    listener: (event: CallAgentEvents[Name]) => void,
  ): void {
    this._events.off(name, listener)
  }

  /** Ours. Rejects when the token is refused or there is no server. */
  async connect(): Promise<void> {
    const signal = await this._connect()
    this._signal = signal
    this._services.log.sendTo(operations =>
      signal.say({ type: 'clientOperations', operations: [...operations] }),
    )
    signal.onMessage(message => this._hear(signal, message))
    signal.onConnection(news => this._hearConnection(news))
    this._turn('Connected')
  }

  private get _choices() {
    const { displayName } = this._services
    return { media: 'webrtc' as const, ...(displayName !== undefined && { displayName }) }
  }

  private _connect(): Promise<SteadySignal> {
    const { origin, credential, clock, client } = this._services
    return openSteadySignal({
      url: `${origin.replace(/^http/, 'ws')}/signal`,
      identity: async () => ({ kind: 'token', token: (await credential.getToken()).token }),
      clock,
      client,
    })
  }

  private _begin(operation: Operation, options: JoinCallOptions, enter: Enter): Call {
    return this._run({ operation, options, enter, connect: () => this._connect() })
  }

  private _run({ operation, options, enter, connect, from }: Running): Call {
    const { clock, ids, origin, devices } = this._services
    this._forget()
    const call = new Call({
      session: {
        clock,
        log: new OperationsLog({ clock, ids }),
        beaconUrl: `${origin}/signal/beacon`,
        connect,
        enter: signal => enter(signal, call),
      },
      id: from?.callId ?? ids.uuid(),
      direction: from ? 'Incoming' : 'Outgoing',
      callerInfo: from ? callerOf(from) : { identifier: undefined },
      devices,
      options,
    })
    this._calls = [...this._calls, call]
    call.on('stateChanged', () => {
      if (call.state === 'Disconnected') this._remove(call)
    })
    // Apps add their listeners after they have the call.
    queueMicrotask(() => {
      this._events.emit('callsUpdated', { added: [call], removed: [] })
      void call.start(operation)
    })
    return call
  }

  private _remove(call: Call): void {
    if (!this._calls.includes(call)) return
    this._calls = this._calls.filter(one => one !== call)
    this._over = [...this._over, call]
    this._events.emit('callsUpdated', { added: [], removed: [call] })
  }

  private _forget(): void {
    for (const { session } of this._over) session.close()
    this._over = []
  }

  private _hear(signal: SteadySignal, message: ServerMessage): void {
    if (signal !== this._signal) return
    if (message.type === 'incomingCall') this._ring(signal, message)
    if (message.type !== 'state' || message.state !== 'Disconnected') return
    const ringing = this._ringing.get(message.participantId)
    this._ringing.delete(message.participantId)
    if (message.end) ringing?.ended(message.end)
  }

  private _ring(signal: SteadySignal, from: ServerMessageOf<'incomingCall'>): void {
    const { participantId } = from
    const incomingCall = new IncomingCall({
      id: from.callId,
      callerInfo: callerOf(from),
      accept: options => this._accept(signal, from, options),
      reject: async () => void (await signal.request({ type: 'decline', participantId })),
    })
    this._ringing.set(participantId, incomingCall)
    this._services.log.note('HandleIncomingCall')
    this._events.emit('incomingCall', { incomingCall })
  }

  /** The connection that rang becomes the call's; another one listens for the next. */
  private async _accept(
    signal: SteadySignal,
    from: ServerMessageOf<'incomingCall'>,
    options: JoinCallOptions,
  ): Promise<Call> {
    this._ringing.delete(from.participantId)
    this._signal = undefined
    const call = this._run({
      operation: 'AcceptIncomingCall',
      options,
      from,
      connect: async () => signal,
      enter: () => signal.accept(from.participantId, this._choices),
    })
    this.connect().catch(() => this._turn('Disconnected', 'connectionIssue'))
    return call
  }

  private _hearConnection(news: ConnectionNews): void {
    if (news === 'connected') this._turn('Connected')
    else this._turn('Disconnected', news === 'refused' ? 'invalidToken' : 'connectionIssue')
  }

  private _turn(newState: ConnectionState, reason?: 'invalidToken' | 'connectionIssue'): void {
    const oldState = this._connectionState
    if (newState === oldState) return
    this._connectionState = newState
    this._events.emit('connectionStateChanged', { oldState, newState, ...(reason && { reason }) })
  }
}

interface Running {
  readonly operation: Operation
  readonly options: JoinCallOptions
  readonly enter: Enter
  readonly connect: () => Promise<SteadySignal>
  /** Who rang. */
  readonly from?: ServerMessageOf<'incomingCall'>
}

const callerOf = ({ from }: ServerMessageOf<'incomingCall'>) => ({
  identifier: identifierOf(from.rawId),
  displayName: from.displayName,
})
