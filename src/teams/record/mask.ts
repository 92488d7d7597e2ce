/**
 * What of a person somebody in a role may see: the one function behind every screen, API and export. It withholds and
 * shortens, it never adds; what it withholds it names with the rule, so that withheld, blank and unknown stay apart.
 */
import { type RuleId, ruleId, type TeamsRole } from '#records'
import { rightsOf } from './roles.ts'

/** Who was in a call, as AnteroomTeamsPersons_CL keeps it; fields that are empty are not known, or gone after 28 days. */
export interface StoredPerson {
  /** `acsUser`, `m365User`, `teamsAnonymous`, `phone`, `bot`, … */
  readonly kind: string
  /** Of the tenant whose meeting it was. */
  readonly isInternal: boolean
  readonly fields: PersonFields
}

export type PersonFields = { readonly [Name in PersonField]?: string | undefined }

export const PERSON_FIELDS = [
  'RawId', 'ObjectId', 'UserPrincipalName', 'DisplayName', 'PhoneNumber', 'IpAddress', 'BaseAddress', 'LocalAddress',
  'ReflexiveAddress', 'RemoteAddress', 'RemoteReflexiveAddress', 'MacAddress', 'Bssid', 'MachineName', 'FeedbackText',
  'OrganizerObjectId', 'OrganizerPrincipalName',
] as const // biome-ignore format: a list of names
export type PersonField = (typeof PERSON_FIELDS)[number]

export interface Look {
  readonly role: TeamsRole
  /** `anonymous`: external users are called so, as Teams does; `names`: by the name they typed. */
  readonly labels: LabelPolicy
  /** Object id of the user whose page it is: a specialist sees that one's name. */
  readonly searchedFor?: string | undefined
  /** How many digits at a number's end are hidden: 3 on session pages, else 4. */
  readonly hiddenDigits?: 3 | 4
}

export type LabelPolicy = 'anonymous' | 'names'

export interface MaskedPerson {
  /** What the person is called on a page. */
  readonly label: string
  readonly fields: PersonFields
  /** Fields that are kept back, each with its rule. */
  readonly withheld: { readonly [Name in PersonField]?: RuleId }
}

/** T5: roles without that right get no identifiable field. T6: nobody gets whole phone numbers. */
const BY_ROLE = ruleId('T5')
const EXTERNAL_NAMES = ruleId('T3')

export function maskPerson(person: StoredPerson, look: Look): MaskedPerson {
  const isSought = look.searchedFor !== undefined && person.fields.ObjectId === look.searchedFor
  const rights = rightsOf[look.role]
  const fields: Partial<Record<PersonField, string>> = {}
  const withheld: Partial<Record<PersonField, RuleId>> = {}
  for (const name of PERSON_FIELDS) {
    const value = person.fields[name]
    if (!value) continue
    const by = reasonAgainst(name, { person, look, mayIdentify: rights.identifiable, isSought })
    if (by) withheld[name] = by
    else fields[name] = mayHoldNumber(name) ? maskNumber(value, look.hiddenDigits) : value
  }
  return { label: labelOf(person, { look, isSought }), fields, withheld }
}

interface Deciding {
  readonly person: StoredPerson
  readonly look: Look
  readonly mayIdentify: boolean
  readonly isSought: boolean
}

const NAMES: ReadonlySet<PersonField> = new Set(['DisplayName', 'UserPrincipalName', 'ObjectId'])

function reasonAgainst(name: PersonField, deciding: Deciding): RuleId | undefined {
  const { person, look, mayIdentify, isSought } = deciding
  if (!mayIdentify && !(isSought && NAMES.has(name))) return BY_ROLE
  return name === 'DisplayName' && isExternalGuest(person) && look.labels === 'anonymous'
    ? EXTERNAL_NAMES
    : undefined
}

/** Joined without an account of Microsoft 365. */
const isExternalGuest = ({ kind }: StoredPerson): boolean => kind === 'acsUser' || kind === 'teamsAnonymous'

const mayHoldNumber = (name: PersonField): boolean => name === 'PhoneNumber' || name === 'RawId'

/** `+14255550123` → `+1425555****`; what is no number stays. T6. */
export function maskNumber(text: string, hidden: 3 | 4 = 4): string {
  return /^(4:)?\+?\d{4,}$/.test(text) ? text.slice(0, -hidden) + '*'.repeat(hidden) : text
}

function labelOf(
  { kind, isInternal, fields }: StoredPerson,
  { look, isSought }: { readonly look: Look; readonly isSought: boolean },
): string {
  const { names } = rightsOf[look.role]
  if (!names && !isSought) return isInternal ? 'Internal user' : 'External user'
  if (kind === 'phone')
    return fields.PhoneNumber ? maskNumber(fields.PhoneNumber, look.hiddenDigits) : 'Phone'
  if (kind === 'acsUser' || kind === 'teamsAnonymous') {
    return look.labels === 'names' && fields.DisplayName ? fields.DisplayName : 'Anonymous user'
  }
  return fields.DisplayName || fields.UserPrincipalName || UNNAMED[kind] || 'Unknown user'
}

/** Of somebody whose name is not known, or no longer. */
const UNNAMED: Readonly<Record<string, string>> = { bot: 'Bot', voiceApp: 'Voice app' }
