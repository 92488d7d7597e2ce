/** Plays events into the reducer, one participant a name, and keeps the facts. */
import { invariant } from '#base'
import {
  type Call,
  type ClientKind,
  callId,
  endpointId,
  type Fact,
  type Identity,
  participantId,
} from '#records'
import { joinerOf } from '../decisions/joiner.ts'
import type { MeetingDirectory } from '../directory-port.ts'
import {
  type Actor,
  type CallEvent,
  DEFAULT_ENGINE_LIMITS,
  type EngineLimits,
  type Newcomer,
  type Step,
} from '../engine/events.ts'
import type { LiveCall } from '../engine/live-call.ts'
import { reduce } from '../engine/reduce.ts'
import type { Meeting } from '../meeting.ts'

export const START = Date.UTC(2026, 0, 15, 9)

type WithoutTime<E> = E extends CallEvent ? Omit<E, 'at'> : never

const CLIENTS: Readonly<Record<Identity['kind'], ClientKind>> = {
  acsUser: 'acs',
  m365User: 'teams',
  teamsAnonymous: 'teams',
  phone: 'phone',
  bot: 'bot',
  voiceApp: 'bot',
}

export class PlayedCall {
  call: LiveCall | undefined
  readonly facts: Fact[] = []
  at = START
  readonly #meeting: Meeting | undefined
  readonly #directory: MeetingDirectory
  readonly #limits: EngineLimits

  constructor(directory: MeetingDirectory, meeting?: Meeting, limits: EngineLimits = DEFAULT_ENGINE_LIMITS) {
    this.#directory = directory
    this.#meeting = meeting
    this.#limits = limits
  }

  play(event: WithoutTime<CallEvent>): Step {
    const step = reduce(this.call, { ...event, at: this.at } as CallEvent, this.#limits)
    this.call = step.call
    this.facts.push(...step.facts)
    return step
  }

  newcomer(name: string, identity: Identity, more: Partial<Newcomer> = {}): Newcomer {
    const place = { meeting: this.#meeting, directory: this.#directory }
    return {
      participantId: participantId(name),
      endpointId: endpointId(`${name}-endpoint`),
      joiner: joinerOf(identity, CLIENTS[identity.kind], place),
      displayName: name,
      device: {},
      ...more,
    }
  }

  join(name: string, identity: Identity, more: { invitedBy?: Actor } & Partial<Newcomer> = {}): Step {
    const { invitedBy, ...rest } = more
    const meeting = this.#meeting
    const rules = meeting && { policy: this.#directory.policyOf(meeting.organizer), options: meeting.options }
    return this.play({
      kind: 'join',
      opening: {
        id: callId('call-1'),
        scene: meeting
          ? { kind: 'teamsMeeting', threadId: meeting.threadId, organizer: meeting.organizer }
          : { kind: 'group', groupId: 'g1' },
      },
      rules,
      newcomer: this.newcomer(name, identity, rest),
      invitedBy,
    })
  }

  after(ms: number): this {
    this.at += ms
    return this
  }

  phase(name: string): string | undefined {
    return this.call?.legs.get(participantId(name))?.phase.kind
  }

  finished(): Call {
    const fact = this.facts.find(one => one.kind === 'call')
    invariant(fact, 'the call is not over')
    return fact.call
  }
}

export const by = (name: string): Actor => ({ kind: 'participant', id: participantId(name) })
export const who = participantId
