/**
 * One stay in one meeting: the call of `#calling` with the own devices, and what the page shows of it. Made for each
 * attempt anew; nothing of it comes back after the end but the survey.
 */

import type { Clock, Ids } from '#base'
import { CallSession, OperationsLog, openSteadySignal, type Remote, type Sample } from '#calling'
import { type ClientMessage, type EndOfLeg, type LocatorInput, SignalError } from '#sources/meetings/client'
import type { Identified } from '../before/identities.ts'
import type { LocalMedia } from '../devices/local-media.ts'
import { Store } from '../store.ts'
import { type CallView, freshView, hear, type News } from './shape-call.ts'

export interface MeetingOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly identified: Identified
  readonly locator: LocatorInput
  readonly displayName: string
  readonly local: LocalMedia
}

type Request = ClientMessage extends infer Message
  ? Message extends ClientMessage
    ? Omit<Message, 'id'>
    : never
  : never

const APP = { appName: 'Anteroom join page', appVersion: '1' }

export class Meeting {
  readonly view = new Store<CallView>(freshView)
  readonly remote = new Store<Remote>(new Map())
  readonly sample = new Store<Sample | undefined>(undefined)
  readonly identified: Identified
  readonly displayName: string
  readonly #local: LocalMedia
  readonly #clock: Clock
  readonly #log: OperationsLog
  readonly #session: CallSession

  constructor({ clock, ids, identified, locator, displayName, local }: MeetingOptions) {
    this.identified = identified
    this.displayName = displayName
    this.#local = local
    this.#clock = clock
    this.#log = new OperationsLog({ clock, ids })
    this.#session = new CallSession({
      clock,
      log: this.#log,
      beaconUrl: `${location.origin}/signal/beacon`,
      connect: () =>
        openSteadySignal({
          clock,
          url: `wss://${location.host}/signal`,
          identity: async () => identified.identity,
          client: { userAgent: navigator.userAgent, diagnosticOptions: APP },
        }),
      enter: signal => signal.join(locator, { media: 'webrtc', displayName, shows: this.#shows() }),
    })
    this.#listen()
  }

  /** Failures are states, not errors. */
  async join(): Promise<void> {
    await this.#session.start('Join')
  }

  async leave(forEveryone = false): Promise<void> {
    await this.#log.run('Hangup', () => this.#session.hangUp(forEveryone), { ForEveryone: forEveryone })
  }

  /** What is refused becomes a notice. Gives whether it was done. */
  async ask(message: Request): Promise<boolean> {
    try {
      await this.#session.request(message)
      return true
    } catch (error) {
      this.#tell({ kind: 'notice', text: refusalText(error) })
      return false
    }
  }

  /** Rejects with what the server refused. */
  async survey(
    answers: Omit<Extract<Request, { type: 'survey' }>, 'type' | 'callId' | 'participantId'>,
  ): Promise<void> {
    const { me } = this.view.get()
    if (!me) throw new Error('A survey needs a call that has begun.')
    const { callId, participantId } = me
    await this.#session.request({ type: 'survey', callId, participantId, ...answers })
  }

  /** Nothing more is heard of it; what was not sent goes by beacon. */
  close(): void {
    this.#session.close()
  }

  async toggleMute(): Promise<void> {
    const isMuted = !this.#local.view.get().isMuted
    await this.#local.setMuted(isMuted)
    this.#log.note('IsMutedChanged', { payload: { IsMuted: isMuted } })
    await this.#show()
  }

  async toggleCamera(): Promise<void> {
    const { wantsCamera } = this.#local.view.get()
    const turn = () => (wantsCamera ? this.#local.closeCamera() : this.#local.openCamera())
    await this.#log.run(wantsCamera ? 'StopVideo' : 'StartVideo', turn)
    await this.#show()
  }

  /** The server is asked first: the meeting may not allow it. */
  async toggleScreen(): Promise<void> {
    if (this.#local.view.get().screen) return this.#stopScreen()
    await this.#log.run('StartScreenSharing', () => this.#local.openScreen(() => void this.#stopScreen()))
    if (this.#local.view.get().screen && !(await this.#show())) await this.#local.closeScreen()
  }

  async toggleHand(): Promise<void> {
    const { me, people } = this.view.get()
    const own = people.find(({ participantId }) => participantId === me?.participantId)
    await this.ask({ type: 'raiseHand', raised: own?.handRaised !== true })
  }

  subscribe(want: Extract<Request, { type: 'subscribe' }>['want']): void {
    if (this.view.get().stage.kind === 'call') this.#session.media?.subscribe(want)
  }

  noticed(id: number): void {
    this.#tell({ kind: 'noticed', id })
  }

  async #stopScreen(): Promise<void> {
    await this.#log.run('StopScreenSharing', () => this.#local.closeScreen())
    await this.#show()
  }

  #shows() {
    const { isMuted, wantsCamera, microphone, screen } = this.#local.view.get()
    return { muted: isMuted || !microphone, camera: wantsCamera, screen: screen !== undefined }
  }

  async #show(): Promise<boolean> {
    return this.#session.state !== 'Connected' || this.ask({ type: 'media', ...this.#shows() })
  }

  #tell(news: News): void {
    this.view.set(hear(this.view.get(), news))
  }

  #listen(): void {
    const { events } = this.#session
    events.on('state', state => {
      this.#tell({ kind: 'state', state, end: this.#end, at: this.#clock.now() })
      // Devices may have changed while it waited.
      if (state === 'Connected') void this.#show()
    })
    events.on('info', info => this.#tell({ kind: 'info', info }))
    events.on('roster', ({ gone }) => this.#tell({ kind: 'roster', people: this.#session.roster, gone }))
    events.on('lobby', waiting => this.#tell({ kind: 'lobby', waiting }))
    events.on('media', media => {
      void this.#local.attach(media)
      media.on('remoteChanged', remote => this.remote.set(remote))
      media.on('speaking', speaking => this.#tell({ kind: 'speaking', speaking }))
      media.on('diagnostic', change => this.#tell({ kind: 'diagnostic', change }))
      media.on('sample', sample => this.sample.set(sample))
    })
  }

  get #end(): EndOfLeg | undefined {
    return this.#session.end
  }
}

const refusalText = (error: unknown): string =>
  error instanceof SignalError
    ? `${error.message} ${error.fix}`
    : 'That did not work: the connection is not there.'
