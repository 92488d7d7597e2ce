/** The commands of clients with real media: descriptions to a peer or to the server, wishes, and how it fares. */

import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type ParticipantId, participantId } from '#records'
import { isConnected } from '../engine/live-call.ts'
import type { MediaBridge } from '../media/bridge.ts'
import { type Answer, type Command, type CommandServices, type Guest, post, refuse } from './command.ts'
import { AnswerPayload, CandidatePayload, PeerCandidatePayload, SFU } from './media-messages.ts'
import type { ClientMessageOf } from './messages.ts'
import { problem } from './problems.ts'
import type { Seat } from './switchboard.ts'

type MediaCommand = 'offer' | 'answer' | 'ice' | 'subscribe' | 'renegotiate' | 'mediaState' | 'badNetwork'

export const mediaCommands: { readonly [Type in MediaCommand]: Command<Type> } = {
  offer: async (message, guest, services) =>
    message.to === SFU ? refuse(problem('ServerOffers')) : relay(message, guest, services),
  answer: async (message, guest, services) =>
    message.to === SFU ? answerServer(message, guest, services) : relay(message, guest, services),
  ice: async (message, guest, services) =>
    message.to === SFU ? candidateForServer(message, guest, services) : relay(message, guest, services),
  subscribe: seated(async ({ want }, seat, { media }) => known(media?.subscribe(seat.participant, want))),
  renegotiate: seated(async ({ connection }, seat, { media }) => {
    const outcome = media?.renegotiate(seat.participant, connection)
    return outcome === 'tooOften' ? refuse(problem('TooOften')) : known(outcome === 'done')
  }),
  mediaState: seated(({ path, state }, seat, services) =>
    post(seat, { kind: 'flow', who: seat.participant, by: 'client', path, state }, services),
  ),
  badNetwork: seated(async ({ up, down }, seat, { media, settings }) => {
    if (!media || !settings.badNetwork) return refuse(problem('BadNetworkOff'))
    return { ok: { relayed: await media.impair(seat.participant, { up, down }) } }
  }),
}

const DONE: Answer = { ok: {} }
const known = (isKnown: boolean | undefined): Answer => (isKnown ? DONE : refuse(problem('NoMedia')))

/** A command of somebody in a call. */
function seated<Type extends MediaCommand>(
  run: (message: ClientMessageOf<Type>, seat: Seat, services: CommandServices) => Promise<Answer>,
): Command<Type> {
  return async (message, { seat }, services) =>
    seat ? run(message, seat, services) : refuse(problem('NotInCall'))
}

/** Descriptions between two clients pass unread; addresses too, unless a bad network was asked for. */
async function relay(
  { type, to, payload }: ClientMessageOf<'offer' | 'answer' | 'ice'>,
  guest: Guest,
  { desks, switchboard, media }: CommandServices,
): Promise<Answer> {
  if (!guest.seat) return refuse(problem('NotInCall'))
  const peer = desks.call(guest.seat.desk)?.legs.get(participantId(to))
  if (!peer || !isConnected(peer)) return refuse(problem('UnknownParticipant'))
  const way = { from: guest.seat.participant, to: peer.participantId }
  const detour = type === 'ice' && media?.isImpaired(way.from, way.to) ? media : undefined
  const passed = detour ? await onDetour(payload, way, detour) : payload
  switchboard.tell([{ to: way.to, message: { type, from: way.from, payload: passed } }])
  return DONE
}

/** The same payload with an address that leads through the relay; one without an address stays as it is. */
async function onDetour(
  payload: string,
  way: { readonly from: ParticipantId; readonly to: ParticipantId },
  media: MediaBridge,
): Promise<string> {
  const ice = readPeerCandidate(payload)
  if (!ice) return payload
  const { candidate: given, ...rest } = ice
  const isText = typeof given === 'string'
  const candidate = await media.peerCandidate({ ...way, candidate: isText ? given : given.candidate })
  return JSON.stringify({ ...rest, candidate: isText ? candidate : { ...given, candidate } })
}

const readAnswer = payloadReader(AnswerPayload)
const readCandidate = payloadReader(CandidatePayload)
const readPeerCandidate = payloadReader(PeerCandidatePayload)

const answerServer = seated<'answer'>(async ({ payload }, seat, { media }) => {
  const answer = readAnswer(payload)
  if (!answer) return refuse(problem('BadPayload'))
  return known(media?.answer(seat.participant, answer))
})

const candidateForServer = seated<'ice'>(async ({ payload }, seat, { media }) => {
  const candidate = readCandidate(payload)
  if (!candidate) return refuse(problem('BadPayload'))
  return known(media?.candidate(seat.participant, candidate))
})

/** Text of an untrusted client → what the schema says, or undefined. */
function payloadReader<Schema extends TSchema>(schema: Schema): (text: string) => Static<Schema> | undefined {
  const checker = Compile(schema)
  return text => {
    try {
      const value: unknown = JSON.parse(text)
      return checker.Check(value) ? value : undefined
    } catch {
      return undefined
    }
  }
}
