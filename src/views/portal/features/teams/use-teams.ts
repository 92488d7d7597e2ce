/** The Teams administration API as hooks: asked with the role that the person looks with. */
import { useCallback } from 'react'
import { type Asked, type AskOptions, addressOf, type Role, saveAs, useAsk, useSession } from '#views/kit'

type Query = Readonly<Record<string, string | undefined>>

/** Roles of the Teams side; with the others somebody looks as what they are. */
const ROLES: Readonly<Partial<Record<Role, string>>> = {
  teamsAdmin: 'administrator',
  supportEngineer: 'engineer',
  supportSpecialist: 'specialist',
}

/** Path segments are encoded here. */
export const teamsPath = (...segments: readonly string[]): string =>
  `/teams/${segments.map(encodeURIComponent).join('/')}`

function useAddressed(path: string, query: Query): string {
  const { role } = useSession()
  return addressOf(path, { ...query, role: ROLES[role] })
}

/** `Answer` is what that path answers (#teams/center/answers). */
export function useTeams<Answer>(path: string, query: Query = {}, options: AskOptions = {}): Asked<Answer> {
  const address = useAddressed(path, query)
  return useAsk<Answer>(
    ['teams', address],
    // Sound: our own server prints these shapes, and the call rejects for every other answer.
    async (call, signal) => (await call(address, { audience: 'graph', signal })) as Answer,
    options,
  )
}

/** All rows that match as a file, however many pages they are. */
export function useTeamsFile(
  path: string,
  query: Query,
  name: string,
): (format: 'csv' | 'json') => Promise<void> {
  const { call } = useSession()
  const address = useAddressed(path, query)
  return useCallback(
    async format => {
      const answer = await call(`${address}${address.includes('?') ? '&' : '?'}format=${format}`, {
        audience: 'graph',
      })
      const content = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)
      saveAs(`${name}.${format}`, format === 'csv' ? 'text/csv' : 'application/json', content)
    },
    [call, address, name],
  )
}
