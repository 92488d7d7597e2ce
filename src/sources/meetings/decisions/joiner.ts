/** Who knocks, seen from one meeting: what lobby, roles and policies look at. */
import type { ClientKind, Identity } from '#records'
import type { MeetingDirectory } from '../directory-port.ts'
import type { InvitedPerson, Meeting } from '../meeting.ts'

/** `untrusted`: signed in, but of an organization the tenant does not trust; it counts as anonymous. */
export type JoinerKind =
  | 'organizer'
  | 'coOrganizer'
  | 'member'
  | 'guest'
  | 'trusted'
  | 'untrusted'
  | 'anonymous'
  | 'acs'
  | 'phone'
  | 'bot'

export interface Joiner {
  readonly kind: JoinerKind
  readonly identity: Identity
  readonly client: ClientKind
  readonly invited: boolean
  readonly isListedPresenter: boolean
}

const KIND_WITHOUT_ACCOUNT = {
  acsUser: 'acs',
  teamsAnonymous: 'anonymous',
  phone: 'phone',
  bot: 'bot',
  voiceApp: 'bot',
} as const satisfies Record<Exclude<Identity['kind'], 'm365User'>, JoinerKind>

/** `meeting` absent: a call outside meetings, where only the kind of identity counts. */
export function joinerOf(
  identity: Identity,
  client: ClientKind,
  place: { readonly meeting?: Meeting | undefined; readonly directory: MeetingDirectory },
): Joiner {
  if (identity.kind !== 'm365User') {
    const kind = KIND_WITHOUT_ACCOUNT[identity.kind]
    return { kind, identity, client, invited: false, isListedPresenter: false }
  }
  const { meeting, directory } = place
  const user = directory.user(identity.user)
  const invitation = meeting?.invited.find(person => isThat(person, identity.user, user?.userPrincipalName))
  return {
    kind: kindOfUser(identity.user, invitation, place),
    identity,
    client,
    invited: invitation !== undefined,
    isListedPresenter: invitation?.role === 'presenter',
  }
}

function kindOfUser(
  id: string,
  invitation: InvitedPerson | undefined,
  { meeting, directory }: { readonly meeting?: Meeting | undefined; readonly directory: MeetingDirectory },
): JoinerKind {
  const user = directory.user(id)
  if (!meeting) return 'member'
  if (meeting.organizer.user === id) return 'organizer'
  if (invitation?.role === 'coorganizer') return 'coOrganizer'
  return user ? directory.standing(user, meeting.organizer.tenant) : 'untrusted'
}

const isThat = (person: InvitedPerson, id: string, name: string | undefined): boolean =>
  person.user === id || (name !== undefined && person.userPrincipalName?.toLowerCase() === name.toLowerCase())
