/** A connection of the meeting as its organizer's tenant keeps it: also of those who never got past the lobby (T7). */
import { toIso } from '#base'
import { endCode, type Field, type Leg, rawIdOf, resourceOf, shown } from '#records'
import { sessionVerdict, streamVerdicts } from '../classification/session-verdict.ts'
import { systemOf, userAgentCategoryOf } from '../client-names.ts'
import { detailsOf } from '../details.ts'
import { mediaFailureOf } from '../failure.ts'
import { personKey } from '../person-key.ts'
import { homeTenantOf, networkName, userTypeOf } from './end-of-stream.ts'
import { callFields, type Sight } from './sight.ts'

const seconds = (from: number, to: number): number => Math.max(0, (to - from) / 1000)

export function sessionFields(leg: Leg, sight: Sight): Readonly<Record<string, Field>> {
  const { identity, lobby, ended } = leg
  const { code, subCode } = ended
  const { message, category } = endCode(code, subCode)
  const peer = sight.callType === 'P2P' ? sight.call.legs.find(other => other !== leg) : undefined
  const verdict = sessionVerdict(leg)
  return {
    ...callFields(sight),
    Completeness: shown('complete'),
    ParticipantId: shown(leg.participantId),
    PeerParticipantId: shown(peer?.participantId),
    EndpointId: shown(leg.endpointId),
    ParticipantKind: shown(identity.kind),
    UserType: shown(userTypeOf(leg)),
    TenantIdOfUser: shown(homeTenantOf(leg)),
    AcsResourceId: shown(resourceOf(identity)),
    PersonKey: shown(personKey(sight.tenant, rawIdOf(identity))),
    Role: shown(leg.role),
    IsOrganizer: shown(leg.isOrganizer),
    Client: shown(leg.client),
    StartTime: shown(toIso(leg.start)),
    JoinTime: shown(leg.joined === undefined ? undefined : toIso(leg.joined)),
    EndTime: shown(toIso(leg.end)),
    DurationSeconds: shown(seconds(leg.start, leg.end)),
    LobbyEnteredTime: shown(lobby && toIso(lobby.entered)),
    LobbySeconds: shown(lobby && seconds(lobby.entered, lobby.left)),
    LobbyOutcome: shown(lobby?.outcome),
    EndCode: shown(code),
    EndSubCode: shown(subCode),
    EndReason: shown(message),
    ResultCategory: shown(category),
    MediaFailureType: shown(mediaFailureOf(leg)),
    UserAgent: shown(leg.userAgent ?? leg.sdkVersion),
    UserAgentCategory: shown(userAgentCategoryOf(leg)),
    AppVersion: shown(leg.sdkVersion),
    Os: shown(leg.osVersion),
    OsFiltered: shown(systemOf(leg.osVersion)),
    NetworkConnection: shown(networkName(leg.network)),
    PstnCallType: shown(leg.pstnCallType),
    AudioQuality: shown(verdict.verdict),
    Verdicts: shown([{ ...verdict }, ...streamVerdicts(leg).map(one => ({ ...one }))]),
    Details: shown(detailsOf(leg)),
  }
}
