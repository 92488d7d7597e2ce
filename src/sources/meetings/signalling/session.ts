/** One socket: greeting, order, bounds and liveness; what messages mean is in the table of commands. */
import { ApiError, type Instant, type Log, messageOf } from '#base'
import { type ParticipantId, rawIdOf } from '#records'
import type { Answer, CommandServices, Guest } from './command.ts'
import { commands } from './commands.ts'
import { identify, type Who } from './identify.ts'
import type { ClientInfo, ClientMessage, ClientMessageOf, RequestKey } from './messages.ts'
import { PROTOCOL } from './messages.ts'
import { type Problem, problem } from './problems.ts'
import type { ReadMessage } from './read-message.ts'
import type { ServerMessage } from './server-messages.ts'
import type { Seat } from './switchboard.ts'

/** A socket as the host gives it. */
export interface SignalSocket {
  /** Where it comes from: of a proxy, where one stands in front. */
  readonly remoteAddress?: string | undefined
  send(text: string): void
  close(code: number, reason: string): void
  onMessage(listener: (text: string) => void): void
  /** Called once with the close code, also when the connection was lost (1006). */
  onClose(listener: (code: number) => void): void
}

export interface SessionServices extends CommandServices {
  readonly read: ReadMessage
  readonly log: Log
}

/** Why we close a socket; the client finds the same codes in docs/signalling.md. */
const CLOSE = {
  helloMissing: [4400, 'No hello in time.'],
  badMessages: [4400, 'Too many messages that do not fit the protocol.'],
  refused: [4401, 'The hello was refused.'],
  silent: [4408, 'Nothing was heard for too long.'],
  flood: [4429, 'Too many messages.'],
  tooLong: [1009, 'The message is too long.'],
} as const satisfies Readonly<Record<string, readonly [code: number, reason: string]>>

/** The client closed on purpose: page left, or socket closed without hanging up. */
const WENT_AWAY: readonly number[] = [1000, 1001]

const LONGEST_MESSAGE = 64 * 1024
const MOST_BAD_MESSAGES = 20
const MOST_WAITING_MESSAGES = 200
const SILENT_KEEP_ALIVES = 3

export class Session {
  readonly #socket: SignalSocket
  readonly #services: SessionServices
  readonly #opened: Instant
  #lastHeard: Instant
  #guest: GuestLine | undefined
  #work: Promise<void> = Promise.resolve()
  #waiting = 0
  #badMessages = 0
  #credit: number
  #creditAt: Instant
  #isClosed = false
  #isDeaf = false

