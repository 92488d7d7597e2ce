/** Who somebody is, in the two notations of Azure: raw ids of SDKs and APIs, and `identifier` of call tables (R50). */
import type { Cloud, Identity } from './call.ts'
import { type ResourceId, resourceId } from './ids.ts'

/**
 * What a raw id tells by itself. It names no home tenant of a Microsoft 365 user or app and does not tell a voice
 * app from a bot: the directory adds that.
 */
export type RawIdentity =
  | Extract<Identity, { kind: 'acsUser' | 'teamsAnonymous' | 'phone' }>
  | { readonly kind: 'm365User'; readonly user: string; readonly cloud: Cloud }
  | { readonly kind: 'bot' | 'voiceApp'; readonly app: string; readonly cloud: Cloud }

/** R51: applications with a name of their own; others show their id. */
export const knownBots: Readonly<Record<string, string>> = {
  'b1902c3e-b9f7-4650-9b23-5772bd429747': 'Teams convenience recording',
}

interface Notation {
  readonly prefix: string
  readonly read: (rest: string) => RawIdentity | undefined
}

const ACS_PREFIXES: Readonly<Record<Cloud, string>> = { public: 'acs', gcch: 'gcch-acs', dod: 'dod-acs' }
const ENTRA_PREFIXES: Readonly<Record<Cloud, string>> = { public: 'orgid', gcch: 'gcch', dod: 'dod' }
const CLOUDS = ['public', 'gcch', 'dod'] as const

const NOTATIONS: readonly Notation[] = [
  ...CLOUDS.flatMap(cloud => [
    { prefix: `8:${ACS_PREFIXES[cloud]}:`, read: (rest: string) => acsUser(rest, cloud) },
    {
      prefix: `8:${ENTRA_PREFIXES[cloud]}:`,
      read: (user: string) => ({ kind: 'm365User' as const, user, cloud }),
    },
    { prefix: `28:${ENTRA_PREFIXES[cloud]}:`, read: (app: string) => ({ kind: 'bot' as const, app, cloud }) },
  ]),
  // The form that Communication Services users had in its first years.
  { prefix: '8:spool:', read: rest => acsUser(rest, 'public') },
  { prefix: '8:teamsvisitor:', read: visitor => ({ kind: 'teamsAnonymous', visitor }) },
  { prefix: '4:', read: phone },
]

/** Reads a raw id such as `8:acs:<resource>_<user>`; undefined when it is none of the known forms. */
export function parseRawId(text: string): RawIdentity | undefined {
  const trimmed = text.trim()
  const notation = NOTATIONS.find(({ prefix }) => trimmed.startsWith(prefix))
  const rest = notation ? trimmed.slice(notation.prefix.length) : ''
  return rest === '' ? undefined : notation?.read(rest)
}

/** `<resource>_<user>`, or `<resource>_<tenant>_<user>` for Teams Phone extensibility. */
function acsUser(rest: string, cloud: Cloud): RawIdentity | undefined {
  const split = rest.indexOf('_')
  if (split < 1 || split === rest.length - 1) return undefined
  return { kind: 'acsUser', resource: resourceId(rest.slice(0, split)), user: rest.slice(split + 1), cloud }
}

/** One documented sample leaves the plus out. */
function phone(rest: string): RawIdentity | undefined {
  const digits = /^\+?(\d+)$/.exec(rest)?.[1]
  return digits === undefined ? undefined : { kind: 'phone', number: `+${digits}` }
}

/** The raw id, as SDKs, `Identity` of authentication and `UserId` of chat logs carry it. */
export function rawIdOf(identity: RawIdentity): string {
  switch (identity.kind) {
    case 'acsUser':
      return `8:${ACS_PREFIXES[identity.cloud]}:${partsOf(identity)}`
    case 'm365User':
      return `8:${ENTRA_PREFIXES[identity.cloud]}:${identity.user}`
    case 'teamsAnonymous':
      return `8:teamsvisitor:${identity.visitor}`
    case 'phone':
      return `4:${identity.number}`
    case 'bot':
    case 'voiceApp':
      return `28:${ENTRA_PREFIXES[identity.cloud]}:${identity.app}`
  }
}

/**
 * `identifier` of the call tables: bare ids outside Communication Services, none for a phone. A Communication Services
 * user is `acs:…` in every cloud, because workbooks find it in a raw id by `substring(id, indexof(id, "acs:"))`, and
 * that leaves the cloud of `8:gcch-acs:…` out.
 */
export function identifierOf(identity: RawIdentity): string | undefined {
  switch (identity.kind) {
    case 'acsUser':
      return `acs:${partsOf(identity)}`
    case 'm365User':
      return identity.user
    case 'teamsAnonymous':
      return identity.visitor
    case 'phone':
      return undefined
    case 'bot':
    case 'voiceApp':
      return identity.app
  }
}

const partsOf = ({ resource, user }: Extract<RawIdentity, { kind: 'acsUser' }>): string =>
  `${resource}_${user}`

/** The resource that issued an identity; only Communication Services users have one. */
export const resourceOf = (identity: RawIdentity): ResourceId | undefined =>
  identity.kind === 'acsUser' ? identity.resource : undefined
