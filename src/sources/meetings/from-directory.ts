/** The directory, seen through what meetings must know of it. */
import type { Directory, User } from '#directory'
import type { TenantId } from '#records'
import type { DirectoryUser, MeetingDirectory, Standing } from './directory-port.ts'

export function meetingDirectoryOf(
  directory: Pick<Directory, 'user' | 'tenant' | 'meetingSettings'>,
): MeetingDirectory {
  const homeOf = (user: User): TenantId => {
    const domain = homeDomainOf(user)
    return (domain === undefined ? undefined : directory.tenant(domain)?.id) ?? user.tenant
  }
  const publicUser = (user: User): DirectoryUser => ({ ...user, tenant: homeOf(user) })
  return {
    user: reference => {
      const user = directory.user(reference)
      return user && publicUser(user)
    },
    standing: ({ id, tenant: home }, tenant): Standing => {
      const user = directory.user(id)
      if (user?.tenant === tenant) return user.userType === 'Guest' ? 'guest' : 'member'
      return directory.tenant(tenant)?.trusts.includes(home) ? 'trusted' : 'untrusted'
    },
    policyOf: ({ tenant, user }) => directory.meetingSettings(tenant, user),
  }
}

/** `gina@fabrikam.example#ext#` or `gina_fabrikam.example#EXT#@contoso…`: where a guest comes from. */
function homeDomainOf({ userType, userPrincipalName }: User): string | undefined {
  if (userType !== 'Guest') return undefined
  const [home = ''] = userPrincipalName.toLowerCase().split('#ext#')
  return home.split(/[@_]/).at(-1)
}
