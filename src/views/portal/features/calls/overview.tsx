import { useMemo } from 'react'
import {
  type Asked,
  DataTable,
  type KqlAnswer,
  KqlTable,
  lengthText,
  Section,
  type TableColumn,
  useTimes,
  Value,
} from '#views/kit'
import type { Participant } from './shape-call.ts'

interface OverviewProps {
  readonly participants: readonly Participant[]
  readonly kql: string
  readonly surveys: Asked<KqlAnswer>
  choose(participant: string): void
}

/** Everybody who took part, as the records have them; a row opens their streams. */
export function Overview({ participants, kql, surveys, choose }: OverviewProps) {
  const times = useTimes()
  const columns = useMemo<readonly TableColumn<Participant>[]>(() => {
    const cell = (id: string, title: string, width: number): TableColumn<Participant> => ({
      id,
      title,
      width,
      value: ({ row }) => row[id] ?? null,
      show: ({ row }) => <Value value={row[id] ?? null} />,
    })
    return [
      { id: 'name', title: 'Participant', value: one => one.name, width: 220 },
      { id: 'type', title: 'Type', value: one => one.type, width: 220 },
      {
        id: 'start',
        title: 'Start',
        value: one => one.start,
        show: one => times.short(one.start),
        width: 130,
      },
      {
        id: 'length',
        title: 'Length',
        value: one => one.duration,
        show: one => lengthText(one.duration),
        width: 110,
      },
      {
        id: 'end',
        title: 'How it ended',
        value: one => `${one.end.code}/${one.end.subCode}`,
        show: one => `${one.end.words} (${one.end.code}/${one.end.subCode})`,
        width: 340,
      },
      { id: 'category', title: 'Category', value: one => one.end.category, width: 170 },
      {
        id: 'poor',
        title: 'Poor streams',
        value: one => one.streams.filter(({ poor }) => poor.length > 0).length,
        align: 'end',
        width: 120,
      },
      cell('OsVersion', 'Operating system', 180),
      cell('SdkVersion', 'SDK', 110),
      cell('EndpointType', 'Endpoint', 100),
      cell('Identifier', 'Identifier', 320),
      cell('ParticipantId', 'ParticipantId', 310),
      cell('EndpointId', 'EndpointId', 310),
      cell('DiagnosticOptions', 'Tags', 200),
    ]
  }, [times])
  return (
    <>
      <Section title="Participants">
        <DataTable
          of="participants"
          columns={columns}
          rows={participants}
          kql={kql}
          range="365d"
          onOpen={one => choose(one.id)}
        />
      </Section>
      {surveys.data && surveys.data.rows.length > 0 && (
        <Section title="What they said afterwards">
          <KqlTable of="surveys" table={surveys.data} />
        </Section>
      )}
    </>
  )
}
