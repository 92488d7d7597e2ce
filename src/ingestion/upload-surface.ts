/**
 * `POST /dataCollectionRules/{id}/streams/{stream}`: rows become one fact in the journal before the 204, and reach
 * their table exactly once from there.
 */
import { Type } from 'typebox'
import { type Caller, type HttpReply, type HttpRequest, type Surface, standardErrorBody } from '#base'
import { createRateLimits } from '#sources/operations'
import type { Services } from './create-ingestion.ts'
import { ingestionError } from './errors.ts'
import { type Flow, flowsOf, type RuleProperties } from './read-rule.ts'
import { ruleByImmutableId, type StoredRule } from './store.ts'
import { toRow } from './to-row.ts'

const Rows = Type.Array(Type.Record(Type.String(), Type.Unknown()))

/** Requests of one rule, as published. */
const LIMIT = { requests: 12_000, seconds: 60 }

export function uploadSurface(services: Services): Surface {
  const limits = createRateLimits(({ requests: limit, seconds }, retryAfterSeconds) =>
    ingestionError('TooManyRequests', { limit, seconds }, retryAfterSeconds),
  )
  return {
    name: 'logs-ingestion',
    access: { kind: 'entra', audiences: ['https://monitor.azure.com'] },
    versions: ['2021-11-01-preview', '2023-01-01'],
    prefixes: ['dataCollectionRules'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'Upload',
        method: 'POST',
        path: '/dataCollectionRules/{ruleId}/streams/{stream}',
        body: Rows,
        handle: async request => {
          const rule = ruleFor(request, services)
          if (services.enforceLimits) limits.admit(rule.immutableId, LIMIT, services.clock.now())
          return store(request, flowFor(rule, request), services)
        },
      },
    ],
  }
}

function ruleFor({ params, caller }: HttpRequest, { state }: Services): StoredRule {
  const id = params.ruleId ?? ''
  const rule = ruleByImmutableId(state, id)
  if (!rule) throw ingestionError('RuleNotFound', { id })
  if (tenantOf(caller) !== rule.tenant) throw ingestionError('NoAccess', { id })
  return rule
}

const tenantOf = (caller: Caller): string | undefined => (caller.kind === 'entra' ? caller.tenant : undefined)

function flowFor(rule: StoredRule, { params }: HttpRequest): Flow {
  const stream = params.stream ?? ''
  // It was checked when it was put.
  const properties: RuleProperties = JSON.parse(rule.properties)
  const flow = flowsOf(properties).find(one => one.stream === stream)
  if (!flow) throw ingestionError('UnknownStream', { stream, id: rule.immutableId })
  return flow
}

async function store(
  { body, receivedAt }: HttpRequest,
  flow: Flow,
  { state, workspace, ids }: Services,
): Promise<HttpReply> {
  const target = workspace(flow.workspace)
  if (!target) throw ingestionError('InvalidRule', { why: 'its workspace is gone.' })
  // The route's schema has admitted it.
  const items = body as readonly Readonly<Record<string, unknown>>[]
  const rows = items.map(item => toRow(item, flow.columns, receivedAt))
  const deposit = { id: ids.uuid(), workspace: target.armId, table: flow.table, rows }
  if (rows.length > 0) await state.transact(tx => tx.emit({ kind: 'deposit', deposit }))
  return { status: 204 }
}
