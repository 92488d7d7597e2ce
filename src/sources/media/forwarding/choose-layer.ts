/** Which simulcast layer a receiver gets: the poorest that fills its tile, poorer still while its network loses packets. */

export interface LayerState {
  /** Packets came lately. */
  readonly isFlowing: boolean
  /** Of its last key frame; unknown before the first. */
  readonly height?: number | undefined
}

/** The index of the layer (poorest first) or undefined where none flows; `step` is how many layers to go down. */
export function chooseLayer(
  layers: readonly LayerState[],
  { height, step }: { readonly height?: number | undefined; readonly step: number },
): number | undefined {
  const flowing = layers.map((layer, index) => ({ ...layer, index })).filter(layer => layer.isFlowing)
  if (flowing.length === 0) return undefined
  const fits = flowing.findIndex(layer => height !== undefined && (layer.height ?? 0) >= height)
  const best = fits >= 0 ? fits : flowing.length - 1
  return flowing[Math.max(0, best - step)]?.index
}

const LOSSY = 0.1
const CLEAN = 0.02
/** Reports (one a second) before a change: down soon, up late, or it would swing. */
const DOWN_AFTER = 3
const UP_AFTER = 15

/** How many layers to go down by the loss a receiver reports; at most two, there are three. */
export class LossSteps {
  #bad = 0
  #good = 0
  step = 0

  reported(lossRatio: number): void {
    this.#bad = lossRatio > LOSSY ? this.#bad + 1 : 0
    this.#good = lossRatio < CLEAN ? this.#good + 1 : 0
    if (this.#bad >= DOWN_AFTER) this.#move(1)
    else if (this.#good >= UP_AFTER) this.#move(-1)
  }

  #move(by: number): void {
    this.step = Math.min(2, Math.max(0, this.step + by))
    this.#bad = 0
    this.#good = 0
  }
}
