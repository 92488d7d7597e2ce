import { makeStyles, SearchBox, tokens } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import type { UserRow, Users } from '#teams/center/answers'
import {
  Answered,
  DataTable,
  Empty,
  Page as Frame,
  GoTo,
  Section,
  type TableColumn,
  text,
  useAddress,
  useTimes,
} from '#views/kit'
import { Files } from './files.tsx'
import { GuestTable } from './guest-table.tsx'
import { MeetingTable } from './meeting-table.tsx'
import { teamsPath, useTeams } from './use-teams.ts'

const ADDRESS = { search: text() }
const EXAMPLE = 'Name, user principal name, object id, phone number, meeting link, thread, call or user id'

const useStyles = makeStyles({
  find: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'end', flexWrap: 'wrap' },
  box: { flexGrow: 1, minWidth: '220px', maxWidth: 'none' },
})

/** Users of the tenant, found by whatever is known of them. */
export function Page() {
  const [{ search }, setAddress] = useAddress(ADDRESS)
  const query = { search: search || undefined, top: '1000' }
  const users = useTeams<Users>(teamsPath('users'), query)
  return (
    <Frame
      title="Manage users"
      lead="Open a user for their meetings and calls; external users are in the meetings they came to."
      actions={<Files path={teamsPath('users')} query={{ search: search || undefined }} of="users" />}
    >
      <Search search={search} find={next => setAddress({ search: next })} />
      <Answered what="users" asked={users}>
        {answer => (
          <>
            <Section title={search === '' ? 'Users' : 'Users found'}>
              <UserTable users={answer} isSearched={search !== ''} />
            </Section>
            {answer.found && answer.found.meetings.length > 0 && (
              <Section title="Meetings found">
                <MeetingTable meetings={answer.found.meetings} />
              </Section>
            )}
            {answer.found && answer.found.guests.length > 0 && (
              <Section title="External users found">
                <GuestTable guests={answer.found.guests} />
              </Section>
            )}
          </>
        )}
      </Answered>
    </Frame>
  )
}

interface SearchProps {
  readonly search: string
  find(search: string): void
}

function Search({ search, find }: SearchProps) {
  const styles = useStyles()
  const [wanted, setWanted] = useState(search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find(wanted.trim())
  }
  return (
    <form className={styles.find} onSubmit={submit}>
      <SearchBox
        className={styles.box}
        placeholder={EXAMPLE}
        aria-label="Find users and meetings"
        value={wanted}
        onChange={(_, { value }) => {
          setWanted(value)
          if (value === '') find('')
        }}
      />
    </form>
  )
}

function UserTable({ users, isSearched }: { readonly users: Users; readonly isSearched: boolean }) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<UserRow>[]>(
    () => [
      {
        id: 'name',
        title: 'Display name',
        value: row => row.displayName,
        show: row => <GoTo href={userAddress(row)}>{row.displayName}</GoTo>,
        width: 220,
      },
      { id: 'upn', title: 'User principal name', value: row => row.userPrincipalName, width: 260 },
      { id: 'type', title: 'Type', value: row => row.userType, width: 100 },
      { id: 'meetings', title: 'Meetings, 7 days', value: row => row.meetings, align: 'end', width: 150 },
      { id: 'calls', title: 'Calls, 7 days', value: row => row.calls, align: 'end', width: 130 },
      { id: 'poor', title: 'Poor, 7 days', value: row => row.poor, align: 'end', width: 130 },
      {
        id: 'last',
        title: 'Last seen',
        value: row => row.lastSeen,
        show: row => (row.lastSeen === null ? 'Not in the last 7 days' : times.short(row.lastSeen)),
        width: 180,
      },
      { id: 'id', title: 'Object id', value: row => row.id, width: 310 },
    ],
    [times],
  )
  return (
    <DataTable
      of="users"
      columns={columns}
      rows={users.value}
      kql={users.kql}
      range="7d"
      onOpen={row => router.history.push(userAddress(row))}
      height={560}
      empty={
        <Empty
          title={isSearched ? 'No user is called so' : 'This tenant has no users'}
          hint={
            isSearched
              ? 'Meetings and external users with that id would stand below. Ids are compared whole.'
              : 'Users come from the seed of the world (docs/configuration.md).'
          }
        />
      }
    />
  )
}

const userAddress = ({ id }: UserRow): string => `/portal/teams/users/${encodeURIComponent(id)}`
