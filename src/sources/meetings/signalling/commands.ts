/** What each message of a client does: one row a type. Thin: decisions are the reducer's. */
import { toIso } from '#base'
import { participantId } from '#records'
import { measure } from '../live/measure.ts'
import { actor, type Command, given, inCall, refuse } from './command.ts'
import { acceptCall, addSomebody, callSomebody, declineCall, joinCall, resumeCall } from './entering.ts'
import { mediaCommands } from './media-commands.ts'
import type { ClientMessageType } from './messages.ts'
import { problem, refusalProblem } from './problems.ts'
import { telemetryCommands } from './telemetry-commands.ts'

type Commands = { readonly [Type in Exclude<ClientMessageType, 'hello'>]: Command<Type> }

/** Windows may come after the end: the last one usually does when somebody else ended the call. */
const statistics: Command<'statistics'> = async ({ streams }, guest, services) => {
  const seat = guest.seat ?? guest.lastSeat
  if (!seat) return refuse(problem('NotInCall'))
  const { participant: who, desk } = seat
  const refusal = await measure({ who, desk, by: 'client', reports: streams }, services)
  return refusal ? refuse(refusalProblem(refusal)) : { ok: {} }
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
  statistics,
  ...telemetryCommands,
  ...mediaCommands,
  ping: async ({ id: re }, _, { clock }) => ({ message: { type: 'pong', re, at: toIso(clock.now()) } }),
}
