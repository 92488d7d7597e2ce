/** Pieces that the questions share: the tenant's rows in their current version, and who the people are. */
import { TEAMS_PERSONS, TEAMS_SESSIONS, TEAMS_STREAMS, type TenantId } from '#records'
import { currentRows, PERSON_FIELDS } from '#teams/record'

/** Names for the rest of a query: `Sessions`, `Persons`. */
export const letSessions = (tenant: TenantId): string =>
  `let Sessions = ${currentRows(TEAMS_SESSIONS, tenant)};
let Persons = ${currentRows(TEAMS_PERSONS, tenant)} | project CorrelationId, ParticipantId, ${PERSON_FIELDS.join(', ')};`

export const letStreams = (tenant: TenantId): string => `let Streams = ${currentRows(TEAMS_STREAMS, tenant)};`

/** Adds who somebody is to rows that name call and participant. Whoever's names are gone stays, blank. */
export const withPersons = (rows: string): string =>
  `${rows}
| join kind=leftouter (Persons | where CorrelationId in ((${rows} | project CorrelationId))) on CorrelationId, ParticipantId
| project-away CorrelationId1, ParticipantId1`

/** `Conference` and `Call`, as the admin center calls them. */
export const ACTIVITY = "iff(SessionType == 'P2P', 'Call', 'Conference')"

/** Good, yet another rule found something. */
export const MINOR = `AudioQuality == 'Good' and tostring(Verdicts) has '"Poor"'`

/** Everybody from outside the tenant, machines apart. */
export const IS_GUEST =
  "(ParticipantKind in ('acsUser', 'teamsAnonymous', 'phone') or (ParticipantKind == 'm365User' and TenantIdOfUser != OrganizerTenantId))"

export const TURNED_AWAY = "LobbyOutcome in ('rejected', 'timedOut')"

/** The page of a list, cut out by its order; `total` asks how many rows there are in all. */
export const pageOf = (
  rows: string,
  { orderBy, skip, top }: { readonly orderBy: string; readonly skip: number; readonly top: number },
): string =>
  `${rows}
| order by ${orderBy}
| extend Place = row_number()
| where Place > ${skip} and Place <= ${skip + top}`

/** Conditions on rows of a table. A call's rows are filed under its end, no start is later: by that the engine skips days. */
export const wheresOf = (conditions: readonly string[]): string =>
  conditions
    .flatMap(one => (/^(Call)?StartTime >=/.test(one) ? [one.replace(/^\w+/, 'TimeGenerated'), one] : [one]))
    .map(one => `| where ${one}\n`)
    .join('')
