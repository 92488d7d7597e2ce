/** Why something is not told, in the rule's own sentence: what pages and scripts read beside a blank. */
import { rules } from '#policy'
import type { WhyBlank } from './answers.ts'

export const whyBlank = (rule: string): WhyBlank => ({
  rule,
  sentence: rules.find(({ id }) => id === rule)?.title ?? rule,
})
