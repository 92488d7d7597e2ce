import { useEffect, useState, useSyncExternalStore } from 'react'
import { systemClock } from '#base'
import type { Meeting } from '../call/meeting.ts'
import { useStore } from '../store.ts'
import { ChatRoom } from './chat-room.ts'

interface Chat {
  /** Undefined: this identity has no way into it, or the call has no thread. */
  readonly room: ChatRoom | undefined
  readonly unread: number
}

/** The chat of the meeting for as long as one is in it; what came while it was not looked at is unread. */
export function useChat(meeting: Meeting, isLookedAt: boolean): Chat {
  const threadId = useStore(meeting.view).me?.scene.threadId
  const { chatToken } = meeting.identified
  const [room, setRoom] = useState<ChatRoom>()
  useEffect(() => {
    if (threadId === undefined || !chatToken) return
    const opened = new ChatRoom({
      clock: systemClock,
      threadId,
      displayName: meeting.displayName,
      token: chatToken,
    })
    setRoom(opened)
    void opened.open()
    return () => opened.close()
  }, [threadId, chatToken, meeting.displayName])
  const lines = useLines(room)
  const [seen, setSeen] = useState(0)
  useEffect(() => {
    if (isLookedAt) setSeen(lines)
  }, [isLookedAt, lines])
  return { room, unread: isLookedAt ? 0 : Math.max(0, lines - seen) }
}

/** How many lines others have written. */
const useLines = (room: ChatRoom | undefined): number =>
  useSyncExternalStore(
    listener => room?.view.subscribe(listener) ?? (() => undefined),
    () => room?.view.get().lines.filter(({ isOwn }) => !isOwn).length ?? 0,
  )
