/** What a record lacks of its call: a page that was not followed, parts that were not expanded, people without a session. */

import { tenantId } from '#records'
import { isParticipant } from './ends.ts'
import type { CallRecord } from './schema.ts'
import { namedInSet, whoIs } from './who.ts'

export type Completeness = 'complete' | 'partial page' | 'sessions missing' | 'segments missing'

export function completenessOf(record: CallRecord): Completeness {
  const { sessions } = record
  if (record['sessions@odata.nextLink'] || sessions?.some(session => session['segments@odata.nextLink']))
    return 'partial page'
  if (!sessions || sessions.length === 0 || lacksSomebody(record)) return 'sessions missing'
  return sessions.some(({ segments }) => !segments) ? 'segments missing' : 'complete'
}

/** Records are known in which somebody took part and has no session. Who is not named can't be missed. */
function lacksSomebody({ participants_v2, sessions }: CallRecord): boolean {
  const present = new Set(
    (sessions ?? []).flatMap(({ caller, callee }) =>
      [caller, callee].filter(isParticipant).map(endpoint => nameOf(whoIs(endpoint, tenantId('')))),
    ),
  )
  if (present.has('')) return false
  return (participants_v2 ?? []).some(({ identity }) => {
    const id = namedInSet(identity)?.one.id?.toLowerCase()
    return id !== undefined && ![...present].some(name => name.endsWith(id) || id.endsWith(name))
  })
}

function nameOf({ identity, isUnknown }: ReturnType<typeof whoIs>): string {
  if (isUnknown) return ''
  switch (identity.kind) {
    case 'acsUser':
    case 'm365User':
      return identity.user.toLowerCase()
    case 'teamsAnonymous':
      return identity.visitor.toLowerCase()
    case 'phone':
      return identity.number
    case 'bot':
    case 'voiceApp':
      return identity.app.toLowerCase()
  }
}
