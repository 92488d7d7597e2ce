/** The dashboards that everybody begins with. */
import type { Dashboard, KqlPin, MetricPin } from './dashboard.ts'

const kql = (id: string, title: string, text: string, more: Partial<KqlPin> = {}): KqlPin => ({
  kind: 'kql',
  id,
  title,
  kql: text,
  width: 2,
  ...more,
})

const metric = (id: string, title: string, name: string, split: string): MetricPin => ({
  kind: 'metric',
  id,
  title,
  resource: '',
  lines: [{ metric: name, aggregation: 'Count', split, filters: [] }],
  look: 'area',
  width: 2,
})

export const DEFAULT_DASHBOARDS: readonly Dashboard[] = [
  {
    id: 'meetings',
    name: 'External users in meetings',
    pins: [
      kql(
        'lobby',
        'How stays in the lobby end',
        'AnteroomLobbyVisits_CL\n| summarize Visits = count() by bin(TimeGenerated, 1h), Outcome\n| order by TimeGenerated asc\n| render columnchart with (kind=stacked)',
        { isHouse: true },
      ),
      kql(
        'waiting',
        'Waiting in the lobby, seconds',
        'AnteroomLobbyVisits_CL\n| summarize Median = percentile(WaitedSeconds, 50), P95 = percentile(WaitedSeconds, 95) by bin(TimeGenerated, 1h)\n| order by TimeGenerated asc\n| render timechart',
        { isHouse: true },
      ),
      kql(
        'participants',
        'Participants by kind',
        'ACSCallSummary\n| summarize Participants = dcount(ParticipantId) by bin(TimeGenerated, 1h), ParticipantType\n| order by TimeGenerated asc\n| render columnchart with (kind=stacked)',
      ),
      kql(
        'ends',
        'How participations end',
        'ACSCallSummary\n| summarize Participations = count() by ResultCategory\n| order by Participations desc\n| render piechart',
      ),
      kql(
        'audio',
        'Audio: round trip, jitter',
        'ACSCallDiagnostics\n| where MediaType == "Audio"\n| summarize RoundTripMs = avg(RoundTripTimeAvg), JitterMs = avg(JitterAvg) by bin(TimeGenerated, 15m)\n| order by TimeGenerated asc\n| render timechart',
      ),
      kql(
        'worst',
        'Calls with the most loss',
        'ACSCallDiagnostics\n| where MediaType == "Audio"\n| summarize Loss = max(PacketLossRateAvg), JitterMs = max(JitterAvg) by CorrelationId\n| top 10 by Loss',
      ),
    ],
  },
  {
    id: 'apis',
    name: 'APIs',
    pins: [
      metric('chat', 'Chat by status', 'APIRequestChat', 'StatusCodeClass'),
      metric('identity', 'Authentication by status', 'APIRequestAuthentication', 'StatusCodeClass'),
      metric('chatOperations', 'Chat by operation', 'APIRequestChat', 'Operation'),
      metric('rooms', 'Rooms by operation', 'ApiRequestRooms', 'Operation'),
      kql(
        'refused',
        'What was refused, and where',
        'union ACSChatIncomingOperations, ACSAuthIncomingOperations\n| where toint(ResultSignature) >= 400\n| summarize Requests = count(), Latest = max(TimeGenerated) by OperationName, ResultSignature\n| top 20 by Requests',
        { width: 4 },
      ),
    ],
  },
]
