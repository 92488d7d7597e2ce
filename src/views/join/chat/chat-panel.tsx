import {
  Body1,
  Button,
  Caption1,
  makeStyles,
  mergeClasses,
  Spinner,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { SendRegular } from '@fluentui/react-icons'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { messageOf } from '#base'
import { Empty } from '#views/kit'
import { useStore } from '../store.ts'
import { useSharedStyles } from '../ui.ts'
import type { ChatLine, ChatRoom } from './chat-room.ts'

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateRows: 'minmax(0, 1fr) auto',
    gap: tokens.spacingVerticalS,
    minHeight: 0,
  },
  lines: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    overflowY: 'auto',
    minHeight: 0,
  },
  line: { display: 'grid', gap: tokens.spacingVerticalXXS, justifyItems: 'start', maxWidth: '90%' },
  own: { justifyItems: 'end', alignSelf: 'flex-end' },
  bubble: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  ownBubble: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
  form: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'end' },
  text: { flexGrow: 1, minWidth: 0 },
})

/** `room`: undefined where this identity has no way into the chat. */
export function ChatPanel({ room }: { readonly room: ChatRoom | undefined }) {
  if (!room) {
    return (
      <Empty
        title="No chat for visitors in a Teams client"
        hint="Their chat goes through Teams itself. Join as an external user of a resource to chat from here."
      />
    )
  }
  return <Room room={room} />
}

function Room({ room }: { readonly room: ChatRoom }) {
  const styles = useStyles()
  const { state, problem, lines } = useStore(room.view)
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (lines.length > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [lines.length])
  if (state === 'opening') return <Spinner label="Opening the chat" />
  if (state === 'refused') {
    return <Empty title="The chat of this meeting is closed to you" {...(problem && { hint: problem })} />
  }
  return (
    <div className={styles.panel}>
      <ol className={styles.lines} aria-label="Messages" tabIndex={-1}>
        {lines.map(line => (
          <Line key={line.id} line={line} />
        ))}
        <li ref={end} aria-hidden />
      </ol>
      <Composer send={text => room.send(text)} />
    </div>
  )
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

function Line({ line }: { readonly line: ChatLine }) {
  const styles = useStyles()
  const shared = useSharedStyles()
  return (
    <li className={mergeClasses(styles.line, line.isOwn && styles.own)}>
      <Caption1 className={shared.quiet}>
        {line.isOwn ? 'You' : line.author} · {TIME.format(line.at)}
      </Caption1>
      <Body1 className={mergeClasses(styles.bubble, line.isOwn && styles.ownBubble)}>{line.text}</Body1>
    </li>
  )
}

/** Enter sends, Shift and Enter begins a line. What could not be sent stays. */
function Composer({ send }: { send(text: string): Promise<void> }) {
  const styles = useStyles()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const submit = async () => {
    if (text.trim() === '') return
    try {
      await send(text.trim())
      setText('')
      setProblem(undefined)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  const submitted = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void submit()
  }
  return (
    <div>
      {problem !== undefined && <Caption1 role="alert">{problem}</Caption1>}
      <form className={styles.form} onSubmit={submitted}>
        <Textarea
          className={styles.text}
          aria-label="Message"
          placeholder="Type a message"
          value={text}
          onChange={(_, { value }) => setText(value)}
          onKeyDown={pressed}
        />
        <Button type="submit" appearance="primary" icon={<SendRegular />} aria-label="Send" />
      </form>
    </div>
  )
}
