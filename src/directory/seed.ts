/** What a world is made of when it is written by hand: the known world, and the file given with `--seed`. */

import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Mismatch } from '#base'
import { mismatchesOf } from '#base'
import { TEAMS_ROLES } from '#records'
import { settingProblem } from './meeting-settings.ts'

const Guid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' })
const Name = Type.String({ pattern: '^[-\\w]{1,63}$' })
const Text = Type.String({ minLength: 1, maxLength: 256 })
const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]{43,}={0,2}$' })
const list = <Item extends Parameters<typeof Type.Array>[0]>(item: Item) => Type.Optional(Type.Array(item))
const closed = { additionalProperties: false }

const TenantSeed = Type.Object(
  { name: Text, id: Type.Optional(Guid), domain: Type.Optional(Text), trusts: list(Text) },
  closed,
)
const UserSeed = Type.Object(
  {
    tenant: Text,
    userPrincipalName: Text,
    displayName: Type.Optional(Text),
    id: Type.Optional(Guid),
    userType: Type.Optional(Type.Union([Type.Literal('Member'), Type.Literal('Guest')])),
    teamsRole: Type.Optional(Type.Enum([...TEAMS_ROLES])),
  },
  closed,
)
const ResourceSeed = Type.Object(
  {
    name: Name,
    tenant: Text,
    immutableResourceId: Type.Optional(Guid),
    subscriptionId: Type.Optional(Guid),
    resourceGroup: Type.Optional(Name),
    location: Type.Optional(Text),
    dataLocation: Type.Optional(Text),
    primaryKey: Type.Optional(Base64),
    secondaryKey: Type.Optional(Base64),
  },
  closed,
)
const WorkspaceSeed = Type.Object(
  {
    name: Name,
    tenant: Text,
    id: Type.Optional(Guid),
    subscriptionId: Type.Optional(Guid),
    resourceGroup: Type.Optional(Name),
  },
  closed,
)
const AppSeed = Type.Object(
  {
    name: Text,
    tenant: Text,
    clientId: Type.Optional(Guid),
    clientSecret: Type.Optional(Type.String({ minLength: 16 })),
    resource: Type.Optional(Name),
  },
  closed,
)
const PolicySeed = Type.Object(
  { tenant: Text, user: Type.Optional(Text), settings: Type.Record(Type.String(), Type.Unknown()) },
  closed,
)

export const SeedSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    tenants: list(TenantSeed),
    users: list(UserSeed),
    resources: list(ResourceSeed),
    workspaces: list(WorkspaceSeed),
    apps: list(AppSeed),
    policies: list(PolicySeed),
  },
  closed,
)
export type Seed = Static<typeof SeedSchema>

const checker = Compile(SeedSchema)

export type ParsedSeed =
  | { readonly kind: 'seed'; readonly seed: Seed }
  | { readonly kind: 'invalid'; readonly problems: readonly Mismatch[] }

/** Checks the shape of a seed and the values of its meeting settings; references are checked when it is applied. */
export function parseSeed(value: unknown): ParsedSeed {
  const problems = mismatchesOf(checker, value)
  if (problems.length > 0) return { kind: 'invalid', problems }
  // Sound: the checker of this very schema has just accepted the value.
  const seed = value as Seed
  const unset = settingProblems(seed)
  return unset.length > 0 ? { kind: 'invalid', problems: unset } : { kind: 'seed', seed }
}

function settingProblems(seed: Seed): readonly Mismatch[] {
  return (seed.policies ?? []).flatMap(({ settings, user }, i) =>
    Object.entries(settings).flatMap(([name, value]) => {
      const expected = settingProblem(name, value, user !== undefined)
      const path = `/policies/${i}/settings/${name}`
      return expected === undefined ? [] : [{ path, found: JSON.stringify(value), expected }]
    }),
  )
}
