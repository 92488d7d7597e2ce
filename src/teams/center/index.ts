/** The Teams administration side of meetings: users, meetings, sessions, guests, live. */
export { type CenterOptions, centerSurface } from './surface.ts'
