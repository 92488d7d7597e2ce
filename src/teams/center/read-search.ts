/** What was typed into the search box: every spelling under which rows may know it. Pure. */
import { parseRawId } from '#records'

export interface SearchText {
  /** Without blanks around. */
  readonly text: string
  /** Ids of calls and threads. */
  readonly ids: readonly string[]
  /** Raw ids of people: `8:acs:…`, `4:+…`. */
  readonly rawIds: readonly string[]
}

const LINK = /(19(?::|%3a)[^/@\s]+(?:@|%40)[\w.]+)/i
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LONGEST = 2048

export function readSearch(given: string): SearchText {
  const text = given.trim().slice(0, LONGEST)
  return { text, ids: idsOf(text), rawIds: rawIdsOf(text) }
}

/** A join link names its meeting's thread, encoded once or twice. */
function idsOf(text: string): readonly string[] {
  const thread = LINK.exec(decoded(text))?.[1] ?? LINK.exec(text)?.[1]
  return [...new Set([text, ...(thread ? [decoded(thread)] : [])])].filter(id => id !== '')
}

function decoded(text: string): string {
  try {
    const once = decodeURIComponent(text)
    return /19%3a/i.test(once) ? decodeURIComponent(once) : once
  } catch {
    return text
  }
}

function rawIdsOf(text: string): readonly string[] {
  const digits = text.replaceAll(/[\s()./-]/g, '')
  const candidates = [
    text,
    // As the call tables write them, without the number in front.
    ...(/^(acs|orgid|teamsvisitor|gcch-acs|dod-acs|spool):/i.test(text) ? [`8:${text}`] : []),
    // As the SDKs' own ids read when the prefix was left out.
    ...(/^[0-9a-f-]{36}_\S+$/i.test(text) ? [`8:acs:${text}`] : []),
    ...(GUID.test(text) ? [`8:orgid:${text.toLowerCase()}`] : []),
    ...(/^\+?\d{6,15}$/.test(digits) ? [`4:+${digits.replace('+', '')}`] : []),
  ]
  return [...new Set(candidates.filter(one => parseRawId(one) !== undefined))]
}
