/** The vocabulary of the field as data and types, shared by all stages. Pure. */
export * from './call.ts'
export * from './categories.ts'
export * from './client-report.ts'
export * from './column-types.ts'
export * from './directory.ts'
export * from './e-model.ts'
export * from './end-codes.ts'
export * from './enumerations.ts'
export * from './envelope.ts'
export { subscriptionOf } from './envelope-cells.ts'
export * from './fact.ts'
export * from './field.ts'
export * from './identifiers.ts'
export * from './ids.ts'
export * from './metrics.ts'
export * from './rare-columns.ts'
export * from './record.ts'
export * from './schema.ts'
export * from './tables.ts'
export * from './teams-details.ts'
export * from './teams-role.ts'
export {
  TEAMS_FEEDBACK,
  TEAMS_MACHINES,
  TEAMS_NETWORKS,
  TEAMS_PERSONS,
  TEAMS_REPLACED,
  TEAMS_SESSIONS,
  TEAMS_STREAMS,
} from './teams-tables.ts'
