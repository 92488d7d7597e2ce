/** The literals by which call tables name a participant's client and device (R46, R47). */
import type { CallScene, ClientKind } from '#records'
import type { Attendee, ParticipantKind } from '../attendee.ts'

const ENDPOINT_TYPES: Readonly<Record<ClientKind, string>> = {
  acs: 'VoIP',
  teams: 'VoIP',
  phone: 'PSTN',
  bot: 'Bot',
}

/** R47: VoIP, PSTN or Bot. */
export const endpointTypeOf = ({ leg }: Attendee): string => ENDPOINT_TYPES[leg.client]

/** No text names a type for bots. */
const PARTICIPANT_TYPES: Readonly<Record<Exclude<ParticipantKind, 'acsUser'>, string | undefined>> = {
  m365User: 'Teams',
  m365UserOnAcs: 'ACS as Microsoft 365 user',
  teamsAnonymous: 'Teams',
  phone: 'PSTN',
  bot: undefined,
  voiceApp: 'Teams Voice Apps',
}

/** R46: the short literals, which the portal's queries compare with. */
export function participantTypeOf({ kind }: Attendee, scene: CallScene): string | undefined {
  if (kind !== 'acsUser') return PARTICIPANT_TYPES[kind]
  return scene.kind === 'teamsMeeting' ? 'ACS as Teams external user' : 'ACS'
}
