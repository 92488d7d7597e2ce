import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { Answered, DataTable, Empty, GoTo, Section, type TableColumn, useAsk } from '#views/kit'
import { type Found, type RelatedRow, readFound, relatedRows } from './shape-found.ts'

const COLUMNS: readonly TableColumn<RelatedRow>[] = [
  { id: 'what', title: 'What', value: row => row.what, width: 110 },
  { id: 'id', title: 'Id', value: row => row.id, width: 300, show: row => (row.href ? <GoTo href={row.href}>{row.id}</GoTo> : row.id) }, // biome-ignore format: a row
  { id: 'about', title: 'About', value: row => row.about, width: 240 },
  { id: 'call', title: 'Call', value: row => row.call, width: 260 },
  { id: 'record', title: 'Graph', value: row => row.graph, width: 320 },
]

/** The organizer's side of an id: meetings, call records, participants, and what can't be joined with why. */
export function Related({ id }: { readonly id: string }) {
  const asked = useAsk(['teams-find', id], async (call, signal) =>
    readFound(await call(`/teams/find?q=${encodeURIComponent(id)}`, { audience: 'graph', signal })),
  )
  return (
    <Section title="Meetings of the organization">
      <Answered what="what goes with it" asked={asked}>
        {found => <Results found={found} />}
      </Answered>
    </Section>
  )
}

function Results({ found }: { readonly found: Found }) {
  return (
    <>
      <DataTable
        of="related ids"
        columns={COLUMNS}
        rows={relatedRows(found)}
        empty={<Empty title="No meeting of the organization has this id" />}
      />
      {found.notLinked.map(({ from, to, reason }) => (
        <MessageBar key={`${from} ${to}`} intent="info">
          <MessageBarBody>
            {from} → {to}: {reason}
          </MessageBarBody>
        </MessageBar>
      ))}
    </>
  )
}
