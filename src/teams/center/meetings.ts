/** `/teams/meetings`: the tenant's meetings, who took part in one, and one connection of it. */
import type { HttpReply } from '#base'
import type { Listed, MeetingPage, MeetingRow, Participant } from './answers.ts'
import { type Cell, count, type Row, text, time } from './cells.ts'
import { type Asking, fileOf, nextLink, ok, totalOf } from './center.ts'
import type { Sheet } from './csv.ts'
import { noSuchMeeting, noSuchSession } from './errors.ts'
import { type ListRequest, listRequest } from './list-request.ts'
import { runningMeeting } from './live/running.ts'
import { withPersons } from './questions/common.ts'
import {
  feedbackOf,
  MEETINGS,
  meetingRows,
  meetingsPage,
  participantsOf,
  sessionOf,
  streamsOf,
} from './questions/meetings.ts'
import { sessionPage } from './session/shape-session.ts'
import { participantOf } from './shape-participant.ts'
import { organizerOf } from './shape-who.ts'

export async function listMeetings(asking: Asking): Promise<HttpReply> {
  const asked = listRequest(asking.request, MEETINGS)
  const kql = meetingRows(asking.tenant, asked)
  if (asked.format !== 'page') {
    const rows = await asking.rows(withOrganizers(`${kql}| order by ${asked.orderBy}`, 'CallStartTime desc'))
    return fileOf(
      asked.format,
      MEETING_SHEET,
      rows.map(row => meetingRow(row, asking)),
    )
  }
  const [value, total] = await Promise.all([meetingsOf(asking, asked), totalOf(asking, kql)])
  const next = nextLink(asking, asked, total)
  return ok({ value, total, kql, ...(next !== undefined && { nextLink: next }) } satisfies Listed<MeetingRow>)
}

export async function meetingsOf(asking: Asking, asked: ListRequest): Promise<readonly MeetingRow[]> {
  const rows = await asking.rows(withOrganizers(meetingsPage(asking.tenant, asked), 'Place asc'))
  return rows.map(row => meetingRow(row, asking))
}

/** The organizer stands in the persons' row of anybody who took part. */
function withOrganizers(kql: string, order: string): string {
  const at = kql.lastIndexOf(';\n') + 2
  return `${kql.slice(0, at)}let Page = ${kql.slice(at)};\n${withPersons('Page')}\n| order by ${order}`
}

function meetingRow(row: Row, { looking, tenant }: Asking): MeetingRow {
  return {
    callId: text(row, 'CorrelationId'),
    meetingId: text(row, 'MeetingId'),
    startTime: text(row, 'CallStartTime'),
    endTime: time(row, 'CallEndTime'),
    organizer: organizerOf(
      { ...row, OrganizerTenantId: tenant, StartTime: text(row, 'CallStartTime') },
      looking,
    ),
    participants: count(row, 'Participants'),
    guests: count(row, 'Guests'),
    turnedAway: count(row, 'TurnedAway'),
    poor: count(row, 'Poor'),
    status: 'Ended',
  }
}

const MEETING_SHEET: Sheet<MeetingRow> = {
  of: 'meetings',
  columns: {
    CallId: row => row.callId,
    MeetingId: row => row.meetingId,
    StartTime: row => row.startTime,
    EndTime: row => row.endTime,
    Organizer: row => row.organizer?.label,
    Participants: row => row.participants,
    Guests: row => row.guests,
    TurnedAway: row => row.turnedAway,
    PoorAudio: row => row.poor,
  },
}

/** One meeting with everybody in it; while it runs, from what is live. */
export async function getMeeting(asking: Asking): Promise<HttpReply> {
  const call = asking.request.params.callId ?? ''
  const running = runningMeeting(asking, call)
  if (running?.endTime === null) return ok(running)
  const kql = participantsOf(asking.tenant, call)
  const rows = await asking.rows(kql)
  const [first] = rows
  // Ended this moment, its rows under way: what was live says more than nothing.
  if (!first) return running ? ok(running) : fail(noSuchMeeting(call))
  const participants = rows.map(row => participantOf(row, asking.looking))
  const { format } = listRequest(asking.request, { ...MEETINGS, filters: {} })
  if (format !== 'page') return fileOf(format, PARTICIPANT_SHEET, participants)
  const [start, end] = [text(first, 'CallStartTime'), time(first, 'CallEndTime')]
  return ok({
    callId: call,
    meetingId: text(first, 'MeetingId'),
    startTime: start,
    endTime: end,
    durationSeconds: end === null ? 0 : Math.max(0, (Date.parse(end) - Date.parse(start)) / 1000),
    activityType: text(first, 'SessionType') === 'P2P' ? 'Call' : 'Conference',
    status: 'Ended',
    source: text(first, 'Source'),
    organizer: organizerAmong(rows, asking),
    participants,
    kql,
    hasCharts: running !== undefined,
  } satisfies MeetingPage)
}

function organizerAmong(rows: readonly Row[], { looking, tenant }: Asking): MeetingPage['organizer'] {
  for (const row of rows) {
    const organizer = organizerOf({ ...row, OrganizerTenantId: tenant }, looking)
    if (organizer) return organizer
  }
  return null
}

function fail(error: Error): never {
  throw error
}

const PARTICIPANT_SHEET: Sheet<Participant> = {
  of: 'participants',
  columns: {
    Participant: ({ who }) => who.label,
    UserType: ({ who }) => who.userType,
    Kind: ({ who }) => who.kind,
    ParticipantId: row => row.participantId,
    RawId: ({ who }) => who.fields.RawId,
    ObjectId: ({ who }) => who.fields.ObjectId,
    UserPrincipalName: ({ who }) => who.fields.UserPrincipalName,
    PhoneNumber: ({ who }) => who.fields.PhoneNumber,
    IpAddress: ({ who }) => who.fields.IpAddress,
    AcsResourceId: row => row.acsResourceId,
    Role: row => row.role,
    JoinTime: row => row.joinTime,
    LeaveTime: row => row.leaveTime,
    DurationSeconds: row => row.durationSeconds,
    LobbyOutcome: ({ lobby }) => lobby?.outcome,
    LobbySeconds: ({ lobby }) => lobby?.seconds,
    Device: row => row.device,
    Client: row => row.client,
    Platform: row => row.platform,
    Network: row => row.network,
    AudioQuality: row => row.audioQuality,
    Why: row => row.why,
    EndCode: ({ ended }): Cell => (ended ? `${ended.code}/${ended.subCode}` : null),
  },
}

export async function getSession(asking: Asking): Promise<HttpReply> {
  const { tenant, rows, looking, request } = asking
  const { callId: call = '', participantId: participant = '' } = request.params
  const kql = { session: sessionOf(tenant, call, participant), streams: streamsOf(tenant, call, participant) }
  const [sessions, streams, [feedback]] = await Promise.all([
    rows(kql.session),
    rows(kql.streams),
    rows(feedbackOf(tenant, call, participant)),
  ])
  const page = sessionPage(participant, { sessions, streams, feedback, kql }, { ...looking, hiddenDigits: 3 })
  return page ? ok(page) : fail(noSuchSession(participant))
}
