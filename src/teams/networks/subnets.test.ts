/** Expansion and overlap, for any ranges. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Address,
  addressText,
  networkAddresses,
  networksIn,
  overlapsOf,
  parseAddress,
  type Range,
  rangeOf,
} from './subnets.ts'

const ipv4: fc.Arbitrary<Address> = fc
  .bigInt({ min: 0n, max: 2n ** 32n - 1n })
  .map(value => ({ family: 4, value }))
const ipv6: fc.Arbitrary<Address> = fc
  .bigInt({ min: 0n, max: 2n ** 128n - 1n })
  .map(value => ({ family: 6, value }))
const ranges: fc.Arbitrary<Range> = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 14, max: 32 })).map(([at, prefix]) => rangeOf(at, prefix)),
  fc.tuple(ipv6, fc.integer({ min: 56, max: 128 })).map(([at, prefix]) => rangeOf(at, prefix)),
)

test('what is printed reads back as the same address, and IPv6 is written the one way', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), address => {
      expect(parseAddress(addressText(address))).toEqual(address)
    }),
  )
  expect(addressText(parseAddress('2001:0DB8:0:0:0:0:0:1') ?? { family: 4, value: 0n })).toBe('2001:db8::1')
  expect(parseAddress('::ffff:10.0.0.1')).toEqual({ family: 6, value: 0xffff0a000001n })
})

test('what is no address is none', () => {
  for (const text of ['', '10.0.0', '10.0.0.0.0', '10.0.0.1:80', 'fe80::1%eth0', '2001::db8::1', 'host']) {
    expect(parseAddress(text), text).toBeUndefined()
  }
})

test('a range becomes exactly its networks: each inside, none twice, together as many addresses', () => {
  fc.assert(
    fc.property(ranges, range => {
      const networks = [...networkAddresses(range)]
      expect(networks).toHaveLength(networksIn(range))
      expect(new Set(networks).size).toBe(networks.length)
      const unit = range.family === 4 ? 24 : 64
      const size = rangeOf({ family: range.family, value: 0n }, Math.max(unit, range.prefix)).last + 1n
      expect(BigInt(networks.length) * size).toBe(range.last - range.first + 1n)
      for (const network of [networks[0] ?? '', networks.at(-1) ?? '']) {
        const value = parseAddress(network)?.value ?? -1n
        expect(value >= range.first && value <= range.last).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('any address of a wide range is in the network of its own size that the range became', () => {
  const wide = fc.tuple(ipv4, fc.integer({ min: 16, max: 24 }), fc.nat())
  fc.assert(
    fc.property(wide, ([at, prefix, offset]) => {
      const range = rangeOf(at, prefix)
      const value = range.first + (BigInt(offset) % (range.last - range.first + 1n))
      const network = addressText({ family: 4, value: rangeOf({ family: 4, value }, 24).first })
      expect([...networkAddresses(range)]).toContain(network)
    }),
    { numRuns: 60 },
  )
})

test('overlaps are found exactly where two ranges share an address', () => {
  const small = fc
    .tuple(fc.bigInt({ min: 0n, max: 4095n }), fc.integer({ min: 20, max: 32 }))
    .map(([value, prefix]) => ({ range: rangeOf({ family: 4, value }, prefix) }))
  fc.assert(
    fc.property(fc.array(small, { maxLength: 12 }), items => {
      const share = (a: Range, b: Range) => a.first <= b.last && b.first <= a.last
      const pairs = items.flatMap((one, i) => items.slice(i + 1).map(other => share(one.range, other.range)))
      const found = overlapsOf(items)
      expect(found.length > 0).toBe(pairs.some(Boolean))
      for (const { item, other } of found) expect(share(item.range, other.range)).toBe(true)
      const left = items.filter(one => !found.some(({ item }) => item === one))
      expect(overlapsOf(left)).toEqual([])
    }),
  )
})
