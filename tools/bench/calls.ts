/** Finished calls as the meetings make them: a meeting of four with two streams each, of the known world. */
import { randomIds } from '#base'
import { knownWorld } from '#directory'
import {
  type Call,
  callId,
  endpointId,
  type Fact,
  type Leg,
  participantId,
  resourceId,
  type Stream,
  tenantId,
} from '#records'

const [{ immutableResourceId } = { immutableResourceId: '' }] = knownWorld.resources
const [organizer = { id: '' }] = knownWorld.users
const [{ id: tenantGuid } = { id: '' }] = knownWorld.tenants
const resource = resourceId(immutableResourceId)
const tenant = tenantId(tenantGuid)
const LEGS = 4

/** Rows of the four call tables that such a call makes in the one resource that took part. */
export const ROWS_A_CALL = 2 * LEGS + 2 * 2 * LEGS

export function aFinishedCall(now: number): { readonly fact: Fact; readonly id: string } {
  const id = randomIds.uuid()
  const call: Call = {
    id: callId(id),
    scene: {
      kind: 'teamsMeeting',
      threadId: `19:meeting_${id}@thread.v2`,
      organizer: { tenant, user: organizer.id },
    },
    start: now - 60_000,
    end: now,
    legs: Array.from({ length: LEGS }, (_, i) => aLeg(i === 0, now)),
  }
  return { id, fact: { kind: 'call', call, version: 1 } }
}

function aLeg(isOrganizer: boolean, now: number): Leg {
  return {
    participantId: participantId(randomIds.uuid()),
    endpointId: endpointId(randomIds.uuid()),
    identity: isOrganizer
      ? { kind: 'm365User', user: organizer.id, tenant, cloud: 'public' }
      : { kind: 'acsUser', resource, user: randomIds.uuid(), cloud: 'public' },
    client: isOrganizer ? 'teams' : 'acs',
    isOrganizer,
    start: now - 60_000,
    joined: now - 59_000,
    end: now,
    ended: { code: 0, subCode: 0 },
    sdkVersion: '1.46.1',
    osVersion: 'Windows 11',
    streams: [aStream('Outbound'), aStream('Inbound')],
  }
}

const aStream = (direction: Stream['direction']): Stream => ({
  id: direction === 'Outbound' ? 1 : 2,
  mediaType: 'Audio',
  direction,
  transport: 'UDP',
  codec: 'OPUS',
  quality: {
    roundTripTimeAvg: 46,
    roundTripTimeMax: 90,
    jitterAvg: 3,
    jitterMax: 9,
    packetLossRateAvg: 0.01,
  },
})
