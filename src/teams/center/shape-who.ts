/** Somebody of a row, as the caller's role may see them. The one masking function decides; nothing else does. */
import type { Instant } from '#base'
import type { TeamsRole } from '#records'
import { type LabelPolicy, maskPerson, PERSON_FIELDS, type PersonFields } from '#teams/record'
import type { Who, WhyBlank } from './answers.ts'
import { type Row, text } from './cells.ts'
import { whyBlank } from './why.ts'

export interface Looking {
  readonly role: TeamsRole
  readonly labels: LabelPolicy
  /** Object id of the user whose page led here. */
  readonly searchedFor?: string | undefined
  /** At the end of numbers: 3 on session pages, 4 in lists. */
  readonly hiddenDigits?: 3 | 4
  readonly now: Instant
  /** Name in the tenant's own directory, by object id. */
  readonly nameOf: (objectId: string) => string | undefined
}

/** What names somebody is kept so long. */
const IDENTIFIABLE_MS = 28 * 86_400_000

/** Of a row of sessions with the columns of persons beside. */
export function whoOf(row: Row, looking: Looking): Who {
  const fields = fieldsOf(row)
  const kind = text(row, 'ParticipantKind')
  const isInternal = kind === 'm365User' && text(row, 'TenantIdOfUser') === text(row, 'OrganizerTenantId')
  const person = { kind, isInternal, fields: named(fields, looking) }
  const masked = maskPerson(person, looking)
  const blanked = blankedOf(fields, text(row, 'StartTime'), looking)
  return {
    label: masked.label,
    kind,
    userType: text(row, 'UserType'),
    isInternal,
    personKey: text(row, 'PersonKey'),
    fields: plain(masked.fields),
    withheld: Object.fromEntries(
      Object.entries(masked.withheld).map(([name, rule]) => [name, whyBlank(String(rule))]),
    ),
    ...(blanked && { blanked }),
  }
}

/** Who organized it, of any row of a call; null where nobody says so (direct calls, names that are gone). */
export function organizerOf(row: Row, looking: Looking): Who | null {
  const { OrganizerObjectId, OrganizerPrincipalName } = fieldsOf(row)
  if (!OrganizerObjectId && !OrganizerPrincipalName) return null
  return whoOf(
    {
      ParticipantKind: 'm365User',
      UserType: 'User',
      TenantIdOfUser: text(row, 'OrganizerTenantId'),
      OrganizerTenantId: text(row, 'OrganizerTenantId'),
      StartTime: text(row, 'StartTime'),
      ObjectId: OrganizerObjectId ?? '',
      UserPrincipalName: OrganizerPrincipalName ?? '',
    },
    looking,
  )
}

export const fieldsOf = (row: Row): PersonFields =>
  Object.fromEntries(PERSON_FIELDS.map(name => [name, text(row, name) || undefined]))

/** The directory knows names that a row did not bring: of organizers who never came. */
function named(fields: PersonFields, { nameOf }: Looking): PersonFields {
  if (fields.DisplayName || !fields.ObjectId) return fields
  return { ...fields, DisplayName: nameOf(fields.ObjectId) }
}

function blankedOf(fields: PersonFields, start: string, { now }: Looking): WhyBlank | undefined {
  const hasNothing = Object.values(fields).every(value => value === undefined)
  return hasNothing && Date.parse(start) + IDENTIFIABLE_MS < now ? whyBlank('T4') : undefined
}

const plain = (fields: PersonFields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
