import { CounterBadge, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import {
  DesktopRegular,
  LaptopRegular,
  PlugConnectedRegular,
  WifiSettingsRegular,
} from '@fluentui/react-icons'
import type { Facts, Judged, SessionPage } from '#teams/center/answers'
import {
  Columns,
  choice,
  DataTable,
  Empty,
  QualityMark,
  Section,
  type TableColumn,
  useAddress,
} from '#views/kit'
import { FactList } from './fact-list.tsx'

const VIEWS = [
  { id: 'device', title: 'Device', icon: <LaptopRegular /> },
  { id: 'system', title: 'System', icon: <DesktopRegular /> },
  { id: 'connectivity', title: 'Connectivity', icon: <PlugConnectedRegular /> },
  { id: 'network', title: 'Network', icon: <WifiSettingsRegular /> },
] as const

const ADDRESS = {
  view: choice(
    VIEWS.map(({ id }) => id),
    'network',
  ),
}

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap' },
  tab: { display: 'inline-flex', gap: tokens.spacingHorizontalXS },
})

/** Device, system, connectivity, network: what was told and measured, with what is out of range. */
export function SessionOverview({ session }: { readonly session: SessionPage }) {
  const styles = useStyles()
  const [{ view }, setAddress] = useAddress(ADDRESS)
  const sections = session.overview[view]
  return (
    <>
      <TabList
        size="small"
        className={styles.tabs}
        selectedValue={view}
        onTabSelect={(_, { value }) =>
          setAddress({ view: VIEWS.find(({ id }) => id === value)?.id ?? 'network' })
        }
      >
        {VIEWS.map(({ id, title, icon }) => (
          <Tab key={id} value={id} icon={icon}>
            <span className={styles.tab}>
              {title}
              <Marked sections={session.overview[id]} />
            </span>
          </Tab>
        ))}
      </TabList>
      {sections.length === 0 ? (
        <Empty title="Nothing was measured" hint={session.participant.why} />
      ) : (
        <Columns>
          {sections.map(({ title, facts }, i) => (
            <Section key={`${title} ${String(i)}`} title={title}>
              <FactList facts={facts} />
            </Section>
          ))}
        </Columns>
      )}
      <Section title="Which rules judged it">
        <DataTable
          of="verdicts"
          columns={VERDICTS}
          rows={session.participant.verdicts}
          empty={<Empty title="No rule judged this connection" hint={session.participant.why} />}
        />
      </Section>
    </>
  )
}

/** How many facts are out of range. */
function Marked({ sections }: { readonly sections: readonly Facts[] }) {
  const marks = sections.flatMap(({ facts }) => facts.flatMap(({ mark }) => mark ?? []))
  if (marks.length === 0) return null
  const isRed = marks.some(({ tone }) => tone === 'red')
  return <CounterBadge count={marks.length} size="small" color={isRed ? 'danger' : 'informative'} />
}

const VERDICTS: readonly TableColumn<Judged>[] = [
  { id: 'rule', title: 'Rule', value: row => row.title, width: 400 },
  { id: 'version', title: 'Version', value: row => row.version, width: 90 },
  {
    id: 'verdict',
    title: 'Verdict',
    value: row => row.verdict,
    show: row => <QualityMark quality={row.verdict} />,
    width: 140,
  },
  {
    id: 'reasons',
    title: 'Reasons',
    value: row => row.reasons.join(', '),
    show: row => row.reasons.join(', ') || '—',
    width: 200,
  },
  {
    id: 'values',
    title: 'Values',
    value: row => valuesText(row),
    show: row => valuesText(row) || '—',
    width: 460,
  },
]

const valuesText = ({ values }: Judged): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Math.round(value * 1000) / 1000}`)
    .join(', ')
