/**
 * Where the people of the simulated day are: offices with a few subnets, homes, on the move, behind a VPN or a relay.
 * Seeded apart from the plan, so that it changes nothing else of the day. Pure.
 */
import type { NetworkName } from './networks.ts'

export type PlaceName = 'office' | 'home' | 'mobile' | 'vpn'

export interface Place {
  readonly name: PlaceName
  /** `10.1.2.0`, a /24. */
  readonly subnet: string
  /** Of the machine in it. */
  readonly address: string
  /** How the world sees it. */
  readonly publicAddress: string
  readonly access: 'wired' | 'wifi' | 'mobile' | 'tunnel'
  /** How media leave: straight, through a relay by that protocol, or not at all. */
  readonly way: 'direct' | 'udpRelay' | 'tlsRelay' | 'blocked'
}

export interface Resident {
  /** Index of the tenant or resource. */
  readonly home: number
  readonly network: NetworkName
}

type Random = () => number

/** In a hundred: who is where, by how well the network does. What is congested is mostly one floor's WiFi. */
const WHERE: Readonly<Record<NetworkName, readonly (readonly [PlaceName, number])[]>> = {
  fibre: [
    ['office', 65],
    ['home', 35],
  ],
  wifi: [
    ['office', 40],
    ['home', 45],
    ['vpn', 15],
  ],
  mobile: [['mobile', 100]],
  congested: [
    ['office', 60],
    ['home', 15],
    ['mobile', 10],
    ['vpn', 15],
  ],
}

/** Floors with a good network; the last one is the bad one's. */
const GOOD_FLOORS = [1, 2, 3, 5]
const BAD_FLOOR = 4

/** In a hundred, where nobody forbids anything, and behind a company's firewall. */
const RELAYED = { free: 4, vpn: 55 }
const BLOCKED = 2

export function placeOf({ home, network }: Resident, random: Random): Place {
  const name = pick(WHERE[network], random)
  const site = 1 + (home % 8)
  const host = 10 + Math.floor(random() * 200)
  const floor = network === 'congested' ? BAD_FLOOR : (GOOD_FLOORS[Math.floor(random() * 4)] ?? 1)
  const provider = Math.floor(random() * 200)
  const block = {
    // Documentation blocks, so that nobody's real network is in a demo.
    office: { subnet: `10.${site}.${floor}.0`, publicAddress: `203.0.113.${site}` },
    home: { subnet: '192.168.1.0', publicAddress: `198.51.100.${provider}` },
    mobile: { subnet: '100.64.12.0', publicAddress: `192.0.2.${provider}` },
    vpn: { subnet: `10.${site}.200.0`, publicAddress: `203.0.113.${100 + site}` },
  }[name]
  return {
    name,
    ...block,
    address: block.subnet.replace(/0$/, String(host)),
    access: accessOf(name, network, random),
    way: wayOf(name, random),
  }
}

function accessOf(name: PlaceName, network: NetworkName, random: Random): Place['access'] {
  if (name === 'mobile') return 'mobile'
  if (name === 'vpn') return 'tunnel'
  return network === 'fibre' && random() < 0.8 ? 'wired' : 'wifi'
}

function wayOf(name: PlaceName, random: Random): Place['way'] {
  const luck = random() * 100
  if (luck < BLOCKED) return 'blocked'
  const relayed = name === 'vpn' ? RELAYED.vpn : RELAYED.free
  if (luck >= BLOCKED + relayed) return 'direct'
  return random() < 0.5 ? 'udpRelay' : 'tlsRelay'
}

function pick(chances: readonly (readonly [PlaceName, number])[], random: Random): PlaceName {
  let left = random() * 100
  for (const [name, weight] of chances) {
    left -= weight
    if (left < 0) return name
  }
  return 'home'
}
