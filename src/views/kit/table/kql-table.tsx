import { useMemo } from 'react'
import type { Cell, Table } from '../ask/kql.ts'
import type { TimeRange } from '../time/range.ts'
import { useTimes } from '../time/zone.tsx'
import { DataTable, type TableColumn } from './data-table.tsx'

type Row = readonly Cell[]

interface KqlTableProps {
  readonly of: string
  readonly table: Table
  readonly kql?: string
  readonly range?: TimeRange | undefined
  readonly onOpen?: (row: Row) => void
  readonly height?: number
}

/** An answer as it is: a column for each of its columns, numbers to the right, times in the chosen zone. */
export function KqlTable({ of, table, ...rest }: KqlTableProps) {
  const times = useTimes()
  const columns = useMemo(
    () =>
      table.columns.map(({ name, type }, i): TableColumn<Row> => {
        const value = (row: Row) => row[i] ?? null
        return {
          id: `${i} ${name}`,
          title: name,
          value,
          align: NUMBERS.includes(type) ? 'end' : 'start',
          width: type === 'datetime' ? 190 : NUMBERS.includes(type) ? 120 : 200,
          ...(type === 'datetime' && { show: row => times.moment(String(value(row))) }),
        }
      }),
    [table.columns, times],
  )
  return <DataTable of={of} columns={columns} rows={table.rows} {...rest} />
}

const NUMBERS = ['int', 'long', 'real', 'decimal']
