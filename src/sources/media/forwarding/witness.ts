/** What the plane measures of one stream within a window of about 10 s (the second witness beside the client's own). */
import type { MediaKind, PlaneSpread, PlaneStreamReport, PlaneWindow } from '../port.ts'
import type { Interval } from '../rtp/receive-statistics.ts'
import { lossRatio } from '../rtp/receive-statistics.ts'
import { CODECS } from '../sdp/lines.ts'

export const MEDIA_TYPES = { audio: 'Audio', video: 'Video', screen: 'VBSS' } as const satisfies Record<
  MediaKind,
  PlaneStreamReport['mediaType']
>

export class Samples {
  #sum = 0
  #count = 0
  #max = 0

  add(value: number): void {
    this.#sum += value
    this.#count++
    this.#max = Math.max(this.#max, value)
  }

  /** Undefined without a sample: not measured is not zero. */
  take(): PlaneSpread | undefined {
    const spread = this.#count === 0 ? undefined : { avg: this.#sum / this.#count, max: this.#max }
    this.#sum = 0
    this.#count = 0
    this.#max = 0
    return spread
  }
}

/** Gathers one window of one stream. */
export class Witness {
  readonly #kind: MediaKind
  readonly roundTrips = new Samples()
  readonly jitters = new Samples()
  readonly #bitRates = new Samples()
  #since: number
  #lastSecond: number
  #packets = 0
  #frames = 0
  #bytes = 0
  #windowBytes = 0
  #height: number | undefined

  constructor(kind: MediaKind, now: number) {
    this.#kind = kind
    this.#since = now
    this.#lastSecond = now
  }

  /** A packet of media: not sent again, not padding. `endsFrame`: its marker. */
  packet(bytes: number, endsFrame: boolean): void {
    this.#packets++
    this.#bytes += bytes
    if (endsFrame) this.#frames++
  }

  sized(height: number): void {
    this.#height = height
  }

  /** Once a second: the bit rate's maximum is over seconds. */
  second(now: number): void {
    if (this.#kind !== 'audio' && now > this.#lastSecond) {
      this.#bitRates.add((8000 * this.#bytes) / (now - this.#lastSecond))
    }
    this.#windowBytes += this.#bytes
    this.#bytes = 0
    this.#lastSecond = now
  }

  /** Closes the window; undefined when nothing moved in it. */
  take(now: number, interval: Interval): PlaneWindow | undefined {
    const seconds = (now - this.#since) / 1000
    const packets = this.#packets
    const frames = this.#frames
    const bytes = this.#windowBytes + this.#bytes
    const window = {
      roundTripTime: this.roundTrips.take(),
      jitter: this.jitters.take(),
      videoBitRate: this.#bitRates.take(),
      recvResolutionHeight: this.#height,
    }
    this.#since = now
    this.#packets = 0
    this.#frames = 0
    this.#windowBytes = -this.#bytes
    if (packets === 0 || seconds <= 0) return undefined
    return {
      seconds,
      packets,
      bitRate: (8 * bytes) / seconds,
      ...(interval.expected > 0 && {
        packetLossRate: lossRatio(interval),
        packetsExpected: interval.expected,
      }),
      ...(this.#kind !== 'audio' && { videoFrameRate: frames / seconds }),
      ...defined(window),
    }
  }
}

/** The layers of one camera are one stream: what was sent of them together, seen at its best. */
export function mergeLayers(windows: readonly [PlaneWindow, ...PlaneWindow[]]): PlaneWindow {
  const [first] = windows
  if (windows.length === 1) return first
  const sum = (of: (window: PlaneWindow) => number | undefined) =>
    windows.reduce((total, window) => total + (of(window) ?? 0), 0)
  const most = (of: (window: PlaneWindow) => number | undefined) =>
    Math.max(...windows.map(window => of(window) ?? 0))
  const expected = sum(window => window.packetsExpected)
  const packets = sum(window => window.packets)
  const jitter = windows.filter(window => window.jitter)
  return {
    ...first,
    seconds: most(window => window.seconds),
    packets,
    bitRate: sum(window => window.bitRate),
    ...(expected > 0 && {
      packetsExpected: expected,
      packetLossRate: sum(window => (window.packetLossRate ?? 0) * (window.packetsExpected ?? 0)) / expected,
    }),
    ...(jitter.length > 0 && {
      jitter: {
        avg: jitter.reduce((total, window) => total + (window.jitter?.avg ?? 0), 0) / jitter.length,
        max: most(window => window.jitter?.max),
      },
    }),
    videoFrameRate: most(window => window.videoFrameRate),
    videoBitRate: {
      avg: sum(window => window.videoBitRate?.avg),
      max: sum(window => window.videoBitRate?.max),
    },
    ...(windows.some(window => window.recvResolutionHeight !== undefined) && {
      recvResolutionHeight: most(window => window.recvResolutionHeight),
    }),
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Without the members that are undefined. */
const defined = <T extends object>(members: T): Defined<T> =>
  // Filtering by value cannot be told to the compiler: what is left is exactly Defined<T>.
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>

export const reportOf = (
  stream: { readonly participantId: string; readonly id: number; readonly kind: MediaKind },
  direction: PlaneStreamReport['direction'],
  window: PlaneWindow,
): PlaneStreamReport => ({
  participantId: stream.participantId,
  id: stream.id,
  mediaType: MEDIA_TYPES[stream.kind],
  direction,
  transport: 'UDP',
  codec: CODECS[stream.kind].name,
  window,
})
