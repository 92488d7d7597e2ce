/** What clients tell of themselves, on its way into the journal: who tells it, of whom, and how much of it is taken. */
import { type Clock, type Ids, type Json, type Log, parseIso } from '#base'
import {
  type ClientOperation,
  type ClientReport,
  identifierOf,
  idsWithin,
  type Leg,
  type MediaSeries,
  type ReportContent,
  type ReportingClient,
  rawIdOf,
} from '#records'
import type { State } from '#state'
import { finishLeg } from '../engine/finish.ts'
import { type LiveCall, type LiveLeg, legsOf } from '../engine/live-call.ts'
import type { OperationTold, SeriesTold } from './telemetry-messages.ts'

/** A leg with the call it is or was in. */
export interface Told {
  readonly call: LiveCall
  readonly leg: LiveLeg
}

export interface TelemetryOptions {
  readonly state: Pick<State, 'transact'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

export interface Telemetry {
  /**
   * Stores a report; resolves with how many rows were too many and are lost. `teller` is whose budget is used: a seat,
   * or a socket outside calls. Rejects with ApiError 503 while nothing can be stored.
   */
  take(
    teller: object,
    from: ReportingClient,
    news: { content: ReportContent; call?: LiveCall },
  ): Promise<number>
  /** Rows that were lost so far. */
  lost(): number
}

/** Rows a teller may send at once, and a second in the long run: several times what a large call makes. */
const BURST_ROWS = 1000
const ROWS_PER_SECOND = 50

/** Far more than a client sees at once; each goes into the journal with the report. */
const MOST_MENTIONED = 100

interface Budget {
  rows: number
  at: number
  /** The log says it of each teller once. */
  isKnownToTalk: boolean
}

export function openTelemetry({ state, clock, ids, log }: TelemetryOptions): Telemetry {
  const budgets = new WeakMap<object, Budget>()
  let lost = 0
  const budgetOf = (teller: object): Budget => {
    const now = clock.now()
    const budget = budgets.get(teller) ?? { rows: BURST_ROWS, at: now, isKnownToTalk: false }
    const earned = (Math.max(0, now - budget.at) / 1000) * ROWS_PER_SECOND
    budget.rows = Math.min(BURST_ROWS, budget.rows + earned)
    budget.at = now
    budgets.set(teller, budget)
    return budget
  }
  const lose = (budget: Budget, rows: number, kind: string): number => {
    lost += rows
    if (!budget.isKnownToTalk) log.warn({ rows, kind }, 'a client told more of itself than is taken')
    budget.isKnownToTalk = true
    return rows
  }
  return {
    take: async (teller, from, { content, call }) => {
      const rows = sizeOf(content)
      const budget = budgetOf(teller)
      const taken = Math.min(rows, Math.floor(budget.rows))
      budget.rows -= taken
      const kept = firstOf(content, taken)
      const mentions = call ? mentionsIn(kept, call, from) : []
      if (taken === 0 || mentions.length > MOST_MENTIONED) return lose(budget, rows, content.kind)
      if (taken < rows) lose(budget, rows - taken, content.kind)
      const report: ClientReport = { id: ids.uuid(), at: clock.now(), from, mentions, content: kept }
      await state.transact(tx => tx.emit({ kind: 'clientReport', report }))
      return rows - taken
    },
    lost: () => lost,
  }
}

function sizeOf(content: ReportContent): number {
  if (content.kind === 'survey') return 1
  return content.kind === 'operations' ? content.operations.length : content.series.length
}

function firstOf(content: ReportContent, most: number): ReportContent {
  if (content.kind === 'operations') return { ...content, operations: content.operations.slice(0, most) }
  return content.kind === 'mediaStats' ? { ...content, series: content.series.slice(0, most) } : content
}

export const clientOf = ({ call, leg }: Told): ReportingClient => ({
  identity: leg.identity,
  client: leg.client,
  issuedBy: leg.issuedBy,
  endpointId: leg.endpointId,
  sdkVersion: leg.device.sdkVersion,
  osVersion: leg.device.osVersion,
  userAgent: leg.device.userAgent,
  clientInstanceId: leg.device.clientInstanceId,
  inCall: { callId: call.id, participantId: leg.participantId, scene: call.scene },
})

/** The others of the call whom the report names by one of their ids. */
function mentionsIn(content: ReportContent, call: LiveCall, from: ReportingClient): readonly Leg[] {
  const said = new Set(textsIn(content).flatMap(idsWithin))
  const isNamed = (leg: LiveLeg) =>
    [leg.participantId, leg.endpointId, rawIdOf(leg.identity), identifierOf(leg.identity)].some(
      id => id !== undefined && said.has(id),
    )
  return (
    legsOf(call)
      .filter(leg => leg.participantId !== from.inCall?.participantId && isNamed(leg))
      // Where they are is no business of a report.
      .map(leg => ({ ...finishLeg(call, leg), network: undefined, hardware: undefined, streams: [] }))
  )
}

/** Issues of a survey are words of a list. */
function textsIn(content: ReportContent): readonly string[] {
  if (content.kind === 'survey') return []
  if (content.kind === 'operations')
    return content.operations.flatMap(({ payload }) => leavesOf(payload ?? null))
  return content.series.flatMap(({ remoteParticipantId, remoteEndpointId }) =>
    [remoteParticipantId, remoteEndpointId].filter(id => id !== undefined),
  )
}

function leavesOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...leavesOf(inner ?? null)])
}

/** The one printed row is of this type. */
const API_REQUEST = 'client-api-request'

export function operationOf(told: OperationTold, ids: Ids, now: number): ClientOperation {
  const { operationId = ids.uuid(), name, type = API_REQUEST, at, payload, parentId, ...rest } = told
  return {
    ...rest,
    operationId,
    name,
    type,
    at: parseIso(at) ?? now,
    payload: parentId === undefined ? payload : { ParentId: parentId, ...payload },
  }
}

export function seriesOf({ intervalSeconds: _, metric, at, ...rest }: SeriesTold, now: number): MediaSeries {
  return { ...rest, metric: metric.charAt(0).toUpperCase() + metric.slice(1), at: parseIso(at) ?? now }
}
