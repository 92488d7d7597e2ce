/** `/teams/users/{user}`: how somebody fared, their meetings and calls. Guests without an account have a page too. */
import type { HttpReply } from '#base'
import type { User } from '#directory'
import { parseRawId } from '#records'
import { personKey } from '#teams/record'
import type { Listed, PastMeeting, RecentMeeting, UserPage } from './answers.ts'
import { count, flag, type Row, text, time } from './cells.ts'
import { type Asking, fileOf, nextLink, ok, totalOf } from './center.ts'
import type { Sheet } from './csv.ts'
import { noSuchUser } from './errors.ts'
import { listRequest } from './list-request.ts'
import { ownCalls } from './live/running.ts'
import { liveMeeting } from './live/shape-live.ts'
import { personsOf } from './questions/meetings.ts'
import { activityOf, endedLately, newestOf, PAST, pastPage, pastRows, qualityOf } from './questions/users.ts'
import { readSearch } from './read-search.ts'
import { qualityOf as audioQualityOf } from './shape-participant.ts'
import { whoOf } from './shape-who.ts'

interface Person {
  readonly user: User | undefined
  readonly keys: readonly string[]
  /** Looks as somebody who searched for that user. */
  readonly asking: Asking
}

/** By object id, user principal name, person key, raw id or phone number. */
function personOf(asking: Asking): Person {
  const { center, tenant, request } = asking
  const reference = request.params.user ?? ''
  const known = center.directory.user(reference)
  const user = known?.tenant === tenant ? known : undefined
  if (user) {
    const looking = { ...asking.looking, searchedFor: user.id }
    return { user, keys: [personKey(tenant, `8:orgid:${user.id}`)], asking: { ...asking, looking } }
  }
  const { rawIds } = readSearch(reference)
  const keys = rawIds.filter(id => parseRawId(id)).map(id => personKey(tenant, id))
  return { user, keys: [...keys, reference], asking }
}

export async function getUser(given: Asking): Promise<HttpReply> {
  const { user, keys, asking } = personOf(given)
  const { tenant, rows, looking } = asking
  const kql = { quality: qualityOf(tenant, keys), activity: activityOf(tenant, keys) }
  const [[newest], quality, activity] = await Promise.all([
    rows(newestOf(tenant, keys)),
    rows(kql.quality),
    rows(kql.activity),
  ])
  const live = newest || user ? undefined : liveRowOf(asking, keys)
  if (!user && !newest && !live) throw noSuchUser(given.request.params.user ?? '')
  const partOf = (all: readonly Row[], by: string, name: string, column: string) =>
    count(all.find(row => text(row, by) === name) ?? {}, column)
  return ok({
    who: user ? whoOf(rowOfUser(user, tenant, looking.now), looking) : (live ?? whoOf(newest ?? {}, looking)),
    ...(user && { userPrincipalName: user.userPrincipalName }),
    isKnown: user !== undefined,
    quality: {
      good: partOf(quality, 'Quality', 'Good', 'Connections'),
      poor: partOf(quality, 'Quality', 'Poor', 'Connections'),
      unclassified: partOf(quality, 'Quality', 'Unclassified', 'Connections'),
    },
    activity: {
      meetings: partOf(activity, 'Activity', 'Conference', 'Count'),
      calls: partOf(activity, 'Activity', 'Call', 'Count'),
    },
    policies: user ? policiesOf(asking, user) : [],
    kql,
  } satisfies UserPage)
}

const rowOfUser = (user: User, tenant: string, now: number): Row => ({
  ParticipantKind: 'm365User',
  UserType: 'User',
  TenantIdOfUser: tenant,
  OrganizerTenantId: tenant,
  PersonKey: personKey(tenant, `8:orgid:${user.id}`),
  StartTime: new Date(now).toISOString(),
  ObjectId: user.id,
  DisplayName: user.displayName,
  UserPrincipalName: user.userPrincipalName,
})

const policiesOf = ({ center, tenant }: Asking, user: User): UserPage['policies'] =>
  Object.entries(center.directory.meetingSettings(tenant, user.id)).map(([name, value]) => ({
    name,
    value: Array.isArray(value) ? value.join(', ') : String(value),
  }))

/** Somebody whose first meeting still runs. */
function liveRowOf(asking: Asking, keys: readonly string[]): UserPage['who'] | undefined {
  return liveOnes(asking, keys)[0]?.one.who
}

