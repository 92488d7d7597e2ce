/** What each message of a client does: one row a type. Thin: decisions are the reducer's. */
import { toIso } from '#base'
import { type ParticipantId, participantId } from '#records'
import type { News } from '../engine/last-words.ts'
import { measure } from '../live/measure.ts'
import { actor, type Command, given, inCall, refuse } from './command.ts'
import { acceptCall, addSomebody, callSomebody, declineCall, joinCall, resumeCall } from './entering.ts'
import { mediaCommands } from './media-commands.ts'
import type { ClientMessageOf, ClientMessageType } from './messages.ts'
import { problem, refusalProblem } from './problems.ts'
import { telemetryCommands } from './telemetry-commands.ts'

type Commands = { readonly [Type in Exclude<ClientMessageType, 'hello'>]: Command<Type> }

/** May come after the end: the last window usually does when somebody else ended the call. */
function lastWord<Type extends 'statistics' | 'environment'>(
  newsOf: (who: ParticipantId, message: ClientMessageOf<Type>) => News,
): Command<Type> {
  return async (message, guest, services) => {
    const seat = guest.seat ?? guest.lastSeat
    if (!seat) return refuse(problem('NotInCall'))
    const refusal = await measure(seat.desk, newsOf(seat.participant, message), services)
    return refusal ? refuse(refusalProblem(refusal)) : { ok: {} }
  }
}

export const commands: Commands = {
  join: joinCall,
  call: callSomebody,
  add: addSomebody,
  accept: acceptCall,
  decline: declineCall,
  resume: resumeCall,
  leave: inCall((seat, { reason }) => ({ kind: 'leave', who: seat.participant, reason })),
  admit: inCall((seat, to) => ({ kind: 'admit', by: actor(seat), who: participantId(to.participantId) })),
  admitAll: inCall(seat => ({ kind: 'admitAll', by: actor(seat) })),
  reject: inCall((seat, to) => ({ kind: 'reject', by: actor(seat), who: participantId(to.participantId) })),
  remove: inCall((seat, to) => ({ kind: 'remove', by: actor(seat), who: participantId(to.participantId) })),
  endForAll: inCall(seat => ({ kind: 'endForAll', by: actor(seat) })),
  media: inCall((seat, { muted, camera, screen }) => ({
    kind: 'show',
    who: seat.participant,
    shows: given({ muted, camera, screen }),
  })),
  raiseHand: inCall((seat, { raised }) => ({
    kind: 'show',
    who: seat.participant,
    shows: { handRaised: raised },
  })),
  hold: inCall((seat, { on }) => ({ kind: 'show', who: seat.participant, shows: { onHold: on } })),
  statistics: lastWord((who, { streams }) => ({ kind: 'measure', who, by: 'client', reports: streams })),
  environment: lastWord((who, { network, hardware }) => ({ kind: 'environment', who, network, hardware })),
  ...telemetryCommands,
  ...mediaCommands,
  ping: async ({ id: re }, _, { clock }) => ({ message: { type: 'pong', re, at: toIso(clock.now()) } }),
}
