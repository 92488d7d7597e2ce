/** Who is signed in, and the tokens they get: one for each API, renewed before it expires, kept in memory only. */
import { AUDIENCES, type TokenFor } from '../ask/call.ts'
import { asProblem, problemOf } from '../ask/problem.ts'
import type { KnownPerson } from './known.ts'

export type Person =
  | { readonly kind: 'user'; readonly tenant: string; readonly name: string; readonly known: KnownPerson }
  | {
      readonly kind: 'app'
      readonly tenant: string
      readonly name: string
      readonly clientId: string
      readonly clientSecret: string
    }

interface Token {
  readonly text: string
  readonly until: number
}

const EARLY_MS = 60_000

export function tokensOf(person: Person): TokenFor {
  const tokens = new Map<string, Promise<Token>>()
  const ask = (audience: keyof typeof AUDIENCES): Promise<Token> => {
    const asking = askToken(person, AUDIENCES[audience])
    tokens.set(audience, asking)
    return asking
  }
  return async audience => {
    // Whoever comes while one is asked for waits for that one.
    const known = tokens.get(audience)
    const kept = await known?.catch(() => undefined)
    if (kept && kept.until - EARLY_MS > Date.now()) return kept.text
    const newer = tokens.get(audience)
    return (await (newer === undefined || newer === known ? ask(audience) : newer)).text
  }
}

async function askToken(person: Person, audience: string): Promise<Token> {
  const form = new URLSearchParams({ scope: `${audience}/.default`, ...grantOf(person) })
  const path = `/${encodeURIComponent(person.tenant)}/oauth2/v2.0/token`
  const response = await fetch(path, { method: 'POST', body: form }).catch((thrown: unknown) => {
    throw asProblem(thrown)
  })
  const answer: { access_token?: string; expires_in?: number } = await response.json()
  if (!response.ok || answer.access_token === undefined) throw problemOf(response.status, answer)
  return { text: answer.access_token, until: Date.now() + (answer.expires_in ?? 0) * 1000 }
}

const grantOf = (person: Person): Record<string, string> =>
  person.kind === 'user'
    ? {
        grant_type: 'password',
        client_id: person.known.clientId,
        username: person.known.userPrincipalName,
        // Test users have none; the field must not be empty for the official clients, so not for us.
        password: 'none',
      }
    : { grant_type: 'client_credentials', client_id: person.clientId, client_secret: person.clientSecret }
