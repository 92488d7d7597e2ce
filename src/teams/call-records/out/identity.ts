/** Who somebody was, as Graph's identity sets say it: no name for whoever joined without an account, no whole number. */
import type { TenantId } from '#records'
import { maskPerson, PERSON_FIELDS, type PersonFields } from '#teams/record'
import type { Asker, StoredRow } from '../ports.ts'
import { textIn } from './cells.ts'

export type IdentityKind =
  | 'user'
  | 'azureCommunicationServicesUser'
  | 'phone'
  | 'application'
  | 'applicationInstance'

type Json = Readonly<Record<string, unknown>>

export interface SeenPerson {
  readonly kind: IdentityKind
  /** What pages call the person. */
  readonly label: string
  readonly identity: Json
  /** What of the stored person this caller may see. */
  readonly fields: PersonFields
  /** Tells participants apart, also when their names are gone. */
  readonly key: string
}

const KINDS: Readonly<Record<string, IdentityKind>> = {
  acsUser: 'azureCommunicationServicesUser',
  m365User: 'user',
  teamsAnonymous: 'user',
  phone: 'phone',
  bot: 'application',
  voiceApp: 'applicationInstance',
}

/** `person` is empty once what names people is gone; the kind of participant, tenant and resource stay. */
export function seenPerson(session: StoredRow, person: StoredRow | undefined, asker: Asker): SeenPerson {
  const stored = Object.fromEntries(PERSON_FIELDS.map(name => [name, textIn(person, name) || undefined]))
  const kindOfParticipant = textIn(session, 'ParticipantKind')
  const isInternal = textIn(session, 'TenantIdOfUser') === asker.tenant
  const { fields, label } = maskPerson(
    { kind: kindOfParticipant, isInternal, fields: stored },
    { role: asker.role, labels: asker.labels },
  )
  const kind = KINDS[kindOfParticipant] ?? 'user'
  const identity = IDENTITIES[kind]({ session, fields, isInternal })
  return { kind, label, identity, fields, key: String(identity.id ?? textIn(session, 'PersonKey')) }
}

interface Seen {
  readonly session: StoredRow
  readonly fields: PersonFields
  /** Of the tenant whose meeting it was: only those have names here. */
  readonly isInternal: boolean
}

const IDENTITIES: Readonly<Record<IdentityKind, (seen: Seen) => Json>> = {
  user: ({ session, fields, isInternal }) =>
    textIn(session, 'ParticipantKind') === 'teamsAnonymous'
      ? {
          '@odata.type': USER,
          id: bare(fields.RawId),
          displayName: null,
          tenantId: null,
          userPrincipalName: null,
        }
      : {
          '@odata.type': USER,
          id: fields.ObjectId ?? bare(fields.RawId),
          displayName: (isInternal && fields.DisplayName) || null,
          tenantId: textIn(session, 'TenantIdOfUser') || null,
          userPrincipalName: (isInternal && fields.UserPrincipalName) || null,
        },
  azureCommunicationServicesUser: ({ session, fields }) => ({
    '@odata.type': '#microsoft.graph.azureCommunicationServicesUserIdentity',
    id: fields.RawId ?? null,
    displayName: null,
    azureCommunicationServicesResourceId: textIn(session, 'AcsResourceId') || null,
  }),
  phone: ({ fields }) => ({
    '@odata.type': '#microsoft.graph.communicationsPhoneIdentity',
    id: fields.PhoneNumber ?? null,
    displayName: null,
  }),
  application: ({ fields }) => ({
    '@odata.type': '#microsoft.graph.identity',
    id: bare(fields.RawId),
    displayName: fields.DisplayName ?? null,
  }),
  applicationInstance: ({ fields }) => ({
    '@odata.type': '#microsoft.graph.communicationsApplicationInstanceIdentity',
    id: bare(fields.RawId),
    displayName: fields.DisplayName ?? null,
  }),
}

const USER = '#microsoft.graph.callRecords.userIdentity'

/** `8:orgid:x` → x; visitors keep their word: `teamsvisitor:x`. */
function bare(rawId: string | undefined): string | null {
  if (rawId === undefined) return null
  const [, rest = rawId] = /^\d+:(.+)$/.exec(rawId) ?? []
  return rest.startsWith('teamsvisitor:') ? rest : (rest.split(':').at(-1) ?? rest)
}

const NOBODY = {
  application: null,
  device: null,
  user: null,
  applicationInstance: null,
  assertedIdentity: null,
  azureCommunicationServicesUser: null,
  encrypted: null,
  guest: null,
  onPremises: null,
  phone: null,
}

/** All members of the set, one of them filled. */
export const identitySet = (kind: IdentityKind, identity: Json): Json => ({
  '@odata.type': '#microsoft.graph.communicationsIdentitySet',
  endpointType: null,
  ...NOBODY,
  [kind]: identity,
})

export const organizerIdentity = (
  id: string,
  tenant: TenantId,
  known: { readonly displayName: string; readonly userPrincipalName: string } | undefined,
): Json => ({
  '@odata.type': USER,
  id,
  displayName: known?.displayName ?? null,
  tenantId: tenant,
  userPrincipalName: known?.userPrincipalName ?? null,
})
