/** One version of one call as a number, so that rows of superseded versions are left out by comparing numbers (R52). */
import { mixed } from './mixed.ts'

/** 52 bits, whole in every number: two of a million calls share one with a chance of 1 in 9,000. */
export function editionOf(callId: string, version: number): number {
  const [high, low] = mixed(`${callId} ${version}`)
  return (high >>> 12) * 2 ** 32 + low
}
