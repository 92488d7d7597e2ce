/** `GET /teams/reader`: who the caller is on the organizer's side, and what that lets them see. */
import { type Surface, standardErrorBody } from '#base'
import { rightsOf } from '#teams/record'
import { TEAMS_AUDIENCES } from './access.ts'
import type { TeamsReading } from './reading.ts'

export const readerSurface = (reading: TeamsReading): Surface => ({
  name: 'teams-reader',
  access: { kind: 'entra', audiences: TEAMS_AUDIENCES },
  prefixes: ['teams'],
  errorBody: standardErrorBody,
  routes: [
    {
      id: 'GetReader',
      method: 'GET',
      path: '/teams/reader',
      handle: async request => {
        const reader = reading.readerOf(request)
        return { status: 200, body: { ...reader, rights: rightsOf[reader.role] } }
      },
    },
  ],
})
