/**
 * Whether somebody may join at all, before any lobby: the stricter of organization and organizer wins, and an
 * Communication Services user of a listed resource may come in although anonymous join is off.
 */
import { type RuleId, ruleId } from '#records'
import type { MeetingPolicy } from '../directory-port.ts'
import type { EndName } from './ends.ts'
import type { Joiner, JoinerKind } from './joiner.ts'

export type JoinDecision =
  | { readonly allowed: true; readonly rule: RuleId }
  | { readonly allowed: false; readonly rule: RuleId; readonly end: EndName }

interface Gate {
  readonly setting: keyof MeetingPolicy
  readonly covers: readonly JoinerKind[]
  readonly refuses: (joiner: Joiner, policy: MeetingPolicy) => boolean
}

const UNVERIFIED: readonly JoinerKind[] = ['anonymous', 'untrusted', 'acs']

/** In the order in which a refusal is explained. */
const GATES: readonly Gate[] = [
  { setting: 'DisableAnonymousJoin', covers: UNVERIFIED, refuses: (_, p) => p.DisableAnonymousJoin },
  {
    setting: 'AllowAnonymousUsersToJoinMeeting',
    covers: UNVERIFIED,
    refuses: (_, p) => !p.AllowAnonymousUsersToJoinMeeting,
  },
  {
    setting: 'BlockedAnonymousJoinClientTypes',
    covers: UNVERIFIED,
    refuses: (joiner, p) => p.BlockedAnonymousJoinClientTypes === (joiner.client === 'acs' ? 'ACS' : 'Teams'),
  },
  {
    setting: 'RequireAcsFederationForMeeting',
    covers: ['acs'],
    refuses: (_, p) => p.RequireAcsFederationForMeeting,
  },
]

/** Why those come in whom no gate covers; house names where no setting has a say. */
const OPEN_TO: Readonly<Record<JoinerKind, string>> = {
  organizer: 'Organizer',
  coOrganizer: 'Organizer',
  member: 'SignedIn',
  guest: 'SignedIn',
  trusted: 'SignedIn',
  untrusted: 'AllowAnonymousUsersToJoinMeeting',
  anonymous: 'AllowAnonymousUsersToJoinMeeting',
  acs: 'AllowAnonymousUsersToJoinMeeting',
  phone: 'DialIn',
  bot: 'InvitedApp',
}

export function decideJoin(joiner: Joiner, policy: MeetingPolicy): JoinDecision {
  const gate = GATES.find(row => row.covers.includes(joiner.kind) && row.refuses(joiner, policy))
  if (!gate) return { allowed: true, rule: ruleId(OPEN_TO[joiner.kind]) }
  if (isFederated(joiner, policy)) return { allowed: true, rule: ruleId('EnableAcsFederationAccess') }
  const end = joiner.kind === 'untrusted' ? 'b2bJoinDisabled' : 'anonymousJoinDisabled'
  return { allowed: false, rule: ruleId(gate.setting), end }
}

function isFederated({ identity }: Joiner, policy: MeetingPolicy): boolean {
  return (
    identity.kind === 'acsUser' &&
    policy.EnableAcsUsers &&
    policy.EnableAcsFederationAccess &&
    policy.AllowedAcsResources.some(id => id.toLowerCase() === identity.resource)
  )
}
