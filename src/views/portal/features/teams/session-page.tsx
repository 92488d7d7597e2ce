import { Tab, TabList } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import type { SessionPage } from '#teams/center/answers'
import {
  Answered,
  addressOf,
  choice,
  Empty,
  Page as Frame,
  GoTo,
  OpenKql,
  text,
  useAddress,
  useTimes,
} from '#views/kit'
import { Advanced } from './advanced.tsx'
import { Debug } from './debug.tsx'
import { SessionOverview } from './session-overview.tsx'
import { SessionStrip } from './session-strip.tsx'
import { teamsPath, useTeams } from './use-teams.ts'
import { sentenceOf } from './who.tsx'

const TABS = ['overview', 'advanced', 'debug'] as const
const ADDRESS = { tab: choice(TABS, 'overview'), user: text() }

/** One connection of a meeting: caller, call, callee, and what was told and measured of it. */
export function Page() {
  const { call = '', participant = '' } = useParams({ strict: false })
  const [{ tab, user }, setAddress] = useAddress(ADDRESS)
  const times = useTimes()
  const asked = useTeams<SessionPage>(teamsPath('meetings', call, 'sessions', participant), {
    user: user || undefined,
  })
  return (
    <Frame
      title={asked.data?.participant.who.label ?? 'Session'}
      lead={asked.data && times.moment(asked.data.startTime)}
      actions={
        <>
          <GoTo
            href={addressOf(`/portal/teams/meetings/${encodeURIComponent(call)}`, {
              user: user || undefined,
            })}
          >
            The whole meeting
          </GoTo>
          {asked.data && <OpenKql kql={asked.data.kql.streams} range="365d" />}
        </>
      }
    >
      <Answered what="the session" asked={asked}>
        {session => (
          <>
            <SessionStrip session={session} />
            <TabList
              selectedValue={tab}
              onTabSelect={(_, { value }) =>
                setAddress({ tab: TABS.find(one => one === value) ?? 'overview' })
              }
            >
              <Tab value="overview">Overview</Tab>
              <Tab value="advanced">Advanced</Tab>
              <Tab value="debug">Debug</Tab>
            </TabList>
            {tab === 'overview' && <SessionOverview session={session} />}
            {tab !== 'overview' && session.withheld && (
              <Empty title="This role does not see this tab" hint={sentenceOf(session.withheld)} />
            )}
            {tab === 'advanced' && session.advanced && (
              <Advanced groups={session.advanced} ends={[session.caller, session.callee]} />
            )}
            {tab === 'debug' && session.debug && <Debug sections={session.debug} session={session} />}
          </>
        )}
      </Answered>
    </Frame>
  )
}
