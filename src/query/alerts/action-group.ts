/** Who is told: action groups as Azure's control plane takes them (actionGroups 2021-09-01 and later). */
import { Type } from 'typebox'
import { alertsError } from './errors.ts'

const Name = Type.String({ minLength: 1, maxLength: 100 })

export const GroupProperties = Type.Object({
  groupShortName: Type.String({ minLength: 1, maxLength: 12 }),
  enabled: Type.Optional(Type.Boolean()),
  emailReceivers: Type.Optional(
    Type.Array(Type.Object({ name: Name, emailAddress: Type.String({ maxLength: 320 }) }), { maxItems: 50 }),
  ),
  webhookReceivers: Type.Optional(
    Type.Array(Type.Object({ name: Name, serviceUri: Type.String({ maxLength: 2000 }) }), { maxItems: 10 }),
  ),
})

export type GroupProperties = Type.Static<typeof GroupProperties>

export type Receiver =
  | { readonly kind: 'webhook'; readonly name: string; readonly url: string }
  | { readonly kind: 'email'; readonly name: string; readonly address: string }

/** Nobody where the group is switched off. Throws ApiError 400 for an address that is none. */
export function receiversOf({
  enabled = true,
  emailReceivers = [],
  webhookReceivers = [],
}: GroupProperties): readonly Receiver[] {
  const all: readonly Receiver[] = [
    ...webhookReceivers.map(one => ({ kind: 'webhook' as const, name: one.name, url: one.serviceUri })),
    ...emailReceivers.map(one => ({ kind: 'email' as const, name: one.name, address: one.emailAddress })),
  ]
  for (const one of all)
    if (!isReachable(one)) throw alertsError('BadReceiver', { why: `the address of '${one.name}'` })
  return enabled ? all : []
}

const isReachable = (one: Receiver): boolean =>
  one.kind === 'email'
    ? /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(one.address)
    : /^https?:$/.test(URL.parse(one.url)?.protocol ?? '')
