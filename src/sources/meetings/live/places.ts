/** From a locator to the place it leads to: a desk, and the rules that hold there. */
import type { Ids } from '#base'
import { type CallScene, callId, type MeetingRole } from '#records'
import type { SqlReader } from '#state'
import type { EndName } from '../decisions/ends.ts'
import type { MeetingDirectory } from '../directory-port.ts'
import type { EventOf } from '../engine/events.ts'
import { type Locator, type LocatorInput, parseLocator } from '../locator.ts'
import type { Meeting, MeetingRules } from '../meeting.ts'
import type { RoomAccess, RoomAdmission } from '../rooms-port.ts'
import { findMeeting } from '../store.ts'

export interface Place {
  readonly desk: string
  readonly scene: CallScene
  readonly meeting?: Meeting | undefined
  readonly rules?: MeetingRules | undefined
  /** False where whoever was invited may be the first, also with a token that starts no calls. */
  readonly needsStarter: boolean
  /** What the place itself makes of somebody: rooms do, meetings decide by their rules. */
  readonly role?: MeetingRole | undefined
}

export type Finding =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'refused'; readonly end: EndName; readonly fix: string }

export interface PlaceServices {
  readonly state: SqlReader
  readonly directory: MeetingDirectory
  readonly roomAccess: RoomAccess
}

/** `rawId`: who asks. */
export function findPlace(input: LocatorInput, rawId: string, services: PlaceServices): Finding {
  const reading = parseLocator(input)
  if (reading.kind === 'refused') return reading
  const { locator } = reading
  return locator.kind === 'room' ? roomPlace(locator.roomId, rawId, services) : lookUp(locator, services)
}

const ROOM_FIX: Readonly<Record<Extract<RoomAdmission, { kind: 'refused' }>['end'], string>> = {
  notFound: 'Create the room here first (POST /rooms).',
  roomNotInvited: 'Add the user to the participants of the room.',
  roomNotValid: 'Join between validFrom and validUntil of the room, or change them.',
  roomOnlyAcsUsers: 'Join with the token of a Communication Services user.',
}

/** A room is a group call that has a list at its door. */
function roomPlace(roomId: string, rawId: string, { roomAccess }: PlaceServices): Finding {
  const admission = roomAccess(roomId, rawId)
  if (admission.kind === 'refused') return refused(admission.end, ROOM_FIX[admission.end])
  const scene = { kind: 'group', groupId: roomId } as const
  const place = { desk: `room:${roomId}`, scene, needsStarter: false, role: admission.role }
  return { kind: 'found', place }
}

function lookUp(locator: Exclude<Locator, { kind: 'room' }>, services: PlaceServices): Finding {
  if (locator.kind === 'group') {
    const { groupId } = locator
    const scene = { kind: 'group', groupId } as const
    const place = { desk: `group:${groupId}`, scene, needsStarter: true }
    return { kind: 'found', place }
  }
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
  const rules = rulesOf(meeting, directory)
  return { desk: deskOfMeeting(meeting), scene, meeting, rules, needsStarter: false }
}

/** The call that a join opens when none is live at the place. */
export const openingOf = (place: Place, ids: Ids): EventOf<'join'>['opening'] => ({
  id: callId(ids.uuid()),
  scene: place.scene,
})

const refused = (end: EndName, fix: string): Finding => ({ kind: 'refused', end, fix })
