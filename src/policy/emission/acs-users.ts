import { type Attendee, isLobbyOnly } from '../attendee.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import type { EmissionRule } from './rule.ts'

/**
 * R9, R10, R11, R14: Communication Services users of the resource's tenant are always logged, whoever organizes,
 * whichever of its resources issued them, even if they never left the lobby; those of other tenants never.
 */
export const acsUsersOfOwnTenant: EmissionRule = {
  id: 'R9',
  covers: countsAsAcsUser,
  judge: (who, view) => {
    const byOrganizer = view.switches.acsUserTenantScope === 'organizer'
    const home = byOrganizer ? view.organizerTenant : view.resource.tenant
    const emitted = who.tenant !== undefined && who.tenant === home
    const byClient = who.kind === 'm365UserOnAcs'
    return {
      emitted,
      rules: emitted
        ? cite(
            'R9',
            isOfOtherResource(who, view) && 'R10',
            isLobbyOnly(who) && 'R11',
            byOrganizer && 'A1',
            byClient && 'A9',
          )
        : cite('R14', byOrganizer && 'A1', byClient && 'A9'),
    }
  },
}

function countsAsAcsUser({ kind }: Attendee, { switches }: View): boolean {
  return kind === 'acsUser' || (kind === 'm365UserOnAcs' && switches.m365OnAcsClient === 'client')
}

function isOfOtherResource({ leg }: Attendee, { resource }: View): boolean {
  return (leg.identity.kind === 'acsUser' ? leg.identity.resource : leg.issuedBy) !== resource.id
}
