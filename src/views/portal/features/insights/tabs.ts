/** All tabs of Insights, in Azure's order. */
import { CALL_TABS } from './call-tabs.ts'
import type { TabRow } from './chart-row.ts'
import { OPERATION_TABS } from './operations-tabs.ts'

const kinds: readonly (readonly [string, string])[] = [
  ['ACSCallSummary', 'Calls'],
  ['ACSCallDiagnostics', 'Call streams'],
  ['ACSChatIncomingOperations', 'Chat operations'],
  ['ACSAuthIncomingOperations', 'Authentication operations'],
  ['ACSRoomsIncomingOperations', 'Rooms operations'],
  ['ACSCallClientOperations', 'Client operations'],
]

/** Each table is counted by itself before they are united: the name of its kind costs nothing a row then. */
const counted = (count: string): string =>
  `union ${kinds.map(([table, name]) => `(${table} | ${count} | extend Kind = ${JSON.stringify(name)})`).join(',\n  ')}`

const overview: TabRow = {
  id: 'overview',
  title: 'Overview',
  filters: [],
  charts: [
    {
      id: 'overview records',
      title: 'Records over time',
      kind: 'time',
      kql: ({ bin }) =>
        `${counted(`summarize Records = count() by bin(TimeGenerated, ${bin})`)}\n| order by TimeGenerated asc`,
    },
    {
      id: 'overview kinds',
      title: 'Records by kind',
      kind: 'table',
      kql: () =>
        `${counted('summarize Records = count(), Last = max(TimeGenerated)')}\n| where Records > 0\n| project Kind, Records, Last\n| order by Records desc`,
    },
  ],
}

const NOT_HERE =
  'This installation makes no such records: it is about external users in meetings. The tables exist, so that imported records can be asked for in Logs.'

const absent = (id: string, title: string): TabRow => ({
  id,
  title,
  filters: [],
  charts: [],
  absent: NOT_HERE,
})

export const TABS: readonly TabRow[] = [
  overview,
  ...CALL_TABS,
  ...OPERATION_TABS,
  absent('sms', 'SMS'),
  absent('email', 'Email'),
  absent('recording', 'Recording'),
  absent('automation', 'Call automation'),
]
