/** What the operator may do in live calls: everything, without being in them. */
import type { Ids } from '#base'
import { endpointId, type Identity, type MeetingRole, participantId, type TenantId } from '#records'
import { joinerOf } from '../decisions/joiner.ts'
import type { MeetingDirectory } from '../directory-port.ts'
import type { Newcomer, Step } from '../engine/events.ts'
import type { LiveCall } from '../engine/live-call.ts'
import type { StreamReport } from '../engine/statistics.ts'
import type { Desks, NewEvent } from '../live/desks.ts'
import { type LiveCallView, viewOf } from '../live/view.ts'
import { operatorError } from './errors.ts'

export interface PhoneToAdd {
  /** E.164 with plus. */
  readonly number: string
  readonly displayName?: string | undefined
  /** `in`: dials in, so the lobby counts; `out`: was called from the meeting. */
  readonly direction: 'in' | 'out'
}

export interface BotToAdd {
  /** Application id, a GUID. */
  readonly app: string
  readonly tenant?: TenantId | undefined
  readonly displayName?: string | undefined
  /** Auto attendants and call queues. */
  readonly isVoiceApp?: boolean | undefined
}

/** Every method rejects with ApiError 404 for a call that is not live, 409 for what the call refuses. */
export interface Operator {
  calls(): readonly LiveCallView[]
  /** Gives the new participant's id. */
  addPhone(callId: string, phone: PhoneToAdd): Promise<string>
  addBot(callId: string, bot: BotToAdd): Promise<string>
  admit(callId: string, participant: string): Promise<void>
  admitAll(callId: string): Promise<void>
  reject(callId: string, participant: string): Promise<void>
  remove(callId: string, participant: string): Promise<void>
  /** Hangs up for a phone or bot. */
  hangUp(callId: string, participant: string): Promise<void>
  /** What was measured of a phone's or bot's streams. */
  measure(callId: string, participant: string, reports: readonly StreamReport[]): Promise<void>
  end(callId: string): Promise<void>
}

export interface OperatorServices {
  readonly desks: Desks
  readonly directory: MeetingDirectory
  readonly ids: Ids
}

const by = { kind: 'operator' } as const

export function createOperator(services: OperatorServices): Operator {
  const { desks } = services
  const act = async (id: string, event: NewEvent): Promise<void> => void (await post(desks, id, event))
  const on = (participant: string) => ({ by, who: participantId(participant) })
  return {
    calls: () => desks.calls().map(viewOf),
    addPhone: (id, { number, displayName, direction }) =>
      bringIn(services, id, {
        identity: { kind: 'phone', number },
        displayName,
        isInvited: direction === 'out',
        pstnCallType: direction === 'out' ? 'conf_out' : 'conf_in',
      }),
    addBot: (id, { app, tenant, displayName, isVoiceApp }) =>
      bringIn(services, id, {
        identity: { kind: isVoiceApp ? 'voiceApp' : 'bot', app, tenant, cloud: 'public' },
        displayName,
        isInvited: true,
      }),
    admit: (id, participant) => act(id, { kind: 'admit', ...on(participant) }),
    admitAll: id => act(id, { kind: 'admitAll', by }),
    reject: (id, participant) => act(id, { kind: 'reject', ...on(participant) }),
    remove: (id, participant) => act(id, { kind: 'remove', ...on(participant) }),
    hangUp: (id, participant) => act(id, { kind: 'leave', who: participantId(participant) }),
    measure: (id, participant, reports) =>
      act(id, { kind: 'measure', by: 'client', who: participantId(participant), reports }),
    end: id => act(id, { kind: 'endForAll', by }),
  }
}

interface Addition {
  readonly identity: Identity
  readonly displayName: string | undefined
  readonly isInvited: boolean
  readonly pstnCallType?: string | undefined
  readonly role?: MeetingRole | undefined
}

async function bringIn(services: OperatorServices, id: string, addition: Addition): Promise<string> {
  const { desks, directory, ids } = services
  const { call } = liveCall(desks, id)
  const { identity, displayName, isInvited, pstnCallType } = addition
  const newcomer: Newcomer = {
    participantId: participantId(ids.uuid()),
    endpointId: endpointId(ids.uuid()),
    joiner: joinerOf(identity, identity.kind === 'phone' ? 'phone' : 'bot', { directory }),
    displayName,
    device: {},
    pstnCallType,
  }
  const opening = { id: call.id, scene: call.scene }
  const invitedBy = isInvited ? by : undefined
  await post(desks, id, { kind: 'join', opening, rules: call.rules, newcomer, invitedBy })
  return newcomer.participantId
}

async function post(desks: Desks, id: string, event: NewEvent): Promise<Step> {
  const step = await desks.post(liveCall(desks, id).desk, event)
  if (step.refusal) throw operatorError('Refused', step.refusal.message)
  return step
}

function liveCall(desks: Desks, id: string): { readonly desk: string; readonly call: LiveCall } {
  for (const desk of desks.keys()) {
    const call = desks.call(desk)
    if (call?.id === id) return { desk, call }
  }
  throw operatorError('CallNotFound')
}
