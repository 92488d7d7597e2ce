/** A meeting that runs, or ran lately, as its page shows it: everybody, external users included, with their charts. */
import { type Instant, toIso } from '#base'
import { parseRawId } from '#records'
import type { StreamWindow } from '#sources/meetings'
import { personKey } from '#teams/record'
import type { LiveMeeting, LiveParticipant, LivePoint, LiveSeries, LobbyStay } from '../answers.ts'
import { CLIENTS } from '../shape-participant.ts'
import { type Looking, whoOf } from '../shape-who.ts'
import { KEPT_HOURS, type KeptCall, type KeptParticipant, type KeptSeries } from './live-history.ts'
import type { SurroundingsOf } from './surroundings.ts'

export interface LiveLooking extends Looking {
  readonly tenant: string
  /** Home tenant of a user, by object id; undefined for strangers. */
  readonly tenantOf: (objectId: string) => string | undefined
}

const HOUR = 3_600_000

interface Shown {
  readonly hasSeries: boolean
  readonly surroundings?: SurroundingsOf
}

export function liveMeeting(call: KeptCall, looking: LiveLooking, shown: Shown): LiveMeeting {
  const from = Math.max(call.start, (call.end ?? looking.now) - KEPT_HOURS * HOUR)
  return {
    callId: call.callId,
    meetingId: call.scene.kind === 'teamsMeeting' ? call.scene.threadId : '',
    startTime: toIso(call.start),
    endTime: call.end === undefined ? null : toIso(call.end),
    status: call.end === undefined ? 'In progress' : 'Ended',
    participants: [...call.participants.values()].map(one => liveParticipant(one, looking, shown)),
    keptFrom: toIso(from),
  }
}

function liveParticipant(
  kept: KeptParticipant,
  looking: LiveLooking,
  { hasSeries, surroundings }: Shown,
): LiveParticipant {
  const { view, left, connected, came } = kept
  const around = surroundings?.get(view.participantId)
  return {
    participantId: view.participantId,
    who: whoOf({ ...rowOf(kept, looking), ...around?.addresses }, looking),
    role: view.role ?? '',
    status: left !== undefined ? 'Left' : view.state === 'inLobby' ? 'In lobby' : 'In meeting',
    since: toIso(connected ?? came),
    leaveTime: left === undefined ? null : toIso(left),
    lobby: lobbyOf(kept, looking.now),
    client: [CLIENTS[view.client] ?? view.client, around?.version].filter(Boolean).join(' '),
    device: around?.device ?? '',
    platform: around?.platform ?? '',
    network: around?.network ?? '',
    shows: view.shows,
    isReconnecting: view.isReconnecting,
    series: hasSeries ? [...kept.series.values()].map(seriesOf) : [],
  }
}

/** As a stored row says it, so that the same masking decides. */
export function rowOf({ view, came }: KeptParticipant, { tenant, tenantOf }: LiveLooking) {
  const { rawId, displayName } = view
  const identity = parseRawId(rawId)
  const kind = identity?.kind ?? 'bot'
  const objectId = identity?.kind === 'm365User' ? identity.user : ''
  return {
    ParticipantId: view.participantId,
    ParticipantKind: kind,
    UserType: USER_TYPES[kind] ?? 'Application',
    TenantIdOfUser: objectId === '' ? '' : (tenantOf(objectId) ?? ''),
    OrganizerTenantId: tenant,
    PersonKey: personKey(tenant, rawId),
    StartTime: toIso(came),
    RawId: rawId,
    ObjectId: objectId,
    DisplayName: displayName ?? '',
    PhoneNumber: identity?.kind === 'phone' ? identity.number : '',
  }
}

const USER_TYPES: Readonly<Record<string, string>> = {
  acsUser: 'Anonymous',
  teamsAnonymous: 'Anonymous',
  m365User: 'User',
  phone: 'PSTN',
}

/** How somebody left the lobby without being let in stands in the stored row once the call is over. */
function lobbyOf({ waited, connected, left }: KeptParticipant, now: Instant): LobbyStay | null {
  if (!waited) return null
  const outcome = connected !== undefined ? 'admitted' : left === undefined ? 'waiting' : 'left'
  const until = connected ?? left ?? now
  return {
    enteredTime: toIso(waited.entered),
    seconds: Math.max(0, (until - waited.entered) / 1000),
    outcome: outcome === 'left' ? 'notAdmitted' : outcome,
    ...(outcome === 'waiting' && waited.rule !== undefined && { rule: waited.rule }),
  }
}

const seriesOf = ({ stream, points }: KeptSeries): LiveSeries => ({
  streamId: stream.id,
  mediaType: stream.mediaType,
  direction: stream.direction,
  codec: stream.codec ?? null,
  measuredBy: stream.measuredBy,
  points: points.map(({ at, window }) => pointOf(at, window)),
})

const pointOf = (at: Instant, window: StreamWindow): LivePoint => ({
  at: toIso(at),
  jitter: window.jitter?.avg ?? null,
  packetLoss: window.packetLossRate ?? null,
  roundTrip: window.roundTripTime?.avg ?? null,
  bitRate: window.bitRate ?? window.videoBitRate?.avg ?? null,
  frameRate: window.videoFrameRate ?? null,
  height: window.recvResolutionHeight ?? null,
})
