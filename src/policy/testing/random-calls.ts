/** Arbitrary calls in which every text of a leg is unique to it, so that a leak can be traced to its leg. */
import fc from 'fast-check'
import {
  type Call,
  type CallScene,
  type ClientKind,
  callId,
  endpointId,
  type Identity,
  type Leg,
  participantId,
  type ResourceId,
  resourceId,
  type Stream,
} from '#records'
import { type Switches, switchTable } from '../switches.ts'
import { contoso, contosoOne, contosoTwo, fabrikam, fabrikamOne, northwind, northwindOne } from './world.ts'

export const RESOURCES = [contosoOne, contosoTwo, fabrikamOne, northwindOne]

/** A resource that no registry knows. */
const stranger = resourceId('eeeeeeee-0000-4000-8000-000000000009')

const aTenant = fc.constantFrom(contoso, fabrikam, northwind)
const anIssuer: fc.Arbitrary<ResourceId> = fc.constantFrom(
  ...RESOURCES.map(resource => resource.id),
  stranger,
)
const aMaybeTenant = fc.option(aTenant, { nil: undefined })
const cloud = fc.constantFrom('public', 'gcch', 'dod')

/** `mark` is filled in per leg, so that identities are unique too. */
const anIdentity = (mark: string): fc.Arbitrary<Identity> =>
  fc.oneof(
    fc.record({ kind: fc.constant('acsUser'), resource: anIssuer, user: fc.constant(`user${mark}`), cloud }),
    fc.record({ kind: fc.constant('m365User'), user: fc.constant(`user${mark}`), tenant: aTenant, cloud }),
    fc.constant({ kind: 'teamsAnonymous' as const, visitor: `user${mark}` }),
    fc.constant({ kind: 'phone' as const, number: `+user${mark}` }),
    fc.record({
      kind: fc.constantFrom('bot', 'voiceApp'),
      app: fc.constant(`user${mark}`),
      tenant: aMaybeTenant,
      cloud,
    }),
  )

const CLIENTS: Readonly<Record<Identity['kind'], readonly ClientKind[]>> = {
  acsUser: ['acs'],
  m365User: ['acs', 'teams'],
  teamsAnonymous: ['teams'],
  phone: ['phone'],
  bot: ['bot'],
  voiceApp: ['bot'],
}

const START = Date.UTC(2026, 0, 15, 9)

const aStream: fc.Arbitrary<Stream> = fc.record({
  id: fc.nat(),
  mediaType: fc.constantFrom('Audio', 'Video', 'VBSS', 'AppSharing'),
  direction: fc.constantFrom('Inbound', 'Outbound'),
  transport: fc.constantFrom('UDP', 'TCP', 'Unrecognized'),
  quality: fc.record({ roundTripTimeAvg: fc.double({ min: 0, max: 900, noNaN: true }) }),
})

/** Text that belongs to one leg alone: `«3»` marks the leg at index 3. */
export const markOf = (index: number): string => `«${index}»`

const aLeg = (index: number): fc.Arbitrary<Leg> =>
  fc
    .record({
      identity: anIdentity(markOf(index)),
      secondClient: fc.boolean(),
      issuedBy: anIssuer,
      isOrganizer: fc.boolean(),
      waits: fc.boolean(),
      joins: fc.boolean(),
      tells: fc.boolean(),
      startsAfter: fc.nat(60_000),
      staysFor: fc.nat(600_000),
      streams: fc.array(aStream, { maxLength: 3 }),
    })
    .map(({ identity, ...draft }): Leg => {
      const mark = markOf(index)
      const start = START + draft.startsAfter
      const end = start + draft.staysFor
      const client =
        CLIENTS[identity.kind][draft.secondClient ? 1 : 0] ?? CLIENTS[identity.kind][0] ?? 'teams'
      const outcome = draft.joins ? ('admitted' as const) : ('rejected' as const)
      return {
        participantId: participantId(`participant${mark}`),
        endpointId: endpointId(`endpoint${mark}`),
        identity,
        client,
        displayName: `name${mark}`,
        isOrganizer: draft.isOrganizer && identity.kind === 'm365User',
        start,
        end,
        ended: { code: 0, subCode: draft.joins ? 0 : 5854 },
        streams: draft.streams,
        ...(identity.kind === 'm365User' && client === 'acs' && { issuedBy: draft.issuedBy }),
        ...(draft.joins && { joined: start }),
        ...((draft.waits || !draft.joins) && { lobby: { entered: start, left: end, outcome } }),
        ...(draft.tells && {
          sdkVersion: `sdk${mark}`,
          osVersion: `os${mark}`,
          diagnosticOptions: `options${mark}`,
        }),
      }
    })

const aScene: fc.Arbitrary<CallScene> = fc.oneof(
  {
    weight: 3,
    arbitrary: aTenant.map(tenant => ({
      kind: 'teamsMeeting' as const,
      threadId: 'thread',
      organizer: { tenant, user: 'organizer' },
    })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'group' as const, groupId: 'group' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'p2p' as const }) },
)

export const aCall: fc.Arbitrary<Call> = fc.integer({ min: 0, max: 7 }).chain(size =>
  fc
    .record({ scene: aScene, legs: fc.tuple(...Array.from({ length: size }, (_, index) => aLeg(index))) })
    .map(({ scene, legs }) => ({
      id: callId('call'),
      scene,
      legs,
      start: START,
      end: Math.max(START, ...legs.map(leg => leg.end)),
    })),
)

/** Sound because every switch draws from its own row's values. */
export const someSwitches = fc.record(
  Object.fromEntries(
    Object.entries(switchTable).map(([name, { values }]) => [name, fc.constantFrom(...values)]),
  ),
) as fc.Arbitrary<Switches>

export const aResource = fc.constantFrom(...RESOURCES)
