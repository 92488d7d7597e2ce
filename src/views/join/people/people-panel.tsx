import {
  Avatar,
  Body1,
  Button,
  Caption1,
  makeStyles,
  Subtitle2,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import {
  CheckmarkRegular,
  DismissRegular,
  HandRightFilled,
  MicOffRegular,
  PauseRegular,
  PersonDeleteRegular,
  ShareScreenStartRegular,
  VideoRegular,
} from '@fluentui/react-icons'
import type { ReactElement, ReactNode } from 'react'
import type { RosterEntry } from '#sources/meetings/client'
import type { Meeting } from '../call/meeting.ts'
import { mayManage, nameOf } from '../call/shape-call.ts'
import { useStore } from '../store.ts'
import { useSharedStyles } from '../ui.ts'

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    alignContent: 'start',
    minHeight: 0,
    overflowY: 'auto',
  },
  section: { display: 'grid', gap: tokens.spacingVerticalS },
  head: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', minHeight: '32px' },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalXS },
  entry: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '40px' },
  words: { display: 'grid', minWidth: 0, flexGrow: 1 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  marks: { display: 'flex', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground2 },
})

/** Who waits, and who is there. */
export function PeoplePanel({ meeting }: { readonly meeting: Meeting }) {
  const styles = useStyles()
  const shared = useSharedStyles()
  const view = useStore(meeting.view)
  const { waiting, people, me } = view
  const manages = mayManage(view)
  return (
    <div className={styles.panel}>
      {waiting.length > 0 && (
        <section className={styles.section} aria-labelledby="waiting-title">
          <div className={styles.head}>
            <Subtitle2 as="h3" id="waiting-title" className={shared.heading}>
              In the lobby ({waiting.length})
            </Subtitle2>
            {manages && waiting.length > 1 && (
              <Button size="small" onClick={() => void meeting.ask({ type: 'admitAll' })}>
                Admit all
              </Button>
            )}
          </div>
          <ul className={styles.list}>
            {waiting.map(person => (
              <Entry key={person.participantId} person={person} isMe={false}>
                {manages && <LobbyButtons person={person} meeting={meeting} />}
              </Entry>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section} aria-labelledby="people-title">
        <div className={styles.head}>
          <Subtitle2 as="h3" id="people-title" className={shared.heading}>
            In the meeting ({people.length})
          </Subtitle2>
        </div>
        <ul className={styles.list}>
          {people.map(person => {
            const isMe = person.participantId === me?.participantId
            const mayRemove = manages && !isMe && !person.isOrganizer
            return (
              <Entry key={person.participantId} person={person} isMe={isMe}>
                <Marks person={person} />
                {mayRemove && (
                  <Act
                    title={`Remove ${nameOf(person)}`}
                    icon={<PersonDeleteRegular />}
                    run={() => meeting.ask({ type: 'remove', participantId: person.participantId })}
                  />
                )}
              </Entry>
            )
          })}
        </ul>
      </section>
    </div>
  )
}

interface EntryProps {
  readonly person: RosterEntry
  readonly isMe: boolean
  readonly children?: ReactNode
}

function Entry({ person, isMe, children }: EntryProps) {
  const styles = useStyles()
  const shared = useSharedStyles()
  const role = person.isOrganizer ? 'Organizer' : person.role
  return (
    <li className={styles.entry}>
      <Avatar name={nameOf(person)} size={32} color="colorful" aria-hidden />
      <span className={styles.words}>
        <Body1 className={styles.name}>
          {nameOf(person)}
          {isMe && ' (you)'}
        </Body1>
        {role !== undefined && <Caption1 className={shared.quiet}>{role}</Caption1>}
      </span>
      {children}
    </li>
  )
}

function Marks({ person }: { readonly person: RosterEntry }) {
  const styles = useStyles()
  return (
    <span className={styles.marks}>
      {person.handRaised && <HandRightFilled aria-label="hand raised" />}
      {person.onHold && <PauseRegular aria-label="on hold" />}
      {person.screen && <ShareScreenStartRegular aria-label="shares a screen" />}
      {person.camera && <VideoRegular aria-label="camera on" />}
      {person.muted && <MicOffRegular aria-label="muted" />}
    </span>
  )
}

interface LobbyButtonsProps {
  readonly person: RosterEntry
  readonly meeting: Meeting
  /** With words, where there is room for them. */
  readonly isWide?: boolean
}

export function LobbyButtons({ person, meeting, isWide = false }: LobbyButtonsProps) {
  const { participantId } = person
  return (
    <>
      <Act
        {...(isWide && { text: 'Admit' })}
        title={`Admit ${nameOf(person)}`}
        icon={<CheckmarkRegular />}
        run={() => meeting.ask({ type: 'admit', participantId })}
      />
      <Act
        {...(isWide && { text: 'Turn away' })}
        title={`Turn away ${nameOf(person)}`}
        icon={<DismissRegular />}
        run={() => meeting.ask({ type: 'reject', participantId })}
      />
    </>
  )
}

interface ActProps {
  readonly title: string
  readonly text?: string
  readonly icon: ReactElement
  run(): Promise<unknown>
}

const Act = ({ title, text, icon, run }: ActProps) => (
  <Tooltip content={title} relationship="label">
    <Button
      size="small"
      appearance={text === undefined ? 'subtle' : 'secondary'}
      icon={icon}
      onClick={() => void run()}
    >
      {text}
    </Button>
  </Tooltip>
)
