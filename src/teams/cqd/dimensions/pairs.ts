/**
 * What both ends have in common, as one text: `a : b`, always in the same order, so it says nothing of First and Second.
 * A blank side stays blank.
 */
import { text } from '../query/kql-text.ts'
import { insideOf } from './networks.ts'
import { type At, type ComputedDimension, type DimensionRow, one } from './row.ts'

type Value = (at: At) => string

const pairOf = (value: Value) => (at: At) => {
  const [first, second] = [value(at.end('First')), value(at.end('Second'))]
  return `iff(strcmp(${first}, ${second}) <= 0, ${joined(first, second)}, ${joined(second, first)})`
}

/** The blank side is the one in front. */
const joined = (one: string, other: string): string =>
  `iff(${other} == '', ':', strcat(${one}, iff(${one} == '', ': ', ' : '), ${other}))`

type Sides = readonly [one: string, other: string]

/** Every way to read a text as two sides: names may have colons. */
function sidesOf(text: string): readonly Sides[] {
  if (text === ':') return [['', '']]
  const inside = [...text.matchAll(/(?<=.) : (?=.)/g)].map(
    ({ index }): Sides => [text.slice(0, index), text.slice(index + 3)],
  )
  return text.startsWith(': ') ? [['', text.slice(2)], ...inside] : inside
}

const anyOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`

/** Whichever end is which. */
const pairIs = (value: Value) => (at: At, pair: string) => {
  const [first, second] = [value(at.end('First')), value(at.end('Second'))]
  const are = (one: string, other: string) => `(${first} == ${text(one)} and ${second} == ${text(other)})`
  return anyOf(
    sidesOf(pair).flatMap(([one, other]) =>
      one === other ? [are(one, one)] : [are(one, other), are(other, one)],
    ),
  )
}

const pair = (name: string, value: Value): readonly DimensionRow[] =>
  one(name, pairOf(value), { equals: pairIs(value) })

const column = (name: string) => (at: At) => at.column(name)

const half = (at: At): string => `strcat(${at.column('IsServer')}, '-', ${insideOf(at)})`

const wireless = (at: At): string =>
  `(${at.end('First').column('NetworkConnection')} == 'Wifi' or ${at.end('Second').column('NetworkConnection')} == 'Wifi')`

/** `Client-Inside--Client-Inside-wifi`: Wi-Fi as soon as one end is. */
function scenario(at: At): string {
  const [one, other] = [half(at.end('First')), half(at.end('Second'))]
  return `strcat(iff(strcmp(${one}, ${other}) <= 0, strcat(${one}, '--', ${other}), strcat(${other}, '--', ${one})), iff(${wireless(at)}, '-wifi', '-wired'))`
}

const SCENARIO = /^(Client|Server)-(Inside|Outside)--(Client|Server)-(Inside|Outside)-(wifi|wired)$/

const scenarioIs: ComputedDimension['equals'] = (at, scenario) => {
  const [, kind = '', place = '', otherKind = '', otherPlace = '', way] = SCENARIO.exec(scenario) ?? []
  if (!way) return 'false'
  const is = (end: At, kind: string, place: string) =>
    `${end.column('IsServer')} == '${kind}' and ${insideOf(end)} == '${place}'`
  const [first, second] = [at.end('First'), at.end('Second')]
  const isSo = `(${is(first, kind, place)} and ${is(second, otherKind, otherPlace)})`
  const isOtherwise = `(${is(first, otherKind, otherPlace)} and ${is(second, kind, place)})`
  return `((${isSo} or ${isOtherwise}) and ${way === 'wifi' ? wireless(at) : `not${wireless(at)}`})`
}

export const pairs: readonly DimensionRow[] = [
  pair(
    'Network Connection Detail Pair',
    at => `replace_string(${at.column('NetworkConnection')}, 'Wifi', 'wifi')`,
  ),
  pair('User Agent Category Pair', column('UserAgentCategory')),
  pair('Is Server Pair', column('IsServer')),
  pair('Connectivity Ice Pair', column('ConnectivityIce')),
  pair('OS Pair', column('OsFiltered')),
  pair('Tenant Id Pair', column('TenantId')),
  pair('Building Name Pair', at => at.network('BuildingName')),
  pair('Inside Corp Pair', insideOf),
  one('Scenario Pair', scenario, {
    equals: scenarioIs,
    note: 'Kinds and places of both ends, then whether one was on Wi-Fi.',
  }),
].flat()
