/** Tokens of `/signal`: of a communication user, or of a Microsoft 365 user for Graph. */
import { ApiError, type Caller } from '#base'
import type { Identity } from '#sources/identity'
import { GRAPH_AUDIENCE } from '#sources/meetings'
import type { EntraCheck } from './entra.ts'

/** Gives who a token stands for; throws ApiError 401 with the reason of the communication token's refusal. */
export function signallingTokens(identity: Pick<Identity, 'verifyUserToken'>, entra: EntraCheck) {
  return async (jwt: string): Promise<Caller> => {
    try {
      return await identity.verifyUserToken(jwt)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const verdict = await entra.check(jwt, [GRAPH_AUDIENCE])
      if (verdict.kind === 'refused') throw error
      const { tenant = '', subject } = verdict.identity
      return { kind: 'entra', tenant, subject }
    }
  }
}
