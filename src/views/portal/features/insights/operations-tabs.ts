/** Authentication, chat and rooms have the same layout; each is one operation log. */
import type { ChartRow, TabRow } from './chart-row.ts'

/** As ResultType says it. */
const TONES = { Succeeded: 'good', Failed: 'bad' } as const

interface Log {
  readonly id: string
  readonly title: string
  readonly table: string
  /** Column of who it was about. */
  readonly who: string
  /** Column that says why in words, where the table has one. */
  readonly why?: string
  readonly more?: readonly ChartRow[]
}

function operationsTab({ id, title, table, who, why, more = [] }: Log): TabRow {
  const shares = (column: string, name: string): ChartRow => ({
    id: `${id} ${column}`,
    title: name,
    kind: 'pie',
    ...(column === 'ResultType' && { tones: TONES }),
    pick: column,
    kql: ({ filter }) =>
      `${table}${filter}\n| summarize Requests = count() by ${column}\n| order by Requests desc`,
  })
  return {
    id,
    title,
    filters: ['ResultType', 'ResultSignature', 'OperationName', 'OperationVersion', who],
    charts: [
      {
        id: `${id} over time`,
        title: 'Requests over time, by outcome',
        kind: 'time',
        tones: TONES,
        kql: ({ bin, filter }) =>
          `${table}${filter}\n| summarize Requests = count() by ResultType, bin(TimeGenerated, ${bin})\n| order by TimeGenerated asc`,
      },
      shares('ResultType', 'Outcome'),
      shares('ResultSignature', 'Status code'),
      shares('OperationName', 'Operation'),
      shares('OperationVersion', 'Version of the API'),
      {
        id: `${id} failing`,
        title: 'What fails',
        kind: 'table',
        kql: ({ filter }) =>
          `${table}${filter}\n| where toint(ResultSignature) >= 400\n| summarize Requests = count(), Last = max(TimeGenerated) by OperationName, ResultSignature${why === undefined ? '' : `, ${why}`}\n| order by Requests desc`,
      },
      {
        id: `${id} identities`,
        title: 'By identity',
        kind: 'table',
        pick: who,
        kql: ({ filter }) =>
          `${table}${filter}\n| where isnotempty(${who})\n| summarize Requests = count(), Failed = countif(toint(ResultSignature) >= 400), Last = max(TimeGenerated) by ${who}\n| top 100 by Requests`,
      },
      ...more,
    ],
  }
}

export const OPERATION_TABS: readonly TabRow[] = [
  operationsTab({
    id: 'authentication',
    title: 'Authentication',
    table: 'ACSAuthIncomingOperations',
    who: 'Identity',
    why: 'ResultDescription',
  }),
  operationsTab({
    id: 'chat',
    title: 'Chat',
    table: 'ACSChatIncomingOperations',
    who: 'UserId',
    why: 'ResultDescription',
    more: [
      {
        id: 'chat threads',
        title: 'By thread',
        kind: 'table',
        kql: ({ filter }) =>
          `ACSChatIncomingOperations${filter}\n| where isnotempty(ChatThreadId)\n| summarize Requests = count(), People = dcount(UserId) by ChatThreadId\n| top 100 by Requests`,
      },
      {
        id: 'chat addresses',
        title: 'By address of the caller',
        kind: 'table',
        kql: ({ filter }) =>
          `ACSChatIncomingOperations${filter}\n| summarize Requests = count(), Failed = countif(toint(ResultSignature) >= 400) by CallerIpAddress\n| top 100 by Requests`,
      },
    ],
  }),
  operationsTab({ id: 'rooms', title: 'Rooms', table: 'ACSRoomsIncomingOperations', who: 'RoomId' }),
]
