/** Columns of a participant that only the record knows: machine, devices, network, product, failure. */
import { TEAMS_DETAILS, type TeamsDetail } from '#records'
import {
  DEVICE_DETAILS,
  ENDPOINT_DETAILS,
  type Names,
  NETWORK_DETAILS,
  NETWORK_OF_PERSON,
} from '../out/details.ts'
import { connections, failureStages } from '../out/vocabulary.ts'
import type { Participation } from './ends.ts'
import type { EndpointJson, MediaJson } from './schema.ts'
import type { Who } from './who.ts'

export type Cells = Readonly<Record<string, unknown>>

const SYSTEMS: Readonly<Record<string, string>> = {
  windows: 'Windows',
  macOS: 'macOS',
  iOS: 'iOS',
  android: 'Android',
  ipPhone: 'IP Phone',
  roomSystem: 'Room System',
  surfaceHub: 'Surface Hub',
  holoLens: 'HoloLens',
}

/** A browser's platform is `web`, which names no system. */
export const systemNamed = (platform: string | null | undefined): string | undefined =>
  SYSTEMS[platform ?? '']

const PRODUCTS: Readonly<Record<string, string>> = { skypeForBusiness: 'Skype for Business', lync: 'Lync' }

/** Undefined where the product is that of meetings here. */
export const productOf = (endpoint: EndpointJson | null): string | undefined =>
  PRODUCTS[endpoint?.userAgent?.productFamily ?? '']

const KINDS: Readonly<Record<string, string>> = { web: 'Web', iOS: 'Mobile', android: 'Mobile' }

/** As clients of meetings here are called; Skype for Business and Lync have the category of their time. */
export function categoryOf(endpoint: EndpointJson | null, { client }: Who): string {
  if (client === 'phone' || client === 'bot') return ''
  const { platform = '', productFamily } = endpoint?.userAgent ?? {}
  if (productOf(endpoint)) return platform === 'ipPhone' ? 'OC Phone' : 'OC'
  const family = client === 'acs' ? 'ACS' : 'Teams'
  if (!platform || platform === 'unknown') return productFamily ? family : ''
  return `${family} ${KINDS[platform] ?? (platform === 'ipPhone' ? 'Phone' : 'Desktop')}`
}

/** Media of the session, audio first: its figures of devices and network are those of the call. */
const mediaOf = ({ session }: Participation): readonly MediaJson[] =>
  (session.segments ?? [])
    .flatMap(({ media }) => media ?? [])
    .toSorted(
      (one, other) => Number(/audio/i.test(other.label ?? '')) - Number(/audio/i.test(one.label ?? '')),
    )

export function detailsOf(participation: Participation): Cells {
  const { side, endpoint } = participation
  const told: Record<string, unknown> = {}
  const take = (names: Names, source: object | null | undefined) => {
    for (const [property, name] of Object.entries(names)) {
      const value: unknown = source ? Reflect.get(source, property) : undefined
      if (value !== null && value !== undefined && value !== '' && value !== 'unknown')
        told[name] ??= typed(name, value)
    }
  }
  take(ENDPOINT_DETAILS, endpoint)
  for (const media of mediaOf(participation)) {
    take(DEVICE_DETAILS, side === 'caller' ? media.callerDevice : media.calleeDevice)
    take(NETWORK_DETAILS, side === 'caller' ? media.callerNetwork : media.calleeNetwork)
  }
  const network = networkJson(participation)
  const connection = connections.fromGraph(network?.connectionType ?? '')
  if (connection) told['Network Connection Detail'] = connection
  if (network?.networkTransportProtocol && network.networkTransportProtocol !== 'unknown') {
    told['Transport Protocol'] = network.networkTransportProtocol.toUpperCase()
  }
  return told
}

/** 4294967295 says that the link is faster than the field can tell. */
const OVERFLOW = 4_294_967_295

function typed(name: TeamsDetail, value: unknown): unknown {
  if (name === 'Link Speed' && value === OVERFLOW) return undefined
  return TEAMS_DETAILS[name] === 'text' ? String(value) : value
}

/** The network of the participant's first medium that names one, audio first. */
export function networkJson(participation: Participation): MediaJson['callerNetwork'] {
  const { side } = participation
  return mediaOf(participation)
    .map(media => (side === 'caller' ? media.callerNetwork : media.calleeNetwork))
    .find(Boolean)
}

export function sessionColumns(participation: Participation, who: Who): Cells {
  const { session, endpoint } = participation
  const failure = session.failureInfo ?? session.segments?.find(({ failureInfo }) => failureInfo)?.failureInfo
  return {
    // Call records know neither codes nor categories of the calling SDK.
    EndCode: null,
    EndSubCode: null,
    EndReason: failure?.reason ?? '',
    ResultCategory: failure ? 'UnexpectedClientError' : 'Success',
    MediaFailureType: failure ? (failureStages.fromGraph(failure.stage ?? '') ?? '') : '',
    UserAgentCategory: categoryOf(endpoint, who),
    Details: detailsOf(participation),
    ...(who.isUnknown && { PersonKey: '' }),
  }
}

export function personColumns(participation: Participation, who: Who): Cells {
  const network = networkJson(participation)
  const { endpoint } = participation
  const addresses = Object.entries(NETWORK_OF_PERSON).map(([property, column]) => {
    const value: unknown = network ? Reflect.get(network, property) : undefined
    return [column, typeof value === 'string' ? value : undefined]
  })
  const cells = {
    ...Object.fromEntries(addresses),
    DisplayName: who.displayName,
    UserPrincipalName: who.userPrincipalName,
    MachineName: endpoint?.name ?? undefined,
    FeedbackText: endpoint?.feedback?.text ?? undefined,
  }
  const told = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined))
  return who.isUnknown ? { ...told, RawId: '', ObjectId: '' } : told
}
