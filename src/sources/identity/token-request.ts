/** What a caller may ask of a token: scopes and life time. */
import { apiError } from './errors.ts'

export const TOKEN_SCOPES = ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export interface TokenRequest {
  readonly scopes: readonly TokenScope[]
  readonly lifeSeconds: number
}

const SHORTEST_MINUTES = 60
const LONGEST_MINUTES = 1440

/**
 * Checks scopes (each once, in the order asked) and minutes (60…1440, 1440 when not said); the official clients
 * check neither. Throws ApiError 400.
 */
export function readTokenRequest(
  scopes: readonly string[] | undefined,
  minutes: number = LONGEST_MINUTES,
): TokenRequest {
  if (!scopes || scopes.length === 0) throw apiError('ScopesRequired')
  const unknown = scopes.find(scope => !isTokenScope(scope))
  if (unknown !== undefined) throw apiError('ScopeUnknown', { scope: unknown.slice(0, 64) })
  if (minutes < SHORTEST_MINUTES || minutes > LONGEST_MINUTES) {
    throw apiError('ExpiryOutOfRange', { minutes })
  }
  return { scopes: [...new Set(scopes.filter(isTokenScope))], lifeSeconds: minutes * 60 }
}

export const isTokenScope = (scope: string): scope is TokenScope =>
  TOKEN_SCOPES.some(known => known === scope)
