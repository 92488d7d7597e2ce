/** How loud a microphone is, also while it is muted for the others: for level meters and "you are muted". */
import type { Clock } from '#base'

export interface LevelMeterOptions {
  readonly clock: Clock
  readonly everyMs?: number
}

/** Calls `onLevel` with the loudness (root mean square, 0..1) until the function it gives is called. */
export function meterLevel(
  track: MediaStreamTrack,
  onLevel: (level: number) => void,
  { clock, everyMs = 100 }: LevelMeterOptions,
): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const measure = () => {
    analyser.getFloatTimeDomainData(samples)
    onLevel(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length))
    timer = clock.after(everyMs, measure)
  }
  let timer = clock.after(everyMs, measure)
  return () => {
    timer.cancel()
    // Rejects only when it is closed already.
    context.close().catch(() => undefined)
  }
}
