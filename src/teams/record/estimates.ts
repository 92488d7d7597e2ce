/** Listening quality of an audio stream by the E-model, from its average figures: estimates, never measured. */
import { estimateDegradation, estimateMos, type NetworkPath, type StreamQuality } from '#records'

/** 1 (bad) … 4.5; undefined where neither loss nor round trip is known. */
export function networkMosOf(quality: StreamQuality): number | undefined {
  const path = pathOf(quality)
  return path && estimateMos(path)
}

/** MOS points that loss and waiting took. */
export function degradationOf(quality: StreamQuality): number | undefined {
  const path = pathOf(quality)
  return path && Math.max(0, estimateDegradation(path))
}

/** A buffer that nobody measured is taken as twice the jitter. */
function pathOf(quality: StreamQuality): NetworkPath | undefined {
  const { packetLossRateAvg, roundTripTimeAvg } = quality
  if (packetLossRateAvg === undefined && roundTripTimeAvg === undefined) return undefined
  return {
    roundTrip: roundTripTimeAvg ?? 0,
    jitterBuffer: quality.jitterBufferSizeAvg ?? 2 * (quality.jitterAvg ?? 0),
    lossRatio: packetLossRateAvg ?? 0,
  }
}
