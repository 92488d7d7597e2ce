/** The people of the worked meetings E1 and E2: tenants A, B and C, resources R1 and R2 of A and R3 of C. */
import { createHash } from 'node:crypto'
import type { Seed } from '#directory'

const guid = (last: string) => `00000000-0000-4000-8000-${last.padStart(12, '0')}`
const keyOf = (name: string) => createHash('sha512').update(name).digest('base64')

export type TenantLetter = 'A' | 'B' | 'C'
export type ResourceName = 'R1' | 'R2' | 'R3'
export const RESOURCE_NAMES: readonly ResourceName[] = ['R1', 'R2', 'R3']

export const tenantIds: Readonly<Record<TenantLetter, string>> = {
  A: guid('a'),
  B: guid('b'),
  C: guid('c'),
}
const ownerOf: Readonly<Record<ResourceName, TenantLetter>> = { R1: 'A', R2: 'A', R3: 'C' }
const SUBSCRIPTION = guid('5')

export const accessKeyOfResource = (name: ResourceName): string => keyOf(name)
export const armIdOfResource = (name: ResourceName): string =>
  `/subscriptions/${SUBSCRIPTION}/resourcegroups/group/providers/microsoft.communication/communicationservices/${name.toLowerCase()}`

export const organizerOf = (tenant: TenantLetter): string => `organizer@${tenant.toLowerCase()}.example`
export const memberOf = (tenant: TenantLetter): string => `member@${tenant.toLowerCase()}.example`
export const LOGS_WORKSPACE = guid('10')

/** What `--seed` reads. */
export const workedWorld = {
  tenants: (['A', 'B', 'C'] as const).map(name => ({
    name,
    id: tenantIds[name],
    domain: `${name.toLowerCase()}.example`,
    trusts: ['A', 'B', 'C'].filter(other => other !== name),
  })),
  users: (['A', 'B', 'C'] as const).flatMap(tenant => [
    { tenant, userPrincipalName: organizerOf(tenant) },
    { tenant, userPrincipalName: memberOf(tenant) },
  ]),
  resources: RESOURCE_NAMES.map((name, i) => ({
    name: name.toLowerCase(),
    tenant: ownerOf[name],
    immutableResourceId: guid(`1${i + 1}`),
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'group',
    primaryKey: keyOf(name),
    secondaryKey: keyOf(`${name} 2`),
  })),
  workspaces: [
    { name: 'logs', tenant: 'A', id: LOGS_WORKSPACE, subscriptionId: SUBSCRIPTION, resourceGroup: 'group' },
  ],
  apps: [{ name: 'app', tenant: 'A', clientId: guid('20'), clientSecret: 'a-secret-of-the-worked-world' }],
} satisfies Seed
