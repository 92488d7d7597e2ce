/** How a person looks at things. A role shows less than the tenant may see, never more (docs/portal.md). */
export const ROLES = [
  { id: 'developer', title: 'Developer', sees: 'Everything of the tenant, ids and diagnostics in full.' },
  {
    id: 'resourceOwner',
    title: 'Resource owner',
    sees: 'Participants of the own resource; of others only how many there were.',
  },
  { id: 'teamsAdmin', title: 'Teams administrator', sees: 'All participants of the tenant’s own meetings.' },
  {
    id: 'supportEngineer',
    title: 'Communications support engineer',
    sees: 'As the administrator; the last digits of phone numbers are masked.',
  },
  {
    id: 'supportSpecialist',
    title: 'Communications support specialist',
    sees: 'Only the user searched for by name; everybody else is internal or external.',
  },
] as const

export type Role = (typeof ROLES)[number]['id']

export const ROLE_IDS: readonly Role[] = ROLES.map(({ id }) => id)
