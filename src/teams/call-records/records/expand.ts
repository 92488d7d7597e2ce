/** `$expand` of a call record: sessions, sessions with their segments, participants, organizer. */
import { graphError } from '../graph/errors.ts'

export interface Expansion {
  readonly sessions: boolean
  readonly segments: boolean
  readonly participants: boolean
}

const EXPECTED =
  'expected sessions, sessions($expand=segments), participants_v2 or organizer_v2, separated by commas'
const NOTHING: Expansion = { sessions: false, segments: false, participants: false }

const ROWS: readonly (readonly [pattern: RegExp, adds: Partial<Expansion>])[] = [
  [/^sessions$/i, { sessions: true }],
  [/^sessions\(\s*\$expand\s*=\s*segments\s*\)$/i, { sessions: true, segments: true }],
  [/^participants_v2$/i, { participants: true }],
  [/^organizer_v2$/i, {}],
]

/** Throws ApiError 400 for what can't be expanded. */
export function expansionOf(text: string | undefined): Expansion {
  const parts = (text ?? '').split(/,(?![^(]*\))/).map(part => part.trim())
  const added = parts
    .filter(part => part !== '')
    .map(part => {
      const adds = ROWS.find(([pattern]) => pattern.test(part))?.[1]
      if (adds) return adds
      throw graphError('BadRequest', `$expand: found '${part.slice(0, 100)}'; ${EXPECTED}.`)
    })
  return Object.assign({}, NOTHING, ...added)
}

/** `$expand` of a list of sessions. */
export function expandsSegments(text: string | undefined): boolean {
  if (text === undefined || /^\s*segments\s*$/i.test(text)) return text !== undefined
  throw graphError('BadRequest', `$expand: found '${text.slice(0, 100)}'; expected segments.`)
}
