/** Who speaks, by the audio levels in packets (RFC 6464): smoothed, with a dominant speaker that does not flicker. */
import type { PeerKey, SpeakerLevel } from '../port.ts'

/** −dBov 0 (loudest) … 127 (silent) as the linear 0..1 of W3C's audioLevel. */
export const levelOf = (minusDecibels: number): number =>
  minusDecibels >= 127 ? 0 : 10 ** (-minusDecibels / 20)

/** About −40 dBov: below it is a room, not a voice. */
const VOICE = 0.01
/** How much louder the next one has to be to take over, and how long the last one stays after his last word. */
const LOUDER = 1.5
const STAYS_MS = 1500
/** Levels are told with two digits: smaller changes are no news. */
const DIGITS = 100

interface Voice {
  loudest: number
  smooth: number
  lastSpoke: number
}

export interface Speaking {
  readonly levels: readonly SpeakerLevel[]
  readonly dominant: PeerKey | null
}

export class Speakers {
  readonly #voices = new Map<PeerKey, Voice>()
  #dominant: PeerKey | null = null
  #told = ''

  heard(participant: PeerKey, level: number): void {
    const voice = this.#voiceOf(participant)
    voice.loudest = Math.max(voice.loudest, level)
  }

  muted(participant: PeerKey): void {
    const voice = this.#voices.get(participant)
    if (!voice) return
    voice.loudest = 0
    voice.smooth = 0
  }

  left(participant: PeerKey): void {
    this.#voices.delete(participant)
    if (this.#dominant === participant) this.#dominant = null
  }

  /** When somebody last spoke; 0 for never. Ranks who gets a slot. */
  lastSpoke(participant: PeerKey): number {
    return this.#voices.get(participant)?.lastSpoke ?? 0
  }

  /** Closes the interval since the last call; gives what is to be told, undefined when nothing changed. */
  tick(now: number): Speaking | undefined {
    for (const voice of this.#voices.values()) {
      // Up at once, down slowly: a pause between two words is still speech.
      voice.smooth = Math.max(voice.loudest, voice.smooth * 0.4)
      voice.loudest = 0
      if (voice.smooth >= VOICE) voice.lastSpoke = now
      else if (voice.smooth < VOICE / 100) voice.smooth = 0
    }
    this.#dominant = this.#nextDominant(now)
    const speaking: Speaking = {
      levels: [...this.#voices].map(([participantId, { smooth }]) => ({
        participantId,
        level: Math.round(smooth * DIGITS) / DIGITS,
      })),
      dominant: this.#dominant,
    }
    const told = JSON.stringify(speaking)
    if (told === this.#told) return undefined
    this.#told = told
    return speaking
  }

  #nextDominant(now: number): PeerKey | null {
    const [loudest] = [...this.#voices].sort(([, a], [, b]) => b.smooth - a.smooth)
    const current = this.#dominant === null ? undefined : this.#voices.get(this.#dominant)
    if (!loudest || loudest[1].smooth < VOICE) {
      return current && now - current.lastSpoke < STAYS_MS ? this.#dominant : null
    }
    return current && loudest[1].smooth < LOUDER * current.smooth ? this.#dominant : loudest[0]
  }

  #voiceOf(participant: PeerKey): Voice {
    const known = this.#voices.get(participant)
    if (known) return known
    const voice = { loudest: 0, smooth: 0, lastSpoke: 0 }
    this.#voices.set(participant, voice)
    return voice
  }
}
