/** The operation log of one API request: the resource's own, so that nobody is withheld and nothing redacted. */
import type { LogRecord, Operation, ResourceOwner } from '#records'
import type { Projection } from './project.ts'
import { operationRow } from './rows/operation.ts'

/**
 * The record of a request, whatever its outcome (R2, R3), in the log of the resource that issued the identity (R4).
 * Its own rules are its verdict: there is no participant about whom anything else could be decided.
 */
export function projectOperation(
  operation: Operation,
  options: { readonly resource: ResourceOwner },
): Projection {
  const row = operationRow(operation)
  const record: LogRecord = {
    id: [operation.id, options.resource.id, row.category].join('/'),
    category: row.category,
    resource: options.resource.armId,
    time: operation.at,
    fields: row.fields,
    rules: row.rules,
  }
  return { records: [record], verdicts: [] }
}
