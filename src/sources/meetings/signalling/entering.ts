/** The commands that bring somebody into a call: each takes a seat, and gives it back when the call refuses. */
import { callId, endpointId, type Identity, type ParticipantId, participantId, rawIdOf } from '#records'
import { joinerOf } from '../decisions/joiner.ts'
import type { Newcomer } from '../engine/events.ts'
import { SHOWS_NOTHING } from '../engine/live-call.ts'
import type { NewEvent } from '../live/desks.ts'
import { findPlace, openingOf } from '../live/places.ts'
import type { Meeting } from '../meeting.ts'
import { findMeeting } from '../store.ts'
import { announceAll } from './announce.ts'
import { type Answer, actor, type CommandServices, type Guest, given, post, refuse } from './command.ts'
import { identityOf } from './identify.ts'
import type { ClientMessageOf } from './messages.ts'
import { joinProblem, problem } from './problems.ts'
import type { Line, Seat } from './switchboard.ts'

export async function joinCall(
  message: ClientMessageOf<'join'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  if (guest.seat) return refuse(problem('AlreadyInCall'))
  const finding = findPlace(message.locator, guest.rawId, services)
  if (finding.kind === 'refused') return refuse(joinProblem(finding.end, finding.fix))
  const { place } = finding
  const startsCall = place.needsStarter && services.desks.call(place.desk) === undefined
  if (startsCall && !guest.who.mayStart) return refuse(problem('NotAllowedByScope'))
  const seat = takeSeat(guest, place.desk, services)
  guest.seat = seat
  const newcomer: Newcomer = {
    ...newcomerOf(guest, seat, { ...services, meeting: place.meeting }),
    displayName: message.displayName,
    role: place.role,
    shows: { ...SHOWS_NOTHING, ...given(message.shows ?? {}) },
    media: optsIn(message, services),
  }
  const opening = openingOf(place, services.ids)
  const answer = await enter(seat, { kind: 'join', opening, rules: place.rules, newcomer }, services)
  return 'ok' in answer ? { ok: { participantId: seat.participant, resumeKey: seat.resumeKey } } : answer
}

/** Posts what should put somebody into a call; the seat is given back when it does not. */
async function enter(seat: Seat, event: NewEvent, services: CommandServices): Promise<Answer> {
  try {
    const answer = await post(seat, event, services)
    if ('problem' in answer) services.switchboard.free(seat.participant)
    return answer
  } catch (error) {
    services.switchboard.free(seat.participant)
    throw error
  }
}

export async function callSomebody(
  message: ClientMessageOf<'call'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  if (guest.seat) return refuse(problem('AlreadyInCall'))
  if (!guest.who.mayStart) return refuse(problem('NotAllowedByScope'))
  const callee = identityOf(message.to, services.directory)
  if (callee?.kind !== 'acsUser' && callee?.kind !== 'm365User') return refuse(problem('BadUser'))
  const id = callId(services.ids.uuid())
  const seat = takeSeat(guest, `p2p:${id}`, services)
  guest.seat = seat
  const caller = {
    ...newcomerOf(guest, seat, services),
    displayName: message.displayName,
    media: optsIn(message, services),
  }
  const callees = ringing(callee, seat.desk, services)
  const answer = await enter(seat, { kind: 'dial', id, caller, callees }, services)
  return 'ok' in answer ? { ok: { participantId: seat.participant, resumeKey: seat.resumeKey } } : answer
}

export async function addSomebody(
  message: ClientMessageOf<'add'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  const { seat } = guest
  const call = seat && services.desks.call(seat.desk)
  if (!seat || !call) return refuse(problem('NotInCall'))
  const identity = identityOf(message.user, services.directory)
  if (!identity || identity.kind === 'teamsAnonymous') return refuse(problem('BadUser'))
  if (identity.kind === 'acsUser' || identity.kind === 'm365User') return ringInto(seat, identity, services)
  const newcomer: Newcomer = {
    participantId: participantId(services.ids.uuid()),
    endpointId: endpointId(services.ids.uuid()),
    joiner: joinerOf(identity, identity.kind === 'phone' ? 'phone' : 'bot', services),
    displayName: message.displayName,
    device: {},
    ...(identity.kind === 'phone' && { pstnCallType: 'conf_out' }),
  }
  const opening = { id: call.id, scene: call.scene }
  return post(seat, { kind: 'join', opening, rules: call.rules, newcomer, invitedBy: actor(seat) }, services)
}

