/** Raw ids ↔ identifiers, in the shapes of the common package. */

export type Cloud = 'public' | 'dod' | 'gcch'

export interface CommunicationUserKind {
  readonly kind: 'communicationUser'
  readonly communicationUserId: string
}
export interface MicrosoftTeamsUserKind {
  readonly kind: 'microsoftTeamsUser'
  readonly microsoftTeamsUserId: string
  readonly rawId: string
  readonly isAnonymous: boolean
  readonly cloud: Cloud
}
export interface MicrosoftTeamsAppKind {
  readonly kind: 'microsoftTeamsApp'
  readonly teamsAppId: string
  readonly rawId: string
  readonly cloud: Cloud
}
export interface PhoneNumberKind {
  readonly kind: 'phoneNumber'
  readonly phoneNumber: string
  readonly rawId: string
  readonly isAnonymous: boolean
}
export interface UnknownKind {
  readonly kind: 'unknown'
  readonly id: string
}
export type IdentifierKind =
  | CommunicationUserKind
  | MicrosoftTeamsUserKind
  | MicrosoftTeamsAppKind
  | PhoneNumberKind
  | UnknownKind

/** What apps pass: with or without `kind` and `rawId`. */
export type Identifier = Partial<
  Record<
    | 'communicationUserId'
    | 'microsoftTeamsUserId'
    | 'teamsAppId'
    | 'phoneNumber'
    | 'id'
    | 'rawId'
    | 'cloud'
    | 'kind',
    string
  >
> & { readonly isAnonymous?: boolean }

interface TeamsRow {
  readonly prefix: string
  readonly kind: 'microsoftTeamsUser' | 'microsoftTeamsApp'
  readonly cloud: Cloud
  readonly isAnonymous?: boolean
}

const TEAMS: readonly TeamsRow[] = [
  { prefix: '8:orgid:', kind: 'microsoftTeamsUser', cloud: 'public' },
  { prefix: '8:dod:', kind: 'microsoftTeamsUser', cloud: 'dod' },
  { prefix: '8:gcch:', kind: 'microsoftTeamsUser', cloud: 'gcch' },
  { prefix: '8:teamsvisitor:', kind: 'microsoftTeamsUser', cloud: 'public', isAnonymous: true },
  { prefix: '28:orgid:', kind: 'microsoftTeamsApp', cloud: 'public' },
  { prefix: '28:dod:', kind: 'microsoftTeamsApp', cloud: 'dod' },
  { prefix: '28:gcch:', kind: 'microsoftTeamsApp', cloud: 'gcch' },
]

const ACS = /^8:(acs|spool|dod-acs|gcch-acs):/

export function identifierOf(rawId: string): IdentifierKind {
  const row = TEAMS.find(({ prefix }) => rawId.startsWith(prefix))
  if (row) return teamsIdentifier(row, rawId)
  if (ACS.test(rawId)) return { kind: 'communicationUser', communicationUserId: rawId }
  if (rawId.startsWith('4:')) {
    const isAnonymous = rawId === '4:anonymous'
    return { kind: 'phoneNumber', phoneNumber: rawId.slice(2), rawId, isAnonymous }
  }
  return { kind: 'unknown', id: rawId }
}

function teamsIdentifier(
  { prefix, kind, cloud, isAnonymous = false }: TeamsRow,
  rawId: string,
): IdentifierKind {
  const id = rawId.slice(prefix.length)
  return kind === 'microsoftTeamsApp'
    ? { kind, teamsAppId: id, rawId, cloud }
    : { kind, microsoftTeamsUserId: id, rawId, isAnonymous, cloud }
}

/** Throws for what is no identifier. */
export function rawIdOf(identifier: Identifier): string {
  const { rawId, communicationUserId, microsoftTeamsUserId, teamsAppId, phoneNumber, id } = identifier
  if (rawId !== undefined) return rawId
  if (communicationUserId !== undefined) return communicationUserId
  const { cloud = 'public', isAnonymous = false } = identifier
  const prefixOf = (kind: TeamsRow['kind']) =>
    TEAMS.find(row => row.kind === kind && row.cloud === cloud && (row.isAnonymous ?? false) === isAnonymous)
      ?.prefix
  if (microsoftTeamsUserId !== undefined) return `${prefixOf('microsoftTeamsUser')}${microsoftTeamsUserId}`
  if (teamsAppId !== undefined) return `${prefixOf('microsoftTeamsApp')}${teamsAppId}`
  if (phoneNumber !== undefined) return `4:${phoneNumber}`
  if (id !== undefined) return id
  throw new Error(`${JSON.stringify(identifier)} is no communication identifier.`)
}
