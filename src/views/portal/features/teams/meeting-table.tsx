import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { MeetingRow } from '#teams/center/answers'
import { DataTable, Empty, GoTo, lengthText, type TableColumn, useTimes } from '#views/kit'
import { Person } from './who.tsx'

/** Meetings of the tenant; a row opens one. */
export function MeetingTable({
  meetings,
  kql,
}: {
  readonly meetings: readonly MeetingRow[]
  readonly kql?: string
}) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<MeetingRow>[]>(
    () => [
      {
        id: 'start',
        title: 'Start time',
        value: row => row.startTime,
        show: row => <GoTo href={addressOfMeeting(row)}>{times.short(row.startTime)}</GoTo>,
        width: 150,
      },
      {
        id: 'length',
        title: 'Duration',
        value: row => secondsOf(row),
        show: row => lengthText(secondsOf(row)),
        width: 120,
      },
      {
        id: 'organizer',
        title: 'Organizer',
        value: row => row.organizer?.label ?? null,
        show: row => (row.organizer ? <Person who={row.organizer} /> : '—'),
        width: 190,
      },
      { id: 'people', title: 'Participants', value: row => row.participants, align: 'end', width: 120 },
      { id: 'guests', title: 'External users', value: row => row.guests, align: 'end', width: 130 },
      { id: 'turned', title: 'Turned away', value: row => row.turnedAway, align: 'end', width: 120 },
      { id: 'poor', title: 'Poor audio', value: row => row.poor, align: 'end', width: 110 },
      { id: 'id', title: 'Meeting ID', value: row => row.callId, width: 310 },
      { id: 'thread', title: 'Thread', value: row => row.meetingId, width: 320 },
    ],
    [times],
  )
  return (
    <DataTable
      of="meetings"
      columns={columns}
      rows={meetings}
      kql={kql}
      range="365d"
      onOpen={row => router.history.push(addressOfMeeting(row))}
      empty={<Empty title="No meetings in this time" hint="A meeting is here once it has ended." />}
    />
  )
}

const addressOfMeeting = ({ callId }: MeetingRow): string =>
  `/portal/teams/meetings/${encodeURIComponent(callId)}`

const secondsOf = ({ startTime, endTime }: MeetingRow): number | null =>
  endTime === null ? null : (Date.parse(endTime) - Date.parse(startTime)) / 1000
