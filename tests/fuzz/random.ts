/** Choices from one seed: the same seed makes the same queries. */
import { seededRandom } from '#base'

export interface Chooser {
  /** A whole number from 0 to `below` - 1. */
  number(below: number): number
  /** One of them, which must not be empty. */
  one<T>(all: readonly T[]): T
  chance(probability: number): boolean
  /** Up to `most` of what `make` gives, at least one. */
  some<T>(most: number, make: () => T): T[]
}

export function chooser(seed: number): Chooser {
  const next = seededRandom(seed)
  const number = (below: number) => Math.floor(next() * below)
  return {
    number,
    one: all => {
      const chosen = all[number(all.length)]
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
    chance: probability => next() < probability,
    some: (most, make) => Array.from({ length: 1 + number(most) }, make),
  }
}
