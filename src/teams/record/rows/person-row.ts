/** What names or locates somebody: apart from all else, because it goes after 28 days while the rest stays (T4). */
import { type Field, type Leg, rawIdOf, shown } from '#records'
import type { Sight } from './sight.ts'

export function personFields(leg: Leg, { call, person }: Sight): Readonly<Record<string, Field>> {
  const { identity, network } = leg
  const objectId = identity.kind === 'm365User' ? identity.user : undefined
  const known = objectId === undefined ? undefined : person(objectId)
  const organizer = call.scene.kind === 'teamsMeeting' ? call.scene.organizer.user : undefined
  return {
    ParticipantId: shown(leg.participantId),
    RawId: shown(rawIdOf(identity)),
    ObjectId: shown(objectId),
    UserPrincipalName: shown(known?.userPrincipalName),
    DisplayName: shown(leg.displayName ?? known?.displayName),
    PhoneNumber: shown(identity.kind === 'phone' ? identity.number : undefined),
    IpAddress: shown(network?.localAddress ?? network?.reflexiveAddress),
    BaseAddress: shown(network?.baseAddress),
    LocalAddress: shown(network?.localAddress),
    ReflexiveAddress: shown(network?.reflexiveAddress),
    RemoteAddress: shown(network?.remoteAddress),
    RemoteReflexiveAddress: shown(network?.remoteReflexiveAddress),
    OrganizerObjectId: shown(organizer),
    OrganizerPrincipalName: shown(organizer === undefined ? undefined : person(organizer)?.userPrincipalName),
  }
}
