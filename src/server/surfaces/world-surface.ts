/** Who may sign in here, and what the signed-in tenant owns: what a client needs before its first question. */
import { type HttpRequest, type Surface, standardErrorBody } from '#base'
import type { Directory } from '#directory'

interface WorldOptions {
  readonly directory: Directory
  /** Id of the workspace with the tables of our own; its tenant is the operator's and sees all tenants' names. */
  readonly house: string
  /** Test users sign in by name alone: only where nobody else can reach the server. */
  readonly allowsUsers: boolean
  /** Anybody gets an identity of a resource as a guest of a meeting (`/meet/guest`). */
  readonly allowsGuests: boolean
}

/** `/.well-known/anteroom` for anybody, `/world` for a token of the resource plane. */
export function worldSurfaces(options: WorldOptions): readonly Surface[] {
  return [
    {
      name: 'discovery',
      access: { kind: 'none' },
      prefixes: ['.well-known'],
      errorBody: standardErrorBody,
      routes: [
        {
          id: 'Discovery',
          method: 'GET',
          path: '/.well-known/anteroom',
          handle: async () => ({ status: 200, body: discoveryOf(options) }),
        },
      ],
    },
    {
      name: 'world',
      access: { kind: 'entra', audiences: ['https://management.azure.com'] },
      prefixes: ['world'],
      errorBody: standardErrorBody,
      routes: [
        {
          id: 'World',
          method: 'GET',
          path: '/world',
          handle: async request => ({ status: 200, body: worldOf(options, request) }),
        },
      ],
    },
  ]
}

const discoveryOf = (options: WorldOptions) => ({
  product: 'Anteroom',
  ...signInOf(options),
  guestsOf: options.allowsGuests ? options.directory.resources().map(({ id, name }) => ({ id, name })) : [],
})

/** `people`: whose tokens the token service gives by name; `secret`: only apps sign in, with their client secret. */
function signInOf({ directory, allowsUsers }: WorldOptions) {
  if (!allowsUsers) return { signIn: 'secret' as const }
  const people = directory.users().flatMap(user => {
    const app = directory.apps().find(({ tenant }) => tenant === user.tenant)
    const tenant = directory.tenant(user.tenant)
    if (!app || !tenant) return []
    const { userPrincipalName, displayName, id } = user
    return [
      {
        id,
        userPrincipalName,
        displayName,
        tenant: tenant.id,
        tenantName: tenant.name,
        clientId: app.clientId,
      },
    ]
  })
  return { signIn: 'people' as const, people }
}

function worldOf({ directory, house }: WorldOptions, { caller }: HttpRequest) {
  const tenant = caller.kind === 'entra' ? caller.tenant : ''
  const isOperator = directory.workspace(house)?.tenant === tenant
  const isSeen = (one: { readonly tenant: string }) => isOperator || one.tenant === tenant
  return {
    tenant,
    isOperator,
    tenants: directory
      .tenants()
      .filter(({ id }) => isOperator || id === tenant)
      .map(({ id, name, domain }) => ({ id, name, domain })),
    resources: directory
      .resources()
      .filter(isSeen)
      .map(({ id, armId, name, tenant }) => ({ id, armId, name, tenant })),
    workspaces: directory
      .workspaces()
      .filter(isSeen)
      .map(({ id, name, tenant }) => ({ id, name, tenant, isHouse: id === house })),
  }
}
