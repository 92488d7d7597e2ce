/** How long each user facing diagnostic was bad, of the time in the call. Pure: who tells it of a change says when. */
import type { Instant } from '#base'
import { DIAGNOSTICS, type DiagnosticName, Quality } from '../diagnostics/catalogue.ts'
import type { DiagnosticChange } from '../diagnostics/diagnostics.ts'

/** Poor is advice, Bad is trouble; a flag that is up is bad. */
const isBad = (value: DiagnosticChange['value']): boolean => value === true || value === Quality.Bad

/** Sound: the keys of the table are its names. */
const NAMES = Object.keys(DIAGNOSTICS) as readonly DiagnosticName[]

export class BadTime {
  readonly #since = new Map<DiagnosticName, Instant>()
  readonly #total = new Map<DiagnosticName, number>()
  #began: Instant | undefined

  /** The call is connected: what was bad before counts from now. */
  begin(at: Instant): void {
    if (this.#began !== undefined) return
    this.#began = at
    this.#total.clear()
    for (const name of this.#since.keys()) this.#since.set(name, at)
  }

  changed({ name, value }: Pick<DiagnosticChange, 'name' | 'value'>, at: Instant): void {
    const since = this.#since.get(name)
    if (isBad(value)) {
      if (since === undefined) this.#since.set(name, at)
      return
    }
    if (since === undefined) return
    this.#since.delete(name)
    this.#total.set(name, (this.#total.get(name) ?? 0) + Math.max(0, at - since))
  }

  /** 0..1 by name, also of those that never were; undefined before the call has lasted. */
  shares(at: Instant): Readonly<Record<string, number>> | undefined {
    const lasted = this.#began === undefined ? 0 : at - this.#began
    if (lasted <= 0) return undefined
    return Object.fromEntries(
      NAMES.map(name => {
        const still = Math.max(0, at - (this.#since.get(name) ?? at))
        return [name, Math.min(1, ((this.#total.get(name) ?? 0) + still) / lasted)]
      }),
    )
  }
}
