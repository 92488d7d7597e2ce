/** Roles on entry, and what each may do to others. People from outside never organize. */
import { type MeetingRole, type RuleId, ruleId } from '#records'
import type { MeetingOptions, MeetingRules, PresenterRule } from '../meeting.ts'
import type { Joiner, JoinerKind } from './joiner.ts'

const INSIDE: readonly JoinerKind[] = ['member', 'guest']
const EVERYBODY: readonly JoinerKind[] = [...INSIDE, 'trusted', 'untrusted', 'anonymous', 'acs']

/** Who enters as presenter; everybody else is an attendee. */
const PRESENTS: Readonly<Record<PresenterRule, readonly JoinerKind[]>> = {
  EveryoneUserOverride: EVERYBODY,
  EveryoneInCompanyUserOverride: INSIDE,
  EveryoneInSameAndFederatedCompanyUserOverride: [...INSIDE, 'trusted'],
  OrganizerOnlyUserOverride: [],
  ListedPresenters: [],
}

export interface RoleDecision {
  readonly role: MeetingRole
  readonly rule: RuleId
}

export function decideRole(joiner: Joiner, options: MeetingOptions): RoleDecision {
  if (joiner.kind === 'organizer') return { role: 'Organizer', rule: ruleId('Organizer') }
  if (joiner.kind === 'coOrganizer') return { role: 'Co-organizer', rule: ruleId('Organizer') }
  const isListed = joiner.isListedPresenter && options.presenters !== 'OrganizerOnlyUserOverride'
  const presents = isListed || PRESENTS[options.presenters].includes(joiner.kind)
  return { role: presents ? 'Presenter' : 'Attendee', rule: ruleId('DesignatedPresenterRoleMode') }
}

export type Action = 'manageLobby' | 'remove' | 'endForAll' | 'invite' | 'dialOut'

export interface Permission {
  readonly allowed: boolean
  readonly rule: RuleId
}

const ORGANIZERS: readonly MeetingRole[] = ['Organizer', 'Co-organizer']
const PRESENTERS: readonly MeetingRole[] = [...ORGANIZERS, 'Presenter']
const UNVERIFIED: readonly JoinerKind[] = ['anonymous', 'untrusted', 'acs']

/** What somebody in a meeting may do. Outside meetings there are no roles and everybody may. */
export function decidePermission(
  action: Action,
  actor: { readonly role?: MeetingRole | undefined; readonly kind: JoinerKind },
  { options, policy }: MeetingRules,
): Permission {
  const isOneOf = (roles: readonly MeetingRole[]) => actor.role !== undefined && roles.includes(actor.role)
  if (action === 'manageLobby') {
    const roles = options.lobbyAdmitters === 'organizerAndCoOrganizers' ? ORGANIZERS : PRESENTERS
    return { allowed: isOneOf(roles), rule: ruleId('AllowedLobbyAdmitters') }
  }
  if (action === 'dialOut' && UNVERIFIED.includes(actor.kind)) {
    return { allowed: policy.AllowAnonymousUsersToDialOut, rule: ruleId('AllowAnonymousUsersToDialOut') }
  }
  return { allowed: isOneOf(PRESENTERS), rule: ruleId('MeetingRole') }
}
