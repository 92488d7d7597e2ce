/** KQL of a tenant's rows as they stand: those of superseded versions left out (R52). */
import { TEAMS_REPLACED, type TenantId } from '#records'

/**
 * A tabular expression over one of the tables with an Edition. A tenant without a workspace of its own has its rows among
 * another's, so the tenant is always asked for. Few versions are ever replaced: leaving them out by their numbers stays
 * part of the one scan, where a join would read whole rows first.
 */
export function currentRows(table: string, tenant: TenantId): string {
  const ofTenant = `where OrganizerTenantId == '${tenant}'`
  return `${table} | ${ofTenant} and Edition !in ((${TEAMS_REPLACED} | ${ofTenant} | project Edition))`
}
