/** Entra tokens in, access tokens out. */
import { Type } from 'typebox'
import type { EntraUser } from '../entra-user.ts'
import { apiError } from '../errors.ts'
import { issueToken, nowSeconds } from '../issue-token.ts'
import { type Call, type Change, type Operation, operation, type Services } from '../operation.ts'
import { assignmentsOf, identityById, insertIdentity, noteIssued } from '../store.ts'
import { isTokenScope, type TokenScope } from '../token-request.ts'

const TeamsUserExchangeRequest = Type.Object({
  token: Type.String(),
  appId: Type.String(),
  userId: Type.String(),
})

/** The token of a Teams user for one that acts as that user: a Microsoft 365 identity on an ACS client. */
const exchangeTeamsUser = operation({
  id: 'ExchangeTeamsUserAccessToken',
  method: 'POST',
  path: '/teamsUser/:exchangeAccessToken',
  body: TeamsUserExchangeRequest,
  limitOf: () => 'exchangeToken',
  prepare: async ({ resource, body }, services) => {
    const entra = await services.readEntraUser(body.token)
    if (entra.app.toLowerCase() !== body.appId.toLowerCase()) throw apiError('TeamsAppMismatch')
    if (entra.user.toLowerCase() !== body.userId.toLowerCase()) throw apiError('TeamsUserMismatch')
    const user = `8:orgid:${entra.user}`
    const scopes: readonly TokenScope[] = ['chat', 'voip']
    const order = { user, resource, scopes, lifeSeconds: secondsLeft(entra, services), deadUntil: null }
    const issued = await issueToken(order, services)
    return () => ({ reply: { status: 200, body: issued.answer }, identity: user, scopes })
  },
})

/** The token of an Entra user for one of a communication user that stands for them, always the same. */
const exchangeEntra: Operation = {
  id: 'ExchangeEntraAccessToken',
  method: 'POST',
  path: '/access/entra/:exchangeAccessToken',
  limitOf: () => 'exchangeToken',
  prepare: async (call, services) => {
    const entra = await services.readEntraUser(call.bearer)
    return exchange(call, services, { entra, prefix: 'wf_', scopes: scopesOf(entra) })
  },
}

/** The same for a user whose Teams phone number a contact centre uses; an assignment says which resource may. */
const exchangeTeamsExtension: Operation = {
  id: 'ExchangeTeamsExtensionAccessToken',
  method: 'POST',
  path: '/access/teamsExtension/:exchangeAccessToken',
  limitOf: () => 'exchangeToken',
  resourceOf: async ({ bearer }, services) => {
    const { tenant, user, app } = await services.readEntraUser(bearer)
    const assignment = assignmentsOf(services.state, tenant, user).find(({ clientIds }) => {
      const allowed: readonly string[] | null = clientIds === null ? null : JSON.parse(clientIds)
      return allowed === null || allowed.length === 0 || allowed.includes(app)
    })
    if (!assignment) throw apiError('AssignmentMissing')
    return assignment.resource
  },
  prepare: async (call, services) => {
    const entra = await services.readEntraUser(call.bearer)
    return exchange(call, services, { entra, prefix: '', scopes: ['voip'] })
  },
}

export const exchangeOperations: readonly Operation[] = [exchangeEntra, exchangeTeamsExtension]
export const teamsUserOperations: readonly Operation[] = [exchangeTeamsUser]

interface Exchange {
  readonly entra: EntraUser
  /** Of the user part of the id, before tenant and object id. */
  readonly prefix: string
  readonly scopes: readonly TokenScope[]
}

async function exchange(
  call: Call,
  services: Services,
  { entra, prefix, scopes }: Exchange,
): Promise<Change> {
  const { resource, at } = call
  const id = `8:acs:${resource.id}_${prefix}${entra.tenant}_${entra.user}`
  const deadUntil = identityById(services.state, id)?.deadUntil ?? null
  const order = { user: id, resource, scopes, lifeSeconds: secondsLeft(entra, services), deadUntil }
  const issued = await issueToken(order, services)
  return tx => {
    insertIdentity(tx, { id, resource: resource.id }, at)
    noteIssued(tx, id, issued.issuedAt)
    const body = { identity: { id }, accessToken: issued.answer }
    return { reply: { status: 200, body }, identity: id, scopes }
  }
}

/** Permissions are named like scopes, in other case (`Chat.Join`). A token that names none grants both wholes. */
function scopesOf({ permissions }: EntraUser): readonly TokenScope[] {
  const named = permissions.map(permission => permission.toLowerCase()).filter(isTokenScope)
  return named.length > 0 ? named : ['chat', 'voip']
}

const LONGEST_SECONDS = 86_400

/** An exchanged token expires with the one it was exchanged for, after a day at the latest. */
const secondsLeft = ({ expires }: EntraUser, { clock }: Services): number =>
  Math.min(Math.floor(expires / 1000) - nowSeconds(clock), LONGEST_SECONDS)
