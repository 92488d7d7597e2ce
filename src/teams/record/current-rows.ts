/** KQL of a tenant's rows as they stand: those of superseded versions left out (R52). */
import { TEAMS_REPLACED, type TenantId } from '#records'

/**
 * A tabular expression over one of the tables with CorrelationId and Version. A tenant without a workspace of its own
 * has its rows among another's, so the tenant is always asked for. Few calls are ever replaced: a filter by them stays
 * part of the one scan, where a join would read whole rows first; versions are compared for those few calls alone.
 */
export function currentRows(table: string, tenant: TenantId): string {
  const replaced = `${TEAMS_REPLACED} | where OrganizerTenantId == '${tenant}'`
  return `${table} | where OrganizerTenantId == '${tenant}' and (CorrelationId !in ((${replaced} | project CorrelationId)) or strcat(Version, ' ', CorrelationId) !in ((${replaced} | project strcat(Version, ' ', CorrelationId))))`
}
