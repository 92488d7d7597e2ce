/**
 * The media plane in a process of its own. It starts with the first peer and after a crash with the next one; a crash
 * takes all media with it, which every listener is told, and nothing else.
 */
import { type Clock, type Log, messageOf, sleep } from '#base'
import type { MediaPlane, PlaneEvent, PlaneStreamReport, Relayed } from '../port.ts'
import { LONGEST_SDP } from '../sdp/answer.ts'
import { DEFAULT_SLOTS, type SlotCounts } from '../sdp/lines.ts'
import { MediaProcess } from './media-process.ts'
import type { ChildStart, MediaLibrary, RemoteMethod } from './protocol.ts'

export interface MediaPlaneOptions {
  readonly clock: Clock
  readonly log: Log
  /** Address to listen on, and so the one clients are told; by default this machine only. */
  readonly address?: string | undefined
  /** UDP port of all calls; 0, the default: a free one. */
  readonly port?: number | undefined
  /** Addresses by which a NAT leads to that port: told to clients as well. */
  readonly announce?: readonly string[] | undefined
  readonly library?: MediaLibrary | undefined
  /** Receive slots of each client. */
  readonly slots?: SlotCounts | undefined
  /** The most one client may send in all, bit/s. */
  readonly bitrateCap?: number | undefined
}

/** For operators and tests. */
export interface MediaCondition {
  readonly state: 'idle' | 'running' | 'stopped'
  readonly pid: number | undefined
  readonly crashes: number
  /** Events left out because the server did not keep up. */
  readonly droppedEvents: number
}

export interface RemotePlane extends MediaPlane {
  condition(): MediaCondition
}

const DEFAULT_BITRATE_CAP = 3_000_000
/** Milliseconds before the n-th start in a row after a crash of a young process; the last one repeats. */
const PAUSES = [0, 250, 1000, 5000]
const YOUNG_MS = 10_000
const GRACE_MS = 3000

/** The plane; no process runs before the first peer. */
export function mediaPlane(options: MediaPlaneOptions): RemotePlane {
  return new ProcessPlane(options)
}

class ProcessPlane implements RemotePlane {
  readonly #options: MediaPlaneOptions
  readonly #listeners = new Set<(event: PlaneEvent) => void>()
  readonly #stopping = new AbortController()
  #life: Promise<MediaProcess> | undefined
  #running: MediaProcess | undefined
  #crashes = 0
  #youngCrashes = 0

  constructor(options: MediaPlaneOptions) {
    this.#options = options
  }

  condition(): MediaCondition {
    const isStopped = this.#stopping.signal.aborted
    return {
      state: isStopped ? 'stopped' : this.#running ? 'running' : 'idle',
      pid: this.#running?.pid,
      crashes: this.#crashes,
      droppedEvents: this.#running?.dropped ?? 0,
    }
  }

  on(listener: (event: PlaneEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  open: MediaPlane['open'] = async opening => {
    await (await this.#process()).call('open', [opening])
  }

  answer: MediaPlane['answer'] = async (peer, answer) => {
    if (answer.sdp.length > LONGEST_SDP) throw new Error(`an answer has at most ${LONGEST_SDP} characters`)
    await this.#ifRunning('answer', [peer, answer])
  }

  candidate: MediaPlane['candidate'] = async (peer, candidate) => {
    await this.#ifRunning('candidate', [peer, candidate])
  }

  renegotiate: MediaPlane['renegotiate'] = async (peer, connection) => {
    await this.#ifRunning('renegotiate', [peer, connection])
  }

  shows: MediaPlane['shows'] = (peer, shows) => this.#say('shows', [peer, shows])

  subscribe: MediaPlane['subscribe'] = (peer, want) => this.#say('subscribe', [peer, want])

  impair: MediaPlane['impair'] = async (peer, impairments) =>
    // Made by our own plane from the same types.
    (await (await this.#process()).call('impair', [peer, impairments])) as Relayed

  peerCandidate: MediaPlane['peerCandidate'] = async candidate =>
    // Without a process nobody is impaired.
    this.#running ? String(await this.#ifRunning('peerCandidate', [candidate])) : candidate.candidate

  close: MediaPlane['close'] = async peer => {
    const reports = await this.#ifRunning('close', [peer]).catch(() => undefined)
    // Made by our own plane from the same types.
    return (reports ?? []) as readonly PlaneStreamReport[]
  }

  closeCall: MediaPlane['closeCall'] = async callId => {
    await this.#ifRunning('closeCall', [callId]).catch(() => {})
  }

  stop: MediaPlane['stop'] = async () => {
    this.#stopping.abort()
    const life = await this.#life?.catch(() => undefined)
    await life?.close(GRACE_MS)
    this.#listeners.clear()
  }

  /** Nothing is to be done in a process that is not there: its peers are gone as well. */
  #ifRunning(method: RemoteMethod, args: readonly unknown[]): Promise<unknown> {
    return this.#running?.call(method, args) ?? Promise.resolve(undefined)
  }

  #say(method: RemoteMethod, args: readonly unknown[]): void {
    // It fails only when the process ends, which is told as an event.
    this.#running?.call(method, args).catch(() => {})
  }

  #process(): Promise<MediaProcess> {
    if (this.#stopping.signal.aborted) return Promise.reject(new Error('The media plane is stopped.'))
    this.#life ??= this.#start()
    return this.#life
  }

  async #start(): Promise<MediaProcess> {
    const { clock, log } = this.#options
    const pause = PAUSES[Math.min(this.#youngCrashes, PAUSES.length - 1)] ?? 0
    if (pause > 0) await sleep(clock, pause, this.#stopping.signal)
    const started = clock.now()
    const life = new MediaProcess({
      start: startOf(this.#options),
      clock,
      log,
      onEvent: event => this.#emit(event),
    })
    void life.ended.then(how => this.#onEnd(how, clock.now() - started))
    await life.ready
    this.#running = life
    return life
  }

  #onEnd(how: string, livedMs: number): void {
    const wasRunning = this.#running !== undefined
    this.#life = undefined
    this.#running = undefined
    if (this.#stopping.signal.aborted) return
    this.#crashes++
    this.#youngCrashes = livedMs < YOUNG_MS ? this.#youngCrashes + 1 : 0
    if (wasRunning) this.#emit({ type: 'crashed', reason: how })
  }

  #emit(event: PlaneEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (thrown) {
        this.#options.log.error(
          { error: messageOf(thrown), event: event.type },
          'a media event was not taken',
        )
      }
    }
  }
}

const startOf = ({ address, port, announce, library, slots, bitrateCap }: MediaPlaneOptions): ChildStart => ({
  library: library ?? 'node-datachannel',
  address: address ?? '127.0.0.1',
  port: port ?? 0,
  announce: announce ?? [],
  slots: slots ?? DEFAULT_SLOTS,
  bitrateCap: bitrateCap ?? DEFAULT_BITRATE_CAP,
})
