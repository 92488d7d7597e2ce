/**
 * Whose network is bad, and the relays that make it so: they put themselves into the candidates that clients are told,
 * towards the plane and between two peers.
 */
import { networkInterfaces } from 'node:os'
import type { Clock } from '#base'
import type { Impairments, PeerCandidate, PeerKey, Relayed } from '../port.ts'
import { addressOf, withAddress } from './candidate.ts'
import { Pipe } from './pipe.ts'
import { type Address, Relay } from './relay.ts'

/** More is no use for demos and tests, and would be an open door. */
const MOST_RELAYS = 64

interface Way {
  readonly up: Pipe
  readonly down: Pipe
}

/** Where clients find something that listens on that address: a wildcard is no place to send to. */
function reachable(listen: string): string {
  if (listen !== '0.0.0.0' && listen !== '::') return listen
  const family = listen === '::' ? 'IPv6' : 'IPv4'
  const found = Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .find(address => address.family === family && !address.internal)
  return found?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1')
}

export class BadNetwork {
  readonly #clock: Clock
  readonly #listen: string
  readonly #ways = new Map<PeerKey, Way>()
  /** By what they stand between. */
  readonly #relays = new Map<string, Promise<Relay>>()

  constructor({ clock, listen }: { readonly clock: Clock; readonly listen: string }) {
    this.#clock = clock
    this.#listen = listen
  }

  /** Holds from now on for every relay of that participant; `{}` is a perfect network. Gives what was until now. */
  impair(participant: PeerKey, { up = {}, down = {} }: Impairments): Relayed {
    const before = this.#ways.get(participant)
    this.#ways.set(participant, { up: new Pipe(up), down: new Pipe(down) })
    return { up: before?.up.streams() ?? [], down: before?.down.streams() ?? [] }
  }

  isImpaired(participant: PeerKey): boolean {
    return this.#ways.has(participant)
  }

  /** The plane's candidates as that participant is to see them. */
  async planeCandidates(participant: PeerKey, candidates: readonly string[]): Promise<readonly string[]> {
    if (!this.isImpaired(participant)) return candidates
    const routed: string[] = []
    for (const candidate of candidates) {
      const target = addressOf(candidate)
      if (!target) continue
      const relay = await this.#relay(`${participant} plane ${target.address} ${target.port}`, {
        target,
        toTarget: () => this.#pipes([participant, 'up']),
        fromTarget: () => this.#pipes([participant, 'down']),
      })
      routed.push(withAddress(candidate, { address: target.address, port: relay.port }))
    }
    return routed
  }

  /** A candidate between two peers; unchanged where none of them is impaired or it has no address of UDP. */
  async peerCandidate({ from, to, candidate }: PeerCandidate): Promise<string> {
    const target = addressOf(candidate)
    if (!target || !(this.isImpaired(from) || this.isImpaired(to))) return candidate
    const relay = await this.#relay(`${from} ${to} ${target.address} ${target.port}`, {
      target,
      toTarget: () => this.#pipes([to, 'up'], [from, 'down']),
      fromTarget: () => this.#pipes([from, 'up'], [to, 'down']),
    })
    return withAddress(candidate, { address: reachable(this.#listen), port: relay.port })
  }

  /** Forgets a participant and ends its relays. */
  async forget(participant: PeerKey): Promise<void> {
    this.#ways.delete(participant)
    await this.#close(key => key.split(' ').slice(0, 2).includes(participant))
  }

  async stop(): Promise<void> {
    this.#ways.clear()
    await this.#close(() => true)
  }

  #pipes(...ways: readonly (readonly [PeerKey, keyof Way])[]): readonly Pipe[] {
    return ways.flatMap(([participant, direction]) => this.#ways.get(participant)?.[direction] ?? [])
  }

  /** Throws when there are too many. */
  #relay(
    key: string,
    way: { target: Address; toTarget(): readonly Pipe[]; fromTarget(): readonly Pipe[] },
  ): Promise<Relay> {
    const known = this.#relays.get(key)
    if (known) return known
    if (this.#relays.size >= MOST_RELAYS) return Promise.reject(new Error('too many impaired connections'))
    const relay = Relay.open({ ...way, listen: this.#listen, clock: this.#clock })
    this.#relays.set(key, relay)
    relay.catch(() => this.#relays.delete(key))
    return relay
  }

  async #close(isMeant: (key: string) => boolean): Promise<void> {
    const meant = [...this.#relays].filter(([key]) => isMeant(key))
    for (const [key] of meant) this.#relays.delete(key)
    await Promise.all(meant.map(async ([, relay]) => (await relay).close()))
  }
}
