import { Body1, Button, Caption1, Card, Link, Title2 } from '@fluentui/react-components'
import { useEffect } from 'react'
import { lengthText } from '#views/kit'
import type { Meeting } from '../call/meeting.ts'
import type { Stage } from '../call/shape-call.ts'
import { useStore } from '../store.ts'
import { useSharedStyles } from '../ui.ts'
import { endWords } from './end-words.ts'
import { Survey } from './survey.tsx'

interface OverProps {
  readonly stage: Extract<Stage, { kind: 'over' }>
  readonly meeting: Meeting
  again(): void
}

/** Why it is over, what to do next, and how it was. */
export function Over({ stage: { end, lastedMs }, meeting, again }: OverProps) {
  const shared = useSharedStyles()
  const { title, text, mayRetry } = endWords(end)
  const callId = useStore(meeting.view).me?.callId
  useEffect(() => {
    document.title = `${title} · Anteroom`
  }, [title])
  return (
    <main className={shared.page}>
      <Card className={shared.card}>
        <div aria-live="polite">
          <Title2 as="h1" className={shared.heading}>
            {title}
          </Title2>
          <Body1 block className={shared.quiet}>
            {text}
          </Body1>
          {end.rule !== undefined && (
            <Body1 block className={shared.quiet}>
              The setting that decided it: {end.rule}
            </Body1>
          )}
        </div>
        <div className={shared.row}>
          {mayRetry && (
            <Button appearance="primary" onClick={again}>
              Join again
            </Button>
          )}
          <Button as="a" href="/meet">
            Other meetings
          </Button>
        </div>
        <Caption1 className={shared.quiet}>
          {lastedMs !== undefined && `You were in for ${lengthText(Math.round(lastedMs / 1000))}. `}
          Ended with code {end.code}, sub code {end.subCode}.{' '}
          {callId !== undefined && (
            <Link href={`/portal/calls/${encodeURIComponent(callId)}`} inline>
              What the logs say of it
            </Link>
          )}
        </Caption1>
      </Card>
      {lastedMs !== undefined && (
        <Card className={shared.card}>
          <Survey meeting={meeting} />
        </Card>
      )}
    </main>
  )
}
