/** What somebody may see of the people in their tenant's meetings, from most to least. */
export const TEAMS_ROLES = ['administrator', 'engineer', 'specialist'] as const
export type TeamsRole = (typeof TEAMS_ROLES)[number]
