import { makeStyles, tokens } from '@fluentui/react-components'
import type { GuestRow, Listed } from '#teams/center/answers'
import { Answered, choice, Page as Frame, RangePicker, Section, text, useAddress } from '#views/kit'
import { Choice } from './choice.tsx'
import { Files } from './files.tsx'
import { GuestTable } from './guest-table.tsx'
import { PAGE_SIZE, Pager } from './pager.tsx'
import { useRangeQuery } from './use-range.ts'
import { teamsPath, useTeams } from './use-teams.ts'

const OUTCOMES = [
  { id: 'any', title: 'Any' },
  { id: 'admitted', title: 'Admitted' },
  { id: 'turnedAway', title: 'Turned away' },
  { id: 'rejected', title: 'Rejected' },
  { id: 'timedOut', title: 'Timed out' },
  { id: 'left', title: 'Left the lobby' },
  { id: 'none', title: 'Did not wait' },
] as const
const KINDS = [
  { id: 'any', title: 'Everybody from outside' },
  { id: 'acsUser', title: 'Communication Services' },
  { id: 'teamsAnonymous', title: 'Anonymous in Teams' },
  { id: 'm365User', title: 'Other organizations' },
  { id: 'phone', title: 'Phone' },
] as const

const ADDRESS = {
  range: text('7d'),
  outcome: choice(
    OUTCOMES.map(({ id }) => id),
    'any',
  ),
  kind: choice(
    KINDS.map(({ id }) => id),
    'any',
  ),
  skip: text('0'),
}

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
})

/** Everybody from outside over all meetings of the tenant, with how its lobbies treated them. */
export function Page() {
  const styles = useStyles()
  const [{ range, outcome, kind, skip }, setAddress] = useAddress(ADDRESS)
  const times = useRangeQuery(range)
  const filters = {
    ...times,
    outcome: outcome === 'any' ? undefined : outcome,
    kind: kind === 'any' ? undefined : kind,
  }
  const path = teamsPath('guests')
  const guests = useTeams<Listed<GuestRow>>(path, { ...filters, skip, top: String(PAGE_SIZE) })
  return (
    <Frame
      title="External users of meetings"
      lead="Everybody from outside who came to a meeting of this tenant: let in or not, heard well or badly."
      actions={
        <>
          <RangePicker range={range} setRange={next => setAddress({ range: next, skip: '0' })} />
          <Files path={path} query={filters} of="guests" />
        </>
      }
    >
      <div className={styles.bar}>
        <Choice
          label="Lobby"
          choices={OUTCOMES}
          chosen={outcome}
          choose={next => setAddress({ outcome: next, skip: '0' })}
        />
        <Choice
          label="Who"
          choices={KINDS}
          chosen={kind}
          choose={next => setAddress({ kind: next, skip: '0' })}
        />
      </div>
      <Section title="External users">
        <Answered what="external users" asked={guests}>
          {({ value, total, kql }) => (
            <>
              <GuestTable guests={value} kql={kql} />
              <Pager
                skip={Number(skip)}
                shown={value.length}
                total={total}
                setSkip={next => setAddress({ skip: String(next) })}
              />
            </>
          )}
        </Answered>
      </Section>
    </Frame>
  )
}
