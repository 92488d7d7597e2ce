import { useParams, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  Answered,
  Chart,
  Columns,
  Empty,
  Page as Frame,
  KqlTable,
  recordsOf,
  Section,
  type Table,
  useHouseKql,
  useIsOperator,
  useKql,
  xyOption,
} from '#views/kit'
import { idsQuery, qualityQuery, threadQuery } from './questions.ts'

/** One external user: one thread from token to last stream, quality over time, and all their ids. */
export function Page() {
  const { person = '' } = useParams({ strict: false })
  const router = useRouter()
  const isOperator = useIsOperator()
  const text = threadQuery(person, isOperator)
  const inHouse = useHouseKql(text, { when: isOperator })
  const inOwn = useKql(text, { when: !isOperator })
  const thread = isOperator ? inHouse : inOwn
  const quality = useKql(qualityQuery(person))
  const ids = useKql(idsQuery(person))
  return (
    <Frame title="Guest" lead={person}>
      <Section title="One thread">
        <Answered what="what happened" asked={thread}>
          {table =>
            table.rows.length === 0 ? (
              <Empty
                title="Nothing of this identity"
                hint="It may be written otherwise: try the search above."
              />
            ) : (
              <KqlTable
                of="events"
                table={table}
                kql={text}
                range="365d"
                onOpen={row => {
                  if (row[3]) router.history.push(`/portal/calls/${row[3]}`)
                }}
              />
            )
          }
        </Answered>
      </Section>
      <Columns>
        <Section title="Audio over time">
          <Answered what="quality" asked={quality}>
            {table => <Quality table={table} kql={qualityQuery(person)} />}
          </Answered>
        </Section>
        <Section title="All ids">
          <Answered what="ids" asked={ids}>
            {table => <KqlTable of="ids" table={transposed(table)} kql={idsQuery(person)} range="365d" />}
          </Answered>
        </Section>
      </Columns>
    </Frame>
  )
}

function Quality({ table, kql }: { readonly table: Table; readonly kql: string }) {
  const option = useMemo(() => {
    const rows = recordsOf(table)
    const line = (name: string, axis: 0 | 1) => ({
      name,
      axis,
      points: rows.map(row => [Date.parse(String(row.TimeGenerated)), Number(row[name])] as const),
    })
    return xyOption({
      series: [line('RoundTrip', 0), line('Jitter', 0), line('Loss', 1)],
      units: ['ms', '%'],
    })
  }, [table])
  if (table.rows.length === 0) return <Empty title="No audio was measured" />
  return <Chart title="Audio quality" option={option} table={table} kql={kql} range="365d" />
}

/** The sets of one row as rows: kind and id. */
function transposed(table: Table): Table {
  const [row] = recordsOf(table)
  const rows = Object.entries(row ?? {}).flatMap(([kind, set]) => {
    const values: unknown = JSON.parse(String(set ?? '[]'))
    return Array.isArray(values)
      ? values.filter(value => value !== '').map(value => [kind, String(value)])
      : []
  })
  return {
    columns: [
      { name: 'Kind', type: 'string' },
      { name: 'Id', type: 'string' },
    ],
    rows,
  }
}
