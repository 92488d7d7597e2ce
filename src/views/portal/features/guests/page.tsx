import { Tab, TabList } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  Answered,
  type Cell,
  choice,
  DataTable,
  Empty,
  Page as Frame,
  KqlTable,
  RangePicker,
  recordsOf,
  Section,
  type TableColumn,
  text,
  useAddress,
  useHouseKql,
  useIsOperator,
  useKql,
  useTimes,
} from '#views/kit'
import { personName } from '../../people/person-name.ts'
import { GUESTS, TURNED_AWAY } from './questions.ts'

const ADDRESS = { range: text('7d'), outcome: choice(['all', 'turnedAway'], 'all') }

/** Everybody from outside, over all their meetings; and who was turned away by which setting. */
export function Page() {
  const [{ range, outcome }, setAddress] = useAddress(ADDRESS)
  const isOperator = useIsOperator()
  return (
    <Frame
      title="Guests"
      lead="External users over all their meetings: let in or turned away, heard well or badly."
      actions={<RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      <TabList
        selectedValue={outcome}
        onTabSelect={(_, { value }) => setAddress({ outcome: value === 'turnedAway' ? 'turnedAway' : 'all' })}
      >
        <Tab value="all">All guests</Tab>
        <Tab value="turnedAway" disabled={!isOperator}>
          Turned away
        </Tab>
      </TabList>
      {outcome === 'turnedAway' ? <TurnedAway range={range} /> : <All range={range} />}
    </Frame>
  )
}

function All({ range }: { readonly range: string }) {
  const router = useRouter()
  const guests = useKql(GUESTS, { range })
  const times = useTimes()
  const columns = useMemo(() => columnsOf(times), [times])
  return (
    <Section title="All guests">
      <Answered what="guests" asked={guests}>
        {table =>
          table.rows.length === 0 ? (
            <Empty
              title="No guests in this time"
              hint="They appear within a second of the end of their call."
            />
          ) : (
            <DataTable
              of="guests"
              columns={columns}
              rows={recordsOf(table)}
              kql={GUESTS}
              range={range}
              height={560}
              onOpen={row =>
                router.history.push(`/portal/guests/${encodeURIComponent(String(row.Identifier))}`)
              }
            />
          )
        }
      </Answered>
    </Section>
  )
}

type Guest = Readonly<Record<string, Cell>>

function columnsOf(times: ReturnType<typeof useTimes>): readonly TableColumn<Guest>[] {
  const count = (id: string, title: string): TableColumn<Guest> => ({
    id,
    title,
    value: row => row[id] ?? null,
    align: 'end',
    width: 110,
  })
  const moment = (id: string, title: string): TableColumn<Guest> => ({
    id,
    title,
    value: row => row[id] ?? null,
    show: row => times.moment(String(row[id])),
    width: 190,
  })
  return [
    { id: 'Guest', title: 'Guest', value: row => personName(String(row.Identifier)), width: 160 },
    count('Calls', 'Calls'),
    count('Rejected', 'Rejected'),
    count('TimedOut', 'Timed out'),
    count('PoorAudio', 'Poor audio'),
    count('Minutes', 'Minutes'),
    moment('First', 'First'),
    moment('Last', 'Last'),
    { id: 'Identifier', title: 'Identifier', value: row => row.Identifier ?? null, width: 620 },
  ]
}

function TurnedAway({ range }: { readonly range: string }) {
  const router = useRouter()
  const visits = useHouseKql(TURNED_AWAY, { range })
  return (
    <Section title="Turned away, and the setting that made them wait">
      <Answered what="stays in lobbies" asked={visits}>
        {table =>
          table.rows.length === 0 ? (
            <Empty title="Nobody was turned away in this time" />
          ) : (
            <KqlTable
              of="guests turned away"
              table={table}
              kql={TURNED_AWAY}
              range={range}
              height={560}
              onOpen={row => router.history.push(`/portal/why/${row[8]}`)}
            />
          )
        }
      </Answered>
    </Section>
  )
}
