/** The tables Azure does not have: what we decided, delivered and measured beyond it. Custom tables, so `_CL`. */
import type { Column, ColumnType, Table } from './schema.ts'

/** The standard columns of a custom table, around its own. */
const BEFORE: readonly Column[] = [
  { name: 'TenantId', type: 'string' },
  { name: 'TimeGenerated', type: 'datetime' },
]

const AFTER: readonly Column[] = [
  { name: 'SourceSystem', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: '_IsBillable', type: 'string' },
  { name: '_BilledSize', type: 'real' },
  { name: '_ResourceId', type: 'string' },
  { name: '_SubscriptionId', type: 'string' },
]

/** Why a participant's record reached a viewer, was withheld, or lost fields: one row a decision (invariant 2). */
const verdicts = table('AnteroomVerdicts_CL', 'Verdicts', {
  CorrelationId: 'string',
  ViewerKind: 'string',
  ViewerResourceId: 'string',
  ViewerTenantId: 'string',
  Category: 'string',
  ParticipantId: 'string',
  EndpointId: 'string',
  Identifier: 'string',
  ParticipantKind: 'string',
  ParticipantTenantId: 'string',
  Outcome: 'string',
  Rules: 'dynamic',
  RedactedFields: 'dynamic',
  Rows: 'int',
})

/** One row a batch handed to a destination, whether it was taken or not. */
const deliveries = table('AnteroomDeliveries_CL', 'Deliveries', {
  Destination: 'string',
  DestinationKind: 'string',
  SettingName: 'string',
  Category: 'string',
  Records: 'long',
  Bytes: 'long',
  Attempts: 'int',
  LagMs: 'long',
  Outcome: 'string',
  Error: 'string',
})

/** Metrics per minute with the dimensions that Azure drops on export. TimeGenerated is the minute. */
const operationMetrics = table('AnteroomOperationMetrics_CL', 'Operation metrics', {
  ResourceId: 'string',
  MetricName: 'string',
  Operation: 'string',
  StatusCode: 'string',
  StatusCodeClass: 'string',
  Dimensions: 'dynamic',
  Count: 'long',
  Total: 'real',
  Minimum: 'real',
  Maximum: 'real',
})

/** A stay in the lobby of a meeting: who waited how long, and who ended it. */
const lobbyVisits = table('AnteroomLobbyVisits_CL', 'Lobby visits', {
  CorrelationId: 'string',
  TeamsThreadId: 'string',
  OrganizerTenantId: 'string',
  ParticipantId: 'string',
  Identifier: 'string',
  ParticipantKind: 'string',
  ParticipantTenantId: 'string',
  EnteredTime: 'datetime',
  LeftTime: 'datetime',
  WaitedSeconds: 'real',
  Outcome: 'string',
  EndedBy: 'string',
  Rule: 'string',
})

/** What became of alerts: each that fired or ended, and each receiver that was told or could not be. */
const alerts = table('AnteroomAlerts_CL', 'Alerts', {
  AlertId: 'string',
  Event: 'string',
  RuleId: 'string',
  RuleName: 'string',
  RuleTenantId: 'string',
  SignalType: 'string',
  Severity: 'int',
  Scope: 'string',
  Dimensions: 'dynamic',
  MetricName: 'string',
  Aggregation: 'string',
  Operator: 'string',
  Threshold: 'real',
  Value: 'real',
  Conditions: 'dynamic',
  WindowStart: 'datetime',
  WindowEnd: 'datetime',
  IsMuted: 'bool',
  ReceiverKind: 'string',
  Receiver: 'string',
  Attempts: 'int',
  Error: 'string',
})

export const houseTables: readonly Table[] = [verdicts, deliveries, operationMetrics, lobbyVisits, alerts]

function table(name: string, displayName: string, own: Readonly<Record<string, ColumnType>>): Table {
  const columns = Object.entries(own).map(([column, type]) => ({ name: column, type }))
  return aroundOwn(name, displayName, columns)
}

/** A custom table: its own columns between the standard ones. */
export function aroundOwn(name: string, displayName: string, columns: readonly Column[]): Table {
  return {
    name,
    displayName,
    basicLog: false,
    retired: false,
    origin: 'house',
    columns: [...BEFORE, ...columns, ...AFTER],
  }
}
