/** The questions to the tables of a tenant: its own record of meetings, and the logs of its resources. */
import { TEAMS_PERSONS, TEAMS_SESSIONS } from '#records'
import { currentRows, rightsOf } from '#teams/record'
import { kqlList, kqlText } from '../out/stored-call.ts'
import type { Asker, CallRecordsPorts, StoredRow } from '../ports.ts'

export interface Sought {
  /** Compared with every column of ids. */
  readonly ids: readonly string[]
  readonly threads: readonly string[]
  readonly phone?: string | undefined
  /** Object id of a user of the tenant. */
  readonly user?: string | undefined
  readonly resource?: string | undefined
}

export const MOST_FOUND = 500

/** Connections of the tenant's meetings that know one of the ids, each with the person while there is one. */
export function teamsRows(
  sought: Sought,
  asker: Asker,
  { rows }: Pick<CallRecordsPorts, 'rows'>,
  signal: AbortSignal,
) {
  return rows(asker.tenant, teamsKql(sought, asker), { signal })
}

export function teamsKql(sought: Sought, { tenant, role }: Asker): string {
  const ids = kqlList([...sought.ids, ''].map(id => id.toLowerCase()))
  const persons = `${currentRows(TEAMS_PERSONS, tenant)} | project CorrelationId, ParticipantId, RawId, ObjectId, UserPrincipalName, DisplayName, PhoneNumber, OrganizerObjectId`
  // Who may not see identities can't look people up by them either, but for a user of the own tenant.
  const byPerson = rightsOf[role].identifiable
    ? [
        `tolower(RawId) in ${ids}, 'person'`,
        `tolower(ObjectId) in ${ids}, 'person'`,
        `tolower(UserPrincipalName) in ${ids}, 'person'`,
        ...(sought.phone ? [`PhoneNumber == ${kqlText(sought.phone)}, 'person'`] : []),
      ]
    : []
  const byUser = sought.user ? [`ObjectId =~ ${kqlText(sought.user)}, 'person'`] : []
  const byOrganizer = sought.user ? [`OrganizerObjectId =~ ${kqlText(sought.user)}, 'organizer'`] : []
  const byResource = sought.resource ? [`AcsResourceId =~ ${kqlText(sought.resource)}, 'resource'`] : []
  const arms = [
    `isempty(CorrelationId), ''`,
    `tolower(CorrelationId) in ${ids}, 'call'`,
    `isnotempty(ParticipantId) and tolower(ParticipantId) in ${ids}, 'participant'`,
    `isnotempty(EndpointId) and tolower(EndpointId) in ${ids}, 'endpoint'`,
    `isnotempty(MeetingId) and MeetingId in ${kqlList(sought.threads.length > 0 ? sought.threads : [' '])}, 'meeting'`,
    `isnotempty(PersonKey) and tolower(PersonKey) in ${ids}, 'person'`,
    ...byPerson.map(arm => `isnotempty(RawId) and ${arm}`),
    ...byUser,
    ...byResource,
    ...byOrganizer,
  ]
  return `${currentRows(TEAMS_SESSIONS, tenant)} | join kind=leftouter (${persons}) on CorrelationId, ParticipantId | extend FoundAs = case(${arms.join(', ')}, '') | where FoundAs != '' | top ${MOST_FOUND} by CallStartTime desc`
}

/** Rows of the tenant's resources: what Azure tells of the same calls. */
export async function azureRows(
  sought: Sought,
  asker: Asker,
  { rows, directory }: Pick<CallRecordsPorts, 'rows' | 'directory'>,
  signal: AbortSignal,
): Promise<readonly StoredRow[]> {
  const resources = directory.resourcesOf(asker.tenant)
  if (resources.length === 0 || !rightsOf[asker.role].identifiable) return []
  return rows(
    asker.tenant,
    azureKql(
      sought,
      resources.map(({ armId }) => armId),
    ),
    { signal },
  )
}

export function azureKql({ ids, threads, user, resource }: Sought, resources: readonly string[]): string {
  const all = kqlList([...ids, ...(user ? [user] : []), ''].map(id => id.toLowerCase()))
  const arms = [
    `tolower(CorrelationId) in ${all}, 'call'`,
    `isnotempty(ParticipantId) and tolower(ParticipantId) in ${all}, 'participant'`,
    `isnotempty(EndpointId) and tolower(EndpointId) in ${all}, 'endpoint'`,
    `isnotempty(TeamsThreadId) and TeamsThreadId in ${kqlList(threads.length > 0 ? threads : [' '])}, 'meeting'`,
    `isnotempty(Identifier) and tolower(Identifier) in ${all}, 'person'`,
    ...(resource ? [`Identifier startswith ${kqlText(`acs:${resource}_`)}, 'resource'`] : []),
  ]
  return `ACSCallSummary | where _ResourceId in~ ${kqlList(resources)} | extend FoundAs = case(${arms.join(', ')}, '') | where FoundAs != '' | summarize arg_max(TimeGenerated, CallStartTime, CallType, TeamsThreadId, Identifier, EndpointId, ParticipantType, FoundAs) by CorrelationId, ParticipantId, _ResourceId | top ${MOST_FOUND} by CallStartTime desc`
}
