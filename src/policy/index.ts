/** Who is logged, what is withheld, and why: pure decisions over finished calls and API operations. */
export type { ParticipantKind } from './attendee.ts'
export type { LegOutcome, OutcomeDimension } from './calling-metrics/leg-outcome.ts'
export { outcomesOfCall, outcomesOfReport, REPORTING_LEGS } from './calling-metrics/outcomes-of.ts'
export { clientLogVerdicts } from './client-logs/client-log-verdicts.ts'
export { projectReport } from './client-logs/project-report.ts'
export { alertRecord, lobbyVisitRecord, verdictRecords } from './house-rows.ts'
export { type MetricSample, metricSampleOf } from './metric-sample.ts'
export { type Projection, type ProjectOptions, project } from './project.ts'
export { projectOperation } from './project-operation.ts'
export { type Rule, rules, sources } from './rules/catalogue.ts'
export {
  type CheckedSwitches,
  checkSwitches,
  defaultSwitches,
  type Switches,
  type SwitchName,
  type SwitchRow,
  switchTable,
} from './switches.ts'
export { tenantsConcerned, tenantVerdicts } from './tenants/tenant-sight.ts'
export type { Verdict } from './verdict.ts'
export { callTypeOf, type Viewer } from './view.ts'
export { viewersOf } from './viewers.ts'
