import { makeStyles, tokens } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Listed, PastMeeting } from '#teams/center/answers'
import {
  Answered,
  agoText,
  choice,
  DataTable,
  Empty,
  GoTo,
  lengthText,
  QualityMark,
  RangePicker,
  Section,
  type TableColumn,
  text,
  useAddress,
  useTimes,
} from '#views/kit'
import { Choice } from './choice.tsx'
import { Files } from './files.tsx'
import { countText, meetingAddress } from './meeting-words.ts'
import { PAGE_SIZE, Pager } from './pager.tsx'
import { Recent } from './recent-meetings.tsx'
import { useRangeQuery } from './use-range.ts'
import { teamsPath, useTeams } from './use-teams.ts'
import { Person } from './who.tsx'

const ACTIVITIES = [
  { id: 'any', title: 'Meetings and calls' },
  { id: 'Conference', title: 'Meetings' },
  { id: 'Call', title: 'Calls' },
] as const
const QUALITIES = [
  { id: 'any', title: 'Any' },
  { id: 'Good', title: 'Good' },
  { id: 'Poor', title: 'Poor' },
  { id: 'Unavailable', title: 'Unavailable' },
] as const
const ADDRESS = {
  range: text('30d'),
  activity: choice(
    ACTIVITIES.map(({ id }) => id),
    'any',
  ),
  quality: choice(
    QUALITIES.map(({ id }) => id),
    'any',
  ),
  skip: text('0'),
}

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
})

/** What runs or ended within a day, and everything before, as long as it is kept. */
export function MeetingsAndCalls({ user }: { readonly user: string }) {
  return (
    <>
      <Recent user={user} />
      <Past user={user} />
    </>
  )
}

function Past({ user }: { readonly user: string }) {
  const styles = useStyles()
  const [{ range, activity, quality, skip }, setAddress] = useAddress(ADDRESS)
  const times = useRangeQuery(range)
  const filters = {
    ...times,
    activityType: activity === 'any' ? undefined : activity,
    audioQuality: quality === 'any' ? undefined : quality,
  }
  const path = teamsPath('users', user, 'meetings')
  const past = useTeams<Listed<PastMeeting>>(path, { ...filters, skip, top: String(PAGE_SIZE) })
  return (
    <Section
      title="Past meetings"
      actions={
        <>
          <RangePicker range={range} setRange={next => setAddress({ range: next, skip: '0' })} />
          <Files path={path} query={filters} of="meetings" />
        </>
      }
    >
      <div className={styles.bar}>
        <Choice
          label="Activity type"
          choices={ACTIVITIES}
          chosen={activity}
          choose={next => setAddress({ activity: next, skip: '0' })}
        />
        <Choice
          label="Audio quality"
          choices={QUALITIES}
          chosen={quality}
          choose={next => setAddress({ quality: next, skip: '0' })}
        />
      </div>
      <Answered what="past meetings" asked={past}>
        {({ value, total, kql }) => (
          <>
            <PastTable rows={value} kql={kql} user={user} />
            <Pager
              skip={Number(skip)}
              shown={value.length}
              total={total}
              setSkip={next => setAddress({ skip: String(next) })}
            />
          </>
        )}
      </Answered>
    </Section>
  )
}

interface PastProps {
  readonly rows: readonly PastMeeting[]
  readonly kql: string
  readonly user: string
}

function PastTable({ rows, kql, user }: PastProps) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<PastMeeting>[]>(
    () => [
      {
        id: 'start',
        title: 'Start time',
        value: row => row.startTime,
        show: row => <GoTo href={meetingAddress(row, user)}>{times.moment(row.startTime)}</GoTo>,
        width: 210,
      },
      {
        id: 'when',
        title: 'When',
        value: row => row.startTime,
        show: row => agoText(row.startTime, Date.now()),
        width: 110,
      },
      {
        id: 'people',
        title: 'Participants',
        value: row => row.participants,
        show: row => (row.otherParty ? <Person who={row.otherParty} /> : countText(row.participants)),
        width: 180,
      },
      {
        id: 'length',
        title: 'Duration',
        value: row => row.durationSeconds,
        show: row => lengthText(row.durationSeconds),
        width: 120,
      },
      { id: 'activity', title: 'Activity type', value: row => row.activityType, width: 120 },
      { id: 'client', title: 'Client', value: row => row.client, width: 190 },
      {
        id: 'quality',
        title: 'Audio quality',
        value: row => row.audioQuality,
        show: row => <QualityMark quality={row.audioQuality} hasMinorIssues={row.hasMinorIssues} />,
        width: 140,
      },
      {
        id: 'lobby',
        title: 'Lobby',
        value: row => row.lobbyOutcome,
        show: row => LOBBY[row.lobbyOutcome] ?? row.lobbyOutcome,
        width: 120,
      },
    ],
    [times, user],
  )
  return (
    <DataTable
      of="past meetings"
      columns={columns}
      rows={rows}
      kql={kql}
      range="365d"
      onOpen={row => router.history.push(meetingAddress(row, user))}
      empty={
        <Empty
          title="No meetings and calls in this time"
          hint="They are here a moment after their end, and stay as long as the workspace keeps them."
        />
      }
    />
  )
}

const LOBBY: Readonly<Record<string, string>> = {
  '': '—',
  admitted: 'Admitted',
  rejected: 'Rejected',
  timedOut: 'Timed out',
  left: 'Left',
}
