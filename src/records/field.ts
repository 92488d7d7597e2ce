/** Withheld, unknown and empty are three different things (R20), so they are three shapes. */
import type { Json } from '#base'
import type { RuleId } from './ids.ts'

export type Field<T = Json> =
  | { readonly kind: 'shown'; readonly value: T }
  | { readonly kind: 'redacted'; readonly by: RuleId }
  | { readonly kind: 'absent' }

/** How a withheld value reads on the wire and in tables (R20). */
export const REDACTED = 'Redacted'

export const absent: Field<never> = { kind: 'absent' }
export const redacted = (by: RuleId): Field<never> => ({ kind: 'redacted', by })

/** Shows a value; undefined and null are unknown, the empty text is not. */
export function shown<T extends Json>(value: T | undefined | null): Field<T> {
  return value === undefined || value === null ? absent : { kind: 'shown', value }
}

/** The cell of a field: its value, the text `Redacted`, or null. */
export function cellOf(field: Field): Json {
  if (field.kind === 'shown') return field.value
  return field.kind === 'redacted' ? REDACTED : null
}
