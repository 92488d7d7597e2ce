/**
 * Identities for guests without an account: `POST /meet/guest`. Stands for the back end of an app that lets people into
 * meetings as external users: it asks the identity API for a user and a token, as such a back end does with its access
 * key, so that the request is counted, logged and limited like any other (R1).
 */
import { Type } from 'typebox'
import { ApiError, type HttpReply, type HttpRequest, invariant, type Surface, standardErrorBody } from '#base'
import type { Directory } from '#directory'

interface GuestOptions {
  readonly directory: Pick<Directory, 'resources'>
  readonly isOn: boolean
  /** The surfaces of the identity API: one of them makes users. */
  readonly identity: readonly Surface[]
}

const GuestBody = Type.Optional(
  Type.Object({ resource: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
)

/** Off, the route says so: a page can tell it from a server without meetings. */
export function guestSurface({ directory, isOn, identity }: GuestOptions): Surface {
  const create = identity.flatMap(({ routes }) => routes).find(({ id }) => id === 'CreateIdentity')
  invariant(create, 'the identity API makes users')
  return {
    name: 'guests',
    access: { kind: 'none' },
    prefixes: ['meet/guest'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'CreateGuest',
        method: 'POST',
        path: '/meet/guest',
        body: GuestBody,
        handle: async request => {
          if (!isOn) throw guestsOff()
          const resource = resourceOf(request, directory)
          return guestOf(await create.handle(asBackEnd(request, resource.id)), resource.name)
        },
      },
    ],
  }
}

function resourceOf({ body }: HttpRequest, directory: Pick<Directory, 'resources'>) {
  // Sound: the host has validated the body against the route's schema.
  const named = (body as { readonly resource?: string } | undefined)?.resource
  const resources = directory.resources()
  const found = resources.find(({ id, name }) => named === undefined || named === id || named === name)
  if (found) return found
  const names = resources.map(({ name }) => name).join(', ')
  throw new ApiError({
    status: 404,
    code: 'UnknownResource',
    message: `Found no such resource; expected one of: ${names || '(there is none yet)'}.`,
  })
}

const VERSION = '2023-10-01'

const asBackEnd = (request: HttpRequest, resource: string): HttpRequest => ({
  ...request,
  target: `/identities?api-version=${VERSION}`,
  query: { 'api-version': VERSION },
  body: { createTokenWithScopes: ['voip', 'chat'] },
  caller: { kind: 'accessKey', resource },
})

function guestOf({ body }: HttpReply, resource: string): HttpReply {
  // Sound: the answer of our own identity API.
  const { identity, accessToken } = body as {
    readonly identity: { readonly id: string }
    readonly accessToken: { readonly token: string; readonly expiresOn: string }
  }
  return { status: 201, body: { resource, rawId: identity.id, ...accessToken } }
}

const guestsOff = () =>
  new ApiError({
    status: 403,
    code: 'GuestsOff',
    message:
      'This server gives no tokens to guests. Start it with --guests on, or join with a token of an app.',
  })
