/** What meetings must know of the directory: people, how they stand to a tenant, and the organizer's settings. */
import type { TenantId } from '#records'

export interface Organizer {
  readonly tenant: TenantId
  /** Object id. */
  readonly user: string
}

export interface DirectoryUser {
  /** Object id, a GUID. */
  readonly id: string
  /** Home tenant, also of a guest. */
  readonly tenant: TenantId
  readonly userPrincipalName: string
  readonly displayName: string
}

/** How a signed-in person stands to the tenant of a meeting's organizer. */
export type Standing = 'member' | 'guest' | 'trusted' | 'untrusted'

export interface MeetingDirectory {
  /** By object id or user principal name, without case. */
  user(idOrPrincipalName: string): DirectoryUser | undefined
  standing(user: DirectoryUser, tenant: TenantId): Standing
  policyOf(organizer: Organizer): MeetingPolicy
}

/** Teams' own values of `AutoAdmittedUsers`: who may pass the lobby. */
export const LOBBY_SCOPES = [
  'Everyone',
  'EveryoneInSameAndFederatedCompany',
  'EveryoneInCompany',
  'EveryoneInCompanyExcludingGuests',
  'InvitedUsers',
  'OrganizerOnly',
] as const
export type LobbyScope = (typeof LOBBY_SCOPES)[number]

export type PresenterMode =
  | 'EveryoneUserOverride'
  | 'EveryoneInCompanyUserOverride'
  | 'EveryoneInSameAndFederatedCompanyUserOverride'
  | 'OrganizerOnlyUserOverride'

/**
 * The settings that decide about a join, as they hold for one organizer, under the names an administrator knows:
 * the name of the setting that decided is what we answer to "why?".
 */
export interface MeetingPolicy {
  readonly DisableAnonymousJoin: boolean
  readonly AllowAnonymousUsersToJoinMeeting: boolean
  readonly BlockedAnonymousJoinClientTypes: '' | 'ACS' | 'Teams'
  readonly AllowAnonymousUsersToStartMeeting: boolean
  readonly AllowAnonymousUsersToDialOut: boolean
  readonly AutoAdmittedUsers: LobbyScope
  readonly AllowPSTNUsersToBypassLobby: boolean
  readonly DesignatedPresenterRoleMode: PresenterMode
  readonly ScreenSharingMode: 'EntireScreen' | 'SingleApplication' | 'Disabled'
  readonly EnableAcsUsers: boolean
  /** Immutable ids of the resources that may federate. */
  readonly AllowedAcsResources: readonly string[]
  readonly RequireAcsFederationForMeeting: boolean
  readonly EnableAcsFederationAccess: boolean
}

/** What Teams ships with. */
export const DEFAULT_POLICY: MeetingPolicy = {
  DisableAnonymousJoin: false,
  AllowAnonymousUsersToJoinMeeting: true,
  BlockedAnonymousJoinClientTypes: '',
  AllowAnonymousUsersToStartMeeting: false,
  AllowAnonymousUsersToDialOut: false,
  AutoAdmittedUsers: 'EveryoneInCompany',
  AllowPSTNUsersToBypassLobby: false,
  DesignatedPresenterRoleMode: 'EveryoneUserOverride',
  ScreenSharingMode: 'EntireScreen',
  EnableAcsUsers: false,
  AllowedAcsResources: [],
  RequireAcsFederationForMeeting: false,
  EnableAcsFederationAccess: true,
}
