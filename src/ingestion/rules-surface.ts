/** Data collection rules in Azure's control plane: putting one makes the tables its streams fill. */
import { Type } from 'typebox'
import { type HttpRequest, type Route, type Surface, standardErrorBody } from '#base'
import { armId } from '#records'
import type { Services } from './create-ingestion.ts'
import { ingestionError } from './errors.ts'
import { flowsOf, RuleProperties } from './read-rule.ts'
import { deleteRule, putRule, ruleByArmId, type StoredRule } from './store.ts'

const PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/dataCollectionRules/{name}'

const GROUP = PATH.replace('/{name}', '')
const NOT_SERVED = [
  { id: 'DataCollectionRules_Update', method: 'PATCH', path: PATH },
  { id: 'DataCollectionRules_ListByResourceGroup', method: 'GET', path: GROUP },
  {
    id: 'DataCollectionRules_ListBySubscription',
    method: 'GET',
    path: GROUP.replace('/resourceGroups/{group}', ''),
  },
]

const PutRule = Type.Object({ location: Type.Optional(Type.String()), properties: RuleProperties })

interface RuleBody {
  readonly location?: string
  readonly properties: RuleProperties
}

export function rulesSurface(services: Services): Surface {
  const { state } = services
  const routes: readonly Route[] = [
    {
      id: 'DataCollectionRules_Create',
      method: 'PUT',
      path: PATH,
      body: PutRule,
      handle: request => put(request, services),
    },
    {
      id: 'DataCollectionRules_Get',
      method: 'GET',
      path: PATH,
      handle: async request => ({ status: 200, body: ruleBody(owned(request, services), request) }),
    },
    {
      id: 'DataCollectionRules_Delete',
      method: 'DELETE',
      path: PATH,
      handle: async request => {
        const { armId: id } = owned(request, services)
        await state.transact(tx => deleteRule(tx, id))
        return { status: 200 }
      },
    },
  ]
  return {
    name: 'data-collection-rules',
    access: {
      kind: 'entra',
      audiences: ['https://management.azure.com', 'https://management.core.windows.net'],
    },
    versions: ['2021-04-01', '2022-06-01', '2023-03-11', '2024-03-11'],
    prefixes: [],
    ignoresCase: true,
    errorBody: standardErrorBody,
    routes,
    missing: NOT_SERVED,
  }
}

/** A workspace of another tenant is told as unknown. */
async function put(request: HttpRequest, services: Services) {
  const { state, workspace, ids } = services
  const { caller } = request
  // The route's schema has admitted it.
  const { location = 'westeurope', properties } = request.body as RuleBody
  const flows = flowsOf(properties)
  const id = armIdOf(request)
  const before = ruleByArmId(state, id)
  const targets = flows.map(flow => ({ flow, target: workspace(flow.workspace) }))
  for (const { flow, target } of targets) {
    if (!target || caller.kind !== 'entra' || target.tenant !== caller.tenant) {
      throw ingestionError('InvalidRule', { why: `there is no workspace ${flow.workspace}.` })
    }
    if (before && before.tenant !== target.tenant) throw ingestionError('ResourceNotFound', { id })
  }
  const tenant = targets[0]?.target?.tenant
  if (!tenant) throw ingestionError('InvalidRule', { why: 'it has no data flow.' })
  await services.openTables(flows)
  const rule: StoredRule = {
    armId: id,
    immutableId: before?.immutableId ?? `dcr-${ids.uuid().replaceAll('-', '')}`,
    tenant,
    location,
    properties: JSON.stringify(properties),
  }
  await state.transact(tx => putRule(tx, rule))
  return { status: before ? 200 : 201, body: ruleBody(rule, request) }
}

const armIdOf = ({ params }: HttpRequest) =>
  armId(PATH.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ''))

function owned(request: HttpRequest, { state }: Services): StoredRule {
  const id = armIdOf(request)
  const rule = ruleByArmId(state, id)
  const { caller } = request
  if (!rule || caller.kind !== 'entra' || caller.tenant !== rule.tenant) {
    throw ingestionError('ResourceNotFound', { id })
  }
  return rule
}

const ruleBody = (
  { armId: id, immutableId, location, properties }: StoredRule,
  { params, origin }: HttpRequest,
) => ({
  id,
  name: params.name,
  type: 'Microsoft.Insights/dataCollectionRules',
  location,
  properties: {
    ...JSON.parse(properties),
    immutableId,
    endpoints: { logsIngestion: origin },
    provisioningState: 'Succeeded',
  },
})
