import { Button, MessageBar, MessageBarActions, MessageBarBody, Spinner } from '@fluentui/react-components'
import { troubleText } from '../network/diagnostic-words.ts'
import { LobbyButtons } from '../people/people-panel.tsx'
import { useStore } from '../store.ts'
import type { Meeting } from './meeting.ts'
import { isReconnecting, mayManage, nameOf } from './shape-call.ts'

/** What needs attention now, above the stage: a lost connection, somebody waiting, a device that fails. */
export function Messages({ meeting, showPeople }: { readonly meeting: Meeting; showPeople(): void }) {
  const view = useStore(meeting.view)
  const [first] = view.waiting
  const trouble = troubleText(view.troubles)
  return (
    <>
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
              <LobbyButtons person={first} meeting={meeting} />
            ) : (
              <Button size="small" onClick={showPeople}>
                View
              </Button>
            )}
          </MessageBarActions>
        </MessageBar>
      )}
      {trouble !== undefined && (
        <MessageBar intent="warning">
          <MessageBarBody>{trouble}</MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
