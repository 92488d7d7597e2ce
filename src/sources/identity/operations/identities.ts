/** Users and their tokens: `/identities`. */
import { type Static, Type } from 'typebox'
import { toIso } from '#base'
import { parseRawId, resourceOf } from '#records'
import { apiError } from '../errors.ts'
import { issueToken, nowSeconds } from '../issue-token.ts'
import { type Call, type Operation, operation } from '../operation.ts'
import {
  identityByExternalId,
  identityById,
  insertIdentity,
  markDeleted,
  noteIssued,
  revokeTokens,
  type StoredIdentity,
} from '../store.ts'
import { readTokenRequest } from '../token-request.ts'

const Scopes = Type.Array(Type.String(), { maxItems: 20 })
const Minutes = Type.Optional(Type.Integer())

const CreateIdentityRequest = Type.Object({
  createTokenWithScopes: Type.Optional(Scopes),
  expiresInMinutes: Minutes,
  externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
})

const CreateTokenRequest = Type.Object({ scopes: Type.Optional(Scopes), expiresInMinutes: Minutes })

type CreateIdentityBody = Static<typeof CreateIdentityRequest> | undefined

const createIdentity = operation({
  id: 'CreateIdentity',
  method: 'POST',
  path: '/identities',
  body: CreateIdentityRequest,
  limitOf: body => (wantsToken(body) ? 'createIdentityWithToken' : 'createIdentity'),
  scopesOf: (body: CreateIdentityBody) => body?.createTokenWithScopes,
  prepare: async ({ resource, body, at }: Call<CreateIdentityBody>, services) => {
    const externalId = body?.externalId
    const known =
      externalId === undefined ? undefined : identityByExternalId(services.state, resource.id, externalId)
    const id = known ? known.id : `8:acs:${resource.id}_${services.ids.uuid()}`
    const asked = wantsToken(body)
      ? readTokenRequest(body?.createTokenWithScopes, body?.expiresInMinutes)
      : undefined
    const deadUntil = known ? known.deadUntil : null
    const issued = asked && (await issueToken({ user: id, resource, deadUntil, ...asked }, services))
    return tx => {
      insertIdentity(tx, { id, resource: resource.id, externalId }, at)
      if (issued) noteIssued(tx, id, issued.issuedAt)
      const reply = {
        status: known ? 200 : 201,
        body: {
          identity: { id, ...(externalId && { externalId }) },
          ...(issued && { accessToken: issued.answer }),
        },
      }
      return { reply, identity: id, ...(asked && { scopes: asked.scopes }) }
    }
  },
})

/** An empty list asks for no token. */
const wantsToken = (body: CreateIdentityBody): boolean => (body?.createTokenWithScopes?.length ?? 0) > 0

const getIdentity: Operation = {
  id: 'GetIdentity',
  method: 'GET',
  path: '/identities/{id}',
  prepare: async call => {
    ownId(call)
    return tx => {
      const { id, externalId, issuedUntil } = existing(identityById(tx, call.params.id ?? ''))
      const body = {
        id,
        ...(externalId !== null && { externalId }),
        ...(issuedUntil !== null && { lastTokenIssuedAt: toIso(issuedUntil * 1000) }),
      }
      return { reply: { status: 200, body } }
    }
  },
}

const createToken = operation({
  id: 'CreateToken',
  method: 'POST',
  path: '/identities/{id}/:issueAccessToken',
  body: CreateTokenRequest,
  limitOf: () => 'issueToken',
  scopesOf: body => body?.scopes,
  prepare: async (call, services) => {
    const id = ownId(call)
    const asked = readTokenRequest(call.body?.scopes, call.body?.expiresInMinutes)
    const { deadUntil } = existing(identityById(services.state, id))
    const issued = await issueToken({ user: id, resource: call.resource, deadUntil, ...asked }, services)
    return tx => {
      existing(identityById(tx, id))
      noteIssued(tx, id, issued.issuedAt)
      return { reply: { status: 200, body: issued.answer }, scopes: asked.scopes }
    }
  },
})

const revokeToken: Operation = {
  id: 'RevokeToken',
  method: 'POST',
  path: '/identities/{id}/:revokeAccessTokens',
  limitOf: () => 'revokeTokens',
  prepare: async (call, services) => {
    const id = ownId(call)
    return tx => {
      existing(identityById(tx, id))
      revokeTokens(tx, id, nowSeconds(services.clock))
      return { reply: { status: 204 } }
    }
  },
}

const deleteIdentity: Operation = {
  id: 'DeleteIdentity',
  method: 'DELETE',
  path: '/identities/{id}',
  limitOf: () => 'deleteIdentity',
  prepare: async (call, services) => {
    const id = ownId(call)
    return tx => {
      existing(identityById(tx, id))
      revokeTokens(tx, id, nowSeconds(services.clock))
      markDeleted(tx, id, call.at)
      return { reply: { status: 204 } }
    }
  },
}

export const identityOperations: readonly Operation[] = [
  createIdentity,
  getIdentity,
  createToken,
  revokeToken,
  deleteIdentity,
]

/** The id in the path, which the calling resource must have issued. Throws ApiError 401. */
function ownId({ params, resource }: Call): string {
  const id = params.id ?? ''
  const parsed = parseRawId(id)
  if (!parsed || resourceOf(parsed) !== resource.id) throw apiError('ForeignIdentity')
  return id
}

function existing(identity: StoredIdentity | undefined): StoredIdentity {
  if (!identity) throw apiError('IdentityNotFound')
  return identity
}
