/** The questions after a call: what can be ticked, and the message the answers become. Pure. */
import { surveyIssues } from '#records'

export const MEDIUMS = [
  { key: 'overall', column: 'OverallCallIssues', title: 'The call' },
  { key: 'audio', column: 'AudioIssues', title: 'Sound' },
  { key: 'video', column: 'VideoIssues', title: 'Picture' },
  { key: 'screenshare', column: 'ScreenshareIssues', title: 'Screen sharing' },
] as const

export type Medium = (typeof MEDIUMS)[number]['key']

export interface SurveyAnswers {
  readonly stars: number
  readonly issues: Readonly<Partial<Record<Medium, readonly string[]>>>
}

export const noAnswers: SurveyAnswers = { stars: 0, issues: {} }

/** From this many stars on nobody is asked what was wrong. */
export const ALL_WELL = 5

export const issuesOf = (medium: (typeof MEDIUMS)[number]): readonly string[] =>
  surveyIssues.find(({ column }) => column === medium.column)?.issues ?? []

/** `NoRemoteAudio` → `No remote audio`. */
export function issueText(issue: string): string {
  const words = issue.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function toggled({ stars, issues }: SurveyAnswers, medium: Medium, issue: string): SurveyAnswers {
  const ticked = issues[medium] ?? []
  const next = ticked.includes(issue) ? ticked.filter(one => one !== issue) : [...ticked, issue]
  return { stars, issues: { ...issues, [medium]: next } }
}

/** Members of the message `survey` (docs/signalling.md): issues belong to their medium, the stars to the whole. */
export function surveyOf({ stars, issues }: SurveyAnswers) {
  const named = MEDIUMS.flatMap(({ key }) => {
    const ticked = issues[key] ?? []
    const rating = {
      ...(key === 'overall' && { score: stars }),
      ...(ticked.length > 0 && { issues: [...ticked] }),
    }
    return Object.keys(rating).length === 0 ? [] : [[key, rating] as const]
  })
  return Object.fromEntries(named)
}
