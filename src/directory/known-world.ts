/**
 * The world of a first start, the same on every machine, so that a connection string can be pasted from the docs.
 * Its keys and its client secret are PUBLISHED: they protect nothing, and the server refuses them beyond loopback.
 */
import type { Seed } from './seed.ts'

export const knownWorld = {
  tenants: [
    {
      name: 'Contoso',
      id: 'c0117050-0000-4000-8000-000000000001',
      domain: 'contoso.example',
      trusts: ['Fabrikam'],
    },
    {
      name: 'Fabrikam',
      id: 'fab41ca0-0000-4000-8000-000000000001',
      domain: 'fabrikam.example',
      trusts: ['Contoso'],
    },
  ],
  users: [
    {
      tenant: 'Contoso',
      userPrincipalName: 'olivia@contoso.example',
      displayName: 'Olivia Organizer',
      id: 'c0117050-0000-4000-8000-0000000000a1',
    },
    {
      tenant: 'Contoso',
      userPrincipalName: 'carl@contoso.example',
      displayName: 'Carl Colleague',
      id: 'c0117050-0000-4000-8000-0000000000a2',
    },
    {
      tenant: 'Contoso',
      userPrincipalName: 'gina@fabrikam.example#ext#',
      displayName: 'Gina Guest',
      userType: 'Guest',
      id: 'c0117050-0000-4000-8000-0000000000a3',
    },
    {
      tenant: 'Fabrikam',
      userPrincipalName: 'frank@fabrikam.example',
      displayName: 'Frank Federated',
      id: 'fab41ca0-0000-4000-8000-0000000000a1',
    },
    {
      tenant: 'Fabrikam',
      userPrincipalName: 'fiona@fabrikam.example',
      displayName: 'Fiona Foreign',
      id: 'fab41ca0-0000-4000-8000-0000000000a2',
    },
  ],
  resources: [
    {
      name: 'contoso-acs',
      tenant: 'Contoso',
      immutableResourceId: 'ac500000-0000-4000-8000-0000000000c1',
      subscriptionId: '50b00000-0000-4000-8000-0000000000c0',
      resourceGroup: 'contoso-rg',
      primaryKey: 'HchK7doH1dVWYEtSwgAgb/Pmjizaai2EoHlGY/oT4u8ohlokGBNOf1hlwXbKCs87CUaaUJjaEWUc5+dtKa5aSA==',
      secondaryKey:
        'HSL1NZ6l9BM6EqF7rtsLa4bOyfVYk/QMyQ89qS/+L3oMEeQZMQRYwcBc6CSOEZPcFaOWkrKbK6Sxzs2HBBKHQw==',
    },
    {
      name: 'contoso-support-acs',
      tenant: 'Contoso',
      immutableResourceId: 'ac500000-0000-4000-8000-0000000000c2',
      subscriptionId: '50b00000-0000-4000-8000-0000000000c0',
      resourceGroup: 'contoso-rg',
      primaryKey: 'v1J5D0GvVTl76GQEUV248KSo2YVV+1P9lvLsYKpyVhEAV6pTlFB5EovrJGhTTXQqxqE5Bpy3TjlKTgiwR76aKA==',
      secondaryKey:
        'rMLk7SN7IYThuWa+jEy5mIs/MH0XnMaDLs3PSFb4HLwHlTCNkrR5/bUCjcqnibvBEjuFnBSMcYcwv26FHX0gYg==',
    },
    {
      name: 'fabrikam-acs',
      tenant: 'Fabrikam',
      immutableResourceId: 'ac500000-0000-4000-8000-0000000000f1',
      subscriptionId: '50b00000-0000-4000-8000-0000000000f0',
      resourceGroup: 'fabrikam-rg',
      dataLocation: 'europe',
      primaryKey: 'XgqVa7ShEy+CtvkAAXN3DvrRy8leVIy4ZnDAwqAQxG29c0HQHEXYIMfvpsNY7Hs4TFnepA8GPqU6S62K6bDpgQ==',
      secondaryKey:
        'iROKzJF3xnBD6a/Oqgbpl683zxdz+fqDDrciBxNJvuuvUSw6A/gIfiTgl8HeudoYooMKZsV6LOtFSEjDILVkOg==',
    },
  ],
  workspaces: [
    {
      name: 'contoso-logs',
      tenant: 'Contoso',
      id: '10600000-0000-4000-8000-0000000000c0',
      subscriptionId: '50b00000-0000-4000-8000-0000000000c0',
      resourceGroup: 'contoso-rg',
    },
  ],
  apps: [
    {
      name: 'contoso-app',
      tenant: 'Contoso',
      clientId: 'a9900000-0000-4000-8000-0000000000c1',
      clientSecret: 'contoso-app-published-secret',
      resource: 'contoso-acs',
    },
    {
      name: 'fabrikam-app',
      tenant: 'Fabrikam',
      clientId: 'a9900000-0000-4000-8000-0000000000f1',
      clientSecret: 'fabrikam-app-published-secret',
      resource: 'fabrikam-acs',
    },
  ],
} satisfies Seed

/** Whether a key or client secret is one that everybody can read above. */
export function isPublished(secret: string): boolean {
  return published.has(secret)
}

const published: ReadonlySet<string> = new Set([
  ...knownWorld.resources.flatMap(({ primaryKey, secondaryKey }) => [primaryKey, secondaryKey]),
  ...knownWorld.apps.map(({ clientSecret }) => clientSecret),
])