async function ringInto(seat: Seat, callee: Identity, services: CommandServices): Promise<Answer> {
  const scene = services.desks.call(seat.desk)?.scene
  const meeting =
    scene?.kind === 'teamsMeeting' ? findMeeting(services.state, 'thread_id', scene.threadId) : undefined
  const callees = ringing(callee, seat.desk, { ...services, meeting })
  const answer = await post(seat, { kind: 'ring', by: actor(seat), callees }, services)
  if ('problem' in answer) for (const one of callees) services.switchboard.free(one.participantId)
  return answer
}

interface InMeeting extends CommandServices {
  /** Absent outside meetings. */
  readonly meeting?: Meeting | undefined
}

/** A seat on each socket of the callee, so that each of them rings. */
function ringing(callee: Identity, desk: string, services: InMeeting): readonly Newcomer[] {
  return services.switchboard
    .linesOf(rawIdOf(callee))
    .filter(isGuest)
    .map(line => newcomerOf(line, takeSeat(line, desk, services), services))
}

/** Only guests open lines. */
const isGuest = (line: Line): line is Guest => 'who' in line

export async function acceptCall(
  message: ClientMessageOf<'accept'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  if (guest.seat) return refuse(problem('AlreadyInCall'))
  const seat = ringingSeat(message.participantId, guest, services)
  if (!seat) return refuse(problem('UnknownParticipant'))
  guest.seat = seat
  const { displayName } = message
  const event = {
    kind: 'accept',
    who: seat.participant,
    displayName,
    media: optsIn(message, services),
  } as const
  const answer = await post(seat, event, services)
  if ('problem' in answer) guest.seat = undefined
  return 'ok' in answer ? { ok: { participantId: seat.participant, resumeKey: seat.resumeKey } } : answer
}

export async function declineCall(
  message: ClientMessageOf<'decline'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  const seat = ringingSeat(message.participantId, guest, services)
  if (!seat) return refuse(problem('UnknownParticipant'))
  return post(seat, { kind: 'decline', who: seat.participant }, services)
}

function ringingSeat(id: string, guest: Guest, { switchboard }: CommandServices): Seat | undefined {
  const seat = switchboard.seatOf(participantId(id))
  return seat?.line === guest && seat !== guest.seat ? seat : undefined
}

export async function resumeCall(
  message: ClientMessageOf<'resume'>,
  guest: Guest,
  services: CommandServices,
): Promise<Answer> {
  if (guest.seat) return refuse(problem('AlreadyInCall'))
  const seat = services.switchboard.seatByResumeKey(message.resumeKey)
  const isVisitor = seat?.rawId.startsWith('8:teamsvisitor:') && guest.who.identity.kind === 'teamsAnonymous'
  if (!seat || (seat.rawId !== guest.rawId && !isVisitor)) return refuse(problem('UnknownResumeKey'))
  seat.line?.unseated(seat.participant)
  seat.line = guest
  guest.seat = seat
  const media = optsIn(message, services)
  const socket = guest.address
  const answer = await post(seat, { kind: 'resume', who: seat.participant, media, socket }, services)
  const call = services.desks.call(seat.desk)
  if ('ok' in answer && call) {
    services.switchboard.tell(announceAll(call, seat.participant, services.settings))
    services.media?.resumed(seat.participant)
  }
  return 'ok' in answer ? { ok: { participantId: seat.participant, resumeKey: seat.resumeKey } } : answer
}

/** Without a media plane nobody has real media, whatever they ask for. */
const optsIn = ({ media }: { readonly media?: 'webrtc' | undefined }, services: CommandServices): boolean =>
  media === 'webrtc' && services.media !== undefined

function takeSeat(line: Guest, desk: string, { ids, switchboard }: CommandServices): Seat {
  const resumeKey = Buffer.from(ids.bytes(18)).toString('base64url')
  const participant: ParticipantId = participantId(ids.uuid())
  const seat = { participant, desk, resumeKey, rawId: line.rawId, line }
  switchboard.seat(seat)
  return seat
}

function newcomerOf(guest: Guest, seat: Seat, place: InMeeting): Newcomer {
  return {
    participantId: seat.participant,
    endpointId: endpointId(guest.endpointId),
    joiner: joinerOf(guest.who.identity, guest.who.client, place),
    issuedBy: guest.who.issuedBy,
    device: guest.device,
    ...(guest.address !== undefined && { sighted: { socket: guest.address } }),
  }
}
