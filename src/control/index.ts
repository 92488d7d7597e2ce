/** Control for tests: faults that APIs answer with, and a clock that can be moved ahead; never for strangers. */
export { type Control, type ControlOptions, createControl } from './create-control.ts'
export type { Keeper, KeptSnapshot } from './keeper.ts'
