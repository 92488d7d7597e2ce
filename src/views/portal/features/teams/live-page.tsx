import { Badge, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Fact, LiveMeeting, LiveParticipant, Who } from '#teams/center/answers'
import {
  Answered,
  addressOf,
  Chart,
  Columns,
  Empty,
  Page as Frame,
  GoTo,
  lengthText,
  Section,
  Tiles,
  text,
  useAddress,
  useTimes,
} from '#views/kit'
import { FactList } from './fact-list.tsx'
import { lobbyText } from './lobby-text.ts'
import { type DrawnChart, drawnCharts, liveOption } from './shape-live.ts'
import { teamsPath, useTeams } from './use-teams.ts'
import { Kind, kindText, Person } from './who.tsx'

const ADDRESS = { user: text(), participant: text() }
const OFTEN_MS = 5000

const useStyles = makeStyles({
  people: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  one: {
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalS,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  chosen: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    boxShadow: `inset 0 0 0 1px ${tokens.colorBrandStroke1}`,
  },
})

/** A running meeting, or one of the last day: everybody's streams from their first window on, external users included. */
export function Page() {
  const { call = '' } = useParams({ strict: false })
  const [{ user, participant }] = useAddress(ADDRESS)
  const query = { user: user || undefined }
  const asked = useTeams<LiveMeeting>(teamsPath('meetings', call, 'live'), query, { everyMs: OFTEN_MS })
  return (
    <Frame
      title="Charts of the meeting"
      lead={call}
      actions={
        <GoTo href={addressOf(`/portal/teams/meetings/${encodeURIComponent(call)}`, query)}>
          Participant details
        </GoTo>
      }
    >
      {asked.error?.code === 'NoCharts' ? (
        <Empty
          title="No charts are kept of this meeting"
          hint="They are there while it runs and a day after, until the server restarts. What was measured of each stream stands in its participants’ sessions."
        />
      ) : (
        <Answered what="the meeting" asked={asked}>
          {meeting => <Live meeting={meeting} participant={participant} user={user} />}
        </Answered>
      )}
    </Frame>
  )
}

interface LiveProps {
  readonly meeting: LiveMeeting
  readonly participant: string
  readonly user: string
}

function Live({ meeting, participant, user }: LiveProps) {
  const chosen =
    meeting.participants.find(one => one.participantId === participant) ?? bestOf(meeting.participants)
  if (!chosen) return <Empty title="Nobody yet" hint="The meeting has just begun." />
  return (
    <>
      <Section title="Participants">
        <People meeting={meeting} chosen={chosen} user={user} />
      </Section>
      <Cards meeting={meeting} one={chosen} />
      <Charts one={chosen} meeting={meeting} />
    </>
  )
}

/** An external user with something to show, else anybody with something. */
function bestOf(people: readonly LiveParticipant[]): LiveParticipant | undefined {
  const measured = people.filter(({ series }) => series.some(({ points }) => points.length > 0))
  return measured.find(({ who }) => !who.isInternal) ?? measured[0] ?? people[0]
}

interface PeopleProps {
  readonly meeting: LiveMeeting
  readonly chosen: LiveParticipant
  readonly user: string
}

function People({ meeting, chosen, user }: PeopleProps) {
  const styles = useStyles()
  const address = (one: LiveParticipant) =>
    addressOf(`/portal/teams/meetings/${encodeURIComponent(meeting.callId)}/live`, {
      user: user || undefined,
      participant: one.participantId,
    })
  return (
    <ul className={styles.people}>
      {meeting.participants.map(one => (
        <li
          key={one.participantId}
          className={mergeClasses(styles.one, one === chosen && styles.chosen)}
          aria-current={one === chosen ? 'true' : undefined}
        >
          <Person who={one.who} href={address(one)} />
          <Kind who={one.who} />
          <span>
            <Badge appearance="tint" color={STATUS[one.status]}>
              {one.status}
            </Badge>{' '}
            {one.isReconnecting && <Badge color="danger">Reconnecting</Badge>}
          </span>
          {one.lobby && <Caption1>Lobby: {lobbyText(one.lobby)}</Caption1>}
        </li>
      ))}
    </ul>
  )
}

