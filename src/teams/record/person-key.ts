/**
 * A number for a person: the same for the same person of a tenant's meetings, so that people can still be counted when
 * their names are gone. A pseudonym, not a secret: who knows an id can compute its number.
 */
const SEEDS = [0x811c9dc5, 0x9747b28c] as const

/** 16 hex digits of tenant and raw id. */
export const personKey = (tenant: string, rawId: string): string =>
  SEEDS.map(seed => mixed(`${tenant}|${rawId}`, seed).toString(16).padStart(8, '0')).join('')

/** FNV-1a over UTF-16 units, with a final mix so that similar ids part. */
function mixed(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
