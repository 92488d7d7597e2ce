import { Button, MessageBar, MessageBarActions, MessageBarBody, Spinner } from '@fluentui/react-components'
import type { LocalMedia } from '../devices/local-media.ts'
import { troubleText } from '../network/diagnostic-words.ts'
import { LobbyButtons } from '../people/people-panel.tsx'
import { useStore } from '../store.ts'
import type { Meeting } from './meeting.ts'
import { isReconnecting, mayManage, nameOf } from './shape-call.ts'

interface MessagesProps {
  readonly meeting: Meeting
  readonly local: LocalMedia
  showPeople(): void
}

/** What needs attention now, above the stage: a lost connection, somebody waiting, a device that fails. */
export function Messages({ meeting, local, showPeople }: MessagesProps) {
  const view = useStore(meeting.view)
  const { screen } = useStore(local.view)
  const [first] = view.waiting
  const trouble = troubleText(view.troubles)
  return (
    <div aria-live="polite">
      {isReconnecting(view) && (
        <MessageBar intent="warning" icon={<Spinner size="tiny" aria-hidden />}>
          <MessageBarBody>The connection is lost for the moment. Reconnecting…</MessageBarBody>
        </MessageBar>
      )}
      {first && mayManage(view) && (
        <MessageBar intent="info">
          <MessageBarBody>
            {view.waiting.length === 1
              ? `${nameOf(first)} waits in the lobby.`
              : `${view.waiting.length} people wait in the lobby.`}
          </MessageBarBody>
          <MessageBarActions>
            {view.waiting.length === 1 ? (
              <LobbyButtons person={first} meeting={meeting} isWide />
            ) : (
              <Button size="small" onClick={showPeople}>
                View
              </Button>
            )}
          </MessageBarActions>
        </MessageBar>
      )}
      {screen && (
        <MessageBar intent="info">
          <MessageBarBody>You are sharing your screen.</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => void meeting.toggleScreen()}>
              Stop
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {trouble !== undefined && (
        <MessageBar intent="warning">
          <MessageBarBody>{trouble}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
