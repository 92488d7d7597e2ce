/**
 * The built-in token service: client credentials, test users without passwords, discovery and keys in the shapes of
 * the Microsoft identity platform, and the managed-identity endpoint in its App Service form.
 */

import { createLocalJWKSet, type JWTVerifyGetKey, SignJWT } from 'jose'
import {
  ApiError,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Ids,
  type Route,
  type Surface,
  toIso,
} from '#base'
import type { AppRegistration, Directory } from '#directory'
import { isLoopback } from '../http/loopback.ts'
import type { SigningKey } from './signing-key.ts'

export interface TokenServiceOptions {
  readonly directory: Directory
  readonly clock: Clock
  readonly ids: Ids
  readonly key: SigningKey
  /** Test users get tokens by name alone; only where nobody else can reach the server. */
  readonly allowsUsers: boolean
}

export interface TokenService {
  readonly surface: Surface
  /** For checking the signatures of its tokens. */
  readonly keys: JWTVerifyGetKey
}

const LIFETIME_SECONDS = 3600
const ANY_TENANT = ['common', 'organizations', 'consumers']

/** What goes wrong, as the identity platform numbers it. */
const errorRows = {
  scopeMissing: [400, 'invalid_request', 90014, 'The required field scope is missing.'],
  grantUnknown: [
    400,
    'unsupported_grant_type',
    70003,
    'The grant type is not client_credentials or password.',
  ],
  tenantUnknown: [400, 'invalid_request', 90002, 'The tenant of the path is not known here.'],
  clientUnknown: [
    400,
    'unauthorized_client',
    700016,
    'The client_id is not an app registration of the tenant.',
  ],
  secretWrong: [401, 'invalid_client', 7000215, 'The client secret is wrong.'],
  userUnknown: [400, 'invalid_grant', 50034, 'The user name is not a test user of the tenant.'],
  usersRefused: [400, 'unauthorized_client', 7000218, 'Users get tokens by name only on loopback.'],
} as const satisfies Record<string, readonly [number, string, number, string]>

const refuse = (name: keyof typeof errorRows): ApiError => {
  const [status, code, number, text] = errorRows[name]
  return new ApiError({
    status,
    code,
    message: `AADSTS${number}: ${text}`,
    details: { error_codes: [number] },
  })
}

export function tokenService(options: TokenServiceOptions): TokenService {
  const routes = [tokenRoute(options), ...discoveryRoutes(options), managedIdentityRoute(options)]
  return {
    keys: createLocalJWKSet({ keys: [options.key.publicJwk] }),
    surface: {
      name: 'token service',
      access: { kind: 'none' },
      prefixes: ['msi', ...ANY_TENANT],
      ignoresCase: true,
      routes,
      errorBody: (error, requestId) => ({
        error: error.code,
        error_description: error.message,
        ...error.details,
        timestamp: toIso(options.clock.now()),
        trace_id: requestId,
        correlation_id: requestId,
      }),
    },
  }
}

function tokenRoute(options: TokenServiceOptions): Route {
  return {
    id: 'Token',
    method: 'POST',
    path: '/{tenant}/oauth2/v2.0/token',
    handle: async request => {
      const form = formOf(request.body)
      const principal = principalOf(form, request.params.tenant ?? '', options)
      const scope = form.scope?.split(' ').find(text => text.endsWith('/.default') || text.includes('://'))
      if (scope === undefined) throw refuse('scopeMissing')
      const token = await issue(options, request, { ...principal, ...audienceOf(scope) })
      const expires_in = LIFETIME_SECONDS - 1
      return noStore({ token_type: 'Bearer', expires_in, ext_expires_in: expires_in, access_token: token })
    },
  }
}

/** `https://graph.microsoft.com/.default` asks for all an app may; another last segment is one permission of a user. */
function audienceOf(scope: string): Pick<Grant, 'audience' | 'permission'> {
  const [, audience = scope, permission] = /^(.+:\/\/.+)\/([^/]+)$/.exec(scope) ?? []
  return permission === undefined || permission === '.default' ? { audience } : { audience, permission }
}

type Form = Readonly<Record<string, string | undefined>>

/** The host parses forms to an object of texts; anything else has no fields of use here. */
const formOf = (body: unknown): Form =>
  Object.fromEntries(
    Object.entries(Object(body)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : undefined,
    ]),
  )

interface Principal {
  readonly tenant: string
  readonly object: string
  readonly app: string
  readonly user?: string
}

