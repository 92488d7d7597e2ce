import { Body1, Button, Card, Spinner, Title2 } from '@fluentui/react-components'
import { CallEndRegular } from '@fluentui/react-icons'
import { useEffect } from 'react'
import { lengthText } from '#views/kit'
import type { Stage } from '../call/shape-call.ts'
import type { LocalMedia } from '../devices/local-media.ts'
import { useSharedStyles } from '../ui.ts'
import { useSeconds } from '../use-seconds.ts'
import { lobbyWords } from './lobby-words.ts'
import { Preview } from './preview.tsx'

interface LobbyProps {
  readonly stage: Extract<Stage, { kind: 'joining' | 'lobby' | 'leaving' }>
  readonly local: LocalMedia
  readonly name: string
  leave(): void
}

/** Waiting: to be connected, or to be let in. */
export function Lobby({ stage, local, name, leave }: LobbyProps) {
  const shared = useSharedStyles()
  const isWaiting = stage.kind === 'lobby'
  useEffect(() => {
    document.title = `${isWaiting ? 'In the lobby' : 'Joining'} · Anteroom`
  }, [isWaiting])
  return (
    <main className={shared.page}>
      <Card className={shared.card}>
        <div aria-live="polite">
          <Title2 as="h1" className={shared.heading}>
            {isWaiting ? 'Somebody will let you in soon' : stage.kind === 'leaving' ? 'Leaving…' : 'Joining…'}
          </Title2>
          {isWaiting && (
            <Body1 block className={shared.quiet}>
              {lobbyWords(stage.rule)}
            </Body1>
          )}
        </div>
        {isWaiting ? <Waiting since={stage.since} rule={stage.rule} /> : <Spinner aria-label="Joining" />}
        {stage.kind !== 'leaving' && (
          <>
            <Preview local={local} name={name} />
            <Button icon={<CallEndRegular />} size="large" onClick={leave}>
              {isWaiting ? 'Leave the lobby' : 'Cancel'}
            </Button>
          </>
        )}
      </Card>
    </main>
  )
}

function Waiting({ since, rule }: { readonly since: number; readonly rule: string | undefined }) {
  const shared = useSharedStyles()
  const seconds = useSeconds(since)
  return (
    <Body1 role="timer" className={shared.quiet}>
      Waiting for {lengthText(seconds)}
      {rule !== undefined && ` · setting ${rule}`}
    </Body1>
  )
}
