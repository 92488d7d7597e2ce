import { Dropdown, Field, Option } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import {
  Answered,
  type Cell,
  Chart,
  DataTable,
  Empty,
  QualityMark,
  recordsOf,
  Section,
  type TableColumn,
  useKql,
  Value,
  xyOption,
} from '#views/kit'
import { THRESHOLDS } from '../../questions/poor-streams.ts'
import { seriesQuery, streamsQuery } from './questions.ts'
import type { Participant, Stream } from './shape-call.ts'

interface StreamsProps {
  readonly call: string
  readonly participants: readonly Participant[]
  readonly participant: string
  choose(participant: string): void
}

/** The streams of one participant against their limits, and what their client measured each second. */
export function Streams({ call, participants, participant, choose }: StreamsProps) {
  const chosen = participants.find(one => one.id === participant) ?? participants[0]
  if (!chosen) return null
  return (
    <>
      <Field label="Participant">
        <Dropdown
          value={chosen.name}
          selectedOptions={[chosen.id]}
          onOptionSelect={(_, { optionValue }) => choose(optionValue ?? '')}
        >
          {participants.map(one => (
            <Option key={one.id} value={one.id} text={one.name}>
              {one.name} · {one.type}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Section title="Streams">
        <StreamTable streams={chosen.streams} kql={streamsQuery(call)} />
      </Section>
      <Section title="Measured by the client, second by second">
        <Series call={call} participant={chosen.id} />
      </Section>
    </>
  )
}

function StreamTable({ streams, kql }: { readonly streams: readonly Stream[]; readonly kql: string }) {
  const columns = useMemo<readonly TableColumn<Stream>[]>(() => {
    const cell = (id: string, title: string, width: number): TableColumn<Stream> => ({
      id,
      title,
      width,
      value: ({ row }) => row[id] ?? null,
    })
    return [
      cell('MediaType', 'Medium', 90),
      cell('StreamDirection', 'Direction', 110),
      {
        id: 'quality',
        title: 'Quality',
        value: ({ poor }) => (poor.length > 0 ? 'Poor' : 'Good'),
        show: ({ poor }) => <QualityMark quality={poor.length > 0 ? 'Poor' : 'Good'} />,
        width: 110,
      },
      {
        id: 'why',
        title: 'Why',
        value: ({ poor }) => poor.map(({ title }) => title).join(', '),
        show: ({ poor }) => (poor.length === 0 ? '' : poor.map(({ title }) => title).join(', ')),
        width: 170,
      },
      ...THRESHOLDS.map(
        ({ column, title, unit }): TableColumn<Stream> => ({
          id: column,
          title: unit === 'ratio' ? title : `${title} (${unit})`,
          value: ({ row }) => row[column] ?? null,
          show: ({ row }) => <Value value={row[column] ?? null} />,
          align: 'end',
          width: 150,
        }),
      ),
      cell('PacketUtilization', 'Packets', 110),
      cell('CodecName', 'Codec', 90),
      cell('TransportType', 'Transport', 100),
      cell('EndpointType', 'Endpoint', 100),
      cell('StreamId', 'StreamId', 120),
    ]
  }, [])
  return (
    <DataTable
      of="streams"
      columns={columns}
      rows={streams}
      kql={kql}
      range="365d"
      empty={
        <Empty title="No streams" hint="Nothing was measured of this participant, or it is withheld here." />
      }
    />
  )
}

type Row = Readonly<Record<string, Cell>>

const nameOf = (row: Row) => `${row.MediaStreamType} ${row.MediaStreamDirection} ${row.MediaStreamId}`

function Series({ call, participant }: { readonly call: string; readonly participant: string }) {
  const query = seriesQuery(call, participant)
  const asked = useKql(query)
  const [metric, setMetric] = useState('')
  return (
    <Answered what="statistics" asked={asked}>
      {table => {
        const rows = recordsOf(table)
        const metrics = [...new Set(rows.map(row => String(row.MetricName)))].sort()
        const shown = metrics.includes(metric)
          ? metric
          : (metrics.find(name => /jitter/i.test(name)) ?? metrics[0])
        if (shown === undefined) {
          return (
            <Empty
              title="Nothing was measured second by second"
              hint="Only clients of this resource’s own users send it."
            />
          )
        }
        const byStream = Map.groupBy(
          rows.filter(row => row.MetricName === shown),
          nameOf,
        )
        const series = [...byStream].map(([name, points]) => ({
          name,
          points: points.map(
            row => [Date.parse(String(row.CallClientTimeStamp)), Number(row.Average)] as const,
          ),
        }))
        return (
          <>
            <Field label="Figure">
              <Dropdown
                value={shown}
                selectedOptions={[shown]}
                onOptionSelect={(_, { optionValue }) => setMetric(optionValue ?? '')}
              >
                {metrics.map(name => (
                  <Option key={name}>{name}</Option>
                ))}
              </Dropdown>
            </Field>
            <Chart title={shown} option={xyOption({ series })} table={table} kql={query} range="365d" />
          </>
        )
      }}
    </Answered>
  )
}
