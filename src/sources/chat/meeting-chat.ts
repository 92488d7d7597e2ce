/**
 * Threads of Teams meetings: who is connected to the meeting may chat. An external user comes with the connection
 * and goes with the last one, and reads nothing of before; people of Microsoft 365 stay.
 */
import type { Clock } from '#base'
import { parseRawId } from '#records'
import type { State, Transaction } from '#state'
import type { ChatEvent } from './events.ts'
import { isExternal } from './identifiers.ts'
import { participantsCame, participantWent } from './news.ts'
import type { Services } from './operation.ts'
import {
  allConnections,
  deleteConnection,
  deleteParticipant,
  insertConnection,
  insertParticipants,
  participantIn,
} from './store/participants.ts'
import { insertThread, type MeetingOrganizer, nextStamp, type Thread, threadById } from './store/threads.ts'

export interface MeetingAttendee {
  /** `19:meeting_…@thread.v2` */
  readonly threadId: string
  readonly subject?: string | undefined
  readonly organizer: MeetingOrganizer
  /** Raw id. Phones and bots do not chat: they are passed over. */
  readonly user: string
  readonly displayName?: string | undefined
  /** One connection to the call, unique in the meeting: a second device has its own. */
  readonly connection: string
}

/** What meetings tell chat. */
export interface MeetingChat {
  /** Somebody is connected to the meeting (not while in the lobby). The first one makes the thread. */
  connected(attendee: MeetingAttendee): Promise<void>
  /** A connection ended, however; unknown ones are passed over. */
  left(threadId: string, connection: string): Promise<void>
}

export interface MeetingChatOptions {
  readonly state: State
  readonly clock: Clock
  readonly services: Services
  publish(events: readonly ChatEvent[]): void
}

export function createMeetingChat({ state, clock, services, publish }: MeetingChatOptions): MeetingChat {
  return {
    connected: async attendee =>
      publish(await state.transact(tx => connect(tx, attendee, { now: clock.now(), services }))),
    left: async (threadId, connection) =>
      publish(
        await state.transact(tx => disconnect(tx, threadId, { connection, now: clock.now(), services })),
      ),
  }
}

/** Calls do not outlive the process: whoever was connected when it ended is not connected any more. */
export async function forgetConnections({ state, clock, services }: MeetingChatOptions): Promise<void> {
  if (allConnections(state).length === 0) return
  await state.transact(tx => {
    for (const { thread, connection } of allConnections(tx)) {
      disconnect(tx, thread, { connection, now: clock.now(), services })
    }
  })
}

interface Circumstances {
  readonly now: number
  readonly services: Services
}

const CHATTING = ['acsUser', 'teamsAnonymous', 'm365User']

function connect(
  tx: Transaction,
  attendee: MeetingAttendee,
  { now, services }: Circumstances,
): readonly ChatEvent[] {
  const { user, displayName = null, connection } = attendee
  if (!CHATTING.includes(parseRawId(user)?.kind ?? '')) return []
  const thread = threadById(tx, attendee.threadId, now) ?? openThread(tx, attendee, now)
  insertConnection(tx, thread.id, { user, connection })
  const visibleFrom = isExternal(user) ? nextStamp(tx, thread.id, now) : thread.createdAt
  const newcomer = { user, displayName, shareHistoryAt: null, metadata: {}, visibleFrom }
  const who = insertParticipants(tx, thread.id, [newcomer])
  return participantsCame(tx, services, { thread, by: user, at: now, who })
}

function openThread(tx: Transaction, { threadId, subject, organizer }: MeetingAttendee, now: number): Thread {
  const createdBy = `8:orgid:${organizer.user}`
  const thread: Thread = {
    id: threadId,
    topic: subject ?? '',
    createdAt: now,
    createdBy,
    metadata: {},
    retentionDays: null,
    deletedAt: null,
    meeting: organizer,
  }
  insertThread(tx, thread)
  const owner = {
    user: createdBy,
    displayName: null,
    shareHistoryAt: null,
    metadata: {},
    visibleFrom: now,
  }
  insertParticipants(tx, threadId, [owner])
  return thread
}

function disconnect(
  tx: Transaction,
  threadId: string,
  { connection, now, services }: Circumstances & { readonly connection: string },
): readonly ChatEvent[] {
  const user = deleteConnection(tx, threadId, connection)
  const thread = threadById(tx, threadId, now)
  const leaver = user === undefined ? undefined : participantIn(tx, threadId, user)
  if (!thread || !leaver || !isExternal(leaver.user)) return []
  deleteParticipant(tx, threadId, leaver.user)
  return participantWent(tx, services, { thread, by: leaver.user, at: now, who: leaver })
}
