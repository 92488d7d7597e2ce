/** How call tables name a participant: ids, and the literals for client and device (R32, R46, R47). */
import { absent, type CallScene, type ClientKind, type Field, shown } from '#records'
import type { Attendee, ParticipantKind } from '../attendee.ts'
import { decideRedaction, unlessWithheld } from '../redaction/decide-redaction.ts'
import type { View } from '../view.ts'

/** R32: a participant of a direct call has no id of their own, so there is none to withhold either. */
export function idsOf(who: Attendee, view: View): Readonly<Record<'ParticipantId' | 'EndpointId', Field>> {
  const { participantId, endpointId } = who.leg
  const redaction = decideRedaction(who, view)
  const direct = view.callType === 'P2P'
  return {
    ParticipantId: direct ? absent : unlessWithheld('ParticipantId', shown(participantId), redaction),
    EndpointId: unlessWithheld('EndpointId', shown(endpointId), redaction),
  }
}

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
