/**
 * Whose logs and metrics a caller may read: those of the resources and workspaces of its own tenant. The tenant of the
 * house workspace is the operator's, whose records tell of all sides of a call: it reads everything.
 */
import type { Caller } from '#base'
import type { Directory, WorkspaceEntry } from '#directory'
import { TEAMS_PERSONS } from '#records'
import { rightsOf } from '#teams/record'
import type { EntraLevel } from './entra.ts'

/** `armId` of a resource or workspace, in any case. */
export type MayRead = (caller: Caller, armId: string) => boolean

type Owners = Pick<Directory, 'tenant' | 'tenants' | 'findResource' | 'workspace' | 'subscriptionOwner'>

interface Reading {
  readonly directory: Owners
  readonly house: Pick<WorkspaceEntry, 'tenant'>
  /** `off` believes any token, so that no tenant in one means anything. */
  readonly level: EntraLevel
}

export const readingRights =
  ({ directory, house, level }: Reading): MayRead =>
  (caller, armId) => {
    if (level === 'off') return true
    if (caller.kind !== 'entra') return false
    // As on the resource plane: a tenant that is not known here stands for the first one.
    const tenant = (directory.tenant(caller.tenant) ?? directory.tenants()[0])?.id
    if (tenant === house.tenant) return true
    const named = directory.findResource(armId) ?? directory.workspace(armId)
    // What is deleted still belongs to whose subscription it was in; what never was is nobody's secret.
    const owner = named?.tenant ?? directory.subscriptionOwner(armId.split('/')[2] ?? '')
    return owner === undefined || owner === tenant
  }

/** T5: what names or locates people in meetings is kept from those whose role has no right to it, in KQL as elsewhere. */
export const hiddenTables =
  (directory: Pick<Directory, 'user'>) =>
  (caller: Caller, table: string): boolean => {
    if (table !== TEAMS_PERSONS || caller.kind !== 'entra') return false
    const role = directory.user(caller.subject)?.teamsRole
    return role !== undefined && !rightsOf[role].identifiable
  }
