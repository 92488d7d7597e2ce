/** Kinds of ICE candidates as libraries write them → as we do. */
import type { PairEnd } from '../port.ts'

const TYPES = ['host', 'srflx', 'prflx', 'relay'] as const satisfies readonly PairEnd['type'][]

export const candidateType = (written: string): PairEnd['type'] =>
  TYPES.find(type => type === written.toLowerCase())
