/** `/teams/users`: who has an account here, found by whatever is known of them, and what else a text leads to. */
import type { HttpReply } from '#base'
import type { User } from '#directory'
import { personKey, rightsOf } from '#teams/record'
import type { Found, UserRow, Users } from './answers.ts'
import { count, type Row, text, time } from './cells.ts'
import { type Asking, fileOf, nextLink, ok } from './center.ts'
import type { Sheet } from './csv.ts'
import { guestsOf } from './guests.ts'
import { badParameter, kqlText, kqlTexts, type ListRequest, listRequest } from './list-request.ts'
import { meetingsOf } from './meetings.ts'
import { GUESTS } from './questions/guests.ts'
import { MEETINGS } from './questions/meetings.ts'
import { activityOfAll, keysOf } from './questions/users.ts'
import { readSearch, type SearchText } from './read-search.ts'

const ORDERS: Readonly<Record<string, (row: UserRow) => string | number>> = {
  displayName: row => row.displayName.toLowerCase(),
  userPrincipalName: row => row.userPrincipalName.toLowerCase(),
  meetings: row => row.meetings,
  calls: row => row.calls,
  poor: row => row.poor,
  lastSeen: row => row.lastSeen ?? '',
}

export async function listUsers(asking: Asking): Promise<HttpReply> {
  const { request, center, tenant } = asking
  const { order = 'displayName asc', ...query } = request.query
  const asked = listRequest({ query }, NO_LIST)
  const sought = readSearch(request.query.search ?? '')
  const kql = activityOfAll(tenant)
  const users = center.directory.users().filter(user => isFound(user, tenant, sought))
  const [activity, found] = await Promise.all([
    users.length > 0 ? asking.rows(kql) : [],
    sought.text === '' ? undefined : findElsewhere(asking, sought),
  ])
  const all = ordered(
    users.map(user => userRow(user, activity)),
    order,
  )
  if (asked.format !== 'page') return fileOf(asked.format, SHEET, all)
  const next = nextLink(asking, asked, all.length)
  return ok({
    value: all.slice(asked.skip, asked.skip + asked.top),
    total: all.length,
    kql,
    ...(next !== undefined && { nextLink: next }),
    ...(found && { found }),
  } satisfies Users)
}

const NO_LIST = { order: { none: 'None' }, filters: {}, ties: [] }

function isFound(user: User, tenant: string, { text: sought }: SearchText): boolean {
  if (user.tenant !== tenant) return false
  const wanted = sought.toLowerCase()
  return (
    user.displayName.toLowerCase().includes(wanted) ||
    user.userPrincipalName.toLowerCase().includes(wanted) ||
    [user.id.toLowerCase(), `8:orgid:${user.id.toLowerCase()}`].includes(wanted)
  )
}

function userRow({ id, displayName, userPrincipalName, userType }: User, activity: readonly Row[]): UserRow {
  const own = activity.find(row => text(row, 'ObjectId').toLowerCase() === id.toLowerCase()) ?? {}
  return {
    id,
    displayName,
    userPrincipalName,
    userType,
    meetings: count(own, 'Meetings'),
    calls: count(own, 'Calls'),
    poor: count(own, 'Poor'),
    lastSeen: time(own, 'LastSeen'),
  }
}

function ordered(rows: readonly UserRow[], asked: string): readonly UserRow[] {
  const [name = '', direction = 'asc'] = asked.trim().split(/[\s:]+/)
  const read = ORDERS[name]
  if (!read || !['asc', 'desc'].includes(direction)) {
    throw badParameter('order', asked, `one of ${Object.keys(ORDERS).join(', ')}, then asc or desc`)
  }
  const sign = direction === 'asc' ? 1 : -1
  return rows.toSorted((a, b) => sign * (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0))
}

/** Most of what a search shows beside the users. */
const MOST_FOUND = 50
const FOUND: Omit<ListRequest, 'where' | 'orderBy'> = { skip: 0, top: MOST_FOUND, format: 'page' }

/** Meetings by call id, thread id or link; guests by their ids, and by name where names are shown at all. */
async function findElsewhere(asking: Asking, { text: sought, ids, rawIds }: SearchText): Promise<Found> {
  const { tenant, looking, rows, center } = asking
  const thread = center.known.find(sought)?.threadId
  const stored = rawIds.length > 0 ? await rows(keysOf(tenant, rawIds)) : []
  const keys = [
    ...new Set([
      ...rawIds.map(id => personKey(tenant, id)),
      ...stored.map(row => text(row, 'PersonKey')),
      sought,
    ]),
  ]
  const byName = looking.labels === 'names' && rightsOf[looking.role].names
  const people = byName
    ? `PersonKey in (${kqlTexts(keys)}) or PersonKey in ((Sessions | join kind=inner (Persons | where DisplayName contains ${kqlText(sought)} | project CorrelationId, ParticipantId) on CorrelationId, ParticipantId | project PersonKey))`
    : `PersonKey in (${kqlTexts(keys)})`
  const threads = thread === undefined ? ids : [...ids, thread]
  const meetings = `CorrelationId in (${kqlTexts(ids)}) or MeetingId in (${kqlTexts(threads)})`
  const [foundMeetings, guests] = await Promise.all([
    meetingsOf(asking, { ...FOUND, where: [meetings], orderBy: orderOf(MEETINGS, 'CallStartTime desc') }),
    guestsOf(asking, { ...FOUND, where: [people], orderBy: orderOf(GUESTS, 'LastSeen desc') }),
  ])
  return { meetings: foundMeetings, guests }
}

const orderOf = ({ ties }: { readonly ties: readonly string[] }, by: string): string =>
  [by, ...ties.map(tie => `${tie} asc`)].join(', ')

const SHEET: Sheet<UserRow> = {
  of: 'users',
  columns: {
    ObjectId: row => row.id,
    DisplayName: row => row.displayName,
    UserPrincipalName: row => row.userPrincipalName,
    UserType: row => row.userType,
    Meetings7Days: row => row.meetings,
    Calls7Days: row => row.calls,
    PoorAudio7Days: row => row.poor,
    LastSeen: row => row.lastSeen,
  },
}
