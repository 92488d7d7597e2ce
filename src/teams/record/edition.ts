/** One version of one call as a number, so that rows of superseded versions are left out by comparing numbers (R52). */
import { createHash } from 'node:crypto'

/** 52 bits of a digest: whole in every number, and two of a million calls share one with a chance of 1 in 9,000. */
export const editionOf = (callId: string, version: number): number =>
  Number(createHash('sha256').update(`${callId} ${version}`).digest().readBigUInt64BE() >> 12n)
