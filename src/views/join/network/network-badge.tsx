import {
  Body1,
  Button,
  Caption1,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { CellularData1Regular, CellularData3Regular, WifiWarningRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { Quality } from '#calling'
import { numberText } from '#views/kit'
import type { Meeting } from '../call/meeting.ts'
import { nameOf, networkOf } from '../call/shape-call.ts'
import { useStore } from '../store.ts'
import { useSharedStyles } from '../ui.ts'
import { type StreamRow, shapeNetwork } from './shape-network.ts'

const useStyles = makeStyles({
  surface: { maxWidth: 'min(640px, calc(100vw - 16px))', display: 'grid', gap: tokens.spacingVerticalS },
  stream: { width: '34%' },
  Good: {},
  Poor: { color: tokens.colorStatusWarningForeground1 },
  Bad: { color: tokens.colorStatusDangerForeground1 },
  words: { display: 'grid', overflowWrap: 'anywhere' },
})

interface Words {
  readonly title: 'Good' | 'Poor' | 'Bad'
  readonly text: string
  readonly icon: ReactElement
}

const WORDS: Readonly<Record<Quality, Words>> = {
  [Quality.Good]: {
    title: 'Good',
    text: 'The network does what a call needs.',
    icon: <CellularData1Regular />,
  },
  [Quality.Poor]: {
    title: 'Poor',
    text: 'Words may be missing, pictures stand still.',
    icon: <CellularData3Regular />,
  },
  [Quality.Bad]: { title: 'Bad', text: 'Turning the camera off may help.', icon: <WifiWarningRegular /> },
}

/** How the network is, and on a press the figures of each stream in this second. */
export function NetworkBadge({ meeting }: { readonly meeting: Meeting }) {
  const styles = useStyles()
  const view = useStore(meeting.view)
  const { title, icon } = WORDS[networkOf(view)]
  return (
    <Popover withArrow positioning="below-end">
      <PopoverTrigger>
        <Button appearance="subtle" icon={icon} aria-label={`Network: ${title}`}>
          <span className={styles[title]}>{title}</span>
        </Button>
      </PopoverTrigger>
      <PopoverSurface aria-label="Network">
        <Figures meeting={meeting} />
      </PopoverSurface>
    </Popover>
  )
}

function Figures({ meeting }: { readonly meeting: Meeting }) {
  const styles = useStyles()
  const shared = useSharedStyles()
  const view = useStore(meeting.view)
  const sample = useStore(meeting.sample)
  const { title, text } = WORDS[networkOf(view)]
  const name = (participantId: string) =>
    nameOf(view.people.find(one => one.participantId === participantId) ?? {})
  const rows = sample ? shapeNetwork(sample, name) : []
  return (
    <div className={styles.surface}>
      <Subtitle2 as="h2" className={shared.heading}>
        Network: {title.toLowerCase()}
      </Subtitle2>
      <Body1>{text}</Body1>
      {rows.length === 0 ? <Caption1>Nothing is sent or heard yet.</Caption1> : <StreamTable rows={rows} />}
      <Caption1 className={shared.quiet}>
        Of the last second. The same figures, over time, are in the call logs. The score is an estimate.
      </Caption1>
    </div>
  )
}

interface Column {
  readonly title: string
  text(row: StreamRow): string
}

const whole = (value: number | undefined): string =>
  value === undefined ? '—' : numberText(Math.round(value))

const COLUMNS: readonly Column[] = [
  { title: 'RTT, ms', text: row => whole(row.roundTripMs) },
  { title: 'Jitter, ms', text: row => whole(row.jitterMs) },
  { title: 'Loss, %', text: row => whole(row.loss === undefined ? undefined : 100 * row.loss) },
  { title: 'kbit/s', text: row => whole(row.kilobits) },
  { title: 'Score', text: row => (row.score === undefined ? '—' : row.score.toFixed(1)) },
]

function StreamTable({ rows }: { readonly rows: readonly StreamRow[] }) {
  const styles = useStyles()
  const shared = useSharedStyles()
  return (
    <Table size="extra-small" aria-label="Streams">
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.stream}>Stream</TableHeaderCell>
          {COLUMNS.map(({ title }) => (
            <TableHeaderCell key={title}>{title}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(row => (
          <TableRow key={row.key}>
            <TableCell>
              <span className={styles.words}>
                <span>{row.title}</span>
                {row.picture !== undefined && <Caption1 className={shared.quiet}>{row.picture}</Caption1>}
              </span>
            </TableCell>
            {COLUMNS.map(({ title, text }) => (
              <TableCell key={title}>{text(row)}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
