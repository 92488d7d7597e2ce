/** A Teams meeting as its organizer set it up; what happens in it is a call. */
import type { Instant } from '#base'
import type { LobbyScope, MeetingPolicy, Organizer, PresenterMode } from './directory-port.ts'

/** `ListedPresenters` is Graph's `roleIsPresenter`; the other values are the policy's. */
export type PresenterRule = PresenterMode | 'ListedPresenters'
export type LobbyAdmitters = 'organizerAndCoOrganizers' | 'organizerAndCoOrganizersAndPresenters'

/** What the organizer chose for this meeting; at first the values of the policy. */
export interface MeetingOptions {
  readonly lobbyScope: LobbyScope
  readonly dialInBypassesLobby: boolean
  readonly presenters: PresenterRule
  readonly lobbyAdmitters: LobbyAdmitters
}

export type InvitedRole = 'coorganizer' | 'presenter' | 'attendee'

export interface InvitedPerson {
  /** Object id; absent for an address the directory does not know. */
  readonly user?: string | undefined
  readonly userPrincipalName?: string | undefined
  readonly role: InvitedRole
}

export interface Meeting {
  /** Graph's id of the onlineMeeting. */
  readonly id: string
  readonly organizer: Organizer
  readonly threadId: string
  /** Digits. */
  readonly joinMeetingId: string
  /** Absent when the meeting id alone opens the door. */
  readonly passcode?: string | undefined
  readonly externalId?: string | undefined
  readonly subject?: string | undefined
  readonly starts: Instant
  readonly ends: Instant
  readonly created: Instant
  readonly options: MeetingOptions
  readonly invited: readonly InvitedPerson[]
  /** Properties of the Graph type that are kept and given back but decide nothing here. */
  readonly keptProperties: Readonly<Record<string, unknown>>
}

/** All that decisions about one meeting look at. */
export interface MeetingRules {
  readonly policy: MeetingPolicy
  readonly options: MeetingOptions
}

export const optionsOf = (policy: MeetingPolicy): MeetingOptions => ({
  lobbyScope: policy.AutoAdmittedUsers,
  dialInBypassesLobby: policy.AllowPSTNUsersToBypassLobby,
  presenters: policy.DesignatedPresenterRoleMode,
  lobbyAdmitters: 'organizerAndCoOrganizersAndPresenters',
})
