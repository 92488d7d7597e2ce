/** The media of one call as a page uses it: tracks in, streams out, measured and diagnosed on the way. */
import type { Clock } from '#base'
import type { MediaKind, WantedStream } from '#sources/meetings/client'
import { Quality } from '../diagnostics/catalogue.ts'
import { type DiagnosticChange, Diagnostics } from '../diagnostics/diagnostics.ts'
import { captureFailed, watchDevices, watchTrack } from '../diagnostics/watch-devices.ts'
import { watchMutedSpeech } from '../diagnostics/watch-muted-speech.ts'
import { watchSamples } from '../diagnostics/watch-samples.ts'
import { Emitter } from '../emitter.ts'
import { Environment } from '../environment/environment.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import type { MediaSignal } from '../signal/media-messages.ts'
import type { Sample } from '../statistics/sample.ts'
import { Sampler } from '../statistics/sampler.ts'
import { describeStreams } from './describe-streams.ts'
import type { Remote } from './remote.ts'
import { MediaConnections, type NetworkView, type Speaking } from './session.ts'
import { Telemetry } from './telemetry.ts'

export interface OpenMediaOptions {
  readonly clock: Clock
  /** Diagnostics are written there too; without it they are only heard. */
  readonly log?: OperationsLog
  /** Where the last rows go when the page is left: `<origin>/signal/beacon`. */
  readonly beaconUrl?: string
}

export interface MediaSessionEvents {
  remoteChanged: Remote
  speaking: Speaking
  network: NetworkView
  /** One second of statistics. */
  sample: Sample
  diagnostic: DiagnosticChange
  /** No media for 45 s: leave with the reason `mediaLost`. */
  lost: undefined
}

export interface MediaSession {
  /** Muted: nothing is sent, but talking into it is noticed. The caller stops tracks that it no longer needs. */
  setMicrophone(track: MediaStreamTrack | null, isMuted?: boolean): Promise<void>
  setCamera(track: MediaStreamTrack | null): Promise<void>
  setScreen(track: MediaStreamTrack | null): Promise<void>
  /** Which loudspeaker the page plays by: its device id, or undefined for the one that the system has chosen. */
  setSpeaker(deviceId: string | undefined): Promise<void>
  /** A capture failed with that error: becomes a diagnostic. */
  captureFailed(kind: MediaKind, error: unknown): void
  /** Streams of the others by participant id. */
  readonly remote: Remote
  readonly network: NetworkView
  readonly diagnostics: Diagnostics
  /** Which pictures are wanted, the most important first. */
  subscribe(want: readonly WantedStream[]): void
  on<Name extends keyof MediaSessionEvents>(
    name: Name,
    listener: (event: MediaSessionEvents[Name]) => void,
  ): () => void
  /** The signalling socket broke, or is back. */
  signalChanged(isConnected: boolean): void
  /** Sends the last rows; to be awaited before leaving, since they are refused afterwards. */
  finish(): Promise<void>
  /** Ends everything at once; rows that were not sent go by beacon. */
  close(): void
}

/** To be opened before joining: the first messages follow the answer at once. */
export function openMedia(signal: MediaSignal, options: OpenMediaOptions): MediaSession {
  return new Session(signal, options)
}

class Session implements MediaSession {
  readonly diagnostics: Diagnostics
  readonly #clock: Clock
  readonly #log: OperationsLog | undefined
  readonly #media: MediaConnections
  readonly #sampler: Sampler
  readonly #telemetry: Telemetry
  readonly #environment: Environment
  readonly #events = new Emitter<MediaSessionEvents>()
  readonly #watches = new Map<MediaKind | 'speech', () => void>()
  readonly #ends: (() => void)[] = []
  #isFinished = false
  #speaker: string | undefined

