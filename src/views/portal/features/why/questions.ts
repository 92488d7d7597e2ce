/** Why: over the verdicts, which only the operator's workspace has. */
import { kqlText } from '#views/kit'

/** Who is missing and which cells are blank, by the rule that made it so. */
export const BY_RULE = `let Missing = AnteroomVerdicts_CL
| where Outcome == "withheld"
| mv-expand Rule = Rules to typeof(string)
| project Rule, What = "the participant", ParticipantId, CorrelationId;
let Blank = AnteroomVerdicts_CL
| where Outcome == "emitted"
| mv-expand kind=array Pair = RedactedFields
| project Rule = tostring(Pair[1]), What = tostring(Pair[0]), ParticipantId, CorrelationId;
union Missing, Blank
| where isnotempty(Rule)
| summarize Participants = dcount(ParticipantId), Calls = dcount(CorrelationId) by Rule, What
| order by Participants desc`

/** Every decision that withheld something, newest first. */
export const LOG = `AnteroomVerdicts_CL
| where Outcome == "withheld" or tostring(RedactedFields) !in ("", "{}", "[]")
| project TimeGenerated, Category, Viewer = iff(ViewerKind == "tenant", strcat("tenant ", ViewerTenantId), tostring(split(ViewerResourceId, "/")[-1])), ParticipantKind, Outcome, Rules = strcat_array(Rules, ", "), Blanks = tostring(RedactedFields), CorrelationId, ParticipantId
| top 5000 by TimeGenerated`

/** Resources go by their name, tenants by their id: the page knows what those are called. */
export const ofCall = (call: string): string =>
  `AnteroomVerdicts_CL
| where CorrelationId == ${kqlText(call)}
| summarize arg_max(TimeGenerated, *) by ViewerKind, ViewerResourceId, ViewerTenantId, Category, ParticipantId
| project ViewerKind, Viewer = iff(ViewerKind == "tenant", ViewerTenantId, tostring(split(ViewerResourceId, "/")[-1])), ViewerTenantId, Category, ParticipantId, Identifier, ParticipantKind, ParticipantTenantId, Outcome, Rules, RedactedFields, Rows
| order by ParticipantKind asc, ParticipantId asc`

/** What the organizer's tenant keeps of each participant, in that tenant's workspace. */
export const keptOfCall = (call: string, tenant: string): string =>
  `AnteroomTeamsSessions_CL
| where OrganizerTenantId == ${kqlText(tenant)} and CorrelationId == ${kqlText(call)}
| summarize arg_max(Version, *) by ParticipantId
| project ParticipantId, UserType, LobbyOutcome, AudioQuality`
