import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  type Cell,
  DataTable,
  lengthText,
  recordsOf,
  Section,
  type Table,
  type TableColumn,
  type TimeRange,
  useTimes,
} from '#views/kit'
import { LATEST_CALLS } from './questions.ts'

type Row = Readonly<Record<string, Cell>>

export function LatestCalls({ table, range }: { readonly table: Table; readonly range: TimeRange }) {
  const times = useTimes()
  const router = useRouter()
  const rows = useMemo(() => recordsOf(table), [table])
  const columns = useMemo<readonly TableColumn<Row>[]>(() => {
    const cell = (name: string) => (row: Row) => row[name] ?? null
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
      { id: 'participants', title: 'Participants', value: cell('Participants'), align: 'end', width: 120 },
      { id: 'external', title: 'External', value: cell('External'), align: 'end', width: 100 },
      { id: 'unexpected', title: 'Ended unexpectedly', value: cell('Unexpected'), align: 'end', width: 160 },
      { id: 'type', title: 'Type', value: cell('CallType'), width: 90 },
      { id: 'call', title: 'Call', value: cell('CorrelationId'), width: 300 },
    ]
  }, [times])
  return (
    <Section title="Latest calls">
      <DataTable
        of="calls"
        columns={columns}
        rows={rows}
        kql={LATEST_CALLS}
        range={range}
        height={300}
        onOpen={row => router.history.push(`/portal/calls/${row.CorrelationId}`)}
      />
    </Section>
  )
}
