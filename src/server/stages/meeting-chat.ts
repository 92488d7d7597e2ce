/** Joins meetings to chat: who is connected to a meeting may use its thread, for as long as that lasts. */
import { type Log, messageOf } from '#base'
import type { MeetingChat } from '#sources/chat'
import type { LiveCallView, LiveChange, Meetings } from '#sources/meetings'

interface Followed {
  readonly threadId: string
  /** Participant ids of those whom chat knows as connected. */
  readonly connections: ReadonlySet<string>
}

/** A thread that could not be told is logged: the call goes on without its chat. */
export function followMeetings(
  meetings: Pick<Meetings, 'onChange' | 'subjectOf'>,
  chat: MeetingChat,
  log: Log,
): void {
  const followed = new Map<string, Followed>()
  const attempt = (telling: Promise<void>) =>
    void telling.catch(error => log.error({ reason: messageOf(error) }, 'a meeting could not tell its chat'))
  const leave = ({ threadId, connections }: Followed, stay: ReadonlySet<string>) => {
    for (const connection of connections) {
      if (!stay.has(connection)) attempt(chat.left(threadId, connection))
    }
  }
  const follow = (call: LiveCallView) => {
    const { scene } = call
    if (scene.kind !== 'teamsMeeting') return
    const { threadId, organizer } = scene
    const before = followed.get(call.callId) ?? { threadId, connections: new Set() }
    const present = call.participants.filter(({ state }) => state === 'connected')
    for (const { participantId: connection, rawId: user, displayName } of present) {
      if (before.connections.has(connection)) continue
      const subject = meetings.subjectOf(threadId)
      attempt(chat.connected({ threadId, subject, organizer, user, displayName, connection }))
    }
    const connections = new Set(present.map(({ participantId }) => participantId))
    leave(before, connections)
    followed.set(call.callId, { threadId, connections })
  }
  const listen = (change: LiveChange) => {
    if (change.kind === 'changed') return follow(change.call)
    const ended = followed.get(change.callId)
    if (ended) leave(ended, new Set())
    followed.delete(change.callId)
  }
  meetings.onChange(listen)
}