function addressOfPerson({ fields, withheld }: Who): Fact {
  const value = fields.LocalAddress ?? fields.ReflexiveAddress ?? null
  const by = withheld.LocalAddress ?? withheld.ReflexiveAddress
  return { name: 'IP address', value, unit: '', ...(by && value === null && { withheld: by }) }
}

const STATUS = { 'In meeting': 'success', 'In lobby': 'warning', Left: 'informative' } as const

function Cards({ meeting, one }: { readonly meeting: LiveMeeting; readonly one: LiveParticipant }) {
  const times = useTimes()
  const fact = (name: string, value: string | null) => ({ name, value, unit: '' })
  const until = meeting.endTime === null ? Date.now() : Date.parse(meeting.endTime)
  const { shows } = one
  return (
    <Tiles wide>
      <Section title={one.who.label}>
        <FactList
          facts={[
            fact('Meeting ID', meeting.callId),
            fact('Kind', kindText(one.who)),
            fact('Client', one.client),
            fact('Device', one.device || null),
            fact('Operating system', one.platform || null),
            addressOfPerson(one.who),
            fact('Network type', one.network || null),
            fact('Role', one.role || null),
            fact(
              'User signals',
              [shows.muted ? 'Muted' : 'Unmuted', shows.camera && 'camera on', shows.screen && 'sharing']
                .filter(Boolean)
                .join(', '),
            ),
          ]}
        />
      </Section>
      <Section title="Meeting information">
        <FactList
          facts={[
            fact('Status', meeting.status),
            fact('Start time', times.moment(meeting.startTime)),
            fact('Duration', lengthText((until - Date.parse(meeting.startTime)) / 1000)),
          ]}
        />
      </Section>
      <Section title="Participant details">
        <FactList
          facts={[
            fact('Participant status', one.status),
            fact('Join time', times.moment(one.since)),
            fact('Leave time', one.leaveTime === null ? '--' : times.moment(one.leaveTime)),
            fact('Lobby', lobbyText(one.lobby)),
          ]}
        />
      </Section>
    </Tiles>
  )
}

function Charts({ one, meeting }: { readonly one: LiveParticipant; readonly meeting: LiveMeeting }) {
  const times = useTimes()
  const charts = useMemo(() => drawnCharts(one.series), [one.series])
  if (charts.length === 0) {
    return (
      <Empty
        title="Nothing was measured yet"
        hint={
          one.status === 'In lobby'
            ? 'Who waits in the lobby has no media.'
            : 'A client reports about every 10 s; phones and bots may report nothing.'
        }
      />
    )
  }
  const start = Date.parse(meeting.startTime)
  return (
    <>
      <Columns>
        {charts.map(drawn => (
          <Section key={drawn.chart.id} title={drawn.chart.title}>
            <OneChart drawn={drawn} start={start} />
          </Section>
        ))}
      </Columns>
      <Caption1>
        A point about every 10 s, from {times.moment(meeting.keptFrom)} on; the dotted line is the limit.
        Charts are kept in memory until a day after the end; the averages of each stream stay in the sessions.
      </Caption1>
    </>
  )
}

function OneChart({ drawn, start }: { readonly drawn: DrawnChart; readonly start: number }) {
  const option = useMemo(() => liveOption(drawn, start), [drawn, start])
  const codecs = [...new Set(drawn.series.flatMap(({ codec }) => codec ?? []))].join(', ')
  return (
    <>
      <Chart title={drawn.chart.title} option={option} table={drawn.table} height={300} />
      <Caption1>
        Codec: {codecs || 'not reported'} · measured by{' '}
        {[...new Set(drawn.series.map(one => one.measuredBy))].join(', ')}
      </Caption1>
    </>
  )
}
