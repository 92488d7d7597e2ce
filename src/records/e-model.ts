/**
 * Listening quality by the E-model (ITU-T G.107, short form): an estimate from network figures, never a measurement.
 * ITU gives no equipment figures for Opus. Chosen here: Ie 0 (its usual rates are transparent to the model) and Bpl 20,
 * since browsers negotiate Opus with in-band error correction; without it 10 would be nearer.
 */
const EQUIPMENT_IMPAIRMENT = 0
const LOSS_ROBUSTNESS = 20
/** Coding and packets, ms. */
const FIXED_DELAY = 20

export interface NetworkPath {
  /** ms, there and back. */
  readonly roundTrip: number
  /** ms that packets wait before they are played. */
  readonly jitterBuffer: number
  /** 0..1 */
  readonly lossRatio: number
}

/** 1 (bad) … 4.4 (as good as this gets). */
export function estimateMos({ roundTrip, jitterBuffer, lossRatio }: NetworkPath): number {
  const delay = roundTrip / 2 + jitterBuffer + FIXED_DELAY
  const delayImpairment = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3)
  const percent = 100 * lossRatio
  const lossImpairment =
    EQUIPMENT_IMPAIRMENT + ((95 - EQUIPMENT_IMPAIRMENT) * percent) / (percent + LOSS_ROBUSTNESS)
  const rating = Math.min(100, Math.max(0, 93.2 - delayImpairment - lossImpairment))
  const score = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating)
  return Math.min(4.5, Math.max(1, score))
}

/** What the network took of the quality: the score of the same call without loss and waiting, less the score. */
export const estimateDegradation = (path: NetworkPath): number =>
  estimateMos({ ...path, lossRatio: 0, jitterBuffer: 0 }) - estimateMos(path)
