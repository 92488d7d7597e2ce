/**
 * A client names others in what it reports: whose stream it received, whose video it showed. Where a rule withholds
 * one of them from the resource, their ids are taken out, so that nothing of them stands in any of its records (R7).
 */
import type { Json } from '#base'
import {
  type ClientReport,
  type Field,
  identifierOf,
  idsWithin,
  type Leg,
  REDACTED,
  type ResourceOwner,
  type RuleId,
  rawIdOf,
  redacted,
  shown,
  type TenantRegistry,
} from '#records'
import { attendeeOf } from '../attendee.ts'
import { decideEmission } from '../emission/decide-emission.ts'
import type { Switches } from '../switches.ts'
import { callTypeOf, type View } from '../view.ts'

/** Ids that must not be shown, each with the rule that withholds who has it. */
export type Hidden = ReadonlyMap<string, RuleId>

export interface HideOptions {
  readonly resource: ResourceOwner
  readonly registry: TenantRegistry
  readonly switches: Switches
}

export function hiddenIn({ from, mentions, at }: ClientReport, options: HideOptions): Hidden {
  const { inCall } = from
  if (!inCall) return new Map()
  const { callId, scene } = inCall
  const call = { id: callId, scene, start: at, end: at, legs: mentions }
  const view: View = {
    ...options,
    call,
    organizerTenant: scene.kind === 'teamsMeeting' ? scene.organizer.tenant : undefined,
    callType: callTypeOf(call),
    // A user of the resource reports from inside.
    isCurrent: true,
  }
  return new Map(mentions.flatMap(leg => hiddenIdsOf(leg, view)))
}

function hiddenIdsOf(leg: Leg, view: View): readonly (readonly [string, RuleId])[] {
  const { emitted, rules } = decideEmission(attendeeOf(leg, view.registry), view)
  const [by] = rules
  if (emitted || !by) return []
  const ids = [leg.participantId, leg.endpointId, rawIdOf(leg.identity), identifierOf(leg.identity)]
  return ids.flatMap(id => (id === undefined ? [] : [[id, by] as const]))
}

/** A field without those ids: a text that is or contains one is withheld, inside a payload that text alone. */
export function hideIn(field: Field, hidden: Hidden): Field {
  if (field.kind !== 'shown' || hidden.size === 0) return field
  const { value } = field
  if (typeof value !== 'string') return shown(withoutIds(value, hidden))
  const by = ruleAgainst(value, hidden)
  return by ? redacted(by) : field
}

/** The rules that hid something of these fields. */
export function rulesAgainst(fields: Readonly<Record<string, Field>>, hidden: Hidden): readonly RuleId[] {
  if (hidden.size === 0) return []
  const texts = Object.values(fields).flatMap(field => (field.kind === 'shown' ? textsIn(field.value) : []))
  return [...new Set(texts.flatMap(text => ruleAgainst(text, hidden) ?? []))]
}

const ruleAgainst = (text: string, hidden: Hidden): RuleId | undefined =>
  idsWithin(text)
    .map(id => hidden.get(id))
    .find(Boolean)

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner ?? null)])
}

function withoutIds(value: Json, hidden: Hidden): Json {
  if (typeof value === 'string') return ruleAgainst(value, hidden) ? REDACTED : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => withoutIds(item, hidden))
  const entries = Object.entries(value).map(([name, inner]) => [
    ruleAgainst(name, hidden) ? REDACTED : name,
    withoutIds(inner ?? null, hidden),
  ])
  return Object.fromEntries(entries)
}
