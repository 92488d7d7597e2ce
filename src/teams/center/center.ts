/** What every answer is made from: who asks, how they look at people, and the rows of their tenant. */
import type { Clock, HttpReply, HttpRequest } from '#base'
import type { Directory } from '#directory'
import type { Call, TenantId } from '#records'
import type { Reader, TeamsReading } from '#teams/reading'
import type { Row } from './cells.ts'
import { csvOf, jsonOf, type Sheet } from './csv.ts'
import type { ListRequest } from './list-request.ts'
import type { LiveHistory } from './live/live-history.ts'
import type { LiveLooking } from './live/shape-live.ts'

export interface Center {
  readonly reading: TeamsReading
  readonly directory: Pick<Directory, 'users' | 'user' | 'meetingSettings'>
  /** A meeting that was set up here, by its link, its thread or the digits of its id. */
  readonly known: { find(reference: string): { readonly threadId: string } | undefined }
  readonly live: LiveHistory
  /** A running call as it would be on record now. */
  readonly soFar: (callId: string) => Call | undefined
  readonly clock: Clock
}

/** One request: the tenant it may see, and how. */
export interface Asking {
  readonly center: Center
  readonly request: HttpRequest
  readonly reader: Reader
  readonly tenant: TenantId
  readonly looking: LiveLooking
  rows(kql: string): Promise<readonly Row[]>
}

/** `?user=` names the user whose page led here: a specialist sees that one's name. */
export function askingOf(center: Center, request: HttpRequest): Asking {
  const { reading, directory, clock } = center
  const reader = reading.readerOf(request)
  const { tenant, role, labels } = reader
  const ownUser = (objectId: string) => {
    const user = directory.user(objectId)
    return user?.tenant === tenant ? user : undefined
  }
  const searched = request.query.user
  const searchedFor = searched === undefined ? undefined : (ownUser(searched)?.id ?? searched)
  return {
    center,
    request,
    reader,
    tenant,
    looking: {
      role,
      labels,
      searchedFor,
      now: clock.now(),
      tenant,
      nameOf: objectId => ownUser(objectId)?.displayName,
      tenantOf: objectId => directory.user(objectId)?.tenant,
    },
    rows: kql => reading.rows(tenant, kql, { signal: request.signal }),
  }
}

export const ok = (body: unknown): HttpReply => ({ status: 200, body })

/** All rows of a list as a file, by the same columns whichever the format. */
export function fileOf<Line>(format: 'csv' | 'json', sheet: Sheet<Line>, lines: readonly Line[]): HttpReply {
  const [contentType, content] =
    format === 'csv'
      ? ['text/csv; charset=utf-8', csvOf(sheet, lines)]
      : ['application/json; charset=utf-8', jsonOf(sheet, lines)]
  return {
    status: 200,
    headers: { 'content-disposition': `attachment; filename="${sheet.of}.${format}"` },
    text: { contentType, content },
  }
}

/** Where the list goes on; undefined on its last page. */
export function nextLink({ request }: Asking, { skip, top }: ListRequest, total: number): string | undefined {
  if (skip + top >= total) return undefined
  const query = new URLSearchParams({ ...request.query, skip: String(skip + top) })
  return `${request.origin}${request.target.split('?')[0]}?${query}`
}

/** How many rows the question has in all. */
export async function totalOf(asking: Asking, kql: string): Promise<number> {
  const [row] = await asking.rows(`${kql}\n| count`)
  return Number(row?.Count ?? 0)
}