function principalOf(form: Form, tenantName: string, options: TokenServiceOptions): Principal {
  const { directory } = options
  const clientId = form.client_id ?? ''
  const app = directory.app(clientId)
  const tenant = ANY_TENANT.includes(tenantName.toLowerCase())
    ? app?.tenant
    : directory.tenant(tenantName)?.id
  if (!tenant) throw refuse('tenantUnknown')
  if (form.grant_type === 'password') return userPrincipal(form, tenant, options)
  if (form.grant_type !== 'client_credentials') throw refuse('grantUnknown')
  if (app?.tenant !== tenant) throw refuse('clientUnknown')
  if (!directory.appBySecret(clientId, form.client_secret ?? '')) throw refuse('secretWrong')
  return appPrincipal(app)
}

const appPrincipal = ({ tenant, clientId }: AppRegistration): Principal => ({
  tenant,
  object: clientId,
  app: clientId,
})

function userPrincipal(form: Form, tenant: string, options: TokenServiceOptions): Principal {
  if (!options.allowsUsers) throw refuse('usersRefused')
  const user = options.directory.user(form.username ?? '')
  if (user?.tenant !== tenant) throw refuse('userUnknown')
  return { tenant, object: user.id, app: form.client_id ?? '', user: user.userPrincipalName }
}

interface Grant extends Principal {
  readonly audience: string
  /** The one permission that was asked for. */
  readonly permission?: string
}

function issue(options: TokenServiceOptions, request: HttpRequest, grant: Grant): Promise<string> {
  const now = Math.floor(options.clock.now() / 1000)
  const { tenant, object, app, user } = grant
  const kind =
    user === undefined
      ? { idtyp: 'app' }
      : { idtyp: 'user', upn: user, scp: grant.permission ?? 'user_impersonation' }
  return new SignJWT({ tid: tenant, oid: object, appid: app, azp: app, ver: '1.0', ...kind })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: options.key.id, x5t: options.key.id })
    .setIssuer(`${request.origin}/${tenant}/v2.0`)
    .setSubject(object)
    .setAudience(grant.audience)
    .setJti(options.ids.uuid())
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .sign(options.key.privateKey)
}

const noStore = (body: unknown): HttpReply => ({
  status: 200,
  body,
  headers: { 'Cache-Control': 'no-store' },
})

function discoveryRoutes({ key }: TokenServiceOptions): readonly Route[] {
  return [
    {
      id: 'OpenIdConfiguration',
      method: 'GET',
      path: '/{tenant}/v2.0/.well-known/openid-configuration',
      handle: async ({ origin, params }) => ({
        status: 200,
        body: {
          issuer: `${origin}/${params.tenant}/v2.0`,
          authorization_endpoint: `${origin}/${params.tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${origin}/${params.tenant}/oauth2/v2.0/token`,
          jwks_uri: `${origin}/${params.tenant}/discovery/v2.0/keys`,
          grant_types_supported: ['client_credentials', 'password'],
          id_token_signing_alg_values_supported: ['RS256'],
        },
      }),
    },
    {
      id: 'Keys',
      method: 'GET',
      path: '/{tenant}/discovery/v2.0/keys',
      handle: async () => ({ status: 200, body: { keys: [key.publicJwk] } }),
    },
  ]
}

/**
 * `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` of App Service: plain HTTP and no secret, so callers of this machine
 * only. The header must be there (any value), because no web page can make a browser send it unasked.
 */
function managedIdentityRoute(options: TokenServiceOptions): Route {
  return {
    id: 'ManagedIdentity',
    method: 'GET',
    path: '/msi/token',
    handle: async request => {
      const { resource = '', client_id: clientId } = request.query
      const app = clientId === undefined ? options.directory.apps()[0] : options.directory.app(clientId)
      const problem = managedIdentityProblem(request, app)
      if (problem !== undefined || !app) {
        throw new ApiError({ status: 400, code: 'invalid_request', message: problem ?? '' })
      }
      const token = await issue(options, request, { ...appPrincipal(app), audience: resource })
      const expires_on = String(Math.floor(options.clock.now() / 1000) + LIFETIME_SECONDS)
      return noStore({
        access_token: token,
        expires_on,
        resource,
        token_type: 'Bearer',
        client_id: app.clientId,
      })
    },
  }
}

function managedIdentityProblem(request: HttpRequest, app: AppRegistration | undefined): string | undefined {
  if (!isLoopback(request.remoteAddress)) return 'Managed identities are given to this machine only.'
  if (!request.headers['x-identity-header']) return 'The header X-IDENTITY-HEADER is missing.'
  if (!request.query.resource) return 'The query parameter resource is missing.'
  return app ? undefined : 'No app registration stands for that managed identity.'
}
