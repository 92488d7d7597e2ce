import { Body1, Caption1, Card, makeStyles, tokens } from '@fluentui/react-components'
import { agoText, useAsk } from '#views/kit'

interface LiveParticipant {
  readonly participantId: string
  readonly rawId: string
  readonly displayName?: string
  readonly client: string
  readonly state: string
  readonly since: string
  readonly lobbyRule?: string
}

interface LiveCall {
  readonly callId: string
  readonly scene: { readonly kind: string; readonly threadId?: string }
  readonly start: string
  readonly participants: readonly LiveParticipant[]
}

const OFTEN_MS = 3000

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  people: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
})

/** Calls that run now, with their lobbies; nothing where none does or the caller may not ask. */
export function LiveCalls() {
  const styles = useStyles()
  const live = useAsk(
    ['live calls'],
    // Sound: the operator surface's answer.
    async call => (await call('/operator/calls', { audience: 'operator' })) as { value: readonly LiveCall[] },
    { everyMs: OFTEN_MS },
  )
  const calls = live.data?.value ?? []
  if (calls.length === 0) return null
  return (
    <section aria-label="Running now">
      <ul className={styles.list}>
        {calls.map(({ callId, start, participants, scene }) => (
          <li key={callId}>
            <Card>
              <Body1>
                {scene.kind === 'teamsMeeting' ? 'Meeting' : 'Call'} running since{' '}
                {agoText(start, Date.now())}
              </Body1>
              <ul className={styles.people}>
                {participants.map(one => (
                  <li key={one.participantId}>
                    {one.displayName ?? one.rawId} · {WORDS[one.state] ?? one.state}
                    {one.lobbyRule !== undefined && ` because of ${one.lobbyRule}`}
                  </li>
                ))}
              </ul>
              <Caption1>{callId}</Caption1>
            </Card>
          </li>
        ))}
      </ul>
    </section>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  calling: 'calling',
  ringing: 'rings',
  inLobby: 'waits in the lobby',
  connected: 'connected',
}
