import { Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { type ReactNode, useEffect, useState } from 'react'
import { ChatPanel } from '../chat/chat-panel.tsx'
import { useChat } from '../chat/use-chat.ts'
import type { LocalMedia } from '../devices/local-media.ts'
import { NetworkBadge } from '../network/network-badge.tsx'
import { PeoplePanel } from '../people/people-panel.tsx'
import { useStore } from '../store.ts'
import { NARROW, useSharedStyles } from '../ui.ts'
import { useSeconds } from '../use-seconds.ts'
import { Controls } from './controls.tsx'
import { CopyLink } from './copy-link.tsx'
import type { Meeting } from './meeting.ts'
import { Messages } from './messages.tsx'
import { MoreMenu } from './more-menu.tsx'
import { Notices } from './notices.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Sound } from './sound.tsx'
import { Stage } from './stage.tsx'

const useStyles = makeStyles({
  page: {
    height: '100dvh',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateRows: 'auto auto minmax(0, 1fr) auto',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  fill: { flexGrow: 1, minWidth: 0 },
  wideOnly: { [NARROW]: { display: 'none' } },
  body: { display: 'flex', minHeight: 0, position: 'relative' },
  stage: {
    position: 'relative',
    flexGrow: 1,
    minWidth: 0,
    display: 'grid',
    padding: tokens.spacingHorizontalS,
  },
  panel: {
    width: '340px',
    flexShrink: 0,
    display: 'grid',
    gridTemplateRows: 'auto minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { position: 'absolute', inset: 0, width: 'auto', borderLeft: 'none' },
  },
  panelHead: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
})

interface CallPageProps {
  readonly meeting: Meeting
  readonly local: LocalMedia
  readonly since: number
}

export function CallPage({ meeting, local, since }: CallPageProps) {
  const styles = useStyles()
  const shared = useSharedStyles()
  const view = useStore(meeting.view)
  const own = useStore(local.view)
  const [panel, setPanel] = useState<'chat' | 'people'>()
  const { room, unread } = useChat(meeting, panel === 'chat')
  const self = view.people.find(({ participantId }) => participantId === view.me?.participantId)
  useEffect(() => {
    document.title = 'In the meeting · Anteroom'
  }, [])
  const toggle = (which: 'chat' | 'people') => () =>
    setPanel(current => (current === which ? undefined : which))
  const run = {
    mute: () => void meeting.toggleMute(),
    camera: () => void meeting.toggleCamera(),
    ...(canShare() && { share: () => void meeting.toggleScreen() }),
    hand: () => void meeting.toggleHand(),
    chat: toggle('chat'),
    people: toggle('people'),
    leave: () => void meeting.leave(),
  }
  useShortcuts(run)
  const state = {
    isMuted: own.isMuted || !own.microphone,
    isCameraOn: own.wantsCamera,
    isSharing: own.screen !== undefined,
    isHandRaised: self?.handRaised === true,
    panel,
    unread,
    waiting: view.waiting.length,
  }
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Subtitle2 as="h1" className={shared.heading}>
          Meeting
        </Subtitle2>
        <Elapsed since={since} />
        <span className={styles.fill} />
        <span className={styles.wideOnly}>
          <CopyLink appearance="subtle" />
        </span>
        <NetworkBadge meeting={meeting} />
        <MoreMenu meeting={meeting} local={local} />
      </header>
      <div>
        <Messages meeting={meeting} local={local} showPeople={() => setPanel('people')} />
        <Sound meeting={meeting} local={local} />
      </div>
      <div className={styles.body}>
        <div className={styles.stage}>
          <Stage meeting={meeting} local={local} />
          <Notices meeting={meeting} />
        </div>
        {panel && (
          <Panel title={panel === 'chat' ? 'Chat' : 'People'} close={() => setPanel(undefined)}>
            {panel === 'chat' ? <ChatPanel room={room} /> : <PeoplePanel meeting={meeting} />}
          </Panel>
        )}
      </div>
      <Controls state={state} run={run} />
    </main>
  )
}

/** Phones have no screens to share. */
const canShare = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function'

function Elapsed({ since }: { readonly since: number }) {
  const shared = useSharedStyles()
  const seconds = useSeconds(since)
  const two = (value: number) => String(value).padStart(2, '0')
  return (
    <Caption1 role="timer" aria-label="Time in the meeting" className={shared.quiet}>
      {two(Math.floor(seconds / 60))}:{two(seconds % 60)}
    </Caption1>
  )
}

interface PanelProps {
  readonly title: string
  readonly children: ReactNode
  close(): void
}

function Panel({ title, children, close }: PanelProps) {
  const styles = useStyles()
  const shared = useSharedStyles()
  return (
    <aside className={styles.panel} aria-label={title}>
      <div className={styles.panelHead}>
        <Subtitle2 as="h2" className={shared.heading}>
          {title}
        </Subtitle2>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={`Close ${title.toLowerCase()}`}
          onClick={close}
        />
      </div>
      {children}
    </aside>
  )
}
