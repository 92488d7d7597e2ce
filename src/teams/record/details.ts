/**
 * What else is known of an end, under the names of Call Quality Dashboard without First or Second. Imported call
 * records fill the same names; what nobody told is not there.
 */
import type { Json } from '#base'
import type { CandidateType, Leg, LegHardware, LegNetwork, TeamsDetail } from '#records'

const ADDRESS_TYPES: Readonly<Record<CandidateType, string>> = {
  host: 'IceAddrType_Os',
  srflx: 'IceAddrType_Stun',
  prflx: 'IceAddrType_PeerDerived',
  relay: 'IceAddrType_Turn',
}

const CDR_TYPES: Readonly<Record<CandidateType, string>> = {
  host: 'OS',
  srflx: 'Stun',
  prflx: 'PeerDerived',
  relay: 'Turn',
}

type Reading<Source> = { readonly [Name in TeamsDetail]?: (source: Source) => Json | undefined }

const OF_NETWORK: Reading<LegNetwork> = {
  Port: network => network.localPort,
  'Relay IP': network => network.relayAddress,
  'Relay Port': network => network.relayPort,
  'Local Media Relay Address': network => network.relayAddress,
  'Remote Media Relay Address': network => network.remoteRelayAddress,
  'Transport Protocol': network => network.protocol?.toUpperCase(),
  'Local Address Type': network => network.localType && ADDRESS_TYPES[network.localType],
  'Remote Address Type': network => network.remoteType && ADDRESS_TYPES[network.remoteType],
  'CDR Connectivity Type': network => network.localType && CDR_TYPES[network.localType],
  'Roaming Count': network => network.roamings,
}

const OF_HARDWARE: Reading<LegHardware> = {
  'Capture Dev': hardware => hardware.captureDevice,
  'Render Dev': hardware => hardware.renderDevice,
  'Video Capture Dev': hardware => hardware.videoDevice,
  'OS Architecture': hardware => hardware.architecture,
  'CPU Number Of Cores': hardware => hardware.cores,
}

/** Shares of the time that a user facing diagnostic was bad. */
const OF_DIAGNOSTICS: Readonly<Record<string, TeamsDetail>> = {
  networkSendQuality: 'Network Send Quality Event Ratio',
  networkReceiveQuality: 'Network Receive Quality Event Ratio',
  networkReconnect: 'Network Delay Event Ratio',
  microphoneNotFunctioning: 'Device Capture Not Functioning Event Ratio',
  speakerNotFunctioning: 'Device Render Not Functioning Event Ratio',
  speakerMuted: 'Device Render Mute Event Ratio',
  speakerVolumeIsZero: 'Device Render Zero Volume Event Ratio',
}

export function detailsOf({ network = {}, hardware = {} }: Leg): Readonly<Record<string, Json>> {
  const shares = Object.entries(OF_DIAGNOSTICS).map(([diagnostic, name]) => [
    name,
    hardware.badShares?.[diagnostic],
  ])
  const told = [...readingOf(OF_NETWORK, network), ...readingOf(OF_HARDWARE, hardware), ...shares]
  return Object.fromEntries(told.filter(([, value]) => value !== undefined))
}

const readingOf = <Source>(reading: Reading<Source>, source: Source) =>
  Object.entries(reading).map(([name, read]) => [name, read(source)])
