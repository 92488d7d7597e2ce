/** What the router's tests are made of: facts with a simple projection, and a store behind the destination port. */
import { Fault, type Instant } from '#base'
import { type ArmId, armId, type Fact, type LogRecord, resourceId, ruleId, shown } from '#records'
import type { Consequences } from '../consequences.ts'
import type { Batch, Destination, SettingDestinationKind } from '../destination.ts'
import type { DiagnosticSetting } from '../setting.ts'

const GROUP = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/Demo/providers'

export const ACS: ArmId = armId(`${GROUP}/Microsoft.Communication/communicationServices/contoso-acs`)
export const HOUSE = {
  destination: 'house',
  resource: armId(`${GROUP}/Microsoft.OperationalInsights/workspaces/contoso-logs`),
}

/** A chat request; the projection below makes one `ChatOperational` record and one verdict of it. */
export function aFact(
  id: string,
  options: { api?: 'identity' | 'chat'; at?: Instant; statusCode?: number } = {},
): Fact {
  const { api = 'chat', at = Date.UTC(2026, 0, 15, 9), statusCode = 201 } = options
  return {
    kind: 'operation',
    operation: {
      id,
      api,
      name: api === 'chat' ? 'SendChatMessage' : 'CreateToken',
      resource: resourceId('11111111-1111-4111-8111-111111111111'),
      at,
      durationMs: 3,
      statusCode,
      uri: '/chat',
      callerIp: '127.0.0.1',
      correlationId: id,
    },
  }
}

/** A projection as plain as can be: what is tested is the way of the records, not what is in them. */
export function projectPlainly(fact: Fact): Consequences {
  if (fact.kind !== 'operation') throw new Error('only operations here')
  const { id, at, api, name, statusCode } = fact.operation
  const category = api === 'chat' ? 'ChatOperational' : 'AuthOperational'
  return {
    records: [aRecord(`${id}/log`, category, at), aRecord(`${id}/verdict`, 'AnteroomVerdicts_CL', at)],
    samples: [
      {
        resource: ACS,
        at,
        metric: api === 'chat' ? 'APIRequestChat' : 'APIRequestAuthentication',
        operation: name,
        statusCode: String(statusCode),
        statusCodeClass: `${Math.floor(statusCode / 100)}xx`,
        exportable: api === 'chat',
      },
    ],
  }
}

export const aRecord = (id: string, category: string, time: Instant): LogRecord => ({
  id,
  category,
  resource: ACS,
  time,
  rules: [ruleId('R3')],
  fields: { CorrelationId: shown(id) },
})

export function aSetting(options: Partial<DiagnosticSetting> = {}): DiagnosticSetting {
  return {
    resource: ACS,
    name: 'everything',
    destinations: { workspace: 'house' },
    logs: [{ kind: 'group', group: 'allLogs', enabled: true }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
    ...options,
  }
}

/** Keeps what it is given, and as a workspace does: looks for ids it has only when it is told of a replay. */
export interface Store extends Destination {
  readonly records: LogRecord[]
  readonly batches: Batch[]
  /** Called before a batch is stored; what it throws is what the destination throws. */
  before: (batch: Batch) => void | Promise<void>
  ids(category?: string): string[]
}

export function aStore(name = HOUSE.destination, kind: SettingDestinationKind = 'workspace'): Store {
  const records: LogRecord[] = []
  const batches: Batch[] = []
  const store: Store = {
    name,
    kind,
    parallel: 2,
    records,
    batches,
    before: () => {},
    ids: category => records.filter(it => !category || it.category === category).map(it => it.id),
    deliver: async batch => {
      batches.push(batch)
      await store.before(batch)
      keep(store, batch)
    },
  }
  return store
}

export function keep(store: Store, { items, isReplay }: Batch): void {
  const known = new Set(isReplay ? store.ids() : [])
  store.records.push(...items.map(item => item.record).filter(record => !known.has(record.id)))
}

export const down = (message = 'down') => new Fault(message, { retryable: true })
export const refuses = (message = 'refused') => new Fault(message, { retryable: false })
