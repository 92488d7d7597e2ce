/** Lobby or straight in: Teams' bypass table, the switch for phones, and who may open an empty meeting. */
import { type RuleId, ruleId } from '#records'
import type { LobbyScope } from '../directory-port.ts'
import type { MeetingRules } from '../meeting.ts'
import type { Joiner, JoinerKind } from './joiner.ts'

type Bypass = 'in' | 'lobby' | 'ifInvited'
type Column = Readonly<Record<LobbyScope, Bypass>>

export interface LobbyDecision {
  readonly waits: boolean
  readonly rule: RuleId
}

/** Who is in the meeting when somebody knocks. */
export interface Presence {
  readonly anybody: boolean
  readonly teamsUser: boolean
}

const ALWAYS_IN: Column = row('in', 'in', 'in', 'in', 'in', 'in')

/** Columns: everyone, plus trusted, plus guests, organization, invited, organizers. */
export const BYPASS: Readonly<Record<Exclude<JoinerKind, 'phone' | 'bot'>, Column>> = {
  organizer: ALWAYS_IN,
  coOrganizer: ALWAYS_IN,
  member: row('in', 'in', 'in', 'in', 'ifInvited', 'lobby'),
  guest: row('in', 'in', 'in', 'lobby', 'ifInvited', 'lobby'),
  trusted: row('in', 'in', 'lobby', 'lobby', 'ifInvited', 'lobby'),
  untrusted: row('in', 'lobby', 'lobby', 'lobby', 'ifInvited', 'lobby'),
  anonymous: row('in', 'lobby', 'lobby', 'lobby', 'lobby', 'lobby'),
  acs: row('in', 'lobby', 'lobby', 'lobby', 'lobby', 'lobby'),
}

/** Nobody of Communication Services gets in before a signed-in Teams user, even with a bypass for everyone. */
const ACS_WAITS = ruleId('AcsWaitsForTeamsUser')
const START = ruleId('AllowAnonymousUsersToStartMeeting')

/** Rules that hold only until the meeting has begun: who waits by them is let in as soon as they don't hold. */
export const holdsOnlyUntilStart = (rule: RuleId): boolean => rule === ACS_WAITS || rule === START

export function decideLobby(joiner: Joiner, rules: MeetingRules, present: Presence): LobbyDecision {
  if (joiner.kind === 'bot') return { waits: false, rule: ruleId('InvitedApp') }
  if (joiner.kind === 'phone') {
    return { waits: !rules.options.dialInBypassesLobby, rule: ruleId('AllowPSTNUsersToBypassLobby') }
  }
  const bypass = BYPASS[joiner.kind][rules.options.lobbyScope]
  const passes = bypass === 'in' || (bypass === 'ifInvited' && joiner.invited)
  if (!passes) return { waits: true, rule: ruleId('AutoAdmittedUsers') }
  return mustWaitForStart(joiner, rules, present) ?? { waits: false, rule: ruleId('AutoAdmittedUsers') }
}

function mustWaitForStart(joiner: Joiner, rules: MeetingRules, present: Presence): LobbyDecision | undefined {
  if (joiner.kind === 'acs' && !present.teamsUser) return { waits: true, rule: ACS_WAITS }
  const isUnverified = joiner.kind === 'anonymous' || joiner.kind === 'untrusted'
  const mayStart = rules.policy.AllowAnonymousUsersToStartMeeting
  return isUnverified && !present.anybody && !mayStart ? { waits: true, rule: START } : undefined
}

function row(...cells: readonly [Bypass, Bypass, Bypass, Bypass, Bypass, Bypass]): Column {
  return {
    Everyone: cells[0],
    EveryoneInSameAndFederatedCompany: cells[1],
    EveryoneInCompany: cells[2],
    EveryoneInCompanyExcludingGuests: cells[3],
    InvitedUsers: cells[4],
    OrganizerOnly: cells[5],
  }
}
