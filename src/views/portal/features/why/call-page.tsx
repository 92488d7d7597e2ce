import {
  Badge,
  Caption1,
  makeStyles,
  Subtitle2,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { CheckmarkRegular, EyeOffRegular } from '@fluentui/react-icons'
import { useParams } from '@tanstack/react-router'
import {
  Answered,
  addressOf,
  Empty,
  Page as Frame,
  GoTo,
  recordsOf,
  Section,
  useHouseKql,
  useIsOperator,
  useKql,
  useSession,
} from '#views/kit'
import { keptOfCall, ofCall } from './questions.ts'
import { sentenceOf, sentencesOf } from './sentences.ts'
import { keeperOf, type SeenParticipant, type Side, sidesOf, type Viewer } from './shape-sides.ts'

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: { minWidth: '720px' },
  cell: { verticalAlign: 'top', paddingTop: tokens.spacingVerticalS, paddingBottom: tokens.spacingVerticalS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase200 },
  who: { overflowWrap: 'anywhere', width: 'min(240px, 40vw)' },
  badge: { height: 'auto', minHeight: '20px', textAlign: 'start', overflowWrap: 'anywhere' },
})

/** One meeting as each resource that took part sees it, as its organizer's tenant does, and as other tenants do. */
export function Page() {
  const { id = '' } = useParams({ strict: false })
  const isOperator = useIsOperator()
  const kql = ofCall(id)
  const asked = useHouseKql(kql)
  return (
    <Frame
      title="Both sides"
      lead={id}
      actions={<GoTo href={addressOf(`/portal/calls/${id}`)}>The call itself</GoTo>}
    >
      {isOperator ? (
        <Section title="What each resource and each tenant sees of each participant">
          <Answered what="decisions" asked={asked}>
            {table => <Sides call={id} rows={recordsOf(table)} />}
          </Answered>
        </Section>
      ) : (
        <Empty
          title="Only the operator sees both sides"
          hint="Other tenants’ rows are theirs. Your own rows say why they are blank in their hidden column _Verdict."
        />
      )}
    </Frame>
  )
}

/** A resource owner sees the own participants by name, and of others only how many there were. */
function Sides({ call, rows }: { readonly call: string; readonly rows: readonly Row[] }) {
  const styles = useStyles()
  const { role, resource, world } = useSession()
  const sides = sidesOf(rows)
  const kept = useKept(call, keeperOf(rows))
  const own = resource ?? world.resources.find(({ tenant }) => tenant === world.tenant)
  const isOwn = (one: SeenParticipant) =>
    role !== 'resourceOwner' || (own !== undefined && one.identifier.includes(own.id))
  const shown = sides.participants.filter(isOwn)
  const others = sides.participants.length - shown.length
  if (sides.participants.length === 0) {
    return <Empty title="Nothing was decided about this call" hint="Decisions are made when a call ends." />
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it can be scrolled only where it takes focus
    <section className={styles.scroll} tabIndex={0} aria-label="Both sides, to be scrolled sideways">
      <Table className={styles.table} aria-label="Participants and what each resource sees of them">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>Participant</TableHeaderCell>
            {sides.viewers.map(viewer => (
              <TableHeaderCell key={`${viewer.kind} ${viewer.name}`}>
                <Seer viewer={viewer} isKeeper={viewer.name === keeperOf(rows)} />
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {shown.map(one => (
            <TableRow key={one.id}>
              <TableCell className={styles.cell}>
                <Subtitle2>{KINDS[one.kind] ?? one.kind}</Subtitle2>
                <div className={styles.who}>
                  <Caption1>{one.identifier || one.id}</Caption1>
                </div>
              </TableCell>
              {one.sides.map((side, i) => (
                <TableCell
                  key={`${sides.viewers[i]?.kind} ${sides.viewers[i]?.name}`}
                  className={styles.cell}
                >
                  {side ? <Seen side={side} /> : <Caption1>took no part</Caption1>}
                  {sides.viewers[i]?.name === keeperOf(rows) && (
                    <Caption1 block>{keptText(kept.get(one.id))}</Caption1>
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {others > 0 && <Caption1>and {others} participants of others, whom this role only counts</Caption1>}
    </section>
  )
}

/** Whose view it is: a resource by its name, a tenant by its own. */
function Seer({ viewer, isKeeper }: { readonly viewer: Viewer; readonly isKeeper: boolean }) {
  const styles = useStyles()
  const { world } = useSession()
  if (viewer.kind === 'resource') return <span className={styles.who}>{viewer.name}</span>
  const tenant = world.tenants.find(({ id }) => id === viewer.name)?.name ?? viewer.name
  return (
    <span className={styles.who}>
      {tenant} <Caption1 block>{isKeeper ? 'Teams of the organizer' : 'Teams of another tenant'}</Caption1>
    </span>
  )
}

type Row = ReturnType<typeof recordsOf>[number]

/** Rows of the organizer's tenant by participant; in its own workspace, else in the house's. */
function useKept(call: string, tenant: string | undefined): ReadonlyMap<string, Row> {
  const { world } = useSession()
  const own = world.workspaces.find(one => one.tenant === tenant) ?? world.workspaces.find(one => one.isHouse)
  const asked = useKql(keptOfCall(call, tenant ?? ''), {
    when: tenant !== undefined,
    ...(own && { workspace: own.id }),
  })
  const rows = asked.data ? recordsOf(asked.data) : []
  return new Map(rows.map(row => [String(row.ParticipantId), row]))
}

const keptText = (row: Row | undefined): string =>
  row
    ? `${row.UserType}; audio ${row.AudioQuality}${row.LobbyOutcome ? `; lobby: ${row.LobbyOutcome}` : ''}`
    : 'no row is kept'

const KINDS: Readonly<Record<string, string>> = {
  acsUser: 'External user (Communication Services)',
  m365User: 'Microsoft 365 user',
  teamsAnonymous: 'Anonymous Teams visitor',
  phone: 'Phone',
  bot: 'Bot',
  voiceApp: 'Voice app',
}

const TEAMS = 'AnteroomTeamsSessions_CL'
const CATEGORIES: Readonly<Record<string, string>> = { [TEAMS]: 'Teams session' }

const saysRows = (rows: number | undefined): string =>
  rows === undefined ? 'seen' : rows === 1 ? '1 row' : `${rows} rows`

function Seen({ side }: { readonly side: Side }) {
  const styles = useStyles()
  return (
    <>
      {Object.entries(side.sights).map(([category, { outcome, rows, rules, blanks }]) => (
        <div key={category}>
          <Badge
            className={styles.badge}
            appearance="tint"
            color={outcome === 'emitted' ? 'success' : 'warning'}
            icon={outcome === 'emitted' ? <CheckmarkRegular /> : <EyeOffRegular />}
          >
            {CATEGORIES[category] ?? category}: {outcome === 'emitted' ? saysRows(rows) : 'withheld'}
          </Badge>
          <ul className={styles.list}>
            {(outcome === 'withheld' || category === TEAMS) && <li>{sentencesOf(rules)}</li>}
            {blanks.map(({ column, rule }) => (
              <li key={column}>
                {column} is blank by {rule}: {sentenceOf(rule)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}
