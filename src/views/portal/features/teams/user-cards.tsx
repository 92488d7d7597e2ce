import { Avatar, Body1, Caption1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import type { UserPage } from '#teams/center/answers'
import { Chart, Columns, Empty, Figure, logsAddress, pieOption, Section, Tiles } from '#views/kit'
import { kindText, Person } from './who.tsx'

const useStyles = makeStyles({
  card: { display: 'flex', gap: tokens.spacingHorizontalL, alignItems: 'center', minWidth: 0 },
  words: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
})

/** Who, and their last seven days. */
export function UserCards({ page }: { readonly page: UserPage }) {
  const styles = useStyles()
  const { who, activity, quality, kql } = page
  return (
    <Columns>
      <Section title="User">
        <div className={styles.card}>
          <Avatar name={who.label} size={56} aria-hidden />
          <div className={styles.words}>
            <Subtitle1>
              <Person who={who} />
            </Subtitle1>
            <Body1>{page.userPrincipalName ?? kindText(who)}</Body1>
            <Caption1>{page.isKnown ? 'In the directory' : 'No account in this tenant'}</Caption1>
          </div>
        </div>
        <Tiles>
          <Figure label="Meetings, 7 days" value={activity.meetings} href={logsAddress(kql.activity, '7d')} />
          <Figure label="Calls, 7 days" value={activity.calls} href={logsAddress(kql.activity, '7d')} />
        </Tiles>
      </Section>
      <Section title="7-day quality">
        <Quality quality={quality} kql={kql.quality} />
      </Section>
    </Columns>
  )
}

const SHARES = [
  { name: 'Good', of: 'good' },
  { name: 'Poor', of: 'poor' },
  { name: 'Unclassified', of: 'unclassified' },
] as const

function Quality({ quality, kql }: { readonly quality: UserPage['quality']; readonly kql: string }) {
  const { option, table, total } = useMemo(() => {
    const slices = SHARES.map(({ name, of }) => ({ name, value: quality[of] }))
    return {
      total: slices.reduce((sum, { value }) => sum + value, 0),
      option: pieOption(slices),
      table: {
        columns: [
          { name: 'Quality', type: 'string' },
          { name: 'Connections', type: 'long' },
        ],
        rows: slices.map(({ name, value }) => [name, value]),
      },
    }
  }, [quality])
  if (total === 0) {
    return (
      <Empty
        title="No meetings and calls in seven days"
        hint="Those who never got past a lobby count as unclassified."
      />
    )
  }
  return (
    <Chart
      title="Audio quality of seven days"
      option={option}
      table={table}
      kql={kql}
      range="7d"
      height={180}
    />
  )
}
