/** Who may do what in which thread. */
import type { ApiError } from '#base'
import { chatError } from './errors.ts'
import { isExternal } from './identifiers.ts'
import type { Call, MeetingChatPolicy, Services } from './operation.ts'
import { type Participant, participantIn, participantsOf } from './store/participants.ts'
import { type Thread, threadById } from './store/threads.ts'

export interface Membership {
  readonly thread: Thread
  readonly member: Participant
}

/**
 * The thread of the path, and the caller as its participant. Throws ApiError 404 for a thread that does not exist
 * (any more), 403 for somebody else's and where the organizer of a meeting allows no chat.
 */
export function membershipOf(call: Call, services: Services): Membership {
  const membership = anyMembershipOf(call, services)
  const { id, deletedAt } = membership.thread
  if (deletedAt !== null) throw chatError('ThreadNotFound', { thread: id })
  return membership
}

/** The same, also for a thread that was deleted. */
export function anyMembershipOf({ tx, params, user, now }: Call, services: Services): Membership {
  const id = params.threadId ?? ''
  const thread = threadById(tx, id, now)
  if (!thread) throw chatError('ThreadNotFound', { thread: id })
  const member = participantIn(tx, id, user)
  const refusal = meetingChatRefusal(thread, user, services)
  if (refusal) throw refusal
  if (!member) throw chatError('NotParticipant')
  return { thread, member }
}

/** As membershipOf, for what only threads of Communication Services allow: Teams keeps its own as they are. */
export function ownMembershipOf(call: Call, services: Services): Membership {
  const membership = membershipOf(call, services)
  if (membership.thread.meeting) throw chatError('NotInMeetings')
  return membership
}

/** The participants who may hear what happens in the thread. */
export const listenersOf = (tx: Call['tx'], thread: Thread, services: Services): readonly string[] =>
  participantsOf(tx, thread.id)
    .map(({ user }) => user)
    .filter(user => meetingChatRefusal(thread, user, services) === undefined)

function meetingChatRefusal(
  { meeting }: Thread,
  user: string,
  { settings, directory }: Services,
): ApiError | undefined {
  if (!meeting) return undefined
  if (settings.meetingChat === 'refused' && isExternal(user)) return chatError('MeetingChatRefused')
  const policy = directory.meetingChatOf(meeting)
  return ALLOWS[policy](isExternal(user)) ? undefined : chatError('MeetingChatOff', { policy })
}

/** Whether the organizer's policy lets an external user, or one of Microsoft 365, read and write. */
const ALLOWS: Readonly<Record<MeetingChatPolicy, (external: boolean) => boolean>> = {
  Enabled: () => true,
  Disabled: () => false,
  EnabledExceptAnonymous: external => !external,
}
