import { useMemo } from 'react'
import { DataTable, Empty, Section, type TableColumn, useTimes } from '#views/kit'
import type { Issue, Participant } from './shape-call.ts'

interface IssuesProps {
  readonly issues: readonly Issue[]
  readonly participants: readonly Participant[]
  choose(participant: string): void
}

/** What went wrong, worst kinds first; a row opens the timeline of whom it happened to. */
export function Issues({ issues, participants, choose }: IssuesProps) {
  const times = useTimes()
  const columns = useMemo<readonly TableColumn<Issue>[]>(() => {
    const nameOf = (id: string) => participants.find(one => one.id === id)?.name ?? id
    return [
      { id: 'kind', title: 'Issue', value: one => one.kind, width: 160 },
      { id: 'who', title: 'Participant', value: one => nameOf(one.participant), width: 220 },
      {
        id: 'at',
        title: 'When',
        value: one => one.at ?? null,
        show: one => (one.at === undefined ? 'over the whole stream' : times.moment(one.at)),
        width: 190,
      },
      { id: 'words', title: 'What', value: one => one.words, width: 460 },
    ]
  }, [participants, times])
  return (
    <Section title="Issues">
      <DataTable
        of="issues"
        columns={columns}
        rows={issues}
        onOpen={one => choose(one.participant)}
        empty={
          <Empty
            title="No issues"
            hint="No stream was poor, nobody was dropped, no client reported a failure."
          />
        }
      />
    </Section>
  )
}
