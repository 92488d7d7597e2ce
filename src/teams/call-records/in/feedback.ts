/** Graph's userFeedback → a row of feedback. Names of problems are not stable there, so they are sorted by their words. */
import { RATINGS } from '../out/vocabulary.ts'
import type { EndpointJson } from './schema.ts'

export interface FeedbackColumns {
  readonly Rating: number
  readonly Tokens: string
  readonly HasAudioIssue: boolean
  readonly HasVideoIssue: boolean
  readonly HasSharingIssue: boolean
}

const VIDEO = /video|image|picture|camera|freez|blur/i
const SHARING = /shar|screen|present|content/i

/** Undefined for a rating that is no word of Graph's. */
export function feedbackColumns({
  rating,
  tokens,
}: NonNullable<EndpointJson['feedback']>): FeedbackColumns | undefined {
  const words: readonly (string | null | undefined)[] = RATINGS
  const score = words.indexOf(rating)
  if (score < 0) return undefined
  const named = Object.entries(tokens ?? {}).filter(([, value]) => typeof value === 'boolean')
  const issues = named.filter(([, value]) => value === true).map(([name]) => name)
  const text = named
    .map(([name, value]) => `${name.replaceAll(/[{}:;]/g, ' ')}:${value === true ? 1 : 0};`)
    .join(' ')
  return {
    Rating: score,
    Tokens: text === '' ? '' : `{${text}}`,
    HasAudioIssue: issues.some(name => !VIDEO.test(name) && !SHARING.test(name)),
    HasVideoIssue: issues.some(name => VIDEO.test(name)),
    HasSharingIssue: issues.some(name => SHARING.test(name)),
  }
}
