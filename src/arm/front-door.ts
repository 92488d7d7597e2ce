/** What all surfaces of the resource plane share: who may call, how paths compare, and what an unknown one is told. */
import { type ApiError, type RefusedRequest, type Surface, standardErrorBody } from '#base'
import { armError } from './errors.ts'

/** Audiences that the official clients ask a token for. */
const AUDIENCES = ['https://management.azure.com', 'https://management.core.windows.net']

type Own = Pick<Surface, 'name' | 'routes'> & Partial<Surface>

/** A surface of the resource plane: the given one's own members win. */
export const armSurface = (own: Own): Surface => ({
  access: { kind: 'entra', audiences: AUDIENCES },
  prefixes: ['subscriptions', 'providers'],
  ignoresCase: true,
  errorBody: standardErrorBody,
  refused: tellInArmWords,
  ...own,
})

/** Azure Resource Manager has its own codes for what the host refuses; the host answers with what is thrown. */
async function tellInArmWords({ error, target, route }: RefusedRequest): Promise<void> {
  if (error.status === 401) throw notAuthenticated(error)
  if (error.status === 404 && route === undefined) throw unknownType(target) ?? error
}

function notAuthenticated({ message, headers }: ApiError): ApiError {
  const name = /expired/.test(message) ? 'ExpiredToken' : 'AuthenticationFailed'
  return armError(name, { why: message }, headers)
}

/** Namespaces with at least one type that is served. */
const NAMESPACES = [
  'microsoft.alertsmanagement',
  'microsoft.communication',
  'microsoft.insights',
  'microsoft.operationalinsights',
  'microsoft.portal',
]

/** By the last provider in the path, which is whose type is asked for. */
function unknownType(target: string): ApiError | undefined {
  const path = (target.split('?')[0] ?? '').split('/').filter(text => text !== '')
  const at = path.map(text => text.toLowerCase()).lastIndexOf('providers')
  const [namespace, ...rest] = at < 0 ? [] : path.slice(at + 1).map(decodeURIComponent)
  if (namespace === undefined) return undefined
  if (!NAMESPACES.includes(namespace.toLowerCase())) return armError('UnknownNamespace', { namespace })
  // Types and names take turns: `communicationServices/<name>/smtpUsernames/<name>`.
  const type = rest.filter((_, i) => i % 2 === 0).join('/')
  const version = new URLSearchParams(target.split('?')[1]).get('api-version') ?? ''
  return armError('UnknownType', { type, namespace, version })
}
