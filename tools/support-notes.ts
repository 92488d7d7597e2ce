/** What neither the route tables nor the tests know of an API: whose it is, how it differs, and why something is missing. */
export interface ApiNotes {
  readonly title: string
  /** How it is not as in Azure: by operation, or `*` for the whole API. */
  readonly differs?: Readonly<Record<string, string>>
  /** Why an operation answers 501: by operation, or `*` for all others. */
  readonly missing?: Readonly<Record<string, string>>
  /** Operations that no official client sends, or none that is installed here: `*` for all of them. */
  readonly withoutClient?: readonly string[]
}

const NOT_KEPT = 'images in messages are not kept'
const NO_GROUPS = 'resource groups need not be made: they exist as soon as something is in them'
const AT_ONCE = 'done when it is answered; the long-running pattern is for `Prefer: respond-async`'
const FROM_SEED = 'workspaces and their tables come from the seed; here they are shown'

/** By the surface's name. */
export const apiNotes: Readonly<Record<string, ApiNotes>> = {
  identity: {
    title: 'Communication Services identity',
    withoutClient: [
      'GetIdentity',
      'PutTeamsExtensionAssignment',
      'GetTeamsExtensionAssignment',
      'DeleteTeamsExtensionAssignment',
    ],
  },
  'identity-exchange': { title: 'Communication Services identity, exchange of Entra tokens' },
  chat: {
    title: 'Communication Services chat',
    differs: {
      AddChatThreadParticipants: 'Teams users are in threads of meetings alone',
      SendReadReceipt: 'in threads of meetings it is taken and reaches nobody',
    },
    missing: { '*': NOT_KEPT },
  },
  'chat-realtime-discovery': { title: 'Chat realtime, discovery' },
  'chat-realtime': {
    title: 'Chat realtime',
    differs: { OpenRealTimeSession: 'over web sockets alone, without the polling that some proxies need' },
  },
  rooms: {
    title: 'Communication Services rooms',
    differs: {
      '*': 'older versions answer as the newest',
      CreateRoom: '`pstnDialOutEnabled` is kept and decides nothing',
      PatchRoom: '`pstnDialOutEnabled` is kept and decides nothing',
    },
  },
  'teams-cqd': {
    title: 'Call quality',
    differs: {
      RunQuery: 'operands and trends whose numbers are not documented are refused with ErrorType 1',
    },
    withoutClient: ['*'],
  },
  'teams-center': { title: 'Teams side: administration', withoutClient: ['*'] },
  'teams-networks': { title: 'Teams side: buildings and endpoints', withoutClient: ['*'] },
  'teams-reports': { title: 'Teams side: reports', withoutClient: ['*'] },
  'teams-reader': { title: 'Teams side: who asks', withoutClient: ['*'] },
  'communication services': {
    title: 'Resource Manager: Communication Services',
    differs: {
      '*': 'a subscription in which nothing ever was is that of its caller; there, Azure answers 404',
      CommunicationServices_CreateOrUpdate: `${AT_ONCE}; its host name is that of this server`,
      CommunicationServices_Delete: AT_ONCE,
      CommunicationServices_LinkNotificationHub: 'the connection string is not kept, and nothing is pushed',
    },
    missing: {
      '*': 'email is no part of Anteroom',
      ResourceGroups_List: NO_GROUPS,
      ResourceGroups_Get: NO_GROUPS,
      ResourceGroups_CreateOrUpdate: NO_GROUPS,
      ResourceGroups_Delete: NO_GROUPS,
    },
    withoutClient: ['OperationResults_Get'],
  },
  'diagnostic settings': {
    title: 'Resource Manager: diagnostic settings',
    differs: {
      DiagnosticSettings_CreateOrUpdate:
        'takes effect at once, 90 minutes later only with `--latency realistic`; `backfillDays` is ours',
    },
  },
  workspaces: {
    title: 'Resource Manager: workspaces',
    missing: {
      '*': FROM_SEED,
      SharedKeys_GetSharedKeys: 'nothing is sent in by key: logs ingestion takes tokens',
    },
    withoutClient: ['*'],
  },
  metrics: {
    title: 'Azure Monitor metrics',
    missing: { '*': 'metrics are asked for by resource' },
  },
  logs: {
    title: 'Azure Monitor logs',
    differs: { '*': 'what KQL is not supported is refused by name and position (docs/surface/kql.md)' },
    withoutClient: ['QueryWorkspaceGet', 'QueryResourceGet'],
  },
  kusto: {
    title: 'Kusto REST',
    differs: {
      KustoQuery: 'without progressive frames',
      KustoManagement: 'commands that show; none that changes anything',
    },
  },
  'kusto-metadata': { title: 'Kusto REST, sign-in metadata' },
  'logs-ingestion': { title: 'Logs ingestion' },
  'data-collection-rules': {
    title: 'Resource Manager: data collection rules',
    differs: { DataCollectionRules_Create: '`transformKql` other than `source` is refused by name' },
    missing: { '*': 'a rule is asked for by its name, and changed by putting it again' },
    withoutClient: ['DataCollectionRules_Create'],
  },
  graph: {
    title: 'Microsoft Graph: online meetings',
    differs: {
      ListOnlineMeetingsOfMe: 'also without `$filter`, without paging',
      ListOnlineMeetingsOfUser: 'also without `$filter`, without paging',
    },
    missing: {
      ListAttendanceReports: 'reports of attendance are not made',
      ListRecordings: 'nothing is recorded',
      ListTranscripts: 'nothing is transcribed',
      GetVirtualAppointmentJoinWebUrl: 'there are no virtual appointments; a meeting has its join link',
    },
    withoutClient: ['*'],
  },
  'graph-users': {
    title: 'Microsoft Graph: users',
    differs: {
      '*': 'of the directory of the seed: properties that it has not are null',
      ListUsers: '`$filter` compares and joins by `and`, or by `or`; `$expand` is refused',
    },
  },
  'graph-call-records': {
    title: 'Microsoft Graph: call records',
    differs: {
      '*': 'at once, and for a year; what names people goes after 28 days; a token of a user of the tenant will do',
      GetCallRecord: '`organizer` and `participants` are empty, as Graph’s are since July 2026',
    },
  },
  'graph-subscriptions': {
    title: 'Microsoft Graph: subscriptions',
    differs: {
      '*': 'of call records alone, without resource data; the lifecycle event is `missed`',
      CreateSubscription: 'addresses on this machine may be plain http',
    },
  },
  'token service': {
    title: 'Tokens (OAuth 2, managed identity)',
    differs: { Token: 'test users sign in with any password, on loopback alone' },
    withoutClient: ['Keys'],
  },
}
