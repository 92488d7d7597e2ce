/** `/v1.0/…/onlineMeetings`: the part of Microsoft Graph that makes meetings. */
import {
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Ids,
  invariant,
  type Route,
  type Surface,
} from '#base'
import { tenantId } from '#records'
import type { State } from '#state'
import type { DirectoryUser, MeetingDirectory } from '../directory-port.ts'
import { parseLocator } from '../locator.ts'
import type { Meeting } from '../meeting.ts'
import { deleteMeeting, findByExternalId, findMeeting, meetingsOf, saveMeeting } from '../store.ts'
import { graphError, graphErrorBody } from './errors.ts'
import {
  CreateOrGetBody,
  changedMeeting,
  newMeeting,
  OnlineMeetingBody,
  type OnlineMeetingChanges,
  onlineMeetingOf,
} from './online-meeting.ts'

export interface GraphServices {
  readonly state: Pick<State, 'transact' | 'get' | 'all'>
  readonly directory: MeetingDirectory
  readonly clock: Clock
  readonly ids: Ids
  /** Called once the change is stored. */
  readonly optionsChanged: (meeting: Meeting) => Promise<void>
}

export const GRAPH_AUDIENCE = 'https://graph.microsoft.com'

/** Whose meetings: of the signed-in user, or of a named user of the caller's tenant. */
const OWNERS = [
  { path: '/v1.0/me/onlineMeetings', suffix: 'Me' },
  { path: '/v1.0/users/{userId}/onlineMeetings', suffix: 'User' },
] as const

const MISSING = [
  ['ListAttendanceReports', 'GET', '{meetingId}/attendanceReports'],
  ['ListRecordings', 'GET', '{meetingId}/recordings'],
  ['ListTranscripts', 'GET', '{meetingId}/transcripts'],
  ['GetVirtualAppointmentJoinWebUrl', 'GET', '{meetingId}/getVirtualAppointmentJoinWebUrl'],
] as const

export function graphSurface(services: GraphServices): Surface {
  return {
    name: 'graph',
    access: { kind: 'entra', audiences: [GRAPH_AUDIENCE] },
    prefixes: ['v1.0'],
    ignoresCase: true,
    errorBody: graphErrorBody(services.clock),
    routes: OWNERS.flatMap(({ path, suffix }) => routesOf(path, suffix, services)),
    missing: OWNERS.flatMap(({ path }) =>
      MISSING.map(([id, method, tail]) => ({ id, method, path: `${path}/${tail}` })),
    ),
  }
}

type Handler = (request: HttpRequest, owner: DirectoryUser) => Promise<HttpReply>

function routesOf(path: string, suffix: string, services: GraphServices): readonly Route[] {
  const route = (name: string, method: Route['method'], tail: string, handler: Handler): Route => ({
    id: `${name}Of${suffix}`,
    method,
    path: `${path}${tail}`,
    handle: request => handler(request, ownerOf(request, services.directory)),
  })
  const one = (request: HttpRequest, owner: DirectoryUser) => meetingOf(request, owner, services)
  return [
    {
      ...route('CreateOnlineMeeting', 'POST', '', (request, owner) => create(request, owner, services)),
      body: OnlineMeetingBody,
    },
    {
      ...route('CreateOrGetOnlineMeeting', 'POST', '/createOrGet', (request, owner) =>
        createOrGet(request, owner, services),
      ),
      body: CreateOrGetBody,
    },
    route('ListOnlineMeetings', 'GET', '', async (request, owner) => list(request, owner, services)),
    route('GetOnlineMeeting', 'GET', '/{meetingId}', async (request, owner) =>
      reply(200, one(request, owner), services),
    ),
    {
      ...route('UpdateOnlineMeeting', 'PATCH', '/{meetingId}', async (request, owner) => {
        const meeting = changedMeeting(one(request, owner), changesOf(request), services.ids)
        await services.state.transact(tx => saveMeeting(tx, meeting))
        await services.optionsChanged(meeting)
        return reply(200, meeting, services)
      }),
      body: OnlineMeetingBody,
    },
    route('DeleteOnlineMeeting', 'DELETE', '/{meetingId}', async (request, owner) => {
      const { id } = one(request, owner)
      await services.state.transact(tx => deleteMeeting(tx, id))
      return { status: 204 }
    }),
  ]
}