function liveOnes(asking: Asking, keys: readonly string[]) {
  return ownCalls(asking).flatMap(call => {
    const meeting = liveMeeting(call, asking.looking, { hasSeries: false })
    return meeting.participants
      .filter(({ who }) => keys.includes(who.personKey))
      .map(one => ({ meeting, one }))
  })
}

export async function listPast(given: Asking): Promise<HttpReply> {
  const { keys, asking } = personOf(given)
  const { tenant } = asking
  const asked = listRequest(asking.request, PAST)
  const kql = pastRows(tenant, keys, asked)
  if (asked.format !== 'page') {
    return fileOf(
      asked.format,
      SHEET,
      await pastOf(asking, await asking.rows(`${kql}\n| order by ${asked.orderBy}`)),
    )
  }
  const [page, total] = await Promise.all([asking.rows(pastPage(tenant, keys, asked)), totalOf(asking, kql)])
  const value = await pastOf(asking, page)
  const next = nextLink(asking, asked, total)
  return ok({
    value,
    total,
    kql,
    ...(next !== undefined && { nextLink: next }),
  } satisfies Listed<PastMeeting>)
}

async function pastOf(asking: Asking, rows: readonly Row[]): Promise<readonly PastMeeting[]> {
  const direct = rows.filter(row => text(row, 'ActivityType') === 'Call')
  const calls = [...new Set(direct.map(row => text(row, 'CorrelationId')))]
  const people = calls.length > 0 ? await asking.rows(personsOf(asking.tenant, calls)) : []
  const byId = new Map(
    people.map(row => [`${text(row, 'CorrelationId')} ${text(row, 'ParticipantId')}`, row]),
  )
  return rows.map(row => {
    const other = byId.get(`${text(row, 'CorrelationId')} ${text(row, 'PeerParticipantId')}`)
    return {
      callId: text(row, 'CorrelationId'),
      participantId: text(row, 'ParticipantId'),
      meetingId: text(row, 'MeetingId'),
      startTime: text(row, 'StartTime'),
      ...(other && { otherParty: whoOf(other, asking.looking) }),
      participants: count(row, 'Participants'),
      durationSeconds: count(row, 'DurationSeconds'),
      activityType: text(row, 'ActivityType') === 'Call' ? 'Call' : 'Conference',
      client: text(row, 'ClientName'),
      audioQuality: audioQualityOf(row),
      hasMinorIssues: flag(row, 'HasMinorIssues'),
      lobbyOutcome: text(row, 'LobbyOutcome'),
      source: text(row, 'Source'),
    }
  })
}

const SHEET: Sheet<PastMeeting> = {
  of: 'meetings-and-calls',
  columns: {
    StartTime: row => row.startTime,
    CallId: row => row.callId,
    ParticipantId: row => row.participantId,
    MeetingId: row => row.meetingId,
    OtherParty: row => row.otherParty?.label,
    Participants: row => row.participants,
    DurationSeconds: row => row.durationSeconds,
    ActivityType: row => row.activityType,
    Client: row => row.client,
    AudioQuality: row => row.audioQuality,
    MinorIssues: row => row.hasMinorIssues,
    LobbyOutcome: row => row.lobbyOutcome,
    Source: row => row.source,
  },
}

/** Running, or over since less than a day. */
export async function listRecent(given: Asking): Promise<HttpReply> {
  const { keys, asking } = personOf(given)
  const kql = endedLately(asking.tenant, keys)
  const stored = (await asking.rows(kql)).map(endedMeeting)
  const isStored = new Set(stored.map(({ callId }) => callId))
  const live = liveOnes(asking, keys)
    .map(
      ({ meeting, one }): RecentMeeting => ({
        callId: meeting.callId,
        participantId: one.participantId,
        meetingId: meeting.meetingId,
        startTime: meeting.startTime,
        joinTime: one.lobby && one.lobby.outcome !== 'admitted' ? null : one.since,
        leaveTime: one.leaveTime,
        participants: meeting.participants.length,
        activityType: 'Conference',
        status: meeting.status,
      }),
    )
    .filter(({ callId }) => !isStored.has(callId))
  const value = [...live, ...stored]
  return ok({ value, total: value.length, kql } satisfies Listed<RecentMeeting>)
}

const endedMeeting = (row: Row): RecentMeeting => ({
  callId: text(row, 'CorrelationId'),
  participantId: text(row, 'ParticipantId'),
  meetingId: text(row, 'MeetingId'),
  startTime: text(row, 'CallStartTime'),
  joinTime: time(row, 'JoinTime'),
  leaveTime: time(row, 'EndTime'),
  participants: count(row, 'Participants'),
  activityType: 'Conference',
  status: 'Ended',
})
