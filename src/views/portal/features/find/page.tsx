import { useRouter } from '@tanstack/react-router'
import {
  Answered,
  Empty,
  Page as Frame,
  GoTo,
  KqlTable,
  recordsOf,
  Section,
  text,
  useAddress,
  useHouseKql,
  useIsOperator,
  useKql,
} from '#views/kit'
import { callsKnowing, operationsKnowing, visitsKnowing } from './questions.ts'
import { readId } from './read-id.ts'
import { Related } from './related.tsx'

const ADDRESS = { id: text() }

/** One box for every id: where it is known, and every id that goes with it. */
export function Page() {
  const [{ id }] = useAddress(ADDRESS)
  const { spellings } = readId(id)
  if (spellings.length === 0) {
    return (
      <Frame title="Find">
        <Empty
          title="Nothing to look for"
          hint="Paste a call, participant, user or thread id, or a meeting link."
        />
      </Frame>
    )
  }
  return <Found key={id} id={id} spellings={spellings} />
}

function Found({ id, spellings }: { readonly id: string; readonly spellings: readonly string[] }) {
  const router = useRouter()
  const isOperator = useIsOperator()
  const queries = {
    calls: callsKnowing(spellings),
    operations: operationsKnowing(spellings),
    visits: visitsKnowing(spellings),
  }
  const calls = useKql(queries.calls)
  const operations = useKql(queries.operations)
  const visits = useHouseKql(queries.visits)
  return (
    <Frame title="Find" lead={id}>
      <Related id={id} />
      <Section title="Calls">
        <Answered what="calls" asked={calls}>
          {table => {
            const people = new Set(
              recordsOf(table).flatMap(row => (row.FoundAs === 'person' ? [String(row.Identifier)] : [])),
            )
            return (
              <>
                {[...people].map(person => (
                  <GoTo key={person} href={`/portal/guests/${encodeURIComponent(person)}`}>
                    Everything of {person}
                  </GoTo>
                ))}
                <KqlTable
                  of="rows of calls"
                  table={table}
                  kql={queries.calls}
                  range="365d"
                  onOpen={row => router.history.push(`/portal/calls/${row[2]}`)}
                />
              </>
            )
          }}
        </Answered>
      </Section>
      {isOperator && (
        <Section title="Stays in lobbies">
          <Answered what="stays in lobbies" asked={visits}>
            {table => <KqlTable of="stays in lobbies" table={table} kql={queries.visits} range="365d" />}
          </Answered>
        </Section>
      )}
      <Section title="Requests to the APIs">
        <Answered what="requests" asked={operations}>
          {table => <KqlTable of="requests" table={table} kql={queries.operations} range="365d" />}
        </Answered>
      </Section>
    </Frame>
  )
}
