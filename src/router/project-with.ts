/** Policy's answer to what follows from a fact: which function of `#policy` each kind of fact goes through. */
import {
  alertRecord,
  clientLogVerdicts,
  type LegOutcome,
  lobbyVisitRecord,
  metricSampleOf,
  outcomesOfCall,
  outcomesOfReport,
  project,
  projectOperation,
  projectReport,
  type Switches,
  tenantVerdicts,
  verdictRecords,
  viewersOf,
} from '#policy'
import {
  type AlertNote,
  type ArmId,
  type Call,
  type Deposit,
  type Fact,
  type LobbyVisit,
  type LogRecord,
  type Operation,
  type ResourceOwner,
  shown,
  type TenantRegistry,
} from '#records'
import type { Consequences, Outcome, Placed, Project, Sample } from './consequences.ts'

export interface PolicyOptions {
  readonly registry: TenantRegistry
  readonly switches: Switches
  /** The workspace's ARM id: it owns the rows of our own tables. */
  readonly owner: ArmId
}

/** The projection of the product. It throws for an operation of a resource that the registry does not know. */
export function projectWith(options: PolicyOptions): Project {
  return (fact: Fact): Consequences => {
    switch (fact.kind) {
      case 'operation':
        return ofOperation(fact.operation, options)
      case 'call':
        return {
          records: ofCall(fact.call, fact.version, options),
          samples: [],
          outcomes: addressed(outcomesOfCall(fact.call, options.switches), options),
        }
      case 'clientReport':
        return {
          records: projectReport(fact.report, options),
          samples: [],
          outcomes: addressed(outcomesOfReport(fact.report, options.switches), options),
        }
      case 'deposit':
        return { records: [], samples: [], deposits: ofDeposit(fact.deposit) }
      case 'alert':
        return { records: [], samples: [], deposits: [ofAlert(fact.note, options)] }
      case 'lobbyVisit':
        return { records: ofLobbyVisit(fact.visit, options), samples: [] }
    }
  }
}

function ofCall(call: Call, version: number, { registry, switches, owner }: PolicyOptions): LogRecord[] {
  const ofResources = viewersOf(call, registry, switches).flatMap(viewer => {
    const look = { registry, viewer, switches, version }
    const { records, verdicts } = project(call, look)
    // R52: only what has versions is decided again.
    const ofClients = version === 1 ? clientLogVerdicts(call, look) : []
    return [...records, ...verdictRecords([...verdicts, ...ofClients], { owner })]
  })
  const ofTenants = tenantVerdicts(call, { registry, version })
  return [...ofResources, ...verdictRecords(ofTenants, { owner })]
}

/** Of resources that nobody here knows there are no metrics. */
const addressed = (outcomes: readonly LegOutcome[], { registry }: PolicyOptions): readonly Outcome[] =>
  outcomes.flatMap(outcome => {
    const resource = registry.resource(outcome.resource)?.armId
    return resource ? [{ ...outcome, resource }] : []
  })

function ofOperation(operation: Operation, { registry, owner }: PolicyOptions): Consequences {
  const resource = registry.resource(operation.resource)
  if (!resource)
    throw new Error(`Operation ${operation.id} names resource ${operation.resource}, unknown here`)
  const { records, verdicts } = projectOperation(operation, { resource })
  return {
    records: [...records, ...verdictRecords(verdicts, { owner })],
    samples: sampleOf(operation, resource),
  }
}

function sampleOf(operation: Operation, { armId }: ResourceOwner): readonly Sample[] {
  const sample = metricSampleOf(operation)
  return sample ? [{ ...sample, resource: armId, at: operation.at }] : []
}

/** No rule decides about these rows: they are about nobody's call. */
const ofDeposit = ({ id, workspace, table, rows }: Deposit): readonly Placed[] =>
  rows.map(({ time, cells }, number) => ({
    destination: workspace,
    record: {
      id: `${id}/${number}`,
      category: table,
      resource: workspace,
      time,
      fields: Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, shown(cell)])),
      rules: [],
    },
  }))

const ofAlert = (note: AlertNote, options: PolicyOptions): Placed => ({
  destination: options.owner,
  record: alertRecord(note, options),
})

const ofLobbyVisit = (visit: LobbyVisit, options: PolicyOptions): LogRecord[] => [
  lobbyVisitRecord(visit, options),
]
