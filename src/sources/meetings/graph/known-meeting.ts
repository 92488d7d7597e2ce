/** A meeting that was set up here, by whatever names it: a link, its thread, the digits of its id, Graph's id. */
import type { SqlReader } from '#state'
import type { Organizer } from '../directory-port.ts'
import { parseLocator } from '../locator.ts'
import type { Meeting } from '../meeting.ts'
import { findMeeting } from '../store.ts'
import { longJoinUrl } from './online-meeting.ts'

export interface KnownMeeting {
  /** Graph's id of the onlineMeeting. */
  readonly id: string
  readonly threadId: string
  readonly joinMeetingId: string
  readonly subject?: string | undefined
  readonly organizer: Organizer
  readonly joinWebUrl: string
}

/** Whoever asks has to see to it that the meeting is theirs. A passcode in a link is not needed, nor told. */
export function meetingFor(db: SqlReader, reference: string): KnownMeeting | undefined {
  const found =
    findMeeting(db, 'thread_id', reference) ?? findMeeting(db, 'id', reference) ?? located(db, reference)
  return (
    found && {
      id: found.id,
      threadId: found.threadId,
      joinMeetingId: found.joinMeetingId,
      subject: found.subject,
      organizer: found.organizer,
      joinWebUrl: longJoinUrl(found),
    }
  )
}

function located(db: SqlReader, reference: string): Meeting | undefined {
  const isNumber = /^[\d\s-]+$/.test(reference)
  const reading = parseLocator(isNumber ? { meetingId: reference } : { meetingLink: reference })
  const locator = reading.kind === 'read' ? reading.locator : undefined
  if (locator?.kind === 'thread') return findMeeting(db, 'thread_id', locator.threadId)
  return locator?.kind === 'meetingId' ? findMeeting(db, 'join_meeting_id', locator.meetingId) : undefined
}
