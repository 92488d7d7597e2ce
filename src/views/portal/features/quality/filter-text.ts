/** Filters as texts of the address: `Second Region=Europe|Asia`, `Second UPN*=olivia`, `Date!=2026-05-31`. Pure. */
import type { Filter } from './report.ts'

/** The longer sign first: `!~` is no `!`. */
export const SIGNS = [
  ['!=', 'notEquals', 'is none of'],
  ['!~', 'notMatches', 'does not match'],
  ['!*', 'notContains', 'does not contain'],
  ['=', 'equals', 'is one of'],
  ['~', 'matches', 'matches'],
  ['*', 'contains', 'contains'],
] as const

export const signOf = (operator = 'equals'): string => SIGNS.find(([, name]) => name === operator)?.[0] ?? '='

/** `|` parts values; one inside of a value is percent-encoded. */
export const filterText = ({ dimension, operator, values }: Filter): string =>
  dimension + signOf(operator) + values.map(value => escaped(String(value ?? ''))).join('|')

const escaped = (value: string): string => value.replaceAll('%', '%25').replaceAll('|', '%7C')
const restored = (value: string): string => value.replaceAll('%7C', '|').replaceAll('%25', '%')

/** Undefined for what is no filter: an address may be edited. */
export function readFilter(text: string): Filter | undefined {
  const at = text.search(/[!=~*]/)
  const sign = at > 0 ? SIGNS.find(([each]) => text.startsWith(each, at)) : undefined
  if (!sign) return undefined
  const values = text
    .slice(at + sign[0].length)
    .split('|')
    .map(restored)
  return { dimension: text.slice(0, at), operator: sign[1], values }
}

export const readFilters = (texts: readonly string[]): readonly Filter[] =>
  texts.flatMap(text => readFilter(text) ?? [])

/** With another value of that dimension: an equality takes it in, so that steps of a drill add up. */
export function drilled(texts: readonly string[], dimension: string, value: string): readonly string[] {
  const others = texts.filter(text => {
    const filter = readFilter(text)
    return !(filter?.dimension === dimension && filter.operator === 'equals')
  })
  return [...others, filterText({ dimension, values: [value] })]
}

/** As a person reads it. */
export function filterWords({ dimension, operator = 'equals', values }: Filter): string {
  const words = SIGNS.find(([, name]) => name === operator)?.[2] ?? operator
  const shown = values.map(value => (value === '' || value === null ? '(empty)' : String(value))).join(', ')
  return operator === 'equals' ? `${dimension}: ${shown}` : `${dimension} ${words} ${shown}`
}