  /** A page in the background is slowed down by its browser: the reason of many a gap. */
  readonly #visibilityChanged = () => {
    if (document.visibilityState === 'hidden') this.#log?.note('PageHidden')
  }

  constructor(signal: MediaSignal, { clock, log, beaconUrl }: OpenMediaOptions) {
    this.#clock = clock
    this.#log = log
    this.diagnostics = new Diagnostics(log)
    this.#media = new MediaConnections({ signal, clock })
    this.#telemetry = new Telemetry({ signal, log, beaconUrl })
    this.#environment = new Environment(clock)
    const watch = watchSamples(this.diagnostics)
    this.#sampler = new Sampler({
      clock,
      connections: () => this.#media.connections,
      describe: describeStreams(this.#media, signal),
      onSample: sample => {
        watch(sample)
        this.#events.emit('sample', sample)
        this.#hearPeer(sample)
        this.#environment.sampled(sample.paths)
        this.#tellNews()
      },
      onBatch: batch => this.#telemetry.send(batch),
    })
    this.#relay()
    this.#listen()
  }

  get remote(): Remote {
    return this.#media.remote
  }

  get network(): NetworkView {
    return this.#media.network
  }

  on<Name extends keyof MediaSessionEvents>(
    name: Name,
    listener: (event: MediaSessionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener)
  }

  async setMicrophone(track: MediaStreamTrack | null, isMuted = false): Promise<void> {
    this.#watch('audio', track)
    this.#environment.uses('captureDevice', track?.label)
    this.#watches.get('speech')?.()
    this.#watches.delete('speech')
    if (track && isMuted) {
      this.#watches.set('speech', watchMutedSpeech(this.diagnostics, track, this.#clock))
    }
    await this.#media.setTrack('audio', isMuted ? null : track)
  }

  async setCamera(track: MediaStreamTrack | null): Promise<void> {
    this.#watch('video', track)
    this.#environment.uses('videoDevice', track?.label)
    await this.#media.setTrack('video', track)
  }

  async setScreen(track: MediaStreamTrack | null): Promise<void> {
    this.#watch('screen', track)
    // Text has to stay sharp; a slide show does without frames.
    if (track) track.contentHint = 'detail'
    await this.#media.setTrack('screen', track)
  }

  async setSpeaker(deviceId: string | undefined): Promise<void> {
    this.#speaker = deviceId
    await this.#environment.look(navigator, deviceId)
  }

  captureFailed(kind: MediaKind, error: unknown): void {
    captureFailed(this.diagnostics, kind, error)
  }

  subscribe(want: readonly WantedStream[]): void {
    this.#media.subscribe(want)
  }

  signalChanged(isConnected: boolean): void {
    if (isConnected) this.#media.healAll()
    this.diagnostics.grade('networkReconnect', isConnected ? Quality.Good : Quality.Bad)
  }

  async finish(): Promise<void> {
    if (this.#isFinished) return
    this.#isFinished = true
    const batch = await this.#sampler.finish()
    await this.#telemetry.finish({ ...batch, environment: this.#environment.all() })
  }

  close(): void {
    if (!this.#isFinished) {
      this.#isFinished = true
      this.#sampler.stop()
      this.#sayLastWords()
    }
    for (const end of [...this.#ends.splice(0), ...this.#watches.values()]) end()
    this.#watches.clear()
    this.#media.close()
    this.#events.clear()
    this.diagnostics.events.clear()
  }

  #relay(): void {
    const { events } = this.#media
    events.on('remoteChanged', remote => this.#events.emit('remoteChanged', remote))
    events.on('speaking', speaking => this.#events.emit('speaking', speaking))
    events.on('relayUnreachable', () => this.diagnostics.raise('networkRelaysNotReachable', true))
    events.on('lost', () => this.#events.emit('lost', undefined))
    events.on('network', network => {
      this.#diagnose(network)
      this.#events.emit('network', network)
    })
    this.diagnostics.events.on('changed', change => {
      this.#environment.diagnosed(change)
      this.#events.emit('diagnostic', change)
    })
  }

  #diagnose({ media }: NetworkView): void {
    if (media === 'failed') {
      this.#environment.failed()
      this.#tellNews()
    }
    if (media === 'connected') {
      this.#environment.connected()
      this.diagnostics.grade('networkReconnect', Quality.Good)
      this.diagnostics.raise('noNetwork', false)
    } else if (media === 'disconnected' || media === 'failed') {
      this.diagnostics.grade('networkReconnect', Quality.Poor)
    }
  }

  #tellNews(): void {
    const environment = this.#environment.news()
    if (environment) this.#telemetry.send({ reports: [], series: [], environment })
  }

  #sayLastWords(): void {
    this.#telemetry.beacon({ ...this.#sampler.take(), environment: this.#environment.all() })
  }

  #listen(): void {
    const { mediaDevices } = navigator
    const look = () => void this.#environment.look(navigator, this.#speaker)
    look()
    mediaDevices.addEventListener('devicechange', look)
    this.#ends.push(() => mediaDevices.removeEventListener('devicechange', look))
    this.#ends.push(watchDevices(this.diagnostics, mediaDevices))
    const listen = (name: string, listener: () => void) => {
      addEventListener(name, listener)
      this.#ends.push(() => removeEventListener(name, listener))
    }
    listen('pagehide', () => {
      if (!this.#isFinished) this.#sayLastWords()
    })
    document.addEventListener('visibilitychange', this.#visibilityChanged)
    this.#ends.push(() => document.removeEventListener('visibilitychange', this.#visibilityChanged))
    if (!navigator.onLine) this.diagnostics.raise('noNetwork', true)
    listen('offline', () => this.diagnostics.raise('noNetwork', true))
    listen('online', () => this.diagnostics.raise('noNetwork', false))
  }

  #watch(kind: MediaKind, track: MediaStreamTrack | null): void {
    this.#watches.get(kind)?.()
    this.#watches.delete(kind)
    if (track) this.#watches.set(kind, watchTrack(this.diagnostics, kind, track))
  }

  /** Between two peers nobody else could tell who speaks. */
  #hearPeer({ streams }: Sample): void {
    const { peer } = this.#media
    const audio = streams.find(({ kind, direction }) => kind === 'audio' && direction === 'Inbound')
    if (peer === undefined || !audio) return
    const level = audio.gauges.audioLevel ?? 0
    const dominant = level > PEER_SPEAKS_AT ? peer : null
    this.#events.emit('speaking', { levels: [{ participantId: peer, level }], dominant })
  }
}

const PEER_SPEAKS_AT = 0.01
