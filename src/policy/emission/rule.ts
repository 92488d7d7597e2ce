/** The shape of a rule that decides whether a participant of a meeting leaves rows in a resource's logs. */
import type { RuleId } from '#records'
import type { Attendee } from '../attendee.ts'
import type { RuleName } from '../rules/catalogue.ts'
import type { View } from '../view.ts'

export interface Judgement {
  readonly emitted: boolean
  /** The rules that made it so; of a withheld participant, those that withheld it come first. */
  readonly rules: readonly RuleId[]
}

/** The first rule that covers a participant judges it. */
export interface EmissionRule {
  readonly id: RuleName
  readonly covers: (who: Attendee, view: View) => boolean
  readonly judge: (who: Attendee, view: View) => Judgement
}
