/** One end of a stream as its row tells of it; the columns are the same for First and Second. */
import { type Field, type Leg, type LegNetwork, rawIdOf, resourceOf, shown, type TenantId } from '#records'
import { SERVER_CATEGORY, systemOf, userAgentCategoryOf } from '../client-names.ts'
import type { OrderedEnd } from '../ends.ts'
import { personKey } from '../person-key.ts'
import type { Sight } from './sight.ts'

export interface StreamEnd extends OrderedEnd {
  readonly columns: Readonly<Record<string, Field>>
}

const NETWORKS: Readonly<Record<NonNullable<LegNetwork['connection']>, string>> = {
  wired: 'Wired',
  wifi: 'Wifi',
  mobile: 'MobileBB',
  tunnel: 'Tunnel',
}

const USER_TYPES: Readonly<Record<Leg['identity']['kind'], string>> = {
  acsUser: 'Anonymous',
  teamsAnonymous: 'Anonymous',
  m365User: 'User',
  phone: 'PSTN',
  bot: 'Application',
  voiceApp: 'Application',
}

/** `User`, `Anonymous`, `PSTN` or `Application`: Communication Services users are anonymous here (T3). */
export const userTypeOf = ({ identity }: Leg): string => USER_TYPES[identity.kind]

/** `Wired`, `Wifi`, `MobileBB` or `Tunnel`; undefined where the client does not tell. */
export const networkName = (network: LegNetwork | undefined): string | undefined =>
  network?.connection && NETWORKS[network.connection]

/** The media server of ours, which every connection of a meeting ends at. */
export function serverEnd({
  isCaller,
  isWitness,
}: {
  readonly isCaller: boolean
  readonly isWitness: boolean
}): StreamEnd {
  return {
    category: SERVER_CATEGORY,
    isServer: true,
    isCaller,
    id: '',
    columns: {
      IsServer: shown('Server'),
      UserType: shown('Server'),
      UserAgentCategory: shown(SERVER_CATEGORY),
      ProductName: shown('Microsoft Teams'),
      QoeAvailable: shown(isWitness),
    },
  }
}

export function endOf(
  leg: Leg,
  sight: Sight,
  { isCaller, isWitness }: { readonly isCaller: boolean; readonly isWitness: boolean },
): StreamEnd {
  const category = userAgentCategoryOf(leg)
  const isServer = leg.client === 'bot'
  const { network, hardware } = leg
  return {
    category,
    isServer,
    isCaller,
    id: leg.participantId,
    columns: {
      IsServer: shown(isServer ? 'Server' : 'Client'),
      ParticipantId: shown(leg.participantId),
      UserType: shown(userTypeOf(leg)),
      TenantId: shown(homeTenantOf(leg)),
      AcsResourceId: shown(resourceOf(leg.identity)),
      PersonKey: shown(personKey(sight.tenant, rawIdOf(leg.identity))),
      ProductName: shown('Microsoft Teams'),
      UserAgent: shown(leg.userAgent ?? leg.sdkVersion),
      UserAgentCategory: shown(category),
      AppVersion: shown(leg.sdkVersion),
      Os: shown(leg.osVersion),
      OsFiltered: shown(systemOf(leg.osVersion)),
      Architecture: shown(hardware?.architecture),
      NetworkConnection: shown(networkName(leg.network)),
      Vpn: shown(network?.vpn),
      ConnectivityIce: shown(pathOf(network)),
      Subnet: shown(network?.subnet),
      ReflexiveNetwork: shown(networkOfAddress(network?.reflexiveAddress)),
      CaptureDevice: shown(hardware?.captureDevice),
      RenderDevice: shown(hardware?.renderDevice),
      QoeAvailable: shown(isWitness),
    },
  }
}

/** Anonymous ends have no tenant on the Teams side: only users of Microsoft 365 and apps do. */
export function homeTenantOf({ identity }: Leg): TenantId | undefined {
  return identity.kind === 'm365User' || identity.kind === 'bot' || identity.kind === 'voiceApp'
    ? identity.tenant
    : undefined
}

function pathOf(network: LegNetwork | undefined): string | undefined {
  if (network?.iceFailed) return 'FAILED'
  if (network?.localType === undefined) return undefined
  return network.localType === 'relay' || network.remoteType === 'relay' ? 'RELAY' : 'DIRECT'
}

/** The /24 of an address of four numbers, the /64 of a longer one in its canonical spelling; undefined for other texts. */
export function networkOfAddress(address: string | undefined): string | undefined {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.\d+$/.exec(address ?? '')
  if (octets) return `${octets[1]}.${octets[2]}.${octets[3]}.0`
  if (!address?.includes(':')) return undefined
  const known = address.split('::')[0]?.split(':') ?? []
  const groups = [0, 1, 2, 3].map(at => known[at] || '0')
  const host = `http://[${groups.join(':')}::]`
  return URL.canParse(host) ? new URL(host).hostname.slice(1, -1) : undefined
}
