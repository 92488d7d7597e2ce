import { Badge } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Listed, LiveMeeting, MeetingRow } from '#teams/center/answers'
import {
  Answered,
  agoText,
  DataTable,
  Empty,
  Page as Frame,
  GoTo,
  RangePicker,
  Section,
  type TableColumn,
  text,
  useAddress,
} from '#views/kit'
import { Files } from './files.tsx'
import { MeetingTable } from './meeting-table.tsx'
import { PAGE_SIZE, Pager } from './pager.tsx'
import { useRangeQuery } from './use-range.ts'
import { teamsPath, useTeams } from './use-teams.ts'

const ADDRESS = { range: text('7d'), skip: text('0') }
const OFTEN_MS = 3000

/** Meetings of the tenant: those that run, and all that were. */
export function Page() {
  const [{ range, skip }, setAddress] = useAddress(ADDRESS)
  const times = useRangeQuery(range)
  const path = teamsPath('meetings')
  const meetings = useTeams<Listed<MeetingRow>>(path, { ...times, skip, top: String(PAGE_SIZE) })
  return (
    <Frame
      title="Meetings"
      lead="What runs now, with everybody in it, and every meeting of this tenant that was."
      actions={
        <>
          <RangePicker range={range} setRange={next => setAddress({ range: next, skip: '0' })} />
          <Files path={path} query={times} of="meetings" />
        </>
      }
    >
      <Running />
      <Section title="Past meetings">
        <Answered what="meetings" asked={meetings}>
          {({ value, total, kql }) => (
            <>
              <MeetingTable meetings={value} kql={kql} />
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
    </Frame>
  )
}

interface Lines {
  readonly value: readonly LiveMeeting[]
}

function Running() {
  const running = useTeams<Lines>(teamsPath('running'), {}, { everyMs: OFTEN_MS })
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<LiveMeeting>[]>(() => {
    const inState = (status: string) => (row: LiveMeeting) =>
      row.participants.filter(one => one.status === status).length
    return [
      {
        id: 'id',
        title: 'Meeting ID',
        value: row => row.callId,
        show: row => <GoTo href={meetingAddress(row)}>{row.callId}</GoTo>,
        width: 310,
      },
      {
        id: 'since',
        title: 'Runs since',
        value: row => row.startTime,
        show: row => agoText(row.startTime, Date.now()),
        width: 130,
      },
      { id: 'in', title: 'In meeting', value: inState('In meeting'), align: 'end', width: 110 },
      {
        id: 'lobby',
        title: 'In lobby',
        value: inState('In lobby'),
        align: 'end',
        width: 100,
      },
      {
        id: 'guests',
        title: 'External users',
        value: row => row.participants.filter(({ who }) => !who.isInternal && who.kind !== 'bot').length,
        align: 'end',
        width: 130,
      },
      {
        id: 'status',
        title: 'Meeting status',
        value: row => row.status,
        show: row => (
          <Badge appearance="tint" color="success">
            {row.status}
          </Badge>
        ),
        width: 130,
      },
    ]
  }, [])
  return (
    <Section title="Running now">
      <Answered what="running meetings" asked={running}>
        {({ value }) => (
          <DataTable
            of="running meetings"
            columns={columns}
            rows={value}
            onOpen={row => router.history.push(meetingAddress(row))}
            empty={<Empty title="No meeting of this tenant runs now" />}
          />
        )}
      </Answered>
    </Section>
  )
}

const meetingAddress = ({ callId }: LiveMeeting): string =>
  `/portal/teams/meetings/${encodeURIComponent(callId)}`
