import { cite } from '../rules/catalogue.ts'
import type { EmissionRule } from './rule.ts'

/** R8: the organizer is logged in every resource that took part, whatever the tenants, but only when they joined. */
export const organizerWhoJoined: EmissionRule = {
  id: 'R8',
  covers: who => who.leg.isOrganizer,
  judge: who => ({
    emitted: who.joined,
    rules: cite('R8', !who.joined && 'R17', who.kind === 'm365UserOnAcs' && 'R16'),
  }),
}
