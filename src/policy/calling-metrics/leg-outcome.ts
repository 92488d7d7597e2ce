/** One leg's outcome in one respect: what the daily calling metrics of its resource are counted from (R19). */
import type { Instant } from '#base'
import { type CallScene, endCode, type Leg, type ResourceId } from '#records'
import { type ClientSaid, type DeviceDimension, deviceOf } from './device-of.ts'

/** The columns by whose values legs are counted apart. */
export type OutcomeDimension = DeviceDimension | 'CallType' | 'ResultType' | 'SubCode'

export interface LegOutcome {
  readonly resource: ResourceId
  readonly at: Instant
  /** As in MetricName: `reliability/api/Join`. */
  readonly metric: string
  /** What is counted once: a leg; before a call the client; of a recovery the occurrence. */
  readonly leg: string
  readonly call?: string | undefined
  readonly dimensions: Readonly<Record<OutcomeDimension, string>>
  readonly succeeded: boolean
  /**
   * `also`: besides other outcomes of the leg in this metric; `instead`: in place of them; `correction`: in place of
   * them, and only where there is one.
   */
  readonly counts: 'also' | 'instead' | 'correction'
}

/** `CallType` as the one printed row spells it. */
const callTypeOf = (scene: CallScene | undefined): string =>
  scene === undefined ? '' : scene.kind === 'p2p' ? '1 to 1' : 'Group'

export interface Result {
  readonly resultType: string
  readonly subCode: number | undefined
}

export function dimensionsOf(
  said: ClientSaid,
  scene: CallScene | undefined,
  { resultType, subCode = 0 }: Result,
): LegOutcome['dimensions'] {
  return {
    ...deviceOf(said),
    CallType: callTypeOf(scene),
    ResultType: resultType,
    SubCode: String(subCode),
  }
}

/** An error that is meant to happen is none of the product's; so Call Diagnostics counts too. */
const SUCCESSES: readonly string[] = ['Succeeded', 'Success', 'ExpectedError']

export const isSuccess = (resultType: string): boolean => SUCCESSES.includes(resultType)

/** How a connected leg ended, by the category of its codes. */
export const dropResultOf = ({ ended }: Leg): Result => ({
  resultType: isSuccess(endCode(ended.code, ended.subCode).category ?? 'Success') ? 'Succeeded' : 'Failed',
  subCode: ended.subCode,
})
