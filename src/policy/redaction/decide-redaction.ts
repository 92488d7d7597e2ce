/**
 * What a row withholds. Redaction compares the participant's tenant with the resource's; the organizer's tenant
 * plays no part (R23), except by the switch that asks for it (A5).
 */
import type { Field, RuleId } from '#records'
import { redacted, ruleId } from '#records'
import { type Attendee, isPhoneOrBot } from '../attendee.ts'
import type { RuleName } from '../rules/catalogue.ts'
import type { View } from '../view.ts'

/** Names the columns of a participant's rows that it withholds. */
export interface RedactionRule {
  readonly id: RuleName
  readonly withholds: (who: Attendee, view: View) => readonly string[]
}

/** They stand in summary rows only, which is why diagnostics rows are the same for every tenant (R28). */
const VERSIONS = ['SdkVersion', 'OsVersion'] as const
const IDS = ['ParticipantId', 'EndpointId'] as const
const NOTHING: readonly string[] = []

/** R24: phones and bots never show versions, whoever owns them. */
const phonesAndBotsShowNoVersions: RedactionRule = {
  id: 'R24',
  withholds: who => (isPhoneOrBot(who) ? VERSIONS : NOTHING),
}

/** R21: versions of participants of other tenants, and of those without a tenant, are withheld. */
const foreignersShowNoVersions: RedactionRule = {
  id: 'R21',
  withholds: (who, view) => (isForeign(who, view) ? VERSIONS : NOTHING),
}

/** A5: on request, in another tenant's meeting only users of the resource itself show their versions. */
const foreignMeetingsShowNoVersions: RedactionRule = {
  id: 'A5',
  withholds: (who, view) => {
    const foreignMeeting = view.organizerTenant !== undefined && view.organizerTenant !== view.resource.tenant
    const byMeeting = view.switches.redactBy === 'meeting' && foreignMeeting
    return byMeeting && !isUserOf(who, view) ? VERSIONS : NOTHING
  },
}

/** A6: on request, the ids of participants of other tenants are withheld, in diagnostics too. */
const foreignersShowNoIds: RedactionRule = {
  id: 'A6',
  withholds: (who, view) => (view.switches.redactIds && isForeign(who, view) ? IDS : NOTHING),
}

/** A12: on request, a version that a client did not report reads as withheld instead of unknown. */
const unknownVersionsLookWithheld: RedactionRule = {
  id: 'A12',
  withholds: ({ leg }, { switches }) => {
    if (switches.unknownVersion === 'null') return NOTHING
    const reported = { SdkVersion: leg.sdkVersion, OsVersion: leg.osVersion }
    return VERSIONS.filter(column => reported[column] === undefined)
  },
}

export const redactionRules: readonly RedactionRule[] = [
  phonesAndBotsShowNoVersions,
  foreignersShowNoVersions,
  foreignMeetingsShowNoVersions,
  foreignersShowNoIds,
  unknownVersionsLookWithheld,
]

/** The columns that a participant's rows withhold from that resource, each with the first rule that says so. */
export type Redaction = ReadonlyMap<string, RuleId>

export function decideRedaction(who: Attendee, view: View): Redaction {
  const withheld = new Map<string, RuleId>()
  for (const rule of redactionRules)
    for (const column of rule.withholds(who, view))
      if (!withheld.has(column)) withheld.set(column, ruleId(rule.id))
  return withheld
}

/** A column's field, or its withholding. Only takes away: what comes out is the field itself or nothing of it (R20). */
export function unlessWithheld(column: string, field: Field, redaction: Redaction): Field {
  const by = redaction.get(column)
  return by === undefined ? field : redacted(by)
}

/** The fields with withheld ones taken out. */
export function withhold(
  fields: Readonly<Record<string, Field>>,
  redaction: Redaction,
): Record<string, Field> {
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([column, field]) => [column, unlessWithheld(column, field, redaction)]),
  )
}

/** The rules that withheld some of these fields. */
export function rulesBehind(fields: Readonly<Record<string, Field>>): readonly RuleId[] {
  return [...new Set(Object.values(fields).flatMap(field => (field.kind === 'redacted' ? [field.by] : [])))]
}

function isForeign({ tenant }: Attendee, { resource }: View): boolean {
  return tenant !== resource.tenant
}

function isUserOf({ leg }: Attendee, { resource }: View): boolean {
  return leg.identity.kind === 'acsUser' && leg.identity.resource === resource.id
}
