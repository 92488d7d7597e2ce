import { Badge } from '@fluentui/react-components'
import { useParams, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { MeetingPage, Participant } from '#teams/center/answers'
import {
  Answered,
  addressOf,
  DataTable,
  Empty,
  Figure,
  Page as Frame,
  GoTo,
  lengthText,
  logsAddress,
  QualityMark,
  Section,
  type TableColumn,
  Tiles,
  text,
  useAddress,
  useTimes,
} from '#views/kit'
import { Files } from './files.tsx'
import { lobbyText } from './lobby-text.ts'
import { teamsPath, useTeams } from './use-teams.ts'
import { kindText, Person } from './who.tsx'

const ADDRESS = { user: text() }
const OFTEN_MS = 5000

/** One meeting: everybody in it, how they got in, and how good it was for each. */
export function Page() {
  const { call = '' } = useParams({ strict: false })
  const [{ user }] = useAddress(ADDRESS)
  const path = teamsPath('meetings', call)
  const query = { user: user || undefined }
  const asked = useTeams<MeetingPage>(path, query, { everyMs: OFTEN_MS })
  return (
    <Frame
      title="Meeting"
      lead={
        asked.data ? `Organized by ${asked.data.organizer?.label ?? 'somebody not known'} · ${call}` : call
      }
      actions={
        <>
          {user !== '' && (
            <GoTo href={`/portal/teams/users/${encodeURIComponent(user)}`}>Back to the user</GoTo>
          )}
          {asked.data?.hasCharts && <GoTo href={liveAddress(call, user)}>Charts of the meeting</GoTo>}
          <GoTo href={`/portal/why/${encodeURIComponent(call)}`}>Both sides</GoTo>
        </>
      }
    >
      <Answered what="the meeting" asked={asked}>
        {meeting => (
          <>
            <Summary meeting={meeting} />
            <Section
              title="Participant details"
              actions={meeting.status === 'Ended' && <Files path={path} query={query} of="participants" />}
            >
              <Participants meeting={meeting} user={user} />
            </Section>
          </>
        )}
      </Answered>
    </Frame>
  )
}

const liveAddress = (call: string, user: string): string =>
  addressOf(`/portal/teams/meetings/${encodeURIComponent(call)}/live`, { user: user || undefined })

function Summary({ meeting }: { readonly meeting: MeetingPage }) {
  const times = useTimes()
  const { participants, kql, callId } = meeting
  const rows = kql === '' ? liveAddress(callId, '') : logsAddress(kql, '365d')
  const guests = participants.filter(({ who }) => !who.isInternal && GUESTS.includes(who.kind))
  const away = participants.filter(({ lobby }) => lobby && ['rejected', 'timedOut'].includes(lobby.outcome))
  const poor = participants.filter(({ audioQuality }) => audioQuality === 'Poor')
  return (
    <Tiles>
      <Figure
        label="Start time"
        value={times.short(meeting.startTime)}
        note={meeting.status === 'In progress' ? 'In progress' : meeting.activityType}
        href={rows}
      />
      <Figure label="Duration" value={lengthText(meeting.durationSeconds)} href={rows} />
      <Figure label="Participants" value={participants.length} href={rows} />
      <Figure label="External users" value={guests.length} href={rows} />
      <Figure label="Turned away" value={away.length} tone={away.length > 0 ? 'bad' : 'plain'} href={rows} />
      <Figure label="Poor audio" value={poor.length} tone={poor.length > 0 ? 'bad' : 'good'} href={rows} />
    </Tiles>
  )
}

const GUESTS = ['acsUser', 'teamsAnonymous', 'm365User', 'phone']

interface ParticipantsProps {
  readonly meeting: MeetingPage
  readonly user: string
}

function Participants({ meeting, user }: ParticipantsProps) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<Participant>[]>(() => {
    const at = (one: Participant) => addressOfParticipant(meeting, one, user)
    const moment = (id: 'joinTime' | 'leaveTime', title: string): TableColumn<Participant> => ({
      id,
      title,
      value: one => one[id],
      show: one => (one[id] === null ? '--' : times.short(one[id])),
      width: 130,
    })
    const word = (
      id: 'device' | 'client' | 'platform' | 'network' | 'role',
      title: string,
      width: number,
    ): TableColumn<Participant> => ({
      id,
      title,
      value: one => one[id],
      show: one => one[id] || '—',
      width,
    })
    return [
      {
        id: 'who',
        title: 'Participant',
        value: one => one.who.label,
        show: one => <Person who={one.who} href={at(one)} />,
        width: 200,
      },
      { id: 'type', title: 'User type', value: one => one.who.userType, width: 110 },
      {
        id: 'quality',
        title: 'Audio quality',
        value: one => one.audioQuality,
        show: one => <QualityMark quality={one.audioQuality} />,
        width: 130,
      },
      {
        id: 'lobby',
        title: 'Lobby',
        value: one => one.lobby?.outcome ?? null,
        show: one => lobbyText(one.lobby),
        width: 220,
      },
      { id: 'why', title: 'Which rule said so', value: one => one.why, width: 330 },
      {
        id: 'status',
        title: 'Status',
        value: one => one.status,
        show: one => (
          <Badge appearance="tint" color={STATUS[one.status]}>
            {one.status}
          </Badge>
        ),
        width: 110,
      },
      moment('joinTime', 'Join time'),
      moment('leaveTime', 'Leave time'),
      {
        id: 'length',
        title: 'Duration',
        value: one => one.durationSeconds,
        show: one => (one.status === 'Left' ? lengthText(one.durationSeconds) : '--'),
        width: 110,
      },
      { id: 'kind', title: 'Kind', value: one => kindText(one.who), width: 250 },
      word('role', 'Role', 110),
      word('device', 'Device', 200),
      word('client', 'Client', 240),
      word('platform', 'Platform', 150),
      word('network', 'Network', 100),
      {
        id: 'ended',
        title: 'How it ended',
        value: one => one.ended && `${one.ended.code}/${one.ended.subCode}`,
        show: one => (one.ended ? `${one.ended.message} (${one.ended.code}/${one.ended.subCode})` : '--'),
        width: 320,
      },
      { id: 'id', title: 'Participant id', value: one => one.participantId, width: 310 },
    ]
  }, [times, meeting, user])
  return (
    <DataTable
      of="participants"
      columns={columns}
      rows={meeting.participants}
      kql={meeting.kql === '' ? undefined : meeting.kql}
      range="365d"
      onOpen={one => router.history.push(addressOfParticipant(meeting, one, user))}
      empty={<Empty title="Nobody yet" hint="The meeting has just begun." />}
    />
  )
}

const STATUS = { 'In meeting': 'success', 'In lobby': 'warning', Left: 'informative' } as const

/** After the meeting a session, before its end the charts of that participant. */
const addressOfParticipant = ({ callId, status }: MeetingPage, one: Participant, user: string): string => {
  const meeting = `/portal/teams/meetings/${encodeURIComponent(callId)}`
  return status === 'Ended'
    ? addressOf(`${meeting}/${encodeURIComponent(one.participantId)}`, { user: user || undefined })
    : addressOf(`${meeting}/live`, { user: user || undefined, participant: one.participantId })
}
