/**
 * What one call of a page knows of its network and machine, and when it is worth telling: at once when something that
 * lasts has changed; what changes all the time goes along, and with the last words.
 */
import type { Clock } from '#base'
import type { LegHardware, LegNetwork } from '#records'
import type { ClientMessage } from '#sources/meetings/client'
import type { DiagnosticChange } from '../diagnostics/diagnostics.ts'
import type { PathSnapshot } from '../statistics/read-paths.ts'
import { BadTime } from './bad-time.ts'
import { readMachine, speakerLabel } from './machine.ts'
import { PathHistory } from './path-history.ts'

export type EnvironmentMessage = Extract<ClientMessage, { type: 'environment' }>

type Device = 'captureDevice' | 'renderDevice' | 'videoDevice'

/** What the wire takes of a label. */
const LONGEST_LABEL = 200

export class Environment {
  readonly #clock: Clock
  readonly #paths = new PathHistory()
  readonly #badTime = new BadTime()
  #hardware: LegHardware = {}
  #told = ''

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Asks the browser what it takes a moment to tell. */
  async look(browser: Navigator, speaker?: string): Promise<void> {
    const [machine, label] = await Promise.all([
      readMachine(browser),
      speakerLabel(browser.mediaDevices, speaker).catch(() => undefined),
    ])
    this.#hardware = { ...this.#hardware, ...machine }
    this.uses('renderDevice', label)
  }

  /** Devices stay known after they were let go: a call that ends muted still had a microphone. */
  uses(device: Device, label: string | undefined): void {
    if (label) this.#hardware = { ...this.#hardware, [device]: label.slice(0, LONGEST_LABEL) }
  }

  sampled(paths: readonly PathSnapshot[]): void {
    this.#paths.add(paths)
  }

  diagnosed(change: Pick<DiagnosticChange, 'name' | 'value'>): void {
    this.#badTime.changed(change, this.#clock.now())
  }

  connected(): void {
    this.#badTime.begin(this.#clock.now())
  }

  failed(): void {
    this.#paths.failed()
  }

  /** Undefined while all that lasts was told already, or nothing is known of the network. */
  news(): EnvironmentMessage | undefined {
    const { network } = this.#paths
    if (!network) return undefined
    const lasting = JSON.stringify([{ ...network, bandwidthEstimate: 0 }, this.#hardware])
    if (lasting === this.#told) return undefined
    this.#told = lasting
    return this.all()
  }

  /** As it stands now. */
  all(): EnvironmentMessage {
    const { network } = this.#paths
    const hardware = withoutUnknown({
      ...this.#hardware,
      badShares: this.#badTime.shares(this.#clock.now()),
    })
    return { type: 'environment', ...(network && { network: mutable(network) }), hardware }
  }
}

type Told = Required<EnvironmentMessage>

/** The wire's types and the record's have the same members. */
const mutable = (network: LegNetwork): Told['network'] => withoutUnknown(network)

const withoutUnknown = <Members extends object>(
  members: Members,
): { [Name in keyof Members]: NonNullable<Members[Name]> } =>
  // Sound: only members that are undefined go.
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]: NonNullable<Members[Name]>
  }
