/** What sources write into the journal: things that happened, before anybody decides who may see them. */
import type { Instant } from '#base'
import type { Call, LobbyOutcome } from './call.ts'
import type { ClientReport } from './client-report.ts'
import type { ArmId, CallId, ParticipantId, ResourceId, RuleId, TenantId } from './ids.ts'
import type { Row } from './record.ts'

/** One request to an API of a resource, whatever its outcome (R2, R3). */
export interface Operation {
  readonly id: string
  /** Which API: decides metric, category and table. */
  readonly api: 'identity' | 'chat' | 'rooms'
  /** The metric's Operation (`CreateToken`, `Bad Route`). */
  readonly name: string
  /** The resource that issued the identity or token (R4). */
  readonly resource: ResourceId
  readonly at: Instant
  readonly durationMs: number
  readonly statusCode: number
  /** Text of the outcome for ResultDescription; absent for success. */
  readonly description?: string | undefined
  readonly apiVersion?: string | undefined
  readonly uri: string
  readonly callerIp: string
  /** The identity the operation is about: raw id. */
  readonly identity?: string | undefined
  readonly scopes?: readonly string[] | undefined
  /** Chat: the thread the request addressed. */
  readonly thread?: string | undefined
  /** Chat: the message the request addressed or made. */
  readonly message?: string | undefined
  /** Rooms: the room the request addressed or made, and what it did to it. */
  readonly room?: RoomNote | undefined
  readonly userAgent?: string | undefined
  readonly correlationId: string
}

/** What an operation log of rooms says of a room; absent is what the request did not learn. */
export interface RoomNote {
  readonly id?: string | undefined
  /** Whole minutes from validFrom to validUntil. */
  readonly lifespan?: number | undefined
  readonly pstnDialOutEnabled?: boolean | undefined
  /** How many there are after the request, in all and by role. */
  readonly participants?: number | undefined
  readonly consumers?: number | undefined
  readonly attendees?: number | undefined
  readonly presenters?: number | undefined
  /** How many the request put in on creation, put in or changed later, and removed. */
  readonly added?: number | undefined
  readonly upserted?: number | undefined
  readonly removed?: number | undefined
}

/** A stay in the lobby of a meeting, known when it ends; the call itself may go on. */
export interface LobbyVisit {
  readonly id: string
  readonly callId: CallId
  readonly threadId: string
  readonly organizerTenant: TenantId
  readonly participantId: ParticipantId
  /** Raw id of who waited. */
  readonly who: string
  readonly entered: Instant
  readonly left: Instant
  readonly outcome: LobbyOutcome
  /** Raw id of who admitted or rejected. */
  readonly by?: string | undefined
  /** The rule that sent them to the lobby. */
  readonly rule: RuleId
}

/** Rows that somebody sent for a custom table of a workspace: nobody's call or request, so no policy is asked. */
export interface Deposit {
  readonly id: string
  /** ARM id of the workspace, under which the router knows it. */
  readonly workspace: ArmId
  readonly table: string
  readonly rows: readonly DepositedRow[]
}

export interface DepositedRow {
  /** Becomes TimeGenerated. */
  readonly time: Instant
  readonly cells: Row
}

/** Something that became of an alert: it fired, it ended, or a receiver was told of it or could not be. */
export interface AlertNote {
  readonly id: string
  readonly at: Instant
  readonly event: AlertNoteEvent
  readonly alert: string
  /** ARM id of its rule, and what people call it. */
  readonly rule: string
  readonly ruleName: string
  /** Whose rule it is. */
  readonly tenant: string
  readonly signal: 'Log' | 'Metric'
  readonly severity: number
  readonly scope: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly conditions: readonly AlertNoteCondition[]
  readonly windowStart: string
  readonly windowEnd: string
  readonly isMuted: boolean
  /** Of a telling, that it came of. */
  readonly receiver?: { readonly kind: string; readonly name: string } | undefined
  readonly attempts?: number | undefined
  readonly problem?: string | undefined
}

/** `Withdrawn`: its rule was changed or deleted. */
export type AlertNoteEvent = 'Fired' | 'Resolved' | 'Withdrawn' | 'Told' | 'NotTold'

/** What one criterion of the rule compared when it fired. */
export interface AlertNoteCondition {
  readonly metric?: string
  readonly aggregation: string
  readonly operator: string
  readonly threshold: number
  readonly value: number | null
}

export type Fact =
  | { readonly kind: 'operation'; readonly operation: Operation }
  /** A finished call. Version 1 when it ends; higher versions replace lower ones (R52). */
  | { readonly kind: 'call'; readonly call: Call; readonly version: number }
  | { readonly kind: 'lobbyVisit'; readonly visit: LobbyVisit }
  | { readonly kind: 'clientReport'; readonly report: ClientReport }
  | { readonly kind: 'deposit'; readonly deposit: Deposit }
  | { readonly kind: 'alert'; readonly note: AlertNote }
