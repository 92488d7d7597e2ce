import { Body1, Button, Card, Field, Input, Subtitle1, Title1 } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import type { Discovery } from '#views/kit'
import { locatorOf, type MeetingText, readPasted } from '../address/read-meeting.ts'
import { useSharedStyles } from '../ui.ts'
import { StartMeeting } from './start-meeting.tsx'

interface StartPageProps {
  readonly discovery: Discovery
  /** `as`: the key of the identity to join with; absent: as the page would choose. */
  open(meeting: MeetingText, as?: string): void
  /** What the address holds and nobody understands. */
  readonly unreadable: string
}

/** No meeting in the address: a link or an id to join one, or a new one. */
export function StartPage({ discovery, open, unreadable }: StartPageProps) {
  const shared = useSharedStyles()
  useEffect(() => {
    document.title = 'Meetings · Anteroom'
  }, [])
  return (
    <main className={shared.page}>
      <Title1 as="h1" className={shared.heading}>
        Meetings
      </Title1>
      <JoinByLink open={open} unreadable={unreadable} />
      {discovery.signIn === 'people' && discovery.people.length > 0 && (
        <StartMeeting people={discovery.people} open={open} />
      )}
    </main>
  )
}

const EXPECTED =
  'Expected a link that begins with https://, a meeting id of digits, a thread id (19:…), a group id, or room/ and its id.'

function JoinByLink({ open, unreadable }: Pick<StartPageProps, 'open' | 'unreadable'>) {
  const shared = useSharedStyles()
  const [pasted, setPasted] = useState(unreadable)
  const [passcode, setPasscode] = useState('')
  const [isWrong, setWrong] = useState(unreadable !== '')
  const meeting = readPasted(pasted, passcode)
  const wantsPasscode = /^[\d\s-]+$/.test(pasted.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (locatorOf(meeting)) open(meeting)
    else setWrong(true)
  }
  return (
    <Card className={shared.card} role="region" aria-labelledby="join-title">
      <div>
        <Subtitle1 as="h2" id="join-title" className={shared.heading}>
          Join a meeting
        </Subtitle1>
        <Body1 block className={shared.quiet}>
          Guests need no account.
        </Body1>
      </div>
      <form onSubmit={submit} noValidate style={{ display: 'contents' }}>
        <Field
          label="Link or meeting id"
          required
          validationState={isWrong ? 'error' : 'none'}
          {...(isWrong && { validationMessage: EXPECTED })}
        >
          <Input
            value={pasted}
            placeholder="https://teams.microsoft.com/l/meetup-join/…"
            onChange={(_, { value }) => {
              setPasted(value)
              setWrong(false)
            }}
          />
        </Field>
        {wantsPasscode && (
          <Field label="Passcode">
            <Input value={passcode} onChange={(_, { value }) => setPasscode(value)} autoComplete="off" />
          </Field>
        )}
        <Button type="submit" appearance="primary">
          Continue
        </Button>
      </form>
    </Card>
  )
}
