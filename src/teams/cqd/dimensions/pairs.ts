/**
 * What both ends have in common, as one text: `a : b`, always in the same order, so it says nothing of First and Second.
 * A blank side stays blank.
 */
import { insideOf } from './networks.ts'
import { type At, type DimensionRow, one } from './row.ts'

const pairOf = (value: (at: At) => string) => (at: At) => {
  const [first, second] = [value(at.end('First')), value(at.end('Second'))]
  return `iff(strcmp(${first}, ${second}) <= 0, ${joined(first, second)}, ${joined(second, first)})`
}

const joined = (one: string, other: string): string => `trim(' ', strcat(${one}, ' : ', ${other}))`

const column = (name: string) => (at: At) => at.column(name)

const half = (at: At): string => `strcat(${at.column('IsServer')}, '-', ${insideOf(at)})`

/** `Client-Inside--Client-Inside-wifi`: Wi-Fi as soon as one end is. */
function scenario(at: At): string {
  const [first, second] = [at.end('First'), at.end('Second')]
  const [one, other] = [half(first), half(second)]
  const isWireless = `${first.column('NetworkConnection')} == 'Wifi' or ${second.column('NetworkConnection')} == 'Wifi'`
  return `strcat(iff(strcmp(${one}, ${other}) <= 0, strcat(${one}, '--', ${other}), strcat(${other}, '--', ${one})), iff(${isWireless}, '-wifi', '-wired'))`
}

export const pairs: readonly DimensionRow[] = [
  one(
    'Network Connection Detail Pair',
    pairOf(at => `replace_string(${at.column('NetworkConnection')}, 'Wifi', 'wifi')`),
  ),
  one('User Agent Category Pair', pairOf(column('UserAgentCategory'))),
  one('Is Server Pair', pairOf(column('IsServer'))),
  one('Connectivity Ice Pair', pairOf(column('ConnectivityIce'))),
  one('OS Pair', pairOf(column('OsFiltered'))),
  one('Tenant Id Pair', pairOf(column('TenantId'))),
  one(
    'Building Name Pair',
    pairOf(at => at.network('BuildingName')),
  ),
  one('Inside Corp Pair', pairOf(insideOf)),
  one('Scenario Pair', scenario, { note: 'Kinds and places of both ends, then whether one was on Wi-Fi.' }),
].flat()
