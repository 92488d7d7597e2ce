/** What a server is started with. */
import type { Clock, Ids, Log, Surface } from '#base'
import { type Control, createControl } from '#control'
import type { Seed } from '#directory'
import type { Compiler } from '#query/kql'
import type { MeetingsSettings } from '#sources/meetings'
import type { Observe } from '../http/pipeline.ts'
import { isExposed } from '../settings/exposure.ts'
import type { Settings } from '../settings/table.ts'

export interface AnteroomOptions {
  readonly settings: Settings
  /** The parsed seed file, if one was named. */
  readonly seed?: Seed | undefined
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** The value of an environment variable, where the configuration names one for a secret; absent: there are none. */
  readonly env?: (name: string) => string | undefined
  /** A number in [0, 1), for the jitter of retries. */
  readonly chance: () => number
  /** Keeps the time of records however old: for simulated days. */
  readonly trustTime?: boolean
  /** The clock of meetings, where it is not that of the machine: in a simulated day waits are shorter. */
  readonly meetingsClock?: Clock
  readonly meetingsSettings?: Partial<MeetingsSettings>
  /** Surfaces beside the product's own: the benchmark's baseline. */
  readonly surfaces?: readonly Surface[]
  /** Told of every answer of a mounted operation: what the support matrix is made from. */
  readonly observe?: Observe | undefined
}

/** Everything runs on the clock that control can move; only certificates go by the machine's, as their readers do. */
export interface ControlledOptions extends AnteroomOptions {
  readonly machine: Clock
  readonly control: Control
}

/** What the stages are opened with, time and again. */
export interface OpenOptions extends ControlledOptions {
  readonly compiler: Compiler
}

export function controlled(given: AnteroomOptions): ControlledOptions {
  const { clock: machine, ids, settings } = given
  const guard = { isExposed: isExposed(settings), key: settings.controlKey }
  const control = createControl({ clock: machine, ids, guard })
  return { ...given, clock: control.clock, machine, control }
}

/** Registers what has to be stopped; the last registered stops first. */
export type OnClose = (stop: () => Promise<void> | void) => void
