/** Control put together: the clock that everything runs on, what may happen to a request, and the door to both. */
import { type Clock, type Ids, type Surface, sleep } from '#base'
import { type ControlledClock, controlledClock } from './controlled-clock.ts'
import { createFaults, type FaultyRequest, refusalOf } from './faults.ts'
import type { Keeper } from './keeper.ts'
import { CONTROL, controlSurface, type Guard } from './surface.ts'

export interface ControlOptions {
  /** The machine's. */
  readonly clock: Clock
  readonly ids: Ids
  readonly guard: Guard
}

export interface Control {
  readonly clock: ControlledClock
  surface(keeper: Keeper): Surface
  /** Called for each request before its operation. Waits, or throws the ApiError of a fault that is for it. */
  interfere(request: FaultyRequest & { readonly surface: string }, signal: AbortSignal): Promise<void>
}

export function createControl({ clock: machine, ids, guard }: ControlOptions): Control {
  const clock = controlledClock(machine)
  const faults = createFaults()
  return {
    clock,
    surface: keeper => controlSurface({ faults, clock, ids, guard, keeper }),
    interfere: async (request, signal) => {
      // Whoever asked for a fault must be able to take it back.
      const effect = request.surface === CONTROL ? undefined : faults.meet(request)
      if (!effect) return
      if (effect.kind === 'delay') await sleep(machine, effect.milliseconds, signal)
      const refusal = refusalOf(effect)
      if (refusal) throw refusal
    },
  }
}
