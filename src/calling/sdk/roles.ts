/** Roles of a meeting, and what each may do: the answers of the capabilities feature. */
import type { RosterEntry } from '#sources/meetings/client'

export type ParticipantRole =
  | 'Unknown'
  | 'Attendee'
  | 'Presenter'
  | 'Organizer'
  | 'Co-organizer'
  | 'Consumer'
  | 'Collaborator'

/** Calls that are no meetings have no roles; everybody may do what a presenter may. */
export const roleOf = ({ role }: Pick<RosterEntry, 'role'>): ParticipantRole => role ?? 'Presenter'

export interface Capability {
  readonly isPresent: boolean
  readonly reason: 'Capable' | 'RoleRestricted' | 'FeatureNotSupported'
}

type Allowed = 'everybody' | 'presenters' | 'organizers' | 'nobody'

/** The server decides in the end; this is what a button may look like. */
const CAPABILITIES = {
  turnVideoOn: 'everybody',
  unmuteMic: 'everybody',
  shareScreen: 'presenters',
  removeParticipant: 'presenters',
  hangUpForEveryOne: 'organizers',
  addCommunicationUser: 'presenters',
  addTeamsUser: 'presenters',
  addPhoneNumber: 'presenters',
  manageLobby: 'presenters',
  spotlightParticipant: 'nobody',
  removeParticipantsSpotlight: 'nobody',
  blurBackground: 'nobody',
  startLiveMeetingCaptions: 'nobody',
  startLiveCallingCaptions: 'nobody',
  setCaptionLanguage: 'nobody',
  raiseHand: 'everybody',
  pstnDialOut: 'presenters',
  muteOthers: 'nobody',
  useReactions: 'nobody',
  viewAttendeeNames: 'everybody',
  startTogetherMode: 'nobody',
  joinBreakoutRooms: 'nobody',
  forbidOthersAudio: 'nobody',
  forbidOthersVideo: 'nobody',
  realTimeText: 'nobody',
} as const satisfies Record<string, Allowed>

export type CapabilityName = keyof typeof CAPABILITIES
export type Capabilities = Readonly<Record<CapabilityName, Capability>>

const ROLES: Readonly<Record<Exclude<Allowed, 'everybody' | 'nobody'>, readonly ParticipantRole[]>> = {
  presenters: ['Presenter', 'Organizer', 'Co-organizer'],
  organizers: ['Organizer', 'Co-organizer'],
}

export function capabilitiesOf(role: ParticipantRole): Capabilities {
  const capability = (allowed: Allowed): Capability => {
    if (allowed === 'nobody') return { isPresent: false, reason: 'FeatureNotSupported' }
    const isPresent = allowed === 'everybody' || ROLES[allowed].includes(role)
    return { isPresent, reason: isPresent ? 'Capable' : 'RoleRestricted' }
  }
  const rows = Object.entries(CAPABILITIES).map(([name, allowed]) => [name, capability(allowed)])
  // Sound: the names are those of the table.
  return Object.fromEntries(rows) as Capabilities
}
