/** What each message of a client does: one row a type. Thin: decisions are the reducer's. */
import { toIso } from '#base'
import { participantId } from '#records'
import { isConnected } from '../engine/live-call.ts'
import {
  type Answer,
  actor,
  type Command,
  type CommandServices,
  type Guest,
  given,
  inCall,
  refuse,
} from './command.ts'
import { acceptCall, addSomebody, callSomebody, declineCall, joinCall, resumeCall } from './entering.ts'
import type { ClientMessageOf, ClientMessageType } from './messages.ts'
import { problem } from './problems.ts'

type Commands = { readonly [Type in Exclude<ClientMessageType, 'hello'>]: Command<Type> }

export const commands: Commands = {
  join: joinCall,
  call: callSomebody,
  add: addSomebody,
  accept: acceptCall,
  decline: declineCall,
  resume: resumeCall,
  leave: inCall(seat => ({ kind: 'leave', who: seat.participant })),
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
  statistics: inCall((seat, { streams }) => ({ kind: 'measure', who: seat.participant, reports: streams })),
  offer: relay,
  answer: relay,
  ice: relay,
  ping: async ({ id: re }, _, { clock }) => ({ message: { type: 'pong', re, at: toIso(clock.now()) } }),
}

async function relay(
  { type, to, payload }: ClientMessageOf<'offer' | 'answer' | 'ice'>,
  guest: Guest,
  { desks, switchboard }: CommandServices,
): Promise<Answer> {
  if (!guest.seat) return refuse(problem('NotInCall'))
  const peer = desks.call(guest.seat.desk)?.legs.get(participantId(to))
  if (!peer || !isConnected(peer)) return refuse(problem('UnknownParticipant'))
  const message = { type, from: guest.seat.participant, payload }
  switchboard.tell([{ to: peer.participantId, message }])
  return { ok: {} }
}
