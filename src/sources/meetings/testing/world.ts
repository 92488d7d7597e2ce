/** The people of the worked meetings E1 and E2: tenants A, B and C, resources R1 and R2 of A and R3 of C. */
import { type Identity, type ResourceId, resourceId, type TenantId, tenantId } from '#records'
import {
  DEFAULT_POLICY,
  type DirectoryUser,
  type MeetingDirectory,
  type MeetingPolicy,
  type Standing,
} from '../directory-port.ts'
import { type Meeting, optionsOf } from '../meeting.ts'

const guid = (last: string) => `00000000-0000-4000-8000-${last.padStart(12, '0')}`

export const tenants = { A: tenantId(guid('a')), B: tenantId(guid('b')), C: tenantId(guid('c')) }
export const resources = {
  R1: resourceId(guid('11')),
  R2: resourceId(guid('12')),
  R3: resourceId(guid('13')),
}

const user = (name: string, tenant: TenantId, last: string): DirectoryUser => ({
  id: guid(last),
  tenant,
  userPrincipalName: `${name}@example`,
  displayName: name,
})

export const users = {
  organizerOfA: user('oa', tenants.A, 'a0'),
  organizerOfB: user('ob', tenants.B, 'b0'),
  memberOfA: user('ma', tenants.A, 'a1'),
  memberOfB: user('mb', tenants.B, 'b1'),
  memberOfC: user('mc', tenants.C, 'c1'),
}

interface WorldOptions {
  readonly policy?: Partial<MeetingPolicy>
  /** How people of other tenants stand to the organizer; `trusted` by default. */
  readonly foreigners?: Standing
}

export function aDirectory({ policy, foreigners = 'trusted' }: WorldOptions = {}): MeetingDirectory {
  return {
    user: key =>
      Object.values(users).find(({ id, userPrincipalName }) =>
        [id, userPrincipalName].includes(key.toLowerCase()),
      ),
    standing: (person, tenant) => (person.tenant === tenant ? 'member' : foreigners),
    policyOf: () => ({ ...DEFAULT_POLICY, ...policy }),
  }
}

export function aMeeting(organizer: DirectoryUser, changes: Partial<Meeting> = {}): Meeting {
  return {
    id: 'M1',
    organizer: { tenant: organizer.tenant, user: organizer.id },
    threadId: '19:meeting_TTE@thread.v2',
    joinMeetingId: '123456789012',
    passcode: 'aB3dE5',
    starts: 0,
    ends: 0,
    created: 0,
    options: optionsOf(DEFAULT_POLICY),
    invited: [],
    keptProperties: {},
    ...changes,
  }
}

export const acsUser = (resource: ResourceId, name: string): Identity => ({
  kind: 'acsUser',
  resource,
  user: name,
  cloud: 'public',
})
export const m365User = ({ id, tenant }: DirectoryUser): Identity => ({
  kind: 'm365User',
  user: id,
  tenant,
  cloud: 'public',
})
export const visitor = (name: string): Identity => ({ kind: 'teamsAnonymous', visitor: name })
export const phone = (number: string): Identity => ({ kind: 'phone', number })
export const bot = (last: string): Identity => ({ kind: 'bot', app: guid(last), cloud: 'public' })
