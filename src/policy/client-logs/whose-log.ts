/** R19: what a client logs belongs to the resource its user is of, and to no other that takes part in the call. */
import type { CallScene, Leg, ResourceId, RuleId } from '#records'
import { cite } from '../rules/catalogue.ts'
import type { Switches } from '../switches.ts'
import { issuerOf } from '../viewers.ts'

export interface Ownership {
  /** Undefined for who is of no resource: Teams clients, phones, bots. */
  readonly resource: ResourceId | undefined
  /** Why it is that one, or none. */
  readonly rules: readonly RuleId[]
}

type Somebody = Pick<Leg, 'identity' | 'issuedBy'>

/** Whose client log somebody's reports go to. `scene` is absent for what happened before a call. */
export function ownerOfLog(who: Somebody, scene: CallScene | undefined, switches: Switches): Ownership {
  const resource = issuerOf(who, scene?.kind === 'teamsMeeting', switches)
  const byClient = who.issuedBy !== undefined && who.identity.kind !== 'acsUser'
  return { resource, rules: cite('R19', byClient && (resource === undefined ? 'R16' : 'A9')) }
}
