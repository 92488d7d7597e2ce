/** `/teams/running` and `/teams/meetings/{callId}/live`: meetings of the tenant that run, or ran until a day ago. */
import { type HttpReply, toIso } from '#base'
import type { LiveMeeting, MeetingPage, Participant } from '../answers.ts'
import { type Asking, ok } from '../center.ts'
import { noCharts } from '../errors.ts'
import { participantsOf } from '../questions/meetings.ts'
import { organizerOf } from '../shape-who.ts'
import type { KeptCall } from './live-history.ts'
import { liveMeeting } from './shape-live.ts'
import { ofRunning, ofStored, type SurroundingsOf } from './surroundings.ts'

/** `?ended=yes` adds those that are over. */
export function listRunning(asking: Asking): HttpReply {
  const withEnded = asking.request.query.ended === 'yes'
  const value = asking.center.live
    .calls()
    .filter(call => isOwn(call, asking) && (withEnded || call.end === undefined))
    .map(call => liveMeeting(call, asking.looking, { hasSeries: false }))
  return ok({ value })
}

export async function getLive(asking: Asking): Promise<HttpReply> {
  const { callId = '' } = asking.request.params
  const call = ownCall(asking, callId)
  if (!call) throw noCharts(callId)
  const surroundings = await surroundingsOf(call, asking)
  return ok(liveMeeting(call, asking.looking, { hasSeries: true, surroundings }))
}

const surroundingsOf = async (
  { callId, end }: KeptCall,
  { center, tenant, rows }: Asking,
): Promise<SurroundingsOf> =>
  end === undefined ? ofRunning(center.soFar(callId)) : ofStored(await rows(participantsOf(tenant, callId)))

/** The page of a meeting that is not on record yet. */
export function runningMeeting(asking: Asking, callId: string): MeetingPage | undefined {
  const call = ownCall(asking, callId)
  const surroundings = ofRunning(asking.center.soFar(callId))
  return call && pageOf(liveMeeting(call, asking.looking, { hasSeries: false, surroundings }), call, asking)
}

export const ownCalls = (asking: Asking): readonly KeptCall[] =>
  asking.center.live.calls().filter(call => isOwn(call, asking))

const isOwn = ({ scene }: KeptCall, { tenant }: Asking): boolean =>
  scene.kind === 'teamsMeeting' && scene.organizer.tenant === tenant

function ownCall(asking: Asking, callId: string): KeptCall | undefined {
  const call = asking.center.live.call(callId)
  return call && isOwn(call, asking) ? call : undefined
}

function pageOf(live: LiveMeeting, { scene, start }: KeptCall, { looking, tenant }: Asking): MeetingPage {
  const user = scene.kind === 'teamsMeeting' ? scene.organizer.user : ''
  const until = live.endTime === null ? looking.now : Date.parse(live.endTime)
  return {
    callId: live.callId,
    meetingId: live.meetingId,
    startTime: live.startTime,
    endTime: live.endTime,
    durationSeconds: Math.max(0, (until - start) / 1000),
    activityType: 'Conference',
    status: live.status,
    source: 'anteroom',
    organizer: organizerOf(
      { OrganizerObjectId: user, OrganizerTenantId: tenant, StartTime: toIso(start) },
      looking,
    ),
    participants: live.participants.map(
      (one): Participant => ({
        participantId: one.participantId,
        who: one.who,
        role: one.role,
        isOrganizer: one.role === 'Organizer',
        acsResourceId: '',
        joinTime: one.lobby && one.lobby.outcome !== 'admitted' ? null : one.since,
        leaveTime: one.leaveTime,
        durationSeconds: 0,
        lobby: one.lobby,
        device: one.device,
        client: one.client,
        platform: one.platform,
        network: one.network,
        audioQuality: 'Unavailable',
        why: 'Rated when the meeting has ended; its live charts show how it goes now.',
        verdicts: [],
        ended: null,
        status: one.status,
      }),
    ),
    kql: '',
    hasCharts: true,
  }
}
