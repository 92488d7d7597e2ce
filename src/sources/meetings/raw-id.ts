/** Raw ids of the SDKs (`8:acs:<resource>_<user>`, `8:orgid:<oid>`, `4:+49…`) ⇄ identities (R50). */
import { isUuid } from '#base'
import { type Cloud, type Identity, resourceId, type TenantId } from '#records'

/** Home tenant of a Microsoft 365 user; undefined when the directory does not know that object id. */
export type TenantOfUser = (objectId: string) => TenantId | undefined

type Reader = (rest: string, tenantOf: TenantOfUser) => Identity | undefined

const acsUser = (cloud: Cloud): Reader => {
  return rest => {
    const [resource = '', ...user] = rest.split('_')
    if (!isUuid(resource) || user.join('') === '') return undefined
    return { kind: 'acsUser', resource: resourceId(resource), user: user.join('_'), cloud }
  }
}

const m365User = (cloud: Cloud): Reader => {
  return (oid, tenantOf) => {
    const tenant = tenantOf(oid)
    return tenant && { kind: 'm365User', user: oid.toLowerCase(), tenant, cloud }
  }
}

const bot = (cloud: Cloud): Reader => {
  return app => (isUuid(app) ? { kind: 'bot', app: app.toLowerCase(), cloud } : undefined)
}

const phone: Reader = number => (/^\+?\d{3,15}$/.test(number) ? { kind: 'phone', number } : undefined)
const visitor: Reader = id => (id === '' ? undefined : { kind: 'teamsAnonymous', visitor: id })

/** Longer prefixes first where one begins another. */
const PREFIXES: readonly (readonly [prefix: string, read: Reader])[] = [
  ['8:acs:', acsUser('public')],
  ['8:gcch-acs:', acsUser('gcch')],
  ['8:dod-acs:', acsUser('dod')],
  ['8:orgid:', m365User('public')],
  ['8:gcch:', m365User('gcch')],
  ['8:dod:', m365User('dod')],
  ['8:teamsvisitor:', visitor],
  ['28:orgid:', bot('public')],
  ['28:gcch:', bot('gcch')],
  ['28:dod:', bot('dod')],
  ['4:', phone],
]

/** Undefined for a text that is no raw id, or one of a Microsoft 365 user nobody knows. */
export function parseRawId(text: string, tenantOf: TenantOfUser): Identity | undefined {
  const row = PREFIXES.find(([prefix]) => text.toLowerCase().startsWith(prefix))
  return row?.[1](text.slice(row[0].length), tenantOf)
}

const CLOUD_PREFIX = {
  acsUser: { public: '8:acs:', gcch: '8:gcch-acs:', dod: '8:dod-acs:' },
  m365User: { public: '8:orgid:', gcch: '8:gcch:', dod: '8:dod:' },
  app: { public: '28:orgid:', gcch: '28:gcch:', dod: '28:dod:' },
} as const

export function rawIdOf(identity: Identity): string {
  switch (identity.kind) {
    case 'acsUser':
      return `${CLOUD_PREFIX.acsUser[identity.cloud]}${identity.resource}_${identity.user}`
    case 'm365User':
      return CLOUD_PREFIX.m365User[identity.cloud] + identity.user
    case 'teamsAnonymous':
      return `8:teamsvisitor:${identity.visitor}`
    case 'phone':
      return `4:${identity.number}`
    case 'bot':
    case 'voiceApp':
      return CLOUD_PREFIX.app[identity.cloud] + identity.app
  }
}
