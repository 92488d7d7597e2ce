/** Networks to try what bad ones do: of both directions, named after where one meets them. */
import type { Impairment } from '#sources/meetings/client'

export interface BadNetwork {
  readonly key: string
  readonly title: string
  /** Absent: the real one. */
  readonly impairment?: Impairment
}

export const BAD_NETWORKS: readonly BadNetwork[] = [
  { key: 'real', title: 'As it is' },
  { key: 'far', title: 'Far away: 150 ms each way', impairment: { seed: 1, delayMs: 150 } },
  {
    key: 'train',
    title: 'On a train: 5 % loss, uneven delays',
    impairment: { seed: 2, lossRatio: 0.05, delayMs: 80, jitterMs: 40 },
  },
  {
    key: 'cafe',
    title: 'Crowded café: 400 kbit/s',
    impairment: { seed: 3, rateKbps: 400, delayMs: 30, lossRatio: 0.01 },
  },
  {
    key: 'awful',
    title: 'Hardly any: 20 % loss',
    impairment: { seed: 4, lossRatio: 0.2, delayMs: 150, jitterMs: 80 },
  },
]
