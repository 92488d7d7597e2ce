/** What a simulated client tells of its network and machine (docs/signalling.md), consistent with its plan. Pure. */
import type { SignalClient } from '#sources/meetings'
import type { NetworkName } from './networks.ts'
import type { Place } from './places.ts'
import type { Device } from './plan.ts'

type Message = Extract<Parameters<SignalClient['request']>[0], { type: 'environment' }>
type Network = NonNullable<Message['network']>

export interface Surroundings {
  readonly place: Place
  readonly network: NetworkName
  readonly device?: Device | undefined
  readonly hasVideo: boolean
}

const SERVER = { remoteAddress: '203.0.113.250', remotePort: 3478, remoteType: 'host' } as const
const RELAY = '203.0.113.240'

/** bit/s that go out there. */
const BANDWIDTH: Readonly<Record<NetworkName, number>> = {
  fibre: 4_000_000,
  wifi: 2_600_000,
  mobile: 1_200_000,
  congested: 280_000,
}

/** Shares of the time that a diagnostic was bad, at most. */
const BAD: Readonly<Record<NetworkName, Readonly<Record<string, number>>>> = {
  fibre: { networkReceiveQuality: 0, networkSendQuality: 0, networkReconnect: 0 },
  wifi: { networkReceiveQuality: 0.04, networkSendQuality: 0.02, networkReconnect: 0 },
  mobile: { networkReceiveQuality: 0.12, networkSendQuality: 0.06, networkReconnect: 0.04 },
  congested: { networkReceiveQuality: 0.7, networkSendQuality: 0.5, networkReconnect: 0.1 },
}

export function environmentOf(of: Surroundings, random: () => number): Message {
  const { place, network, device, hasVideo } = of
  return {
    type: 'environment',
    network: place.way === 'blocked' ? { ...accessOf(place), iceFailed: true } : networkOf(of, random),
    hardware: {
      ...devicesOf(device, hasVideo, random),
      ...machineOf(device),
      badShares: {
        ...Object.fromEntries(
          Object.entries(BAD[network]).map(([name, most]) => [name, round(most * random())]),
        ),
        microphoneNotFunctioning: random() < 0.03 ? round(0.2 * random()) : 0,
        cameraFreeze: hasVideo && random() < 0.05 ? round(0.1 * random()) : 0,
      },
    },
  }
}

const accessOf = ({ access }: Place): Network => ({ connection: access, vpn: access === 'tunnel' })

function networkOf({ place, network, device }: Surroundings, random: () => number): Network {
  const port = 50_000 + Math.floor(random() * 10_000)
  const common: Network = {
    ...accessOf(place),
    ...SERVER,
    localPort: port,
    reflexiveAddress: place.publicAddress,
    bandwidthEstimate: Math.round(BANDWIDTH[network] * (0.7 + 0.6 * random())),
    roamings: place.name === 'mobile' ? Math.floor(3 * random()) : 0,
    // Apps in offices are told where they are; what else a browser is, only the server can guess.
    ...((place.name === 'office' || !device?.userAgent) && { subnet: place.subnet }),
  }
  // Browsers keep the machine's own address back.
  const own = device?.userAgent ? {} : { localAddress: place.address }
  if (place.way === 'direct') return { ...common, ...own, localType: 'host', protocol: 'udp' }
  return {
    ...common,
    localAddress: RELAY,
    localType: 'relay',
    baseAddress: place.publicAddress,
    relayAddress: RELAY,
    relayPort: port,
    protocol: place.way === 'tlsRelay' ? 'tls' : 'udp',
  }
}

interface Kit {
  readonly is: RegExp
  readonly microphones: readonly string[]
  readonly speakers: readonly string[]
  readonly camera: string
  readonly architecture: string
  readonly cores: number
}

/** By the system of the client; the last one is anybody's. */
const KITS: readonly Kit[] = [
  {
    is: /iOS|iPhone/,
    microphones: ['iPhone Microphone'],
    speakers: ['Speaker'],
    camera: 'Front Camera',
    architecture: 'arm64',
    cores: 6,
  },
  {
    is: /Android/,
    microphones: ['Handset earpiece', 'Bluetooth headset'],
    speakers: ['Speakerphone', 'Bluetooth headset'],
    camera: 'camera2 1, facing front',
    architecture: 'arm64',
    cores: 8,
  },
  {
    is: /mac/i,
    microphones: ['MacBook Pro Microphone', 'AirPods Pro'],
    speakers: ['MacBook Pro Speakers', 'AirPods Pro'],
    camera: 'FaceTime HD Camera',
    architecture: 'arm64',
    cores: 10,
  },
  {
    is: /Linux/,
    microphones: ['Built-in Audio Analog Stereo'],
    speakers: ['Built-in Audio Analog Stereo'],
    camera: 'Integrated Camera',
    architecture: 'x64',
    cores: 8,
  },
  {
    is: /./,
    microphones: ['Headset Microphone (Jabra Evolve2 65)', 'Microphone Array (Realtek(R) Audio)'],
    speakers: ['Headset Earphone (Jabra Evolve2 65)', 'Speakers (Realtek(R) Audio)'],
    camera: 'Logitech BRIO',
    architecture: 'x64',
    cores: 8,
  },
]

/** Undefined for whoever says nothing of themselves. */
const kitOf = (device: Device | undefined): Kit | undefined =>
  device && KITS.find(({ is }) => is.test(device.osVersion))

/** A headset is both. */
function devicesOf(device: Device | undefined, hasVideo: boolean, random: () => number) {
  const kit = kitOf(device)
  if (!kit) return {}
  const at = Math.floor(random() * kit.microphones.length)
  return {
    captureDevice: kit.microphones[at] ?? '',
    renderDevice: kit.speakers[at] ?? '',
    ...(hasVideo && { videoDevice: kit.camera }),
  }
}

function machineOf(device: Device | undefined) {
  const kit = kitOf(device)
  return kit ? { architecture: kit.architecture, cores: kit.cores } : {}
}

const round = (value: number) => Math.round(value * 1e4) / 1e4
