import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { GuestRow } from '#teams/center/answers'
import { DataTable, Empty, lengthText, type TableColumn, useTimes } from '#views/kit'
import { kindText, Person, personAddress } from './who.tsx'

/** External users, one row a person; a row opens all their meetings. */
export function GuestTable({ guests, kql }: { readonly guests: readonly GuestRow[]; readonly kql?: string }) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<GuestRow>[]>(() => {
    const number = (id: keyof GuestRow & string, title: string, width = 110): TableColumn<GuestRow> => ({
      id,
      title,
      value: row => Number(row[id]),
      align: 'end',
      width,
    })
    const seconds = (id: 'lobbySeconds' | 'longestLobbySeconds', title: string): TableColumn<GuestRow> => ({
      id,
      title,
      value: row => row[id],
      show: row => lengthText(row[id]),
      align: 'end',
      width: 140,
    })
    const moment = (id: 'firstSeen' | 'lastSeen', title: string): TableColumn<GuestRow> => ({
      id,
      title,
      value: row => row[id],
      show: row => times.short(row[id]),
      width: 130,
    })
    return [
      {
        id: 'who',
        title: 'External user',
        value: row => row.who.label,
        show: row => <Person who={row.who} href={personAddress(row.who)} />,
        width: 200,
      },
      { id: 'kind', title: 'Kind', value: row => kindText(row.who), width: 250 },
      number('meetings', 'Meetings', 100),
      number('visits', 'Joins', 80),
      number('admitted', 'Admitted', 100),
      number('rejected', 'Rejected', 100),
      number('timedOut', 'Timed out', 110),
      number('gaveUp', 'Left the lobby', 130),
      number('withoutLobby', 'No lobby', 100),
      seconds('lobbySeconds', 'Lobby, average'),
      seconds('longestLobbySeconds', 'Lobby, longest'),
      number('poor', 'Poor audio', 110),
      moment('lastSeen', 'Last seen'),
      moment('firstSeen', 'First seen'),
      {
        id: 'resource',
        title: 'ACS resource',
        value: row => row.acsResourceId,
        show: row => row.acsResourceId || '—',
        width: 310,
      },
      {
        id: 'raw',
        title: 'User id',
        value: row => row.who.fields.RawId ?? null,
        width: 320,
      },
    ]
  }, [times])
  return (
    <DataTable
      of="external users"
      columns={columns}
      rows={guests}
      kql={kql}
      range="365d"
      onOpen={row => router.history.push(personAddress(row.who))}
      height={560}
      empty={
        <Empty
          title="No external users in this time"
          hint="They are here once a meeting they came to has ended, also when nobody let them in."
        />
      }
    />
  )
}
