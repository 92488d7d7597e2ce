/** Establishes the caller of a request by the surface's kind of access; refuses with 401 and a reason. */
import { type Access, ApiError, type Caller, type Clock, OPERATOR_AUDIENCE } from '#base'
import type { Directory } from '#directory'
import type { EntraCheck, EntraIdentity } from './entra.ts'
import { type SignedRequest, signatureProblems, verifySignature } from './hmac.ts'

/** Who called, as far as it could be told, and the refusal when it was not good enough. */
export interface Authentication {
  readonly caller: Caller
  readonly refusal?: ApiError
}

export interface AuthRequest extends SignedRequest {
  readonly origin: string
}

export interface Authenticator {
  authenticate(access: Access, request: AuthRequest): Promise<Authentication>
}

export interface AuthenticatorOptions {
  readonly directory: Directory
  readonly clock: Clock
  readonly entra: EntraCheck
  /** From the identity source: throws ApiError 401 with the reason (expired, revoked, forged). */
  readonly verifyUserToken: (token: string) => Promise<Caller>
  /** Whether a caller is of the operator's tenant. */
  readonly isOperator: (caller: Caller) => boolean
}

/** What the data-plane clients of Communication Services ask for (their scope has a double slash). */
const COMMUNICATION_AUDIENCES = [
  'https://communication.azure.com',
  'https://auth.msft.communication.azure.com',
]

const NOBODY: Caller = { kind: 'nobody' }

export function authenticator(options: AuthenticatorOptions): Authenticator {
  const bearer = async (request: AuthRequest, audiences: readonly string[]): Promise<Authentication> => {
    const token = bearerOf(request)
    if (token === undefined) return refuse(request, 'A bearer token is expected in the Authorization header.')
    const verdict = await options.entra.check(token, audiences)
    return verdict.kind === 'valid'
      ? { caller: entraCaller(verdict.identity, options.directory) }
      : refuse(request, verdict.reason)
  }
  const signed = (request: AuthRequest): Authentication => {
    const { directory, clock } = options
    const verdict = verifySignature(request, directory.resourceByKey, clock.now())
    const caller: Caller = verdict.owner ? { kind: 'accessKey', resource: verdict.owner.id } : NOBODY
    return verdict.kind === 'valid'
      ? { caller }
      : { ...refuse(request, signatureProblems[verdict.reason]), caller }
  }
  const byAccess = {
    none: async (): Promise<Authentication> => ({ caller: NOBODY }),
    userToken: async (request: AuthRequest): Promise<Authentication> => {
      const token = bearerOf(request)
      if (token === undefined) return refuse(request, 'A user access token is expected as bearer.')
      return { caller: await options.verifyUserToken(token) }
    },
    operator: async (request: AuthRequest): Promise<Authentication> => {
      const { caller, refusal } = await bearer(request, [OPERATOR_AUDIENCE])
      return refusal || options.isOperator(caller)
        ? { caller, ...(refusal && { refusal }) }
        : { caller, refusal: otherTenant() }
    },
    communication: async (request: AuthRequest): Promise<Authentication> => {
      const given = request.headers.authorization
      if (given === undefined) return refuse(request, 'The Authorization header is missing.')
      if (/^HMAC-SHA256\b/i.test(given)) return signed(request)
      return bearer(request, COMMUNICATION_AUDIENCES)
    },
  }
  return {
    authenticate: async (access, request) => {
      try {
        return access.kind === 'entra'
          ? await bearer(request, access.audiences)
          : await byAccess[access.kind](request)
      } catch (error) {
        if (error instanceof ApiError) return { caller: NOBODY, refusal: error }
        throw error
      }
    },
  }
}

const bearerOf = (request: AuthRequest): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

const otherTenant = (): ApiError =>
  new ApiError({
    status: 403,
    code: 'AuthorizationFailed',
    message:
      'The token is of another tenant than the operator’s. Expected the tenant of the first workspace, whose records tell of all sides.',
  })

function refuse({ origin, headers }: AuthRequest, message: string): Authentication {
  const isSigned = /^HMAC-SHA256\b/i.test(headers.authorization ?? '')
  const challenge = isSigned
    ? 'HMAC-SHA256'
    : `Bearer authorization_uri="${origin}/common/oauth2/v2.0/authorize", error="invalid_token"`
  const row = { status: 401, code: 'Unauthorized', message, headers: { 'WWW-Authenticate': challenge } }
  return { caller: NOBODY, refusal: new ApiError(row) }
}

/**
 * Which resource an Entra caller of the data plane means, since nothing in the request says so: the one of its app
 * registration, else the first of its tenant; a tenant that is not known here stands for the first one.
 */
function entraCaller({ tenant, subject, app }: EntraIdentity, directory: Directory): Caller {
  const known = directory.tenant(tenant ?? '') ?? directory.tenants()[0]
  const ofApp = app === undefined ? undefined : directory.app(app)?.resource
  const resource = ofApp ?? (known && directory.resourcesOf(known.id)[0]?.id)
  return { kind: 'entra', tenant: tenant ?? known?.id ?? '', subject, ...(resource && { resource }) }
}
