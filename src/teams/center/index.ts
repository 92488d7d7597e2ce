/** The Teams administration side of meetings: users, meetings, sessions, guests, live. */
export { type CenterOptions, type TeamsCenter, teamsCenter } from './surface.ts'
