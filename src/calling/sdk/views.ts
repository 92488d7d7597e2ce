/** Where a picture of somebody else is on the page, and how high: what the call asks the server for. */
import { Emitter } from '../emitter.ts'

export class Views {
  readonly events = new Emitter<{ changed: undefined }>()
  readonly #targets = new Set<HTMLElement>()

  /** Gives the function that takes it off again. */
  add(target: HTMLElement): () => void {
    this.#targets.add(target)
    this.events.emit('changed', undefined)
    return () => {
      this.#targets.delete(target)
      this.events.emit('changed', undefined)
    }
  }

  get isShown(): boolean {
    return this.#targets.size > 0
  }

  /** In pixels of the screen; undefined before the page has laid it out. */
  get height(): number | undefined {
    const highest = Math.max(0, ...[...this.#targets].map(target => target.clientHeight))
    return highest === 0 ? undefined : Math.ceil(highest * devicePixelRatio)
  }
}