const changesOf = (request: HttpRequest): OnlineMeetingChanges =>
  // Sound: the host has validated the body against the route's schema; none at all means nothing was chosen.
  (request.body ?? {}) as OnlineMeetingChanges

const reply = (status: number, meeting: Meeting, { directory }: GraphServices): HttpReply => ({
  status,
  body: {
    '@odata.context': `${GRAPH_AUDIENCE}/v1.0/$metadata#users('${meeting.organizer.user}')/onlineMeetings/$entity`,
    ...onlineMeetingOf(meeting, directory),
  },
})

async function create(
  request: HttpRequest,
  organizer: DirectoryUser,
  services: GraphServices,
): Promise<HttpReply> {
  const creation = { organizer, changes: changesOf(request), now: services.clock.now() }
  const meeting = newMeeting(creation, services.directory, services.ids)
  await services.state.transact(tx => saveMeeting(tx, meeting))
  return reply(201, meeting, services)
}

async function createOrGet(
  request: HttpRequest,
  organizer: DirectoryUser,
  services: GraphServices,
): Promise<HttpReply> {
  const { externalId, ...changes } = request.body as OnlineMeetingChanges & { readonly externalId: string }
  const creation = { organizer, changes, externalId, now: services.clock.now() }
  const made = newMeeting(creation, services.directory, services.ids)
  const known = await services.state.transact(tx => {
    const found = findByExternalId(tx, made.organizer, externalId)
    if (!found) saveMeeting(tx, made)
    return found
  })
  return known ? reply(200, known, services) : reply(201, made, services)
}

/** More than anybody lists; paging is not built. */
const MOST_LISTED = 1000

function list(request: HttpRequest, owner: DirectoryUser, services: GraphServices): HttpReply {
  const { $filter: filter } = request.query
  const meetings =
    filter === undefined
      ? meetingsOf(services.state, organizerOf(owner), MOST_LISTED)
      : [filtered(filter, services)].flatMap(found => (found?.organizer.user === owner.id ? [found] : []))
  return {
    status: 200,
    body: {
      '@odata.context': `${GRAPH_AUDIENCE}/v1.0/$metadata#users('${owner.id}')/onlineMeetings`,
      value: meetings.map(meeting => onlineMeetingOf(meeting, services.directory)),
    },
  }
}

const FILTER = /^\s*(JoinWebUrl|joinMeetingIdSettings\/joinMeetingId)\s+eq\s+'((?:[^']|'')*)'\s*$/i

function filtered(filter: string, { state }: GraphServices): Meeting | undefined {
  const [, property, quoted = ''] = FILTER.exec(filter) ?? []
  if (property === undefined) {
    const expected = `JoinWebUrl eq '…' or joinMeetingIdSettings/joinMeetingId eq '…'`
    throw graphError('BadRequest', `$filter: expected ${expected}.`)
  }
  const value = quoted.replaceAll("''", "'")
  if (property.toLowerCase() !== 'joinweburl') return findMeeting(state, 'join_meeting_id', value)
  const reading = parseLocator({ meetingLink: value })
  const locator = reading.kind === 'read' ? reading.locator : undefined
  if (locator?.kind === 'thread') return findMeeting(state, 'thread_id', locator.threadId)
  return locator?.kind === 'meetingId' ? findMeeting(state, 'join_meeting_id', locator.meetingId) : undefined
}

function meetingOf({ params }: HttpRequest, owner: DirectoryUser, { state }: GraphServices): Meeting {
  const meeting = findMeeting(state, 'id', params.meetingId ?? '')
  if (meeting?.organizer.user !== owner.id) throw graphError('NotFound')
  return meeting
}

const organizerOf = ({ id, tenant }: DirectoryUser) => ({ user: id, tenant })

function ownerOf({ caller, params }: HttpRequest, directory: MeetingDirectory): DirectoryUser {
  invariant(caller.kind === 'entra', 'the host lets only Entra callers in')
  const tenant = tenantId(caller.tenant)
  const user = directory.user(params.userId ?? caller.subject)
  if (user && user.tenant === tenant) return user
  throw graphError(params.userId === undefined ? 'MeNeedsUser' : 'UnknownUser')
}
