import { useMemo } from 'react'
import {
  Answered,
  Chart,
  chartOf,
  DataTable,
  Empty,
  Figure,
  Page as Frame,
  KqlTable,
  lengthText,
  logsAddress,
  numberText,
  RangePicker,
  Section,
  type TableColumn,
  Tiles,
  type TimeRange,
  text,
  useAddress,
  useHouseKql,
  useIsOperator,
  useTimes,
} from '#views/kit'
import { DeadLetters } from './dead-letters.tsx'
import { LAG, REFUSED, VOLUME } from './questions.ts'
import { type Deliveries, type DestinationHealth, useDeliveries } from './use-deliveries.ts'

const ADDRESS = { range: text('24h') }

/** How records fare on their way: what waits, how late it is, what was refused, and sending it again. */
export function Page() {
  const [{ range }, setAddress] = useAddress(ADDRESS)
  const isOperator = useIsOperator()
  return (
    <Frame
      title="Deliveries"
      lead="How records fare on their way to the destinations that the diagnostic settings name."
      actions={isOperator && <RangePicker range={range} setRange={next => setAddress({ range: next })} />}
    >
      {isOperator ? (
        <Operators range={range} />
      ) : (
        <Empty
          title="Only the operator sees deliveries"
          hint="They tell of all tenants. Sign in as somebody of the operator’s tenant."
        />
      )}
    </Frame>
  )
}

function Operators({ range }: { readonly range: TimeRange }) {
  const deliveries = useDeliveries()
  return (
    <Answered what="deliveries" asked={deliveries}>
      {now => (
        <>
          <Now now={now} />
          <Section title="Destinations">
            <Destinations rows={now.value} />
          </Section>
          <DeadLetters aside={now.factsAside} />
          <Lag range={range} />
          <Listed title="Refused and retried" kql={REFUSED} range={range} empty="Everything was taken" />
          <Listed title="By category" kql={VOLUME} range={range} empty="Nothing was delivered in this time" />
        </>
      )}
    </Answered>
  )
}

function Now({ now: { value, facts } }: { readonly now: Deliveries }) {
  const sum = (of: (one: DestinationHealth) => number) => value.reduce((total, one) => total + of(one), 0)
  const lagMs = value.reduce((most, one) => Math.max(most, one.lagMs), 0)
  const failing = value.filter(({ state }) => state === 'backingOff').length
  const letters = sum(one => one.deadLetters)
  const late = logsAddress(LAG, '24h')
  return (
    <Tiles>
      <Figure
        label="Waiting"
        value={numberText(facts + sum(one => one.queue.records))}
        note="records"
        href={late}
      />
      <Figure label="Longest wait now" value={lengthText(lagMs / 1000)} href={late} />
      <Figure
        label="Destinations failing"
        value={numberText(failing)}
        tone={failing > 0 ? 'bad' : 'good'}
        note={`of ${value.length}`}
        href={logsAddress(REFUSED, '24h')}
      />
      <Figure
        label="Set aside"
        value={numberText(letters)}
        tone={letters > 0 ? 'bad' : 'good'}
        note="records that were refused"
        href={logsAddress(REFUSED, '24h')}
      />
    </Tiles>
  )
}

const STATES = { idle: 'Idle', delivering: 'Delivering', backingOff: 'Failing, will try again' } as const

function Destinations({ rows }: { readonly rows: readonly DestinationHealth[] }) {
  const times = useTimes()
  const columns = useMemo<readonly TableColumn<DestinationHealth>[]>(
    () => [
      { id: 'name', title: 'Destination', value: ({ name }) => name.split('/').at(-1) ?? name, width: 150 },
      { id: 'kind', title: 'Kind', value: ({ kind }) => kind, width: 100 },
      { id: 'state', title: 'State', value: ({ state }) => STATES[state], width: 150 },
      { id: 'queue', title: 'Waiting', value: ({ queue }) => queue.records, align: 'end', width: 80 },
      {
        id: 'lag',
        title: 'Late by',
        value: ({ lagMs }) => lagMs,
        show: ({ lagMs }) => lengthText(lagMs / 1000),
        align: 'end',
        width: 100,
      },
      { id: 'delivered', title: 'Delivered', value: ({ delivered }) => delivered, align: 'end', width: 100 },
      { id: 'refused', title: 'Refused', value: ({ refused }) => refused, align: 'end', width: 80 },
      { id: 'error', title: 'Last error', value: ({ lastError }) => lastError, width: 220 },
      {
        id: 'retry',
        title: 'Tries again',
        value: ({ retryAt }) => retryAt,
        ...(rows.some(({ retryAt }) => retryAt !== null) && {
          show: ({ retryAt }: DestinationHealth) => times.moment(retryAt),
        }),
        width: 130,
      },
    ],
    [rows, times],
  )
  return <DataTable of="destinations" columns={columns} rows={rows} />
}

function Lag({ range }: { readonly range: TimeRange }) {
  const asked = useHouseKql(LAG, { range })
  return (
    <Section title="How late records arrive, milliseconds">
      <Answered what="lag" asked={asked}>
        {answer => {
          if (answer.rows.length === 0) return <Empty title="Nothing was delivered in this time" />
          return <LagChart {...{ answer, range }} />
        }}
      </Answered>
    </Section>
  )
}

function LagChart({
  answer,
  range,
}: {
  readonly answer: Parameters<typeof chartOf>[0]
  readonly range: TimeRange
}) {
  const option = useMemo(() => chartOf(answer, { visualization: 'timechart' }) ?? {}, [answer])
  return (
    <Chart title="Lag by destination" option={option} table={answer} kql={LAG} range={range} height={220} />
  )
}

interface ListedProps {
  readonly title: string
  readonly kql: string
  readonly range: TimeRange
  readonly empty: string
}

function Listed({ title, kql, range, empty }: ListedProps) {
  const asked = useHouseKql(kql, { range })
  return (
    <Section title={title}>
      <Answered what={title} asked={asked}>
        {table =>
          table.rows.length === 0 ? (
            <Empty title={empty} />
          ) : (
            <KqlTable of="rows" {...{ table, kql, range }} />
          )
        }
      </Answered>
    </Section>
  )
}
