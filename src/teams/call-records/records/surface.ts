/** `/v1.0/communications/callRecords`: calls of the caller's tenant, as Microsoft Graph gives them (kept longer here). */
import type { HttpReply, HttpRequest, Route, Surface } from '#base'
import { TEAMS_PERSONS, TEAMS_SESSIONS, TEAMS_STREAMS } from '#records'
import { GRAPH_AUDIENCE, graphErrorBody } from '#sources/meetings'
import { currentRows } from '#teams/record'
import { graphError } from '../graph/errors.ts'
import { nextLink, pick, placeOf, refuseOthers, selectedOf, skipToken } from '../graph/options.ts'
import {
  graphSessions,
  headOf,
  organizerOf,
  type Printing,
  participantOf,
  peopleOf,
} from '../out/call-record.ts'
import { textIn } from '../out/cells.ts'
import type { GraphSession } from '../out/session.ts'
import { fetchCalls, kqlList, kqlText, type StoredCall } from '../out/stored-call.ts'
import type { CallRecordsPorts, StoredRow } from '../ports.ts'
import { expandsSegments, expansionOf } from './expand.ts'
import { kqlOfFilter, recordFilterOf } from './filter.ts'

type Services = Pick<CallRecordsPorts, 'directory' | 'meetings' | 'askerOf' | 'rows' | 'clock'>

/** Entries of one page, as documented. */
const PAGES = { records: 60, sessions: 60, participants: 130 } as const
const BASE = '/v1.0/communications/callRecords'
const CONTEXT = `${GRAPH_AUDIENCE}/v1.0/$metadata#communications/callRecords`
const TYPE = 'microsoft.graph.callRecords.callRecord'
const PROPERTIES = [
  'id', 'version', 'type', 'modalities', 'lastModifiedDateTime', 'startDateTime', 'endDateTime', 'joinWebUrl',
  'organizer', 'participants', 'organizer_v2', 'participants_v2', 'sessions',
] as const // biome-ignore format: a list of names

export function callRecordsSurface(services: Services): Surface {
  const get = (id: string, tail: string, answer: (request: HttpRequest) => Promise<HttpReply>): Route => ({
    id,
    method: 'GET',
    path: `${BASE}${tail}`,
    handle: answer,
  })
  return {
    name: 'graph-call-records',
    access: { kind: 'entra', audiences: [GRAPH_AUDIENCE] },
    prefixes: [],
    ignoresCase: true,
    errorBody: graphErrorBody(services.clock),
    routes: [
      get('ListCallRecords', '', request => list(request, services)),
      get('GetCallRecord', '/{recordId}', request => one(request, services)),
      get('ListSessions', '/{recordId}/sessions', request => sessions(request, services)),
      get('ListParticipantsV2', '/{recordId}/participants_v2', request => participants(request, services)),
      get('GetOrganizerV2', '/{recordId}/organizer_v2', request => organizer(request, services)),
    ],
  }
}

function printingFor(request: HttpRequest, services: Services): Printing {
  const { askerOf, directory, meetings } = services
  const unknownMembers = /\binclude-unknown-enum-members\b/i.test(request.headers.prefer ?? '')
  return { asker: askerOf(request), unknownMembers, annotated: false, directory, meetings }
}

/** Newest first. */
async function list(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { query, signal } = request
  refuseOthers(query, ['$filter', '$skiptoken', '$select'])
  const printing = printingFor(request, services)
  const { tenant } = printing.asker
  const names = selectedOf(query, TYPE, PROPERTIES)
  const [start, after] = placeOf(query, 2) ?? []
  const from =
    start === undefined
      ? ''
      : `| where CallStartTime < datetime(${start}) or (CallStartTime == datetime(${start}) and CorrelationId > ${kqlText(String(after))})`
  const sessions = await services.rows(
    tenant,
    `${currentRows(TEAMS_SESSIONS, tenant)} ${kqlOfFilter(recordFilterOf(query.$filter), tenant)} | summarize arg_max(TimeGenerated, CorrelationId, Version, SessionType, MeetingId, CallStartTime, CallEndTime) by Call = CorrelationId ${from} | project-away Call | sort by CallStartTime desc, CorrelationId asc | take ${PAGES.records + 1}`,
    { signal },
  )
  const page = sessions.slice(0, PAGES.records)
  const [media, organizers] = await besides(page, printing, { services, signal })
  const last = sessions.length > PAGES.records && page.at(-1)
  const value = page.map(session => {
    const id = textIn(session, 'CorrelationId')
    const persons = new Map((organizers.get(id) ?? []).map(row => ['', row]))
    const call = { sessions: [session], streams: media.get(id) ?? [], persons, feedback: new Map() }
    return pick(headOf(call, printing), names)
  })
  const token = last && skipToken([textIn(last, 'CallStartTime'), textIn(last, 'CorrelationId')])
  return {
    status: 200,
    body: {
      '@odata.context': CONTEXT,
      ...(token && { '@odata.nextLink': nextLink(request, token) }),
      value,
    },
  }
}

interface Asking {
  readonly services: Services
  readonly signal: AbortSignal
}

