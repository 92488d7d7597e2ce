/** `Microsoft.OperationalInsights/workspaces`: read, so that a diagnostic setting can name one. */
import { type HttpReply, type HttpRequest, invariant, type Json, type Route, type Surface } from '#base'
import type { Directory, WorkspaceEntry } from '#directory'
import { armError } from '../errors.ts'
import { armSurface } from '../front-door.ts'
import { enterSubscription, parseArmId } from '../scope.ts'

export interface WorkspacesOptions {
  readonly directory: Directory
  /** How long rows stay. */
  readonly retentionDays: number
}

const TYPE = 'Microsoft.OperationalInsights/workspaces'
const SUBSCRIPTION = '/subscriptions/{subscription}'
const GROUP = `${SUBSCRIPTION}/resourceGroups/{group}/providers/${TYPE}`
const ONE = `${GROUP}/{name}`

export function workspacesSurface(options: WorkspacesOptions): Surface {
  const get = (id: string, path: string, answer: (request: HttpRequest) => Json): Route => ({
    id,
    method: 'GET',
    path,
    handle: async (request): Promise<HttpReply> => ({ status: 200, body: answer(request) }),
  })
  const listed = (request: HttpRequest) => ({
    value: workspacesIn(request, options).map(one => shapeWorkspace(one, options.retentionDays)),
  })
  return armSurface({
    name: 'workspaces',
    versions: [
      '2015-11-01-preview',
      '2020-08-01',
      '2021-06-01',
      '2022-10-01',
      '2023-09-01',
      '2025-02-01',
      '2025-07-01',
    ],
    routes: [
      get('Workspaces_List', `${SUBSCRIPTION}/providers/${TYPE}`, listed),
      get('Workspaces_ListByResourceGroup', GROUP, listed),
      get('Workspaces_Get', ONE, request => {
        const { group = '', name = '' } = request.params
        const found = workspacesIn(request, options).find(one => sameText(one.name, name))
        if (!found) throw armError('ResourceNotFound', { type: TYPE, group, name })
        return shapeWorkspace(found, options.retentionDays)
      }),
    ],
    // A workspace is a database and a destination, both made at the start: the seed names them.
    missing: [
      { id: 'Workspaces_CreateOrUpdate', method: 'PUT', path: ONE },
      { id: 'Workspaces_Update', method: 'PATCH', path: ONE },
      { id: 'Workspaces_Delete', method: 'DELETE', path: ONE },
      { id: 'Tables_ListByWorkspace', method: 'GET', path: `${ONE}/tables` },
      { id: 'SharedKeys_GetSharedKeys', method: 'POST', path: `${ONE}/sharedKeys` },
    ],
  })
}

/** Those of the subscription in the path, and of the group if it names one. */
function workspacesIn(request: HttpRequest, { directory }: WorkspacesOptions): readonly WorkspaceEntry[] {
  const { subscription = '', group } = request.params
  const { id } = enterSubscription(request, subscription, directory)
  return directory.workspaces().filter(one => {
    const place = placeOf(one)
    return place.subscription === id && (group === undefined || sameText(place.group, group))
  })
}

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function placeOf({ armId }: WorkspaceEntry) {
  const parsed = parseArmId(armId)
  invariant(parsed, 'a workspace is in a resource group')
  return parsed
}

function shapeWorkspace(workspace: WorkspaceEntry, retentionInDays: number): Json {
  const { subscription, group } = placeOf(workspace)
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${TYPE}/${workspace.name}`,
    name: workspace.name,
    type: TYPE,
    location: 'global',
    tags: {},
    properties: {
      customerId: workspace.id,
      provisioningState: 'Succeeded',
      sku: { name: 'PerGB2018' },
      retentionInDays,
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
    },
  }
}
