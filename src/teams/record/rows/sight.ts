/** A call as a tenant looks at it, and how its rows are made. */

import { toIso } from '#base'
import {
  type ArmId,
  type Call,
  type Field,
  type LogRecord,
  type RuleId,
  shown,
  type TenantId,
} from '#records'
import { editionOf } from '../edition.ts'

export interface Sight {
  readonly call: Call
  readonly tenant: TenantId
  readonly callType: 'P2P' | 'Group'
  readonly version: number
  /** ARM id of the workspace that the rows go to. */
  readonly workspace: ArmId
  readonly region: string
  /** What the tenant's directory says of a user, by object id. */
  readonly person: (objectId: string) => KnownPerson | undefined
}

export interface KnownPerson {
  readonly displayName: string
  readonly userPrincipalName: string
}

export interface RowOf {
  readonly table: string
  readonly number: number
  readonly fields: Readonly<Record<string, Field>>
  readonly rules: readonly RuleId[]
}

/** The record of a row, with an id that is the same on every replay. */
export function recordOf(
  { call, tenant, version, workspace }: Sight,
  { table, number, fields, rules }: RowOf,
): LogRecord {
  return {
    id: [call.id, version, tenant, table, number].join('/'),
    category: table,
    resource: workspace,
    time: call.end,
    fields: {
      CorrelationId: shown(call.id),
      Version: shown(version),
      Edition: shown(editionOf(call.id, version)),
      OrganizerTenantId: shown(tenant),
      ...fields,
    },
    rules,
  }
}

/** What every row tells of the call. */
export const callFields = ({ call, callType }: Sight): Readonly<Record<string, Field>> => ({
  Source: shown('anteroom'),
  MeetingId: shown(call.scene.kind === 'teamsMeeting' ? call.scene.threadId : undefined),
  CallStartTime: shown(toIso(call.start)),
  CallEndTime: shown(toIso(call.end)),
  SessionType: shown(callType === 'P2P' ? 'P2P' : 'Conf'),
})
