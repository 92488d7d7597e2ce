/** Somebody talks into a muted microphone. */
import type { Clock } from '#base'
import { meterLevel } from '../media/level-meter.ts'
import type { Diagnostics } from './diagnostics.ts'

const EVERY_MS = 250
/** Speech close to a microphone; background noise stays below. */
const SPEECH_LEVEL = 0.03
/** Of the last two seconds: half of it speech. */
const HISTORY = 8

/** Watches until the function it gives is called, which also takes the diagnostic back. */
export function watchMutedSpeech(
  diagnostics: Diagnostics,
  track: MediaStreamTrack,
  clock: Clock,
): () => void {
  let last: readonly boolean[] = []
  const stop = meterLevel(
    track,
    level => {
      last = [...last, level > SPEECH_LEVEL].slice(-HISTORY)
      diagnostics.raise('speakingWhileMicrophoneIsMuted', last.filter(Boolean).length >= HISTORY / 2)
    },
    { clock, everyMs: EVERY_MS },
  )
  return () => {
    stop()
    diagnostics.raise('speakingWhileMicrophoneIsMuted', false)
  }
}
