/** A user of the directory as Microsoft Graph shows one; what the directory does not know is null. */
import type { DirectoryPerson } from '../ports.ts'

export const USER_PROPERTIES = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'userType',
  'accountEnabled',
  'givenName',
  'surname',
  'jobTitle',
  'mobilePhone',
  'businessPhones',
  'officeLocation',
  'preferredLanguage',
] as const
export type UserProperty = (typeof USER_PROPERTIES)[number]

export type GraphUser = { readonly [Name in UserProperty]: unknown } & { readonly id: string }

/** What Graph gives without `$select`. */
export const USUAL_PROPERTIES: readonly UserProperty[] = USER_PROPERTIES.filter(
  name => name !== 'userType' && name !== 'accountEnabled',
)

export const graphUserOf = ({
  id,
  displayName,
  userPrincipalName,
  userType,
}: DirectoryPerson): GraphUser => ({
  id,
  displayName,
  userPrincipalName,
  mail: userPrincipalName,
  userType,
  accountEnabled: true,
  givenName: null,
  surname: null,
  jobTitle: null,
  mobilePhone: null,
  businessPhones: [],
  officeLocation: null,
  preferredLanguage: null,
})
