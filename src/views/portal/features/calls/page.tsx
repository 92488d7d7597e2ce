import { Body1, Dropdown, Field, makeStyles, Option, SearchBox, tokens } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import {
  Answered,
  addressOf,
  type Cell,
  choice,
  DataTable,
  Empty,
  Page as Frame,
  GoTo,
  lengthText,
  QualityMark,
  RangePicker,
  recordsOf,
  Section,
  type TableColumn,
  text,
  useAddress,
  useKql,
  useTimes,
} from '#views/kit'
import { LiveCalls } from './live-calls.tsx'
import { callsCount, callsQuery, MOST_CALLS } from './questions.ts'

type Row = Readonly<Record<string, Cell>>

const QUALITIES = ['any', 'Poor', 'Good', 'Unknown'] as const
const ADDRESS = {
  find: text(),
  range: text('7d'),
  quality: choice(QUALITIES, 'any'),
  issues: choice(['any', 'with'], 'any'),
}

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  find: { flexGrow: 1, minWidth: '220px', maxWidth: 'none' },
})

/** Every call, found by any id or tag, with its quality, rating and issues. */
export function Page() {
  const styles = useStyles()
  const [address, setAddress] = useAddress(ADDRESS)
  const [wanted, setWanted] = useState(address.find)
  const { find: wantedText, quality, issues } = address
  const query = useMemo(
    () => callsQuery({ find: wantedText, quality, issues }),
    [wantedText, quality, issues],
  )
  const calls = useKql(query, { range: address.range })
  const find = (event: FormEvent) => {
    event.preventDefault()
    setAddress({ find: wanted })
  }
  return (
    <Frame
      title="Calls"
      lead="Search, then open a call: who took part, what went wrong, and when."
      actions={<RangePicker range={address.range} setRange={range => setAddress({ range })} />}
    >
      <LiveCalls />
      <form className={styles.bar} onSubmit={find}>
        <SearchBox
          className={styles.find}
          placeholder="Call, participant, identifier, thread or tag"
          aria-label="Find calls"
          value={wanted}
          onChange={(_, { value }) => {
            setWanted(value)
            if (value === '') setAddress({ find: '' })
          }}
        />
        <Field label="Quality">
          <Dropdown
            value={address.quality}
            selectedOptions={[address.quality]}
            onOptionSelect={(_, { optionValue }) =>
              setAddress({ quality: QUALITIES.find(one => one === optionValue) ?? 'any' })
            }
          >
            {QUALITIES.map(one => (
              <Option key={one}>{one}</Option>
            ))}
          </Dropdown>
        </Field>
        <Field label="Issues">
          <Dropdown
            value={address.issues}
            selectedOptions={[address.issues]}
            onOptionSelect={(_, { optionValue }) =>
              setAddress({ issues: optionValue === 'with' ? 'with' : 'any' })
            }
          >
            <Option>any</Option>
            <Option>with</Option>
          </Dropdown>
        </Field>
      </form>
      <Section title="Calls found">
        <Answered what="calls" asked={calls}>
          {table => <Found rows={recordsOf(table)} kql={query} range={address.range} />}
        </Answered>
      </Section>
    </Frame>
  )
}

interface FoundProps {
  readonly rows: readonly Row[]
  readonly kql: string
  readonly range: string
}

function Found({ rows, kql, range }: FoundProps) {
  const times = useTimes()
  const router = useRouter()
  const columns = useMemo<readonly TableColumn<Row>[]>(() => {
    const cell = (name: string) => (row: Row) => row[name] ?? null
    const number = (id: string, title: string, width = 110): TableColumn<Row> => ({
      id,
      title,
      value: cell(id),
      align: 'end',
      width,
    })
    return [
      {
        id: 'start',
        title: 'Start',
        value: cell('CallStartTime'),
        show: row => times.short(String(row.CallStartTime)),
        width: 130,
      },
      {
        id: 'length',
        title: 'Length',
        value: cell('CallDuration'),
        show: row => lengthText(Number(row.CallDuration)),
        width: 110,
      },
      {
        id: 'quality',
        title: 'Quality',
        value: cell('Quality'),
        show: row => <QualityMark quality={String(row.Quality)} />,
        width: 110,
      },
      number('Issues', 'Issues', 90),
      number('PoorStreams', 'Poor streams', 120),
      number('Dropped', 'Dropped', 100),
      number('Participants', 'Participants', 120),
      number('External', 'External', 100),
      { id: 'rating', title: 'Rating', value: cell('Rating'), width: 100 },
      { id: 'type', title: 'Type', value: cell('CallType'), width: 90 },
      {
        id: 'call',
        title: 'Call',
        value: cell('CorrelationId'),
        show: row => <GoTo href={`/portal/calls/${row.CorrelationId}`}>{String(row.CorrelationId)}</GoTo>,
        width: 310,
      },
    ]
  }, [times])
  return (
    <>
      {rows.length === MOST_CALLS && <NotAll range={range} />}
      <DataTable
        of="calls"
        columns={columns}
        rows={rows}
        kql={kql}
        range={range}
        onOpen={row => router.history.push(`/portal/calls/${row.CorrelationId}`)}
        height={560}
        empty={
          <Empty
            title="No calls match"
            hint="Calls appear within a second of their end."
            action={
              <GoTo href={addressOf('/portal/calls', { range: '365d' })}>Look at the whole last year</GoTo>
            }
          />
        }
      />
    </>
  )
}

/** That there are more calls than the list shows, and how many. */
function NotAll({ range }: { readonly range: string }) {
  const { data } = useKql(callsCount, { range })
  const [calls] = data ? recordsOf(data) : []
  const all = calls ? ` of ${Number(calls.Calls).toLocaleString('en')} calls in this time` : ''
  return (
    <Body1>
      The newest {MOST_CALLS.toLocaleString('en')}
      {all}. A search, a filter or a narrower time finds the others.
    </Body1>
  )
}
