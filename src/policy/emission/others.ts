import { type Attendee, isMicrosoft365, isPhoneOrBot } from '../attendee.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import type { EmissionRule, Judgement } from './rule.ts'

/** R12, R17: Microsoft 365 users, phones and bots are logged when they joined a meeting of the resource's tenant. */
export const othersNeedOwnMeeting: EmissionRule = {
  id: 'R12',
  covers: who => isMicrosoft365(who) || isPhoneOrBot(who),
  judge: (who, view) => judgeByMeeting(who, view, 'R12'),
}

/** R15, A3: anonymous Teams users go with the Microsoft 365 users, or with nobody. */
export const anonymousNeedOwnMeeting: EmissionRule = {
  id: 'R15',
  covers: who => who.kind === 'teamsAnonymous',
  judge: (who, view) =>
    view.switches.anonymousAs === 'm365'
      ? judgeByMeeting(who, view, 'R15')
      : { emitted: false, rules: cite('R7', 'A3') },
}

function judgeByMeeting(who: Attendee, view: View, family: 'R12' | 'R15'): Judgement {
  const ownMeeting = view.organizerTenant === view.resource.tenant
  const anywhere = isPhoneOrBot(who) && view.switches.phonesAndBots === 'always'
  const fromLobby = isMicrosoft365(who) && view.switches.m365InLobby === 'row'
  const meetingAllows = ownMeeting || anywhere
  const presenceAllows = who.joined || fromLobby
  const emitted = meetingAllows && presenceAllows
  const explained = explain(who, view, ownMeeting)
  return {
    emitted,
    rules: emitted
      ? cite(family, ...explained, !ownMeeting && 'A14', !who.joined && 'A11')
      : cite(!meetingAllows && family, !presenceAllows && 'R17', ...explained),
  }
}

/** What makes the case look different from what it is: a tenant (R13) or a client (R16, A9) that does not count. */
function explain(who: Attendee, view: View, ownMeeting: boolean) {
  const ofOwnTenant = who.tenant === view.resource.tenant
  return [
    isMicrosoft365(who) && ofOwnTenant !== ownMeeting && 'R13',
    (who.kind === 'm365UserOnAcs' || who.kind === 'voiceApp') && 'R16',
    who.kind === 'm365UserOnAcs' && !ownMeeting && 'A9',
  ] as const
}
