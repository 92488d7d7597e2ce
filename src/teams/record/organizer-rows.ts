/**
 * A finished call → the rows that the tenants concerned keep of it, complete and whatever diagnostic settings exist.
 * Pure: the same call gives the same rows with the same ids.
 */
import { callTypeOf, tenantsConcerned } from '#policy'
import {
  type ArmId,
  type Call,
  type Field,
  type Leg,
  type LogRecord,
  type RuleId,
  ruleId,
  shown,
  TEAMS_PERSONS,
  TEAMS_REPLACED,
  TEAMS_SESSIONS,
  TEAMS_STREAMS,
  type TenantId,
} from '#records'
import { editionOf } from './edition.ts'
import { personFields } from './rows/person-row.ts'
import { sessionFields } from './rows/session-row.ts'
import { type KnownPerson, recordOf, type Sight } from './rows/sight.ts'
import { streamFields } from './rows/stream-rows.ts'

export interface OrganizerOptions {
  /** 1 when the call ends; a higher one replaces all lower (R52). */
  readonly version: number
  /** Where a tenant's rows go. */
  readonly workspaceOf: (tenant: TenantId) => ArmId
  readonly person: (objectId: string) => KnownPerson | undefined
  readonly region: string
}

/** Rows by the workspace that they go to. */
export function organizerRows(call: Call, options: OrganizerOptions): readonly LogRecord[] {
  return tenantsConcerned(call).flatMap(tenant => rowsOf(sightOf(call, tenant, options)))
}

const sightOf = (call: Call, tenant: TenantId, options: OrganizerOptions): Sight => ({
  call,
  tenant,
  callType: callTypeOf(call),
  version: options.version,
  workspace: options.workspaceOf(tenant),
  region: options.region,
  person: options.person,
})

type Fields = Readonly<Record<string, Field>>

const ANONYMOUS: readonly Leg['identity']['kind'][] = ['acsUser', 'teamsAnonymous']

function rowsOf(sight: Sight): readonly LogRecord[] {
  const { call } = sight
  const why = ruleId(call.scene.kind === 'teamsMeeting' ? 'T1' : 'T8')
  const table = (name: string, rows: readonly Fields[], rules: (at: number) => readonly RuleId[]) =>
    rows.map((fields, number) =>
      recordOf(sight, { table: name, number, fields, rules: [why, ...rules(number)] }),
    )
  const ofLeg = (at: number): readonly RuleId[] => rulesOf(call.legs[at])
  return [
    ...table(
      TEAMS_SESSIONS,
      call.legs.map(leg => sessionFields(leg, sight)),
      ofLeg,
    ),
    ...table(TEAMS_STREAMS, streamFields(sight), () => [ruleId('T9')]),
    ...table(
      TEAMS_PERSONS,
      call.legs.map(leg => personFields(leg, sight)),
      () => [ruleId('T4')],
    ),
    ...table(TEAMS_REPLACED, replacedBy(sight), () => [ruleId('R52')]),
  ]
}

const rulesOf = (leg: Leg | undefined): readonly RuleId[] => [
  ...(leg && ANONYMOUS.includes(leg.identity.kind) ? [ruleId('T3')] : []),
  ...(leg && leg.joined === undefined && leg.lobby ? [ruleId('T7')] : []),
]

const replacedBy = ({ call, version }: Sight): readonly Fields[] =>
  Array.from({ length: version - 1 }, (_, before) => ({
    Version: shown(before + 1),
    Edition: shown(editionOf(call.id, before + 1)),
  }))
