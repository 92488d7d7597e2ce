/** Why something is not told, in one sentence: what pages and scripts read beside a blank. */
import type { WhyBlank } from './answers.ts'

/** By rule; docs/teams-center.md prints them. */
export const SENTENCES: Readonly<Record<string, string>> = {
  T3: 'External users are called Anonymous user, as Teams does; the setting teamsLabels=names shows the names they typed.',
  T4: 'What names or locates somebody is kept for 28 days; it is blank from then on while the rest of the row stays.',
  T5: 'This role sees no names and addresses of others than the user who was searched for.',
  T6: 'The last digits of phone numbers are hidden from everybody.',
  T8: 'This role has no Advanced and no Debug tab: they are for support engineers and administrators.',
  T9: 'This role finds users by their name; it has no list of everybody.',
}

export const whyBlank = (rule: string): WhyBlank => ({ rule, sentence: SENTENCES[rule] ?? rule })
