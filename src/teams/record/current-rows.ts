/** KQL of a tenant's rows as they stand: those of superseded versions left out (R52). */
import { TEAMS_REPLACED, type TenantId } from '#records'

/**
 * A tabular expression over one of the tables with CorrelationId and Version. A tenant without a workspace of its own
 * has its rows among another's, so the tenant is always asked for.
 */
export const currentRows = (table: string, tenant: TenantId): string =>
  `${table} | where OrganizerTenantId == '${tenant}' | join kind=leftanti (${TEAMS_REPLACED} | where OrganizerTenantId == '${tenant}' | project CorrelationId, Version) on CorrelationId, Version`
