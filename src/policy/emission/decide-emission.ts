/**
 * Who leaves rows in a resource's logs. Emission compares the organizer's tenant with the resource's, or the
 * participant's with the resource's, as each rule says; what a row then shows is redaction's business, not ours.
 */
import type { Attendee } from '../attendee.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import { acsUsersOfOwnTenant } from './acs-users.ts'
import { organizerWhoJoined } from './organizer.ts'
import { anonymousNeedOwnMeeting, othersNeedOwnMeeting } from './others.ts'
import type { EmissionRule, Judgement } from './rule.ts'

/** In this order: an organizer is judged as such, whatever else they are. */
const meetingRules: readonly EmissionRule[] = [
  organizerWhoJoined,
  acsUsersOfOwnTenant,
  anonymousNeedOwnMeeting,
  othersNeedOwnMeeting,
]

/** Whether that participant leaves rows in that resource's logs, and by which rules. */
export function decideEmission(who: Attendee, view: View): Judgement {
  if (!view.isCurrent) return { emitted: false, rules: cite('R18') }
  // Outside meetings everybody is logged; the rules of the rows themselves (R31, R32, R35, R36) are all there are.
  if (view.call.scene.kind !== 'teamsMeeting') return { emitted: true, rules: [] }
  const rule = meetingRules.find(candidate => candidate.covers(who, view))
  return rule ? rule.judge(who, view) : { emitted: false, rules: cite('R7') }
}
