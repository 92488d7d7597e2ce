/**
 * What the operator says about destinations: which real accounts, hubs and endpoints stand behind the names that
 * diagnostic settings use (docs/destinations.md). Parsed once; secrets are looked up here and never repeated.
 */
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Mismatch, mismatchesOf } from '#base'

const closed = { additionalProperties: false }
const Url = Type.String({ pattern: '^https?://\\S+$' })
const Text = Type.String({ minLength: 1 })
/** In the clear, or the name of an environment variable. */
const Secret = Type.Union([Text, Type.Object({ env: Text }, closed)])
const Headers = Type.Optional(Type.Record(Type.String(), Secret))

const StorageAccount = Type.Object({ connectionString: Secret }, closed)
const EventHubNamespace = Type.Object(
  { connectionString: Secret, hubs: Type.Optional(Type.Array(Type.String({ pattern: '^[\\w.-]{1,256}$' }))) },
  closed,
)
const partnerKinds = {
  webhook: Type.Object({ kind: Type.Literal('webhook'), url: Url, secret: Secret, headers: Headers }, closed),
  otlp: Type.Object({ kind: Type.Literal('otlp'), url: Url, headers: Headers }, closed),
  kafka: Type.Object(
    {
      kind: Type.Literal('kafka'),
      brokers: Type.Array(Type.String({ pattern: '^\\S+:\\d+$' }), { minItems: 1 }),
      topic: Type.Optional(Text),
      tls: Type.Optional(Type.Boolean()),
      sasl: Type.Optional(
        Type.Object(
          {
            mechanism: Type.Enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
            username: Text,
            password: Secret,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
  file: Type.Object({ kind: Type.Literal('file'), folder: Text }, closed),
} as const

const Configuration = Type.Object(
  {
    storageAccounts: Type.Optional(Type.Record(Type.String(), StorageAccount)),
    eventHubNamespaces: Type.Optional(Type.Record(Type.String(), EventHubNamespace)),
    partners: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
)

type Kinds = typeof partnerKinds
/** Where a secret may be a name of a variable, it is text. */
type Resolved<Value> = Value extends { env: string }
  ? string
  : Value extends object
    ? { readonly [Name in keyof Value]: Resolved<Value[Name]> }
    : Value

export type StorageAccountConfig = Resolved<Static<typeof StorageAccount>>
export type EventHubNamespaceConfig = Resolved<Static<typeof EventHubNamespace>>
export type PartnerConfig = { [Kind in keyof Kinds]: Resolved<Static<Kinds[Kind]>> }[keyof Kinds]

/** By the name that settings use, in lower case; every secret in the clear: never to be logged. */
export interface DestinationsConfig {
  readonly storageAccounts: ReadonlyMap<string, StorageAccountConfig>
  readonly eventHubNamespaces: ReadonlyMap<string, EventHubNamespaceConfig>
  readonly partners: ReadonlyMap<string, PartnerConfig>
}

export type ParsedDestinations =
  | { readonly kind: 'destinations'; readonly config: DestinationsConfig }
  | { readonly kind: 'invalid'; readonly problems: readonly Mismatch[] }

const checkers = {
  configuration: Compile(Configuration),
  ...Object.fromEntries(
    Object.entries(partnerKinds).map(([kind, schema]) => [kind, Compile(schema as TSchema)]),
  ),
} as Readonly<Record<string, ReturnType<typeof Compile>>>

/**
 * Reads the member `destinations` of the configuration; undefined is none. `env` answers the value of an environment
 * variable. Problems name places and expectations, never values of secrets.
 */
export async function parseDestinations(
  value: unknown,
  env: (name: string) => string | undefined,
): Promise<ParsedDestinations> {
  if (value === undefined) return { kind: 'destinations', config: parsed({}) }
  const problems = shapeProblems(value)
  if (problems.length > 0) return { kind: 'invalid', problems }
  const missing: Mismatch[] = []
  const config = parsed(resolve(value, '', { env, missing }))
  const wrong = [...missing, ...(await meaningProblems(config, value as Static<typeof Configuration>))]
  return wrong.length > 0 ? { kind: 'invalid', problems: wrong } : { kind: 'destinations', config }
}

function shapeProblems(value: unknown): readonly Mismatch[] {
  const { configuration } = checkers
  const problems = configuration ? mismatchesOf(configuration, value) : []
  if (problems.length > 0) return problems
  // Sound: the checker of this very schema has just accepted the value.
  const { partners = {} } = value as Static<typeof Configuration>
  return Object.entries(partners).flatMap(([name, partner]) => {
    const path = `/partners/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const kind = typeof partner === 'object' && partner !== null ? Reflect.get(partner, 'kind') : undefined
    const checker = Object.hasOwn(partnerKinds, String(kind)) ? checkers[String(kind)] : undefined
    if (!checker) return [{ path: `${path}/kind`, found: foundText(kind), expected: KINDS }]
    return mismatchesOf(checker, partner).map(problem => ({ ...problem, path: path + problem.path }))
  })
}

const KINDS = `one of ${Object.keys(partnerKinds).join(', ')}`
const foundText = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

interface Lookup {
  readonly env: (name: string) => string | undefined
  readonly missing: Mismatch[]
}

/** The same value with the environment's text in place of each `{ "env": … }`. */
function resolve(value: unknown, path: string, lookup: Lookup): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  const [[only, name] = []] = members
  if (members.length === 1 && only === 'env' && typeof name === 'string') {
    const found = lookup.env(name)
    if (!found)
      lookup.missing.push({ path, found: 'no such variable', expected: `${name} in the environment` })
    return found ?? ''
  }
  return Object.fromEntries(
    members.map(([member, inner]) => [
      member,
      resolve(inner, `${path}/${member.replaceAll('/', '~1')}`, lookup),
    ]),
  )
}

function parsed(value: unknown): DestinationsConfig {
  // Sound: the shape was accepted, and `resolve` left text where a secret stood.
  const config = value as {
    readonly storageAccounts?: Readonly<Record<string, StorageAccountConfig>>
    readonly eventHubNamespaces?: Readonly<Record<string, EventHubNamespaceConfig>>
    readonly partners?: Readonly<Record<string, PartnerConfig>>
  }
  return {
    storageAccounts: byName(config.storageAccounts),
    eventHubNamespaces: byName(config.eventHubNamespaces),
    partners: byName(config.partners),
  }
}

const byName = <Value>(members: Readonly<Record<string, Value>> = {}): ReadonlyMap<string, Value> =>
  new Map(Object.entries(members).map(([name, value]) => [name.toLowerCase(), value]))

async function meaningProblems(
  { storageAccounts, eventHubNamespaces }: DestinationsConfig,
  given: Static<typeof Configuration>,
): Promise<readonly Mismatch[]> {
  return [
    ...twice('/storageAccounts', given.storageAccounts),
    ...twice('/eventHubNamespaces', given.eventHubNamespaces),
    ...twice('/partners', given.partners),
    ...(await connectionsOf('/storageAccounts', storageAccounts, STORAGE)),
    ...(await connectionsOf('/eventHubNamespaces', eventHubNamespaces, EVENT_HUBS)),
  ]
}

const armIdOf = (type: string) =>
  new RegExp(`^/subscriptions/[^/]+/resourcegroups/[^/]+/providers/${type}/[^/]+$`)

/** The clients judge their strings. They are large: loaded only where they are used. */
const STORAGE: Service = {
  isId: armIdOf('microsoft\\.storage/storageaccounts'),
  of: 'a storage account',
  load: async () => (await import('./blob-storage.ts')).isStorageString,
}
const EVENT_HUBS: Service = {
  isId: armIdOf('microsoft\\.eventhub/namespaces'),
  of: 'an event hub namespace',
  load: async () => (await import('./event-hubs.ts')).isEventHubString,
}

interface Service {
  readonly isId: RegExp
  readonly of: string
  load(): Promise<(connectionString: string) => boolean>
}

async function connectionsOf(
  path: string,
  services: ReadonlyMap<string, { readonly connectionString: string }>,
  { isId, of, load }: Service,
): Promise<readonly Mismatch[]> {
  if (services.size === 0) return []
  const isUnderstood = await load()
  return [...services].flatMap(([id, { connectionString }]) => {
    const found = `a string of ${connectionString.length} characters`
    const at = `${path}/${id}`
    // An empty one stands for a variable that is missing, which has been said.
    const isFine = connectionString === '' || isUnderstood(connectionString)
    return [
      ...(isId.test(id) ? [] : [{ path: at, found: JSON.stringify(id), expected: `the ARM id of ${of}` }]),
      ...(isFine
        ? []
        : [{ path: `${at}/connectionString`, found, expected: `the connection string of ${of}` }]),
    ]
  })
}

function* twice(path: string, members: object = {}): Generator<Mismatch> {
  const names = Object.keys(members)
  const lower = names.map(name => name.toLowerCase())
  for (const [n, name] of names.entries()) {
    if (lower.indexOf(lower[n] ?? '') === n) continue
    yield { path, found: `${JSON.stringify(name)} a second time`, expected: 'names that differ without case' }
  }
}
