/** What was decided about one participant, for one viewer and one category (invariant 2). */
import type { Instant } from '#base'
import type { CallId, EndpointId, ParticipantId, RuleId, TenantId } from '#records'
import type { ParticipantKind } from './attendee.ts'
import type { Viewer } from './view.ts'

export interface Verdict {
  readonly callId: CallId
  /** Version of the call it was decided on (R52). */
  readonly version: number
  readonly viewer: Viewer
  readonly category: string
  readonly time: Instant
  readonly participantId: ParticipantId
  readonly endpointId: EndpointId
  /** As call tables write it; undefined for phones. */
  readonly identifier: string | undefined
  readonly participantKind: ParticipantKind
  readonly participantTenant: TenantId | undefined
  readonly outcome: 'emitted' | 'withheld'
  /** The rules that made it so; of a withheld participant, those that withheld it. */
  readonly rules: readonly RuleId[]
  /** Columns that the participant's rows withhold, each with its rule. */
  readonly redacted: Readonly<Record<string, RuleId>>
  /**
   * Rows that came of it; an emitted participant without media has no diagnostics rows (R39). Undefined where they
   * come by themselves: what clients log.
   */
  readonly rows: number | undefined
}
