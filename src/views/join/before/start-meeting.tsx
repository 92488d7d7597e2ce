import {
  Body1,
  Button,
  Card,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Subtitle1,
} from '@fluentui/react-components'
import { useState } from 'react'
import { asProblem, type KnownPerson } from '#views/kit'
import type { MeetingText } from '../address/read-meeting.ts'
import { useSharedStyles } from '../ui.ts'
import { callAs } from './identities.ts'

const useStyles = makeStyles({ choice: { minWidth: 0, width: '100%' } })

/** Graph's lobby scopes: who does not wait. */
const LOBBY = [
  { scope: 'organization', title: 'People from outside wait in the lobby' },
  { scope: 'everyone', title: 'Nobody waits' },
  { scope: 'organizer', title: 'Everybody but the organizer waits' },
] as const

interface StartMeetingProps {
  readonly people: readonly KnownPerson[]
  open(meeting: MeetingText, as: string): void
}

/** A meeting now, with a test user as organizer: made through Microsoft Graph like any other. */
export function StartMeeting({ people, open }: StartMeetingProps) {
  const shared = useSharedStyles()
  const styles = useStyles()
  const [upn, setUpn] = useState(people[0]?.userPrincipalName)
  const [subject, setSubject] = useState('Meeting')
  const [scope, setScope] = useState<string>(LOBBY[0].scope)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const person = people.find(one => one.userPrincipalName === upn)
  if (!person) return null
  const start = async () => {
    setBusy(true)
    try {
      open(await newMeeting(person, subject, scope), `user:${person.userPrincipalName}`)
    } catch (error) {
      setProblem(asProblem(error).message)
      setBusy(false)
    }
  }
  return (
    <Card className={shared.card} role="region" aria-labelledby="start-title">
      <div>
        <Subtitle1 as="h2" id="start-title" className={shared.heading}>
          Start one now
        </Subtitle1>
        <Body1 block className={shared.quiet}>
          As a test user of this installation. Guests then join by its link.
        </Body1>
      </div>
      <Field label="Organizer">
        <Dropdown
          className={styles.choice}
          value={`${person.displayName} (${person.tenantName})`}
          selectedOptions={[person.userPrincipalName]}
          onOptionSelect={(_, { optionValue }) => setUpn(optionValue)}
        >
          {people.map(({ userPrincipalName, displayName, tenantName }) => (
            <Option key={userPrincipalName} value={userPrincipalName}>
              {`${displayName} (${tenantName})`}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Subject">
        <Input value={subject} maxLength={200} onChange={(_, { value }) => setSubject(value)} />
      </Field>
      <Field label="Lobby">
        <Dropdown
          className={styles.choice}
          value={LOBBY.find(one => one.scope === scope)?.title ?? ''}
          selectedOptions={[scope]}
          onOptionSelect={(_, { optionValue }) => optionValue !== undefined && setScope(optionValue)}
        >
          {LOBBY.map(({ scope: value, title }) => (
            <Option key={value} value={value}>
              {title}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {problem !== undefined && <Body1 role="alert">{problem}</Body1>}
      <Button disabledFocusable={isBusy} onClick={() => void start()}>
        {isBusy ? 'Making the meeting…' : 'Start the meeting'}
      </Button>
    </Card>
  )
}

/** Rejects with Problem. */
async function newMeeting(person: KnownPerson, subject: string, scope: string): Promise<MeetingText> {
  const body = { subject, lobbyBypassSettings: { scope } }
  const call = callAs(person)
  // Sound: Graph's answer to a new meeting.
  const made = (await call('/v1.0/me/onlineMeetings', { audience: 'graph', method: 'POST', body })) as {
    readonly joinMeetingIdSettings: { readonly joinMeetingId: string; readonly passcode: string | null }
  }
  const { joinMeetingId, passcode } = made.joinMeetingIdSettings
  return { text: joinMeetingId, passcode: passcode ?? '' }
}
