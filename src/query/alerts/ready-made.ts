/** Rules that most people want, as data: a click fills the form of a new rule with one. */
import type { Aggregation, Operator } from './rule.ts'

export interface ReadyMadeRule {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly query: string
  readonly aggregation: Aggregation
  readonly measure?: string
  readonly dimensions: readonly string[]
  readonly operator: Operator
  readonly threshold: number
  readonly severity: number
  /** ISO durations. */
  readonly frequency: string
  readonly window: string
}

export const READY_MADE: readonly ReadyMadeRule[] = [
  {
    id: 'refused-by-operation',
    title: 'Requests refused with 403',
    why: 'A policy or a permission changed: an operation that worked answers 403.',
    query: 'AnteroomOperationMetrics_CL\n| where StatusCode == "403"',
    aggregation: 'Total',
    measure: 'Count',
    dimensions: ['Operation'],
    operator: 'GreaterThan',
    threshold: 10,
    severity: 2,
    frequency: 'PT5M',
    window: 'PT15M',
  },
  {
    id: 'lobby-timeouts',
    title: 'Guests left waiting in the lobby',
    why: 'Nobody admitted them before the lobby closed on them.',
    query: 'AnteroomLobbyVisits_CL\n| where Outcome == "timedOut"',
    aggregation: 'Count',
    dimensions: [],
    operator: 'GreaterThan',
    threshold: 0,
    severity: 2,
    frequency: 'PT5M',
    window: 'PT30M',
  },
  {
    id: 'poor-audio',
    title: 'Share of poor audio streams',
    why: 'Jitter, loss or delay beyond what people put up with, in per cent of all audio streams.',
    query:
      'ACSCallDiagnostics\n| where MediaType == "Audio"\n| summarize Streams = count(), Poor = countif(JitterAvg > 30 or PacketLossRateAvg > 0.1 or RoundTripTimeAvg > 500)\n| where Streams >= 5\n| project PoorShare = 100.0 * Poor / Streams',
    aggregation: 'Maximum',
    measure: 'PoorShare',
    dimensions: [],
    operator: 'GreaterThan',
    threshold: 15,
    severity: 3,
    frequency: 'PT15M',
    window: 'PT1H',
  },
  {
    id: 'join-failures',
    title: 'Joins that failed',
    why: 'Participants whose connection ended with an error, by its code.',
    query: 'ACSCallSummary\n| where ParticipantEndReason !in ("0", "") and isnotempty(ParticipantId)',
    aggregation: 'Count',
    dimensions: ['ParticipantEndReason'],
    operator: 'GreaterThan',
    threshold: 3,
    severity: 2,
    frequency: 'PT5M',
    window: 'PT30M',
  },
  {
    id: 'deliveries-failing',
    title: 'Deliveries that fail',
    why: 'A destination does not take what a diagnostic setting sends it.',
    query: 'AnteroomDeliveries_CL\n| where Outcome != "Delivered"',
    aggregation: 'Count',
    dimensions: ['Destination'],
    operator: 'GreaterThan',
    threshold: 0,
    severity: 1,
    frequency: 'PT5M',
    window: 'PT15M',
  },
]
