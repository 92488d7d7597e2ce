/**
 * Columns whose every value stands in few rows: one call, one record. Storage can find a value of them without reading
 * the table, so a query that names one is a look-up.
 */
export const RARE_COLUMNS: ReadonlySet<string> = new Set(['CorrelationId', '_ItemId'])
