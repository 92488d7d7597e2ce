/** Further properties that an app keeps with a thread, a participant or a message: texts by name. */

export type Metadata = Readonly<Record<string, string>>

/** Only this module's tables hold it, written from a Metadata: what comes out is what went in. */
export const readMetadata = (text: string): Metadata => JSON.parse(text) as Metadata

/** JSON merge patch (RFC 7396): null takes a name away. */
export function patchMetadata(
  before: Metadata,
  patch: Readonly<Record<string, string | null>> | null | undefined,
): Metadata {
  if (patch === null) return {}
  const merged = Object.entries({ ...before, ...patch })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
