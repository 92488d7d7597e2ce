/** Identifiers: branded so that one kind cannot be passed for another, made by an argument so that runs can repeat. */

declare const brand: unique symbol
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

export interface Ids {
  /** A new RFC 4122 version 4 UUID, lower case. */
  uuid(): string
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}

export const randomIds: Ids = {
  uuid: () => crypto.randomUUID(),
  bytes: length => crypto.getRandomValues(new Uint8Array(length)),
}

/** A repeatable generator of numbers in [0, 1) from a 32-bit seed (mulberry32); not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Repeatable ids for simulations and tests; never for secrets. */
export function seededIds(seed: number): Ids {
  const next = seededRandom(seed)
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256))
  return { bytes, uuid: () => uuidOf(bytes(16)) }
}

function uuidOf(bytes: Uint8Array): string {
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const variant = '89ab'[(bytes[8] ?? 0) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => UUID.test(text)
