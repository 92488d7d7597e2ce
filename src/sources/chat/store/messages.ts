/** Messages as they are stored: what people wrote, and what a thread tells of itself. */
import type { Instant } from '#base'
import type { SqlReader, Transaction } from '#state'
import { type Metadata, readMetadata } from './metadata.ts'
import type { Participant } from './participants.ts'
import { nextStamp } from './threads.ts'

/** Of a message that people wrote: its text. Of one of the thread itself: who did what. */
export type MessageContent =
  | { readonly kind: 'text' | 'html'; readonly message: string }
  | { readonly kind: 'topicUpdated'; readonly topic: string; readonly initiator: string }
  | {
      readonly kind: 'participantAdded' | 'participantRemoved'
      readonly participants: readonly Pick<Participant, 'user' | 'displayName' | 'shareHistoryAt'>[]
      readonly initiator: string
    }

export type MessageType = MessageContent['kind']

export interface Message {
  readonly thread: string
  /** Milliseconds since 1970 when it was sent; unique in its thread. */
  readonly id: number
  readonly sequence: number
  readonly version: number
  readonly type: MessageType
  /** Null once it is deleted. */
  readonly content: MessageContent | null
  /** Raw id; null for messages of the thread itself. */
  readonly sender: string | null
  readonly senderName: string | null
  readonly metadata: Metadata
  readonly editedAt: Instant | null
  readonly deletedAt: Instant | null
}

interface MessageRow extends Omit<Message, 'content' | 'metadata'> {
  readonly content: string | null
  readonly metadata: string
}

const COLUMNS = `thread, id, sequence, version, type, content, sender, sender_name AS senderName, metadata,
  edited_at AS editedAt, deleted_at AS deletedAt`

/** Only this module writes the column, from a MessageContent. */
const messageOf = (row: MessageRow): Message => ({
  ...row,
  content: row.content === null ? null : (JSON.parse(row.content) as MessageContent),
  metadata: readMetadata(row.metadata),
})

/** Undefined also for one that was sent before `visibleFrom`. */
export function messageById(
  db: SqlReader,
  thread: string,
  { id, visibleFrom }: { readonly id: number; readonly visibleFrom: Instant },
): Message | undefined {
  const sql = `SELECT ${COLUMNS} FROM chat_messages WHERE thread = ? AND id = ? AND id >= ?`
  const row = db.get<MessageRow>(sql, thread, id, visibleFrom)
  return row && messageOf(row)
}

export interface MessagesAsked {
  readonly thread: string
  readonly since: Instant
  /** Only those with a lower id. */
  readonly before: number
  readonly limit: number
}

/** Newest first. */
export const messagesOf = (
  db: SqlReader,
  { thread, since, before, limit }: MessagesAsked,
): readonly Message[] =>
  db
    .all<MessageRow>(
      `SELECT ${COLUMNS} FROM chat_messages WHERE thread = ? AND id >= ? AND id < ? ORDER BY id DESC LIMIT ?`,
      thread,
      since,
      before,
      limit,
    )
    .map(messageOf)

export interface NewMessage {
  readonly content: MessageContent
  readonly sender?: string
  readonly senderName?: string | undefined
  readonly metadata?: Metadata | undefined
}

const COUNT_UP = `UPDATE chat_threads SET sequence = sequence + 1, last_message_at = ? WHERE id = ?
  RETURNING sequence`

export function appendMessage(tx: Transaction, thread: string, message: NewMessage, now: Instant): Message {
  const { content, sender = null, senderName = null, metadata = {} } = message
  const id = nextStamp(tx, thread, now)
  const sequence = tx.get<{ sequence: number }>(COUNT_UP, id, thread)?.sequence ?? 0
  tx.run(
    `INSERT INTO chat_messages (thread, id, sequence, version, type, content, sender, sender_name, metadata)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    thread,
    id,
    sequence,
    id,
    content.kind,
    JSON.stringify(content),
    sender,
    senderName,
    JSON.stringify(metadata),
  )
  const type = content.kind
  const fresh = { version: id, type, content, sender, senderName, metadata, editedAt: null, deletedAt: null }
  return { thread, id, sequence, ...fresh }
}

/** Stores what an edit or a deletion made of a message. */
export function replaceMessage(tx: Transaction, message: Message): void {
  const { thread, id, version, content, metadata, editedAt, deletedAt } = message
  tx.run(
    `UPDATE chat_messages SET version = ?, content = ?, metadata = ?, edited_at = ?, deleted_at = ?
      WHERE thread = ? AND id = ?`,
    version,
    content && JSON.stringify(content),
    JSON.stringify(metadata),
    editedAt,
    deletedAt,
    thread,
    id,
  )
}
