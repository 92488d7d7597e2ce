/** The raw request target, taken apart by hand: frameworks decode too early for signatures and raw colons. */

export interface Target {
  /** Path and query as sent, undecoded: what clients sign. */
  readonly raw: string
  readonly rawPath: string
  /** Without the question mark; undefined when there is none. */
  readonly rawQuery: string | undefined
  /** Decoded after splitting; empty ones (`//subscriptions`) are left out. */
  readonly segments: readonly string[]
  /** Names in lower case; the last of several wins. */
  readonly query: Readonly<Record<string, string>>
}

const ORIGIN = /^https?:\/\/[^/?#]*/i

/** Undefined when the path's percent-encoding is broken. */
export function parseTarget(text: string): Target | undefined {
  const raw = text.replace(ORIGIN, '') || '/'
  const mark = raw.indexOf('?')
  const rawPath = mark < 0 ? raw : raw.slice(0, mark)
  const rawQuery = mark < 0 ? undefined : raw.slice(mark + 1)
  const segments = decodeSegments(rawPath)
  return segments && { raw, rawPath, rawQuery, segments, query: queryOf(rawQuery) }
}

function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path
      .split('/')
      .filter(segment => segment !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function queryOf(raw: string | undefined): Readonly<Record<string, string>> {
  if (!raw) return {}
  return Object.fromEntries([...new URLSearchParams(raw)].map(([name, value]) => [name.toLowerCase(), value]))
}
