/**
 * The Teams settings that decide whether and how somebody from outside gets into a meeting, as data: where each is
 * set, its values and its default. `meetingPolicy` and `externalAccess` values may differ per organizer.
 */

/** Where an administrator sets it; only the last two are given to single users. */
export type SettingHome = 'organization' | 'federation' | 'meetingPolicy' | 'externalAccess'

interface SettingRow<Value> {
  readonly home: SettingHome
  /** Allowed values; absent where the default's type says it all. */
  readonly oneOf?: readonly Value[]
  readonly fallback: Value
}

const flag = (home: SettingHome, fallback: boolean): SettingRow<boolean> => ({ home, fallback })
const texts = (home: SettingHome): SettingRow<readonly string[]> => ({ home, fallback: [] })
const choice = <const Value extends string>(
  home: SettingHome,
  oneOf: readonly Value[],
  fallback: NoInfer<Value>,
): SettingRow<Value> => ({ home, oneOf, fallback })

export const meetingSettingRows = {
  DisableAnonymousJoin: flag('organization', false),
  DisableAppInteractionForAnonymousUsers: flag('organization', false),
  AllowAnonymousUsersToJoinMeeting: flag('meetingPolicy', true),
  BlockedAnonymousJoinClientTypes: choice('meetingPolicy', ['', 'ACS', 'Teams'], ''),
  AllowAnonymousUsersToStartMeeting: flag('meetingPolicy', false),
  AllowAnonymousUsersToDialOut: flag('meetingPolicy', false),
  AutoAdmittedUsers: choice(
    'meetingPolicy',
    [
      'Everyone',
      'EveryoneInSameAndFederatedCompany',
      'EveryoneInCompany',
      'EveryoneInCompanyExcludingGuests',
      'InvitedUsers',
      'OrganizerOnly',
    ],
    'EveryoneInCompany',
  ),
  AllowPSTNUsersToBypassLobby: flag('meetingPolicy', false),
  CaptchaVerificationForMeetingJoin: choice(
    'meetingPolicy',
    ['NotRequired', 'AnonymousUsersAndUntrustedOrganizations'],
    'NotRequired',
  ),
  AnonymousUserAuthenticationMethod: choice('meetingPolicy', ['OneTimePasscode', 'None'], 'None'),
  MeetingChatEnabledType: choice(
    'meetingPolicy',
    ['Enabled', 'Disabled', 'EnabledExceptAnonymous'],
    'Enabled',
  ),
  LobbyChat: flag('meetingPolicy', false),
  ScreenSharingMode: choice(
    'meetingPolicy',
    ['EntireScreen', 'SingleApplication', 'Disabled'],
    'EntireScreen',
  ),
  DesignatedPresenterRoleMode: choice(
    'meetingPolicy',
    [
      'EveryoneUserOverride',
      'EveryoneInCompanyUserOverride',
      'EveryoneInSameAndFederatedCompanyUserOverride',
      'OrganizerOnlyUserOverride',
    ],
    'EveryoneUserOverride',
  ),
  AllowExternalParticipantGiveRequestControl: flag('meetingPolicy', false),
  AttendeeIdentityMasking: flag('meetingPolicy', false),
  AllowEngagementReport: choice('meetingPolicy', ['Enabled', 'Disabled', 'ForceEnabled'], 'Enabled'),
  EnableAcsUsers: flag('federation', false),
  /** Immutable ids of the Communication Services resources that may federate. */
  AllowedAcsResources: texts('federation'),
  RequireAcsFederationForMeeting: flag('federation', false),
  LabelForAllowedAcsUsers: choice('federation', ['Unverified', 'External'], 'Unverified'),
  HideBannerForAllowedAcsUsers: flag('federation', false),
  EnableAcsFederationAccess: flag('externalAccess', true),
}

type Rows = typeof meetingSettingRows
export type MeetingSettingName = keyof Rows
/** The value of every setting, as it holds for one organizer. */
export type MeetingSettings = { readonly [Name in MeetingSettingName]: Rows[Name]['fallback'] }

/** What an administrator has set; absent settings keep their default. */
export type SettingChanges = Readonly<Record<string, unknown>>

const names = Object.keys(meetingSettingRows)
const isName = (name: string): name is MeetingSettingName => Object.hasOwn(meetingSettingRows, name)
const rowOf = (name: MeetingSettingName): SettingRow<unknown> => meetingSettingRows[name]

/** The values for an organizer: the direct assignment wins over the tenant's, that one over the default. */
export function resolveSettings(
  tenant: SettingChanges = {},
  organizer: SettingChanges = {},
): MeetingSettings {
  const values = names.map(name => [
    name,
    organizer[name] ?? tenant[name] ?? (isName(name) ? rowOf(name).fallback : undefined),
  ])
  // Sound: every name of the table is there, and only checked values (see settingProblem) are ever stored.
  return Object.fromEntries(values) as MeetingSettings
}

/** Why a value can't be set there; undefined when it can. `forUser`: assigned to one organizer. */
export function settingProblem(name: string, value: unknown, forUser: boolean): string | undefined {
  if (!isName(name)) return `unknown setting; known are ${names.join(', ')}`
  const { home, oneOf, fallback } = rowOf(name)
  if (forUser && home !== 'meetingPolicy' && home !== 'externalAccess')
    return `belongs to the whole tenant, so it can't be set for one user`
  if (oneOf) return oneOf.includes(value) ? undefined : `expected one of ${JSON.stringify(oneOf)}`
  if (typeof fallback === 'boolean') return typeof value === 'boolean' ? undefined : 'expected true or false'
  const isTexts = Array.isArray(value) && value.every(item => typeof item === 'string')
  return isTexts ? undefined : 'expected a list of texts'
}
