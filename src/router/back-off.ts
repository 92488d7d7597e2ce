/** When to try a failing destination again: exponential, with jitter so that several do not come back at once. */

export interface BackOff {
  readonly firstMs: number
  readonly mostMs: number
}

/** Milliseconds after that many failures in a row (1 = the first): half of it fixed, half by chance in [0, 1). */
export function backOffMs(failures: number, { firstMs, mostMs }: BackOff, chance: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(whole / 2 + (whole / 2) * chance)
}
