import { rules } from '#policy'

/** What a rule says; a setting speaks for itself. */
export const sentenceOf = (rule: string): string => rules.find(({ id }) => id === rule)?.title ?? rule

/** `R12: Microsoft 365 users …` for each. */
export const sentencesOf = (ids: readonly string[]): string =>
  ids.map(id => `${id}: ${sentenceOf(id)}`).join(' ')
