/** Graph's names for what Teams policies call otherwise, and the properties that are only kept. */
import type { LobbyScope } from '../directory-port.ts'
import type { PresenterRule } from '../meeting.ts'

export const SCOPES = {
  everyone: 'Everyone',
  organizationAndFederated: 'EveryoneInSameAndFederatedCompany',
  organization: 'EveryoneInCompany',
  organizationExcludingGuests: 'EveryoneInCompanyExcludingGuests',
  invited: 'InvitedUsers',
  organizer: 'OrganizerOnly',
} as const satisfies Readonly<Record<string, LobbyScope>>

/** Graph has no word for the policy's `…SameAndFederated…`; it reads as the next narrower one. */
export const PRESENTERS = {
  everyone: 'EveryoneUserOverride',
  organization: 'EveryoneInCompanyUserOverride',
  roleIsPresenter: 'ListedPresenters',
  organizer: 'OrganizerOnlyUserOverride',
} as const satisfies Readonly<Record<string, PresenterRule>>

export const scopeName = (scope: LobbyScope): string => nameIn(SCOPES, scope) ?? 'organization'
export const presentersName = (rule: PresenterRule): string => nameIn(PRESENTERS, rule) ?? 'organization'

const nameIn = <Value>(table: Readonly<Record<string, Value>>, value: Value): string | undefined =>
  Object.keys(table).find(name => table[name] === value)

/** Stored and given back; nothing here goes by them yet. */
export const KEPT_DEFAULTS: Readonly<Record<string, unknown>> = {
  allowAttendeeToEnableCamera: true,
  allowAttendeeToEnableMic: true,
  allowMeetingChat: 'enabled',
  allowParticipantsToChangeName: false,
  allowRecording: true,
  allowTeamworkReactions: true,
  allowTranscription: true,
  isEntryExitAnnounced: false,
  recordAutomatically: false,
  shareMeetingChatHistoryDefault: 'none',
}
