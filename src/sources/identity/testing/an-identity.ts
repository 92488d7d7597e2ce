/** An identity source over a real state and two resources of two tenants, driven by a manual clock. */
import {
  type Caller,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type ManualClock,
  manualClock,
  seededIds,
  silentLog,
} from '#base'
import { armId, type Fact, resourceId, tenantId } from '#records'
import { openState, type State } from '#state'
import { createIdentity, type Identity } from '../create-identity.ts'
import type { EntraProblem } from '../entra-user.ts'
import type { IdentityResource } from '../operation.ts'
import type { IdentitySettings } from '../settings.ts'
import { identityMigrations } from '../store.ts'

export const contoso = tenantId('c0111111-1111-4111-8111-111111111111')
export const fabrikam = tenantId('fab22222-2222-4222-8222-222222222222')
export const ours = aResource('aaaaaaaa-0000-4000-8000-000000000001', contoso)
export const theirs = aResource('bbbbbbbb-0000-4000-8000-000000000002', fabrikam)

function aResource(id: string, tenant: IdentityResource['tenant']): IdentityResource {
  const name = `/subscriptions/s/resourcegroups/g/providers/microsoft.communication/communicationservices/${id}`
  return { id: resourceId(id), tenant, armId: armId(name), dataLocation: 'unitedstates' }
}

export interface Asked {
  readonly body?: unknown
  readonly id?: string
  readonly params?: Readonly<Record<string, string>>
  readonly caller?: Caller
  readonly headers?: Readonly<Record<string, string>>
  readonly target?: string
}

export interface AnIdentity {
  readonly clock: ManualClock
  readonly state: State
  readonly identity: Identity
  /** Calls the operation of that id as the host would. */
  ask(operation: string, asked?: Asked): Promise<HttpReply>
  /** What was recorded since the last time. */
  operations(): readonly Extract<Fact, { kind: 'operation' }>['operation'][]
}

interface Options {
  readonly settings?: Partial<IdentitySettings>
  readonly entraProblem?: EntraProblem
  /** Of the journal. */
  readonly limits?: { readonly entries: number; readonly bytes: number }
}

export async function anIdentity(options: Options = {}): Promise<AnIdentity> {
  const clock = manualClock()
  const { limits, entraProblem, settings = {} } = options
  const state = openState({
    path: ':memory:',
    migrations: identityMigrations,
    clock,
    log: silentLog,
    ...(limits && { limits }),
  })
  const resources = [ours, theirs]
  const identity = await createIdentity({
    state,
    clock,
    ids: seededIds(1),
    settings,
    ...(entraProblem && { entraProblem }),
    directory: {
      resource: id => resources.find(resource => resource.id === id),
      resourcesOf: tenant => resources.filter(resource => resource.tenant === tenant),
    },
  })
  const routes = identity.surfaces.flatMap(surface => surface.routes)
  let seen = 0
  return {
    clock,
    state,
    identity,
    ask: async (operation, asked = {}) => {
      const route = routes.find(({ id }) => id === operation)
      if (!route) throw new Error(`no operation ${operation}`)
      return route.handle(aRequest(route, asked, clock))
    },
    operations: () => {
      const entries = state.journal.after(seen, 10_000)
      seen = entries.at(-1)?.seq ?? seen
      return entries.flatMap(({ fact }) => (fact.kind === 'operation' ? [fact.operation] : []))
    },
  }
}

/** The request as the host hands it over. */
export function aRequest(
  { method, path }: { readonly method: string; readonly path: string },
  { body, id, params, caller, headers, target }: Asked,
  clock: Clock,
): HttpRequest {
  const named: Record<string, string> = { ...(id !== undefined && { id }), ...params }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ''))
  return {
    method,
    target: target ?? `${filled}?api-version=2023-10-01`,
    params: named,
    query: { 'api-version': '2023-10-01' },
    headers: { host: 'localhost:7443', 'user-agent': 'test', ...headers },
    body,
    caller: caller ?? { kind: 'accessKey', resource: ours.id },
    requestId: 'request-1',
    receivedAt: clock.now(),
    remoteAddress: '127.0.0.1',
    origin: 'https://localhost:7443',
    signal: new AbortController().signal,
  }
}

/** The id in the answer of a create. */
export const idOf = (reply: HttpReply): string => (reply.body as { identity: { id: string } }).identity.id

/** The token in the answer of a create or an issue. */
export function tokenOf(reply: HttpReply): { readonly token: string; readonly expiresOn: string } {
  const body = reply.body as {
    accessToken?: { token: string; expiresOn: string }
    token: string
    expiresOn: string
  }
  return body.accessToken ?? body
}

/** An unsigned Entra token. */
export function entraToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
}
