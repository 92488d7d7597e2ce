import { Badge } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Listed, RecentMeeting } from '#teams/center/answers'
import { Answered, DataTable, Empty, GoTo, Section, type TableColumn, useTimes } from '#views/kit'
import { countText, meetingAddress } from './meeting-words.ts'
import { teamsPath, useTeams } from './use-teams.ts'

const OFTEN_MS = 5000

/** What runs or ended within a day; asked again every few seconds. */
export function Recent({ user }: { readonly user: string }) {
  const recent = useTeams<Listed<RecentMeeting>>(
    teamsPath('users', user, 'recent'),
    {},
    { everyMs: OFTEN_MS },
  )
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<RecentMeeting>[]>(() => {
    const moment = (
      id: 'startTime' | 'joinTime' | 'leaveTime',
      title: string,
    ): TableColumn<RecentMeeting> => ({
      id,
      title,
      value: row => row[id],
      show: row => (row[id] === null ? '--' : times.short(row[id])),
      width: 130,
    })
    return [
      {
        id: 'id',
        title: 'Meeting ID',
        value: row => row.callId,
        show: row => <GoTo href={meetingAddress(row, user)}>{row.callId}</GoTo>,
        width: 310,
      },
      moment('startTime', 'Start time'),
      moment('joinTime', 'Join time'),
      moment('leaveTime', 'Leave time'),
      {
        id: 'people',
        title: 'Participants',
        value: row => row.participants,
        show: row => countText(row.participants),
        width: 140,
      },
      { id: 'activity', title: 'Activity type', value: row => row.activityType, width: 120 },
      {
        id: 'status',
        title: 'Meeting status',
        value: row => row.status,
        show: row => (
          <Badge appearance="tint" color={row.status === 'In progress' ? 'success' : 'informative'}>
            {row.status}
          </Badge>
        ),
        width: 130,
      },
    ]
  }, [times, user])
  return (
    <Section title="Recent meetings">
      <Answered what="recent meetings" asked={recent}>
        {({ value, kql }) => (
          <DataTable
            of="recent meetings"
            columns={columns}
            rows={value}
            kql={kql}
            range="24h"
            onOpen={row => router.history.push(meetingAddress(row, user))}
            empty={<Empty title="No meeting runs, or ended within a day" />}
          />
        )}
      </Answered>
    </Section>
  )
}
