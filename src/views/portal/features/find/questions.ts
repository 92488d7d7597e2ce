import { kqlTexts } from '#views/kit'

/** Rows of calls that know one of these ids, and as what. */
export function callsKnowing(ids: readonly string[]): string {
  const known = `dynamic([${ids.map(id => JSON.stringify(id)).join(', ')}])`
  return `let Ids = ${known};
ACSCallSummary
| where CorrelationId in (Ids) or ParticipantId in (Ids) or EndpointId in (Ids) or TeamsThreadId in (Ids) or Identifier in (Ids)
| extend FoundAs = case(CorrelationId in (Ids), "call", ParticipantId in (Ids), "participant", EndpointId in (Ids), "endpoint", TeamsThreadId in (Ids), "meeting thread", "person")
| summarize arg_max(TimeGenerated, CallStartTime, TeamsThreadId, Identifier, EndpointId, ParticipantType, FoundAs) by CorrelationId, ParticipantId
| project FoundAs, CallStartTime, CorrelationId, TeamsThreadId, ParticipantId, Identifier, EndpointId, ParticipantType
| top 500 by CallStartTime`
}

/** What a person did before and beside calls. */
export const operationsKnowing = (ids: readonly string[]): string =>
  `union withsource=Table (ACSAuthIncomingOperations | project TimeGenerated, OperationName, ResultSignature = tostring(ResultSignature), Who = Identity, Thread = ""), (ACSChatIncomingOperations | project TimeGenerated, OperationName, ResultSignature = tostring(ResultSignature), Who = UserId, Thread = ChatThreadId)
| where Who in (${kqlTexts(ids)}) or Thread in (${kqlTexts(ids)})
| top 200 by TimeGenerated`

/** Stays in lobbies, also of those who left no row anywhere else. In the operator's workspace. */
export const visitsKnowing = (ids: readonly string[]): string =>
  `AnteroomLobbyVisits_CL
| where CorrelationId in (${kqlTexts(ids)}) or ParticipantId in (${kqlTexts(ids)}) or TeamsThreadId in (${kqlTexts(ids)}) or Identifier in (${kqlTexts(ids)})
| project EnteredTime, LeftTime, Outcome, Rule, CorrelationId, TeamsThreadId, ParticipantId, Identifier
| top 200 by EnteredTime`
