/**
 * Our own tables of what policy decided and what happened in the lobby. They name participants whom rules withhold
 * from a resource, so they belong to the operator: `owner` is the installation's workspace, never a viewer.
 */
import { type Json, toIso } from '#base'
import {
  type AlertNote,
  type ArmId,
  absent,
  type Field,
  identifierOf,
  type LobbyVisit,
  type LogRecord,
  parseRawId,
  type RawIdentity,
  shown,
  type TenantRegistry,
} from '#records'
import type { Verdict } from './verdict.ts'
import type { Viewer } from './view.ts'

const VERDICTS = 'AnteroomVerdicts_CL'
const LOBBY_VISITS = 'AnteroomLobbyVisits_CL'
const ALERTS = 'AnteroomAlerts_CL'

/** The rows of AnteroomVerdicts_CL, in the order of the verdicts of one projection. */
export function verdictRecords(
  verdicts: readonly Verdict[],
  options: { readonly owner: ArmId },
): readonly LogRecord[] {
  return verdicts.map((verdict, number) => ({
    id: [verdict.callId, verdict.version, viewerId(verdict.viewer), VERDICTS, number].join('/'),
    category: VERDICTS,
    resource: options.owner,
    time: verdict.time,
    fields: verdictFields(verdict),
    rules: verdict.rules,
  }))
}

const viewerId = (viewer: Viewer): string => (viewer.kind === 'resource' ? viewer.resource.id : viewer.tenant)

function verdictFields(verdict: Verdict): Readonly<Record<string, Field>> {
  const { viewer } = verdict
  return {
    CorrelationId: shown(verdict.callId),
    ViewerKind: shown(viewer.kind),
    ViewerResourceId: shown(viewer.kind === 'resource' ? viewer.resource.armId : undefined),
    ViewerTenantId: shown(viewer.kind === 'resource' ? viewer.resource.tenant : viewer.tenant),
    Category: shown(verdict.category),
    ParticipantId: shown(verdict.participantId),
    EndpointId: shown(verdict.endpointId),
    Identifier: shown(verdict.identifier),
    ParticipantKind: shown(verdict.participantKind),
    ParticipantTenantId: shown(verdict.participantTenant),
    Outcome: shown(verdict.outcome),
    Rules: shown(verdict.rules),
    RedactedFields: shown(verdict.redacted),
    Rows: shown(verdict.rows),
  }
}

/** The row of AnteroomLobbyVisits_CL of one stay. */
export function lobbyVisitRecord(
  visit: LobbyVisit,
  options: { readonly registry: TenantRegistry; readonly owner: ArmId },
): LogRecord {
  const identity = parseRawId(visit.who)
  return {
    id: [visit.id, LOBBY_VISITS].join('/'),
    category: LOBBY_VISITS,
    resource: options.owner,
    time: visit.left,
    fields: {
      CorrelationId: shown(visit.callId),
      TeamsThreadId: shown(visit.threadId),
      OrganizerTenantId: shown(visit.organizerTenant),
      ParticipantId: shown(visit.participantId),
      Identifier: identity ? shown(identifierOf(identity)) : absent,
      ParticipantKind: shown(identity?.kind),
      ParticipantTenantId: shown(issuingTenant(identity, options.registry)),
      EnteredTime: shown(toIso(visit.entered)),
      LeftTime: shown(toIso(visit.left)),
      WaitedSeconds: shown((visit.left - visit.entered) / 1000),
      Outcome: shown(visit.outcome),
      EndedBy: shown(visit.by),
      Rule: shown(visit.rule),
    },
    rules: [visit.rule],
  }
}

/** A raw id names no home tenant of a Microsoft 365 user; that of a Communication Services user it does. */
function issuingTenant(identity: RawIdentity | undefined, registry: TenantRegistry): Json {
  return identity?.kind === 'acsUser' ? (registry.resource(identity.resource)?.tenant ?? null) : null
}

/** The row of AnteroomAlerts_CL of one happening. No rule decides about it: it is about nobody's call. */
export function alertRecord(note: AlertNote, options: { readonly owner: ArmId }): LogRecord {
  const [first] = note.conditions
  return {
    id: [note.id, ALERTS].join('/'),
    category: ALERTS,
    resource: options.owner,
    time: note.at,
    fields: {
      AlertId: shown(note.alert),
      Event: shown(note.event),
      RuleId: shown(note.rule),
      RuleName: shown(note.ruleName),
      RuleTenantId: shown(note.tenant),
      SignalType: shown(note.signal),
      Severity: shown(note.severity),
      Scope: shown(note.scope),
      Dimensions: shown(note.dimensions),
      MetricName: shown(first?.metric),
      Aggregation: shown(first?.aggregation),
      Operator: shown(first?.operator),
      Threshold: shown(first?.threshold),
      Value: shown(first?.value),
      Conditions: shown(note.conditions.map(condition => ({ ...condition }))),
      WindowStart: shown(note.windowStart),
      WindowEnd: shown(note.windowEnd),
      IsMuted: shown(note.isMuted),
      ReceiverKind: shown(note.receiver?.kind),
      Receiver: shown(note.receiver?.name),
      Attempts: shown(note.attempts),
      Error: shown(note.problem),
    },
    rules: [],
  }
}
