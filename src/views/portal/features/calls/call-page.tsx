import { Tab, TabList } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  Answered,
  addressOf,
  choice,
  Empty,
  Figure,
  Page as Frame,
  GoTo,
  lengthText,
  logsAddress,
  recordsOf,
  Tiles,
  text,
  useAddress,
  useHouseKql,
  useKql,
  useTimes,
} from '#views/kit'
import { Issues } from './issues.tsx'
import { Overview } from './overview.tsx'
import { lobbyQuery, operationsQuery, participantsQuery, streamsQuery, surveysQuery } from './questions.ts'
import { issuesOf, lanesOf, participantsOf } from './shape-call.ts'
import { Streams } from './streams.tsx'
import { Timeline } from './timeline.tsx'

const TABS = ['overview', 'issues', 'timeline', 'streams'] as const
const ADDRESS = { tab: choice(TABS, 'overview'), participant: text() }

/** One call: who took part, what went wrong, when, and what was measured. */
export function Page() {
  const { id = '' } = useParams({ strict: false })
  const [{ tab, participant }, setAddress] = useAddress(ADDRESS)
  const times = useTimes()
  const asked = useCall(id)
  const choose = (chosen: string, next: (typeof TABS)[number] = 'streams') =>
    setAddress({ participant: chosen, tab: next })
  return (
    <Frame
      title="Call"
      lead={id}
      actions={<GoTo href={addressOf(`/portal/why/${id}`)}>Both sides of it, and why fields are blank</GoTo>}
    >
      <Answered what="the call" asked={asked.participants}>
        {() => {
          const { participants, issues, lanes } = asked.shaped
          const first = participants[0]
          if (!first) return <NoSuchCall id={id} />
          return (
            <>
              <Tiles>
                <Figure
                  label="Start"
                  value={times.short(String(first.row.CallStartTime))}
                  note={String(first.row.CallType)}
                  href={logsAddress(participantsQuery(id), '365d')}
                />
                <Figure
                  label="Length"
                  value={lengthText(Number(first.row.CallDuration))}
                  href={logsAddress(participantsQuery(id), '365d')}
                />
                <Figure
                  label="Participants"
                  value={participants.length}
                  href={logsAddress(participantsQuery(id), '365d')}
                />
                <Figure
                  label="Issues"
                  value={issues.length}
                  tone={issues.length > 0 ? 'bad' : 'good'}
                  href={addressOf(`/portal/calls/${id}`, { tab: 'issues' })}
                />
              </Tiles>
              <TabList
                selectedValue={tab}
                onTabSelect={(_, { value }) =>
                  setAddress({ tab: TABS.find(one => one === value) ?? 'overview' })
                }
              >
                <Tab value="overview">Overview</Tab>
                <Tab value="issues">Issues ({issues.length})</Tab>
                <Tab value="timeline">Timeline</Tab>
                <Tab value="streams">Streams</Tab>
              </TabList>
              {tab === 'overview' && (
                <Overview
                  participants={participants}
                  kql={participantsQuery(id)}
                  choose={choose}
                  surveys={asked.surveys}
                />
              )}
              {tab === 'issues' && (
                <Issues issues={issues} participants={participants} choose={one => choose(one, 'timeline')} />
              )}
              {tab === 'timeline' && <Timeline lanes={lanes} participant={participant} choose={choose} />}
              {tab === 'streams' && (
                <Streams call={id} participants={participants} participant={participant} choose={choose} />
              )}
            </>
          )
        }}
      </Answered>
    </Frame>
  )
}

function useCall(id: string) {
  const participants = useKql(participantsQuery(id))
  const streams = useKql(streamsQuery(id))
  const operations = useKql(operationsQuery(id))
  const visits = useHouseKql(lobbyQuery(id))
  const surveys = useKql(surveysQuery(id))
  const shaped = useMemo(() => {
    const rowsOf = (asked: typeof streams) => (asked.data ? recordsOf(asked.data) : [])
    const people = participantsOf(rowsOf(participants), rowsOf(streams))
    return {
      participants: people,
      issues: issuesOf(people, rowsOf(operations)),
      lanes: lanesOf(people, rowsOf(operations), rowsOf(visits)),
    }
  }, [participants, streams, operations, visits])
  return { participants, surveys, shaped }
}

const NoSuchCall = ({ id }: { readonly id: string }) => (
  <Empty
    title="No rows of this call"
    hint="It may still run (its rows come when it ends), or belong to another tenant’s resources."
    action={<GoTo href={addressOf('/portal/find', { id })}>Look for the id everywhere</GoTo>}
  />
)
