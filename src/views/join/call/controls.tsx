import { Button, CounterBadge, makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import {
  CallEndRegular,
  ChatRegular,
  HandRightFilled,
  HandRightRegular,
  MicOffRegular,
  MicRegular,
  PeopleRegular,
  ShareScreenStartRegular,
  ShareScreenStopRegular,
  VideoOffRegular,
  VideoRegular,
} from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { NARROW } from '../ui.ts'
import { ariaKeysOf, type Command, keysOf } from './shortcuts.ts'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { justifyContent: 'space-between', gap: 0, paddingInline: tokens.spacingHorizontalS },
  },
  control: { position: 'relative', display: 'inline-flex' },
  badge: { position: 'absolute', insetInlineEnd: '-4px', insetBlockStart: '-4px', pointerEvents: 'none' },
  leave: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
})

export interface ControlState {
  readonly isMuted: boolean
  readonly isCameraOn: boolean
  readonly isSharing: boolean
  readonly isHandRaised: boolean
  readonly panel: 'chat' | 'people' | undefined
  readonly unread: number
  readonly waiting: number
}

type Run = Readonly<Partial<Record<Command, () => void>>>

interface Row {
  readonly command: Exclude<Command, 'leave'>
  /** Whether it is on, in that state. */
  isOn(state: ControlState): boolean
  /** What a press does. */
  title(isOn: boolean): string
  icon(isOn: boolean): ReactElement
  count?(state: ControlState): number
}

const ROWS: readonly Row[] = [
  {
    command: 'mute',
    isOn: ({ isMuted }) => !isMuted,
    title: isOn => (isOn ? 'Mute' : 'Unmute'),
    icon: isOn => (isOn ? <MicRegular /> : <MicOffRegular />),
  },
  {
    command: 'camera',
    isOn: ({ isCameraOn }) => isCameraOn,
    title: isOn => (isOn ? 'Turn the camera off' : 'Turn the camera on'),
    icon: isOn => (isOn ? <VideoRegular /> : <VideoOffRegular />),
  },
  {
    command: 'share',
    isOn: ({ isSharing }) => isSharing,
    title: isOn => (isOn ? 'Stop sharing' : 'Share the screen'),
    icon: isOn => (isOn ? <ShareScreenStopRegular /> : <ShareScreenStartRegular />),
  },
  {
    command: 'hand',
    isOn: ({ isHandRaised }) => isHandRaised,
    title: isOn => (isOn ? 'Lower the hand' : 'Raise the hand'),
    icon: isOn => (isOn ? <HandRightFilled /> : <HandRightRegular />),
  },
  {
    command: 'chat',
    isOn: ({ panel }) => panel === 'chat',
    title: isOn => (isOn ? 'Close the chat' : 'Chat'),
    icon: () => <ChatRegular />,
    count: ({ unread }) => unread,
  },
  {
    command: 'people',
    isOn: ({ panel }) => panel === 'people',
    title: isOn => (isOn ? 'Close the list of people' : 'People'),
    icon: () => <PeopleRegular />,
    count: ({ waiting }) => waiting,
  },
]

/** Commands without an entry in `run` can't be had here, and have no button. */
export function Controls({ state, run }: { readonly state: ControlState; readonly run: Run }) {
  const styles = useStyles()
  return (
    <div className={styles.bar} role="toolbar" aria-label="Call">
      {ROWS.map(row => {
        const { [row.command]: press } = run
        return press && <Control key={row.command} row={row} state={state} press={press} />
      })}
      <Tooltip content={`Leave (${keysOf('leave')})`} relationship="description">
        <Button
          className={styles.leave}
          size="large"
          icon={<CallEndRegular />}
          aria-label="Leave"
          aria-keyshortcuts={ariaKeysOf('leave')}
          onClick={run.leave}
        />
      </Tooltip>
    </div>
  )
}

interface ControlProps {
  readonly row: Row
  readonly state: ControlState
  press(): void
}

function Control({ row, state, press }: ControlProps) {
  const styles = useStyles()
  const isOn = row.isOn(state)
  const count = row.count?.(state) ?? 0
  const title = row.title(isOn)
  return (
    <span className={styles.control}>
      <Tooltip content={`${title} (${keysOf(row.command)})`} relationship="description">
        <Button
          size="large"
          appearance={isOn ? 'outline' : 'subtle'}
          icon={row.icon(isOn)}
          aria-label={count > 0 ? `${title}, ${count} new` : title}
          aria-keyshortcuts={ariaKeysOf(row.command)}
          onClick={press}
        />
      </Tooltip>
      {count > 0 && (
        <CounterBadge className={styles.badge} count={count} size="small" color="danger" aria-hidden />
      )}
    </span>
  )
}
