/**
 * Ranges of addresses, and the networks they are matched by: clients of browsers know only the /24 (IPv6: /64) that
 * they are seen from, so wider ranges become the networks of that size in them; narrower ones keep their own. Pure.
 */
import { isIP } from 'node:net'

export interface Range {
  readonly family: 4 | 6
  readonly prefix: number
  readonly first: bigint
  readonly last: bigint
}

export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

const BITS = { 4: 32, 6: 128 } as const
/** Size of the networks that wider ranges become. */
const UNIT = { 4: 24, 6: 64 } as const

export const PREFIXES = { 4: { least: 8, most: 32 }, 6: { least: 32, most: 128 } } as const

/** Undefined for what is no address; zones (`%eth0`) and ports are none. */
export function parseAddress(text: string): Address | undefined {
  const kind = text.includes('%') ? 0 : isIP(text)
  if (kind === 4) return { family: 4, value: ofIpv4(text) }
  return kind === 6 ? { family: 6, value: ofIpv6(text) } : undefined
}

const ofIpv4 = (text: string): bigint =>
  text.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n)

function ofIpv6(text: string): bigint {
  const [head = '', tail] = text.split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const gap = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => 0n)
  return [...before, ...gap, ...after].reduce((value, group) => value * 65_536n + group, 0n)
}

const groupsOf = (text: string): readonly bigint[] =>
  text === ''
    ? []
    : text.split(':').flatMap(group => (group.includes('.') ? pairOf(group) : [BigInt(`0x${group}`)]))

const pairOf = (dotted: string): readonly bigint[] => {
  const value = ofIpv4(dotted)
  return [value >> 16n, value & 0xffffn]
}

/** The range that an address lies in; bits behind the prefix don't count. */
export function rangeOf({ family, value }: Address, prefix: number): Range {
  const size = 1n << BigInt(BITS[family] - prefix)
  const first = value - (value % size)
  return { family, prefix, first, last: first + size - 1n }
}

/** How many networks a range becomes. */
export const networksIn = ({ family, prefix }: Range): number => 2 ** Math.max(0, UNIT[family] - prefix)

/** Their addresses, as streams carry them: `10.1.2.0`, `2001:db8::`. */
export function* networkAddresses(range: Range): Generator<string> {
  const { family, first } = range
  const step = 1n << BigInt(BITS[family] - UNIT[family])
  const count = networksIn(range)
  for (let i = 0; i < count; i++) yield addressText({ family, value: first + BigInt(i) * step })
}

/** IPv6 as RFC 5952 writes it. */
export function addressText({ family, value }: Address): string {
  if (family === 4) {
    const number = Number(value)
    return [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.')
  }
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}

export const rangeText = ({ family, first, prefix }: Range): string =>
  `${addressText({ family, value: first })}/${prefix}`

export interface Overlap<Item> {
  readonly item: Item
  /** Lies before it or begins with it. */
  readonly other: Item
}

/** Every item whose range shares an address with one that begins before it, each told once. */
export function overlapsOf<Item extends { readonly range: Range }>(
  items: readonly Item[],
): readonly Overlap<Item>[] {
  const sorted = items.toSorted(
    ({ range: a }, { range: b }) => a.family - b.family || order(a.first, b.first),
  )
  const found: Overlap<Item>[] = []
  let widest: Item | undefined
  for (const item of sorted) {
    const isShared = widest?.range.family === item.range.family && item.range.first <= widest.range.last
    if (isShared && widest) found.push({ item, other: widest })
    if (!isShared || (widest && item.range.last > widest.range.last)) widest = item
  }
  return found
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
