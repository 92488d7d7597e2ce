/** What follows from a fact, as the router needs to know it; `projectWith` is policy's answer, in the product. */
import type { Instant } from '#base'
import type { LegOutcome } from '#policy'
import type { ArmId, Fact, LogRecord } from '#records'

export interface Consequences {
  /** Rows for the viewers, and our own tables' rows (verdicts, lobby visits). */
  readonly records: readonly LogRecord[]
  readonly samples: readonly Sample[]
  /** Rows that go to one destination whatever the settings say. */
  readonly deposits?: readonly Placed[]
  /** What the daily calling metrics are counted from. */
  readonly outcomes?: readonly Outcome[]
}

export type Outcome = Omit<LegOutcome, 'resource'> & { readonly resource: ArmId }

export interface Placed {
  readonly destination: string
  readonly record: LogRecord
}

/** One request, as a metric counts it. */
export interface Sample {
  readonly resource: ArmId
  readonly at: Instant
  /** Metric name as listed in `#records`. */
  readonly metric: string
  readonly operation: string
  readonly statusCode: string
  readonly statusCodeClass: string
  /** False: never in AzureMetrics (R5). */
  readonly exportable: boolean
}

/** Pure: the same fact has the same consequences, so that a replay changes nothing. */
export type Project = (fact: Fact) => Consequences