/** Which media each call of a page had, and who organized it. */
async function besides(page: readonly StoredRow[], { asker }: Printing, { services, signal }: Asking) {
  const { tenant } = asker
  const ids = page.map(row => textIn(row, 'CorrelationId'))
  const among = `| where CorrelationId in ${kqlList(ids)}`
  const ask = async (text: string) => (ids.length > 0 ? services.rows(tenant, text, { signal }) : [])
  const media = await ask(
    `${currentRows(TEAMS_STREAMS, tenant)} ${among} | distinct CorrelationId, MediaType`,
  )
  const organizers = await ask(
    `${currentRows(TEAMS_PERSONS, tenant)} ${among} | where isnotempty(OrganizerObjectId) | summarize take_any(OrganizerObjectId) by CorrelationId`,
  )
  const byCall = (rows: readonly StoredRow[]) => Map.groupBy(rows, row => textIn(row, 'CorrelationId'))
  return [byCall(media), byCall(organizers)] as const
}

async function callOf(request: HttpRequest, printing: Printing, services: Services): Promise<StoredCall> {
  const id = request.params.recordId ?? ''
  const { tenant } = printing.asker
  const [call] = await fetchCalls(services, { tenant, ids: [id, id.toLowerCase()], signal: request.signal })
  if (call) return call
  throw graphError('RecordNotFound', `There is no call record ${id.slice(0, 100)} of your tenant.`)
}

async function one(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { query } = request
  refuseOthers(query, ['$expand', '$select'])
  const expansion = expansionOf(query.$expand)
  const names = selectedOf(query, TYPE, PROPERTIES)
  const printing = printingFor(request, services)
  const call = await callOf(request, printing, services)
  const head = headOf(call, printing)
  const etag = `W/"${head.version}"`
  if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
  const shown = names && [
    ...names,
    ...(expansion.sessions ? ['sessions'] : []),
    ...(expansion.participants ? ['participants_v2'] : []),
  ]
  const record = {
    ...head,
    organizer_v2: organizerOf(call, printing),
    ...(expansion.participants && { participants_v2: peopleOf(call, printing.asker).map(participantOf) }),
    ...(expansion.sessions && expandedSessions(request, graphSessions(call, printing), expansion.segments)),
  }
  const links = Object.entries(record).filter(([name]) => name.includes('@odata.'))
  const body = {
    '@odata.context': `${CONTEXT}/$entity`,
    ...pick(record, shown),
    ...Object.fromEntries(links),
  }
  return { status: 200, headers: { etag }, body }
}

const printed = ({ session, segments }: GraphSession, withSegments: boolean) => ({
  ...session,
  ...(withSegments && { segments }),
})

/** The first page of them, and where the next is. */
function expandedSessions(
  { origin, params }: HttpRequest,
  all: readonly GraphSession[],
  withSegments: boolean,
): Readonly<Record<string, unknown>> {
  const page = all.slice(0, PAGES.sessions)
  const target = `${BASE}/${params.recordId}/sessions${withSegments ? '?$expand=segments' : ''}`
  const more = all.length > page.length
  return {
    sessions: page.map(session => printed(session, withSegments)),
    ...(more && { 'sessions@odata.nextLink': nextLink({ origin, target }, skipToken([page.length])) }),
  }
}

interface Page<T> {
  readonly value: readonly T[]
  readonly next: { readonly '@odata.nextLink'?: string }
}

function pageOf<T>(request: HttpRequest, all: readonly T[], size: number): Page<T> {
  const [place] = placeOf(request.query, 1) ?? [0]
  const from = typeof place === 'number' ? place : 0
  const to = from + size
  return {
    value: all.slice(from, to),
    next: to < all.length ? { '@odata.nextLink': nextLink(request, skipToken([to])) } : {},
  }
}

async function sessions(request: HttpRequest, services: Services): Promise<HttpReply> {
  refuseOthers(request.query, ['$expand', '$skiptoken'])
  const withSegments = expandsSegments(request.query.$expand)
  const printing = printingFor(request, services)
  const call = await callOf(request, printing, services)
  const { value, next } = pageOf(request, graphSessions(call, printing), PAGES.sessions)
  const suffix = withSegments ? '(segments())' : ''
  return {
    status: 200,
    body: {
      '@odata.context': `${CONTEXT}('${request.params.recordId}')/sessions${suffix}`,
      ...next,
      value: value.map(session => printed(session, withSegments)),
    },
  }
}

async function participants(request: HttpRequest, services: Services): Promise<HttpReply> {
  refuseOthers(request.query, ['$skiptoken'])
  const printing = printingFor(request, services)
  const call = await callOf(request, printing, services)
  const { value, next } = pageOf(request, peopleOf(call, printing.asker), PAGES.participants)
  const context = `${CONTEXT}('${request.params.recordId}')/participants_v2`
  return { status: 200, body: { '@odata.context': context, ...next, value: value.map(participantOf) } }
}

async function organizer(request: HttpRequest, services: Services): Promise<HttpReply> {
  refuseOthers(request.query, [])
  const printing = printingFor(request, services)
  const found = organizerOf(await callOf(request, printing, services), printing)
  if (!found) throw graphError('RecordNotFound', ORGANIZER_GONE)
  const context = `${CONTEXT}('${request.params.recordId}')/organizer_v2/$entity`
  return { status: 200, body: { '@odata.context': context, ...found } }
}

const ORGANIZER_GONE =
  'The organizer is not known: a direct call has none, and after 28 days nobody is named. To keep names longer, export the records while they are there.'
