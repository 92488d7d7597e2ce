/** From a locator to the place it leads to: a desk, and the rules that hold there. */
import type { Ids } from '#base'
import { type CallScene, callId } from '#records'
import type { SqlReader } from '#state'
import type { EndName } from '../decisions/ends.ts'
import type { MeetingDirectory } from '../directory-port.ts'
import type { EventOf } from '../engine/events.ts'
import { type Locator, type LocatorInput, parseLocator } from '../locator.ts'
import type { Meeting, MeetingRules } from '../meeting.ts'
import { findMeeting } from '../store.ts'

export interface Place {
  readonly desk: string
  readonly scene: CallScene
  readonly meeting?: Meeting | undefined
  readonly rules?: MeetingRules | undefined
}

export type Finding =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'refused'; readonly end: EndName; readonly fix: string }

export interface PlaceServices {
  readonly state: SqlReader
  readonly directory: MeetingDirectory
}

export function findPlace(input: LocatorInput, services: PlaceServices): Finding {
  const reading = parseLocator(input)
  return reading.kind === 'refused' ? reading : lookUp(reading.locator, services)
}

function lookUp(locator: Locator, services: PlaceServices): Finding {
  if (locator.kind === 'group') {
    const { groupId } = locator
    const place = { desk: `group:${groupId}`, scene: { kind: 'group', groupId } } as const
    return { kind: 'found', place }
  }
  if (locator.kind === 'room') return refused('notFound', 'Rooms are not served yet; use a group id.')
  const meeting = locator.kind === 'thread' ? byThread(locator, services) : byMeetingId(locator, services)
  if (!meeting)
    return refused('notFound', 'Create the meeting here first (POST /v1.0/users/{id}/onlineMeetings).')
  if (
    locator.kind === 'meetingId' &&
    meeting.passcode !== undefined &&
    locator.passcode !== meeting.passcode
  ) {
    return refused('badLocator', 'Give the passcode that belongs to the meeting id.')
  }
  return { kind: 'found', place: placeOf(meeting, services.directory) }
}

function byThread(
  locator: Extract<Locator, { kind: 'thread' }>,
  { state }: PlaceServices,
): Meeting | undefined {
  const meeting = findMeeting(state, 'thread_id', locator.threadId)
  const isOther = (said: string | undefined, is: string | undefined) => said !== undefined && said !== is
  const { tenant, user } = meeting?.organizer ?? {}
  return isOther(locator.tenant, tenant) || isOther(locator.organizer, user) ? undefined : meeting
}

const byMeetingId = (locator: Extract<Locator, { kind: 'meetingId' }>, { state }: PlaceServices) =>
  findMeeting(state, 'join_meeting_id', locator.meetingId)

export const rulesOf = (meeting: Meeting, directory: MeetingDirectory): MeetingRules => ({
  policy: directory.policyOf(meeting.organizer),
  options: meeting.options,
})

export const deskOfMeeting = ({ threadId }: Meeting): string => `meeting:${threadId}`

function placeOf(meeting: Meeting, directory: MeetingDirectory): Place {
  const { threadId, organizer } = meeting
  const scene = { kind: 'teamsMeeting', threadId, organizer } as const
  return { desk: deskOfMeeting(meeting), scene, meeting, rules: rulesOf(meeting, directory) }
}

/** The call that a join opens when none is live at the place. */
export const openingOf = (place: Place, ids: Ids): EventOf<'join'>['opening'] => ({
  id: callId(ids.uuid()),
  scene: place.scene,
})

const refused = (end: EndName, fix: string): Finding => ({ kind: 'refused', end, fix })
