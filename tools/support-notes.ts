/** What the route tables cannot know of each API: whose it is, who judges it, and how it differs from Azure's. */
export interface ApiNotes {
  readonly title: string
  /** Tests in which clients of others use this API. */
  readonly judges: readonly string[]
  readonly clients: string
  /** By operation, or `*` for the whole API. */
  readonly differs?: Readonly<Record<string, string>>
  /** Why the operations that are listed as missing are missing. */
  readonly missingBecause?: string
}

const conformance = (...names: readonly string[]) => names.map(name => `tests/conformance/${name}.test.ts`)

/** By the surface's name. */
export const apiNotes: Readonly<Record<string, ApiNotes>> = {
  identity: {
    title: 'Communication Services identity',
    judges: conformance('identity', 'identity-refusals'),
    clients: '@azure/communication-identity',
  },
  'identity-exchange': {
    title: 'Communication Services identity, exchange of Entra tokens',
    judges: conformance('identity'),
    clients: '@azure/communication-common',
  },
  chat: {
    title: 'Communication Services chat',
    judges: conformance('chat', 'chat-refusals', 'chat-meetings'),
    clients: '@azure/communication-chat',
    missingBecause: 'images in messages are not kept',
  },
  'chat-realtime-discovery': {
    title: 'Chat realtime, discovery',
    judges: ['tests/e2e/chat.test.ts'],
    clients: '@azure/communication-chat in Chromium',
  },
  'chat-realtime': {
    title: 'Chat realtime',
    judges: ['tests/e2e/chat.test.ts'],
    clients: '@azure/communication-chat in Chromium',
  },
  rooms: {
    title: 'Communication Services rooms',
    judges: conformance('rooms'),
    clients: '@azure/communication-rooms',
  },
  'communication services': {
    title: 'Resource Manager: Communication Services',
    judges: conformance('arm-communication', 'arm-restart'),
    clients: '@azure/arm-communication',
    missingBecause: 'email is no part of Anteroom; resource groups and their kin belong to others',
  },
  'diagnostic settings': {
    title: 'Resource Manager: diagnostic settings',
    judges: conformance('arm-monitor'),
    clients: '@azure/arm-monitor',
    differs: {
      DiagnosticSettings_CreateOrUpdate:
        'takes effect at once; 90 minutes later only with `--latency realistic`',
    },
  },
  workspaces: {
    title: 'Resource Manager: workspaces',
    judges: conformance('arm-communication', 'arm-monitor'),
    clients: 'plain REST',
    missingBecause: 'workspaces and their tables come from the seed; here they are shown',
  },
  metrics: {
    title: 'Azure Monitor metrics',
    judges: conformance('metrics'),
    clients: '@azure/monitor-query, @azure/monitor-query-metrics, @azure/arm-monitor',
    missingBecause: 'metrics are asked for by resource',
  },
  logs: {
    title: 'Azure Monitor logs',
    judges: conformance('logs', 'kql'),
    clients: '@azure/monitor-query, @azure/monitor-query-logs',
    differs: { '*': 'what KQL is not supported is refused by name and position' },
  },
  kusto: { title: 'Kusto REST', judges: conformance('kusto'), clients: 'azure-kusto-data' },
  'kusto-metadata': {
    title: 'Kusto REST, sign-in metadata',
    judges: conformance('kusto'),
    clients: 'azure-kusto-data',
  },
  'logs-ingestion': {
    title: 'Logs ingestion',
    judges: conformance('ingestion'),
    clients: '@azure/monitor-ingestion',
  },
  'data-collection-rules': {
    title: 'Resource Manager: data collection rules',
    judges: conformance('ingestion'),
    clients: 'plain REST',
  },
  graph: {
    title: 'Microsoft Graph: online meetings',
    judges: ['tests/e2e/worked-meetings.test.ts'],
    clients: 'plain REST',
    missingBecause: 'reports, recordings, transcripts and virtual appointments are not made',
  },
  'token service': {
    title: 'Tokens (OAuth 2, managed identity)',
    judges: conformance('identity', 'logs'),
    clients: '@azure/identity',
    differs: { '*': 'test users sign in with any password, on loopback alone' },
  },
}
