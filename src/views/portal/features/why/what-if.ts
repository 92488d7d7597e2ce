/**
 * The what-if board: a meeting made up of choices, looked at by one resource through the very rules of the product.
 * Pure; the same functions decide about real calls.
 */
import { defaultSwitches, project, type Switches, type Verdict } from '#policy'
import {
  armId,
  type Call,
  callId,
  endpointId,
  type Identity,
  type Leg,
  type LobbyOutcome,
  type LogRecord,
  participantId,
  type ResourceOwner,
  resourceId,
  type TenantId,
  type TenantRegistry,
  tenantId,
} from '#records'

export const KINDS = ['acsUser', 'm365User', 'teamsAnonymous', 'phone', 'bot'] as const
export type Kind = (typeof KINDS)[number]

/** `own` is the tenant of the resource that looks. */
export const TENANTS = ['own', 'other', 'third'] as const
export type TenantChoice = (typeof TENANTS)[number]

export const LOBBIES = ['none', 'admitted', 'rejected', 'timedOut', 'left'] as const
export type LobbyChoice = (typeof LOBBIES)[number]

export interface Setup {
  readonly organizer: TenantChoice
  readonly kind: Kind
  readonly tenant: TenantChoice
  readonly lobby: LobbyChoice
  readonly switches: Partial<Switches>
}

export interface Outcome {
  readonly verdicts: readonly Verdict[]
  readonly records: readonly LogRecord[]
}

const IDS: Readonly<Record<TenantChoice, TenantId>> = {
  own: tenantId('00000000-0000-4000-8000-0000000000a1'),
  other: tenantId('00000000-0000-4000-8000-0000000000b2'),
  third: tenantId('00000000-0000-4000-8000-0000000000c3'),
}

const resourceOf = (tenant: TenantChoice): ResourceOwner => ({
  id: resourceId(IDS[tenant].replace(/^0{8}/, 'acacacac')),
  armId: armId(
    `/subscriptions/s/resourcegroups/g/providers/microsoft.communication/communicationservices/${tenant}`,
  ),
  tenant: IDS[tenant],
})

const OWNERS = TENANTS.map(resourceOf)

const REGISTRY: TenantRegistry = {
  resource: id => OWNERS.find(owner => owner.id === id),
  resourcesOf: tenant => OWNERS.filter(owner => owner.tenant === tenant),
}

/** The one that the question is about. */
const ASKED = participantId('asked')
const START = Date.UTC(2026, 0, 15, 9)
const MINUTE = 60_000

/** What the resource of the own tenant, whose guest was in the meeting too, gets of the participant in question. */
export function whatIf(setup: Setup): Outcome {
  const { records, verdicts } = project(callOf(setup), {
    registry: REGISTRY,
    viewer: { kind: 'resource', resource: resourceOf('own') },
    switches: { ...defaultSwitches, ...setup.switches },
    version: 1,
  })
  const own = verdicts.filter(
    verdict => verdict.participantId === ASKED && !verdict.category.endsWith('Updates'),
  )
  return {
    verdicts: own,
    records: records.filter(({ fields, category }) => {
      const field = fields.ParticipantId ?? fields.participantId
      return !category.endsWith('Updates') && field?.kind === 'shown' && field.value === ASKED
    }),
  }
}

function callOf({ organizer, kind, tenant, lobby }: Setup): Call {
  const organizing: Identity = {
    kind: 'm365User',
    user: 'organizer',
    tenant: IDS[organizer],
    cloud: 'public',
  }
  const guest: Identity = { kind: 'acsUser', resource: resourceOf('own').id, user: 'guest', cloud: 'public' }
  return {
    id: callId('what-if'),
    scene: {
      kind: 'teamsMeeting',
      threadId: '19:meeting_whatif@thread.v2',
      organizer: { tenant: IDS[organizer], user: 'organizer' },
    },
    start: START,
    end: START + 10 * MINUTE,
    legs: [
      { ...legOf('organizer', organizing), isOrganizer: true },
      legOf('guest', guest),
      { ...legOf('asked', identityOf(kind, tenant)), ...stayOf(lobby) },
    ],
  }
}

function legOf(name: string, identity: Identity): Leg {
  return {
    participantId: participantId(name),
    endpointId: endpointId(`endpoint of ${name}`),
    identity,
    client:
      identity.kind === 'acsUser'
        ? 'acs'
        : identity.kind === 'phone'
          ? 'phone'
          : identity.kind === 'bot'
            ? 'bot'
            : 'teams',
    isOrganizer: false,
    start: START,
    joined: START + 1000,
    end: START + 10 * MINUTE,
    ended: { code: 0, subCode: 0 },
    sdkVersion: '1.46.1',
    osVersion: 'Windows 11',
    streams: [
      {
        id: 1,
        mediaType: 'Audio',
        direction: 'Outbound',
        transport: 'UDP',
        codec: 'OPUS',
        quality: { jitterAvg: 3 },
      },
    ],
  }
}

function identityOf(kind: Kind, tenant: TenantChoice): Identity {
  const identities: Readonly<Record<Kind, Identity>> = {
    acsUser: { kind: 'acsUser', resource: resourceOf(tenant).id, user: 'asked', cloud: 'public' },
    m365User: { kind: 'm365User', user: 'asked', tenant: IDS[tenant], cloud: 'public' },
    teamsAnonymous: { kind: 'teamsAnonymous', visitor: 'asked' },
    phone: { kind: 'phone', number: '+4930123456' },
    bot: { kind: 'bot', app: 'asked', tenant: IDS[tenant], cloud: 'public' },
  }
  return identities[kind]
}

const ENDS: Readonly<Record<Exclude<LobbyOutcome, 'admitted'>, Leg['ended']>> = {
  rejected: { code: 0, subCode: 5854 },
  timedOut: { code: 0, subCode: 5855 },
  left: { code: 0, subCode: 0 },
}

function stayOf(lobby: LobbyChoice): Partial<Leg> {
  if (lobby === 'none') return {}
  const stay = { entered: START, left: START + MINUTE, outcome: lobby }
  if (lobby === 'admitted') return { lobby: stay, joined: START + MINUTE }
  return {
    lobby: stay,
    joined: undefined,
    end: START + MINUTE,
    ended: ENDS[lobby],
    streams: [],
  } as Partial<Leg>
}
