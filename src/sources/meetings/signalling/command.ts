/** What commands have in common: what they are given, what they answer, and how they post an event. */
import type { Clock, Ids } from '#base'
import type { State } from '#state'
import type { Actor } from '../engine/events.ts'
import type { Device } from '../engine/live-call.ts'
import type { Afterwards } from '../live/afterwards.ts'
import type { Desks, NewEvent } from '../live/desks.ts'
import type { MediaBridge } from '../media/bridge.ts'
import type { RoomAccess } from '../rooms-port.ts'
import type { MeetingsSettings } from '../settings.ts'
import type { IdentifyServices, Who } from './identify.ts'
import type { ClientMessageOf, ClientMessageType } from './messages.ts'
import { type Problem, problem, refusalProblem } from './problems.ts'
import type { ServerMessageOf } from './server-messages.ts'
import type { Line, Seat, Switchboard } from './switchboard.ts'
import type { Telemetry } from './telemetry.ts'

export interface CommandServices extends IdentifyServices {
  readonly state: Pick<State, 'get' | 'all'>
  readonly clock: Clock
  readonly ids: Ids
  readonly roomAccess: RoomAccess
  readonly desks: Desks
  readonly switchboard: Switchboard
  readonly settings: MeetingsSettings
  readonly afterwards: Afterwards
  readonly telemetry: Telemetry
  /** Absent where there is no media plane. */
  readonly media: MediaBridge | undefined
}

/** A socket after its `hello`, as commands see it. */
export interface Guest extends Line {
  readonly who: Who
  readonly endpointId: string
  readonly device: Device
  /** Where its socket comes from. */
  readonly address: string | undefined
  /** The participant it speaks for. */
  seat: Seat | undefined
  /** The participant it spoke for before, who may still have last words. */
  readonly lastSeat: Seat | undefined
}

type Ok = Omit<ServerMessageOf<'ok'>, 'type' | 're'>
export type Answer =
  | { readonly ok: Ok }
  | { readonly problem: Problem }
  | { readonly message: ServerMessageOf<'pong'> }
export type Command<Type extends ClientMessageType> = (
  message: ClientMessageOf<Type>,
  guest: Guest,
  services: CommandServices,
) => Promise<Answer>

export const refuse = (why: Problem): Answer => ({ problem: why })

export const actor = ({ participant }: Seat): Actor => ({ kind: 'participant', id: participant })

/** Members that were given; the others leave what is. */
export const given = (shows: {
  muted?: boolean | undefined
  camera?: boolean | undefined
  screen?: boolean | undefined
}) => Object.fromEntries(Object.entries(shows).filter(([, value]) => value !== undefined))

/** Leaving has happened whether we can store it or not; all else is refused while nothing can be stored. */
export async function post(seat: Seat, event: NewEvent, { desks }: CommandServices): Promise<Answer> {
  const { refusal } = await desks.post(seat.desk, event, { insist: event.kind === 'leave' })
  return refusal ? refuse(refusalProblem(refusal)) : { ok: {} }
}

/** A command that is one event of the call the guest is in. */
export function inCall<Type extends ClientMessageType>(
  eventOf: (seat: Seat, message: ClientMessageOf<Type>) => NewEvent,
): Command<Type> {
  return async (message, { seat }, services) =>
    seat ? post(seat, eventOf(seat, message), services) : refuse(problem('NotInCall'))
}
