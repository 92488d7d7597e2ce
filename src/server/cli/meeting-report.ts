/**
 * `anteroom meeting show <id>`: who took part in a call and, per viewer, which rows exist and by which rules.
 * All of it comes from tables anybody can query; the KQL is in here to be copied.
 */

/** Asks the workspace in KQL; cells as the logs API gives them. */
export type Ask = (kql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** A text as a KQL string literal. */
export const kqlText = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`

/** Calls of that id: a call id, or the thread id of a meeting, which may have seen several calls. */
export const callsQuery = (id: string): string => `union
  (AnteroomVerdicts_CL | where CorrelationId == ${kqlText(id)} | project CorrelationId, TimeGenerated),
  (AnteroomLobbyVisits_CL | where TeamsThreadId == ${kqlText(id)} | project CorrelationId, TimeGenerated),
  (ACSCallSummary | where TeamsThreadId == ${kqlText(id)} | project CorrelationId, TimeGenerated)
| summarize Ended = max(TimeGenerated) by CorrelationId
| order by Ended asc`

export const verdictsQuery = (callId: string): string => `AnteroomVerdicts_CL
| where CorrelationId == ${kqlText(callId)}
| extend Viewer = iff(ViewerKind == "tenant", strcat("the Teams tenant ", ViewerTenantId), tostring(split(ViewerResourceId, "/")[-1]))
| summarize arg_max(TimeGenerated, *) by Viewer, ParticipantId, EndpointId, Category
| project Viewer, ParticipantId, Identifier, ParticipantKind, ParticipantTenantId, Category, Outcome, Rows, Rules, RedactedFields
| order by Viewer asc, ParticipantId asc, Category asc`

export const lobbyQuery = (callId: string): string => `AnteroomLobbyVisits_CL
| where CorrelationId == ${kqlText(callId)}
| project Identifier, EnteredTime, WaitedSeconds, Outcome, Rule
| order by EnteredTime asc`

/** The lines of the report; undefined when no call of that id is known. */
export async function meetingReport(id: string, ask: Ask): Promise<readonly string[] | undefined> {
  const calls = await ask(callsQuery(id))
  if (calls.length === 0) return undefined
  const lines: string[] = []
  for (const call of calls) {
    const callId = String(call.CorrelationId)
    const verdicts = await ask(verdictsQuery(callId))
    const visits = await ask(lobbyQuery(callId))
    lines.push(
      `Call ${callId}, ended ${String(call.Ended)}`,
      ...lobbyLines(visits),
      ...viewerLines(verdicts),
      '',
    )
  }
  return lines
}

type Cells = Readonly<Record<string, unknown>>

function lobbyLines(visits: readonly Cells[]): readonly string[] {
  if (visits.length === 0) return []
  const rows = visits.map(({ Identifier, WaitedSeconds, Outcome, Rule }) => [
    String(Identifier),
    `waited ${Math.round(Number(WaitedSeconds))} s`,
    String(Outcome),
    String(Rule),
  ])
  return ['', '  Lobby', ...aligned(rows, '    ')]
}

function viewerLines(verdicts: readonly Cells[]): readonly string[] {
  const byViewer = Map.groupBy(verdicts, verdict => String(verdict.Viewer))
  return [...byViewer].flatMap(([viewer, seen]) => {
    const legs = Map.groupBy(seen, ({ ParticipantId, EndpointId }) => `${ParticipantId} ${EndpointId}`)
    const rows = [...legs.values()].map(legCells)
    return ['', `  Seen by ${viewer}`, ...aligned(rows, '    ')]
  })
}

/** One connection, as one viewer sees it: who, how many rows of which category, by which rules, what is withheld. */
function legCells(verdicts: readonly Cells[]): readonly string[] {
  const [first = {}] = verdicts
  const emitted = verdicts.filter(({ Outcome }) => Outcome === 'emitted')
  const counts = emitted.map(({ Category, Rows }) => `${String(Category)} ${Number(Rows)}`)
  const rules = new Set((emitted.length > 0 ? emitted : verdicts).flatMap(({ Rules }) => listOf(Rules)))
  const redacted = new Set(emitted.flatMap(({ RedactedFields }) => redactedTexts(RedactedFields)))
  return [
    String(first.Identifier || first.ParticipantId || '(no id)'),
    String(first.ParticipantKind),
    counts.length > 0 ? counts.join(', ') : 'withheld',
    [...rules].join(' '),
    redacted.size > 0 ? `Redacted: ${[...redacted].join(', ')}` : '',
  ]
}

/** Dynamic cells come as JSON text. */
const parsed = (cell: unknown): unknown => (typeof cell === 'string' && cell !== '' ? JSON.parse(cell) : cell)

function listOf(cell: unknown): readonly string[] {
  const list = parsed(cell)
  return Array.isArray(list) ? list.map(String) : []
}

/** `SdkVersion (R21)` */
const redactedTexts = (cell: unknown): readonly string[] =>
  Object.entries(Object(parsed(cell))).map(([field, rule]) => `${field} (${rule})`)

/** Columns of text set flush left. */
export function aligned(rows: readonly (readonly string[])[], indent = ''): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  return rows.map(row => `${indent}${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
}
