/** Faults that were asked for: which requests they are for, what they do, and how often. Kept in memory. */
import { ApiError } from '#base'

export type Effect =
  | { readonly kind: 'throttle'; readonly retryAfterSeconds: number }
  | { readonly kind: 'fail'; readonly status: number; readonly code?: string | undefined }
  | { readonly kind: 'delay'; readonly milliseconds: number }

export interface FaultWish {
  /** Name of an operation (`SendChatMessage`); absent: any. */
  readonly operation?: string | undefined
  /** Beginning of the path as it is sent, in any case; absent: any. */
  readonly pathPrefix?: string | undefined
  readonly method?: string | undefined
  readonly effect: Effect
  /** How many requests it is for; absent: all, until it is removed. */
  readonly times?: number | undefined
}

export interface Fault extends FaultWish {
  readonly id: string
  /** How many requests it has met. */
  readonly met: number
}

/** A request whose route and caller are known. */
export interface FaultyRequest {
  readonly operation: string
  readonly method: string
  readonly path: string
}

export interface Faults {
  list(): readonly Fault[]
  add(id: string, wish: FaultWish): Fault
  /** False when there is none of that id. */
  remove(id: string): boolean
  clear(): void
  /** What happens to the request: the effect of the oldest fault that is for it, which counts it. */
  meet(request: FaultyRequest): Effect | undefined
}

export function createFaults(): Faults {
  const faults = new Map<string, Fault>()
  return {
    list: () => [...faults.values()],
    add: (id, wish) => {
      const fault = { ...wish, id, met: 0 }
      faults.set(id, fault)
      return fault
    },
    remove: id => faults.delete(id),
    clear: () => faults.clear(),
    meet: request => {
      const fault = [...faults.values()].find(one => isFor(one, request))
      if (!fault) return undefined
      const met = fault.met + 1
      if (met === fault.times) faults.delete(fault.id)
      else faults.set(fault.id, { ...fault, met })
      return fault.effect
    },
  }
}

function isFor({ operation, pathPrefix, method }: FaultWish, request: FaultyRequest): boolean {
  return (
    (operation === undefined || operation === request.operation) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (pathPrefix === undefined || request.path.toLowerCase().startsWith(pathPrefix.toLowerCase()))
  )
}

/** The refusal that an effect is; undefined for one that only takes time. */
export function refusalOf(effect: Effect): ApiError | undefined {
  switch (effect.kind) {
    case 'delay':
      return undefined
    case 'throttle':
      return new ApiError({
        status: 429,
        code: 'TooManyRequests',
        message: 'A fault that was asked for: too many requests.',
        retryAfterSeconds: effect.retryAfterSeconds,
      })
    case 'fail':
      return new ApiError({
        status: effect.status,
        code: effect.code ?? 'InjectedFault',
        message: `A fault that was asked for: status ${effect.status}.`,
      })
  }
}
