import { useMemo } from 'react'
import { Chart, recordsOf, type Table, type TimeRange, xyOption } from '#views/kit'
import { OPERATIONS } from './questions.ts'

export function OperationsChart({ table, range }: { readonly table: Table; readonly range: TimeRange }) {
  const option = useMemo(() => {
    const rows = recordsOf(table)
    const points = (name: string) =>
      rows.map(row => [Date.parse(String(row.TimeGenerated)), Number(row[name])] as const)
    return xyOption({
      look: 'area',
      series: [
        { name: 'Operations', points: points('Operations') },
        { name: 'Failed', points: points('Failed') },
      ],
    })
  }, [table])
  return <Chart title="API operations" option={option} table={table} kql={OPERATIONS} range={range} />
}
