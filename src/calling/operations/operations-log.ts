/**
 * What the app did with the SDK and what the SDK noticed, as the client operations log has it: names, durations,
 * outcomes. Kept until there is a way to send it, then sent in small batches.
 */
import { type Clock, type Ids, type Timer, toIso } from '#base'
import { SignalError } from '#sources/meetings/client'

/** Its members depend on the name of the operation. */
export type Payload = Record<string, string | number | boolean | null>

/** One row of the message `clientOperations` (docs/signalling.md). */
export interface Operation {
  readonly operationId: string
  readonly name: string
  /** When it ended. */
  readonly at: string
  readonly durationMs?: number
  /** `Succeeded`, `Failed`, or the result category of the refusal. */
  readonly resultType: string
  readonly resultSignature?: number
  readonly subCode?: number
  readonly payload?: Payload
}

export interface Note {
  readonly payload?: Payload | undefined
  /** Joins it to an earlier one. */
  readonly operationId?: string | undefined
}

/** More than that between two batches is a loop in the app: the oldest are dropped. */
const MOST_KEPT = 200
const BATCH = 50
const EVERY_MS = 2000

export interface OperationsLogOptions {
  readonly clock: Clock
  readonly ids: Ids
}

export class OperationsLog {
  readonly #clock: Clock
  readonly #ids: Ids
  #kept: Operation[] = []
  #send: ((operations: readonly Operation[]) => void) | undefined
  #timer: Timer | undefined

  constructor({ clock, ids }: OperationsLogOptions) {
    this.#clock = clock
    this.#ids = ids
  }

  /** Where batches go from now on; undefined: nowhere, they are kept. */
  sendTo(send: ((operations: readonly Operation[]) => void) | undefined): void {
    this.#send = send
    this.#schedule()
  }

  /** Something happened. Gives the operation's id. */
  note(name: string, { payload, operationId = this.#ids.uuid() }: Note = {}): string {
    this.#keep({
      operationId,
      name,
      at: toIso(this.#clock.now()),
      resultType: 'Succeeded',
      resultSignature: 200,
      ...(payload && { payload }),
    })
    return operationId
  }

  /** The app asked for something: runs it, and writes down how long it took and how it went. */
  async run<Result>(name: string, action: () => Promise<Result>, payload?: Payload): Promise<Result> {
    const began = this.#clock.now()
    const done = (outcome: Pick<Operation, 'resultType' | 'resultSignature' | 'subCode'>) => {
      const at = this.#clock.now()
      this.#keep({
        operationId: this.#ids.uuid(),
        name,
        at: toIso(at),
        durationMs: Math.round(at - began),
        ...outcome,
        ...(payload && { payload }),
      })
    }
    try {
      const result = await action()
      done({ resultType: 'Succeeded', resultSignature: 200 })
      return result
    } catch (error) {
      done(outcomeOf(error))
      throw error
    }
  }

  /** What has not been sent yet: for the beacon of a page that is left. */
  take(): readonly Operation[] {
    this.#timer?.cancel()
    this.#timer = undefined
    return this.#kept.splice(0)
  }

  #keep(operation: Operation): void {
    this.#kept = [...this.#kept, operation].slice(-MOST_KEPT)
    this.#schedule()
  }

  #schedule(): void {
    if (!this.#send || this.#kept.length === 0) return
    this.#timer ??= this.#clock.after(EVERY_MS, () => this.flush())
  }

  /** Sends at once what is kept. */
  flush(): void {
    if (!this.#send) return
    const all = this.take()
    for (let i = 0; i < all.length; i += BATCH) this.#send(all.slice(i, i + BATCH))
  }
}

/** A refusal says itself what it is; anything else went wrong here. */
function outcomeOf(error: unknown): Pick<Operation, 'resultType' | 'resultSignature' | 'subCode'> {
  const end = error instanceof SignalError ? error.end : undefined
  if (!end) return { resultType: 'Failed', resultSignature: 500 }
  return { resultType: end.resultCategory ?? 'Failed', resultSignature: end.code, subCode: end.subCode }
}
