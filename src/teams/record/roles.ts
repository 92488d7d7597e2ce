/** What each role may see (admin center and Call Quality Dashboard); the table that masking and every API ask. */
import { TEAMS_ROLES, type TeamsRole } from '#records'

export interface Rights {
  /** Names of everybody; otherwise only of the one who was searched for. */
  readonly names: boolean
  /** Addresses, object ids, machine names: what identifies a person or a place. */
  readonly identifiable: boolean
  /** The tabs with all there is of a session. */
  readonly advanced: boolean
  /** Buildings, endpoints, imports. */
  readonly upload: boolean
}

export const rightsOf: Readonly<Record<TeamsRole, Rights>> = {
  administrator: { names: true, identifiable: true, advanced: true, upload: true },
  engineer: { names: true, identifiable: true, advanced: true, upload: false },
  specialist: { names: false, identifiable: false, advanced: false, upload: false },
}

/** The one that sees less: somebody may ask to look with less than their own role, never with more. */
export const narrowerRole = (one: TeamsRole, other: TeamsRole): TeamsRole =>
  TEAMS_ROLES.indexOf(one) > TEAMS_ROLES.indexOf(other) ? one : other

export const isTeamsRole = (text: string): text is TeamsRole => TEAMS_ROLES.some(role => role === text)