  constructor(socket: SignalSocket, services: SessionServices, closed: () => void) {
    const now = services.clock.now()
    this.#socket = socket
    this.#services = services
    this.#opened = now
    this.#lastHeard = now
    this.#credit = services.settings.messageBurst
    this.#creditAt = now
    socket.onMessage(text => this.#hear(text))
    socket.onClose(code => {
      closed()
      this.#vanish(code)
    })
  }

  /** Closes a socket that never greeted or has gone silent. */
  check(now: Instant): void {
    const { helloMs, keepAliveMs } = this.#services.settings
    if (!this.#guest && now - this.#opened > helloMs) this.#close('helloMissing')
    else if (now - this.#lastHeard > SILENT_KEEP_ALIVES * keepAliveMs) this.#close('silent')
  }

  /** The server stops: what comes now, also the end of the socket, changes nothing any more. */
  stopListening(): void {
    this.#isDeaf = true
  }

  /** Waits for the messages heard so far. */
  settled(): Promise<void> {
    return this.#work
  }

  #hear(text: string): void {
    if (this.#isClosed || this.#isDeaf) return
    this.#lastHeard = this.#services.clock.now()
    const excess = this.#excessOf(text)
    if (excess) this.#close(excess)
    else this.#read(text)
  }

  #excessOf(text: string): keyof typeof CLOSE | undefined {
    if (text.length > LONGEST_MESSAGE) return 'tooLong'
    return this.#pay() && this.#waiting < MOST_WAITING_MESSAGES ? undefined : 'flood'
  }

  #read(text: string): void {
    const reading = this.#services.read(text)
    this.#waiting += 1
    // One after the other, so that an answer never overtakes the one before.
    this.#work = this.#work
      .then(() =>
        reading.kind === 'bad' ? this.#complain(reading.re, reading.problem) : this.#obey(reading.message),
      )
      .finally(() => {
        this.#waiting -= 1
      })
  }

  /** Token bucket: a burst at once, a rate in the long run. */
  #pay(): boolean {
    const { messageBurst, messagesPerSecond } = this.#services.settings
    const earned = ((this.#lastHeard - this.#creditAt) / 1000) * messagesPerSecond
    this.#credit = Math.min(messageBurst, this.#credit + Math.max(0, earned)) - 1
    this.#creditAt = this.#lastHeard
    return this.#credit >= 0
  }

  #complain(re: RequestKey | undefined, what: Problem): void {
    this.#send({ type: 'error', re, ...what })
    this.#badMessages += 1
    if (this.#badMessages >= MOST_BAD_MESSAGES) this.#close('badMessages')
  }

  async #obey(message: ClientMessage): Promise<void> {
    if (this.#isClosed) return
    try {
      if (message.type === 'hello') await this.#greet(message)
      else this.#answer(message.id, await this.#run(message))
    } catch (error) {
      this.#fail(message, error)
    }
  }

  async #run(message: Exclude<ClientMessage, { type: 'hello' }>): Promise<Answer> {
    if (!this.#guest) return { problem: problem('HelloExpected') }
    // The table gives each type its own command; TypeScript can't see that key and message belong together.
    const command = commands[message.type] as (
      message: ClientMessage,
      guest: Guest,
      services: CommandServices,
    ) => Promise<Answer>
    return command(message, this.#guest, this.#services)
  }

  #answer(re: RequestKey | undefined, answer: Answer): void {
    if ('problem' in answer) this.#send({ type: 'error', re, ...answer.problem })
    else if ('message' in answer) this.#send(answer.message)
    else if (re !== undefined) this.#send({ type: 'ok', re, ...answer.ok })
  }

  #fail({ id, type }: ClientMessage, error: unknown): void {
    const isBusy = error instanceof ApiError && error.status === 503
    if (!isBusy) this.#services.log.error({ type, reason: messageOf(error) }, 'a signalling message failed')
    this.#send({ type: 'error', re: id, ...problem(isBusy ? 'ServerBusy' : 'InternalError') })
  }

  async #greet({ id, protocol, identity, client }: ClientMessageOf<'hello'>): Promise<void> {
    if (this.#guest) return this.#send({ type: 'error', re: id, ...problem('AlreadyGreeted') })
    if (protocol !== PROTOCOL) return this.#refuse(id, problem('ProtocolNotSupported'))
    const identified = await identify(identity, this.#services)
    if ('problem' in identified) return this.#refuse(id, identified.problem)
    if (this.#isClosed) return
    const endpoint = client?.endpointId ?? this.#services.ids.uuid()
    const guest = new GuestLine({
      who: identified.who,
      endpointId: endpoint,
      device: deviceOf(client ?? {}),
      address: addressOf(this.#socket.remoteAddress),
      send: message => this.#send(message),
    })
    this.#guest = guest
    this.#services.switchboard.open(guest)
    const { keepAliveMs, graceMs } = this.#services.settings
    const { rawId, endpointId } = guest
    this.#send({ type: 'welcome', re: id, protocol: PROTOCOL, rawId, endpointId, keepAliveMs, graceMs })
  }

  #refuse(re: RequestKey | undefined, why: Problem): void {
    this.#send({ type: 'error', re, ...why })
    this.#close('refused')
  }

  #send(message: ServerMessage): void {
    if (!this.#isClosed) this.#socket.send(JSON.stringify(message))
  }

  #close(why: keyof typeof CLOSE): void {
    const [code, reason] = CLOSE[why]
    this.#socket.close(code, reason)
    this.#vanish(code)
  }

  /** What was heard before is done first: a client may send `leave` and close at once. */
  #vanish(code: number): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const guest = this.#guest
    if (!guest || this.#isDeaf) return
    this.#services.switchboard.close(guest)
    this.#work = this.#work.then(() => this.#giveUpSeat(guest, code))
  }

  async #giveUpSeat(guest: GuestLine, code: number): Promise<void> {
    const { seat } = guest
    if (!seat) return
    seat.line = undefined
    const { desks, switchboard, log } = this.#services
    const kind = WENT_AWAY.includes(code) ? 'abandon' : 'lose'
    try {
      await desks.post(seat.desk, { kind, who: seat.participant }, { insist: true })
    } catch (error) {
      log.error({ kind, reason: messageOf(error) }, 'the end of a socket could not be stored')
    }
    if (kind === 'abandon') switchboard.free(seat.participant)
  }
}

/** IPv4 on a socket of both kinds is written as IPv6. */
const addressOf = (address: string | undefined): string | undefined =>
  address?.replace(/^::ffff:(?=\d+\.)/i, '') || undefined

function deviceOf({ diagnosticOptions, endpointId: _, ...said }: ClientInfo): Guest['device'] {
  return { ...said, diagnosticOptions: diagnosticOptions && JSON.stringify(diagnosticOptions) }
}

/** A greeted socket. */
class GuestLine implements Guest {
  readonly who: Who
  readonly rawId: string
  readonly endpointId: string
  readonly device: Guest['device']
  readonly address: string | undefined
  readonly send: (message: ServerMessage) => void
  seat: Seat | undefined
  lastSeat: Seat | undefined

  constructor({
    who,
    endpointId,
    device,
    address,
    send,
  }: Pick<Guest, 'who' | 'endpointId' | 'device' | 'address' | 'send'>) {
    this.who = who
    this.rawId = rawIdOf(who.identity)
    this.endpointId = endpointId
    this.device = device
    this.address = address
    this.send = send
  }

  unseated(participant: ParticipantId): void {
    if (this.seat?.participant !== participant) return
    this.lastSeat = this.seat
    this.seat = undefined
  }
}
