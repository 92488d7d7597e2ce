/** The figures that the benchmark reports: quantiles, means, and a line with its verdict. */
import type { BenchResult } from './result.ts'

/** The value below which that share of the values lies; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

interface Measured {
  readonly name: string
  readonly measured: number
  readonly unit: string
  readonly note?: string
}

export const atMost = (most: number, { unit, ...rest }: Measured): BenchResult => ({
  ...rest,
  unit,
  budget: `≤ ${most} ${unit}`,
  met: rest.measured <= most,
})

export const atLeast = (least: number, { unit, ...rest }: Measured): BenchResult => ({
  ...rest,
  unit,
  budget: `≥ ${least} ${unit}`,
  met: rest.measured >= least,
})
