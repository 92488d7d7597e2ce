/** IPv6 addresses, and IPv4 ones as their mapped form. A prefix behind a dotted address counts its 32 bits. */
import { asString } from '../conversions.ts'
import {
  call,
  castTo,
  iff,
  ifNull,
  isNull,
  lambda,
  literal,
  long,
  nullOf,
  or,
  raw,
  type Scalar,
  text,
  variable,
} from '../scalar.ts'
import { list } from './arrays.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { textArray } from './strings.ts'

interface Address {
  /** The 128 bits as an engine number; 0 where the text is no address. */
  readonly bits: Scalar
  readonly isMissing: Scalar
  readonly prefix: Scalar
}

function addressOf(source: Scalar, isCompared: boolean): Address {
  const parts = list('splitByChar', [text('/'), source])
  const own = call('arrayElement', 'string', [parts, raw(1)], { nullable: false })
  // Compared, ::10.0.0.1 is the IPv4 address it shows.
  const shown = isCompared
    ? call('replaceRegexpOne', 'string', [own, text('^::(\\d+\\.\\d+\\.\\d+\\.\\d+)$'), text('\\1')])
    : own
  const address = call('toIPv6OrNull', 'raw', [shown], { nullable: true })
  const size = call('arrayElement', 'string', [parts, raw(2)], { nullable: false })
  const given = call('toInt64OrNull', 'long', [size], { nullable: true })
  const isDotted = call('greater', 'bool', [call('position', 'raw', [own, text('.')]), raw(0)])
  const limit = iff(isDotted, long(32), long(128))
  const bits = iff(
    isDotted,
    call('plus', 'long', [ifNull(given, long(32)), long(96)]),
    ifNull(given, long(128)),
  )
  const invalid = or(
    call('greater', 'bool', [ifNull(given, long(0)), limit]),
    call('less', 'bool', [ifNull(given, long(0)), long(0)]),
  )
  return {
    bits: call('toUInt128', 'raw', [call('ifNull', 'raw', [address, call('toIPv6', 'raw', [text('::')])])], {
      nullable: false,
    }),
    isMissing: or(isNull(address), invalid),
    prefix: bits,
  }
}

function masked(bits: Scalar, prefix: Scalar): Scalar {
  const within = call('greatest', 'long', [call('least', 'long', [prefix, long(128)]), long(0)])
  const rest = call('minus', 'long', [long(128), within])
  const shift = (fn: string, value: Scalar) => call(fn, 'raw', [value, rest], { nullable: false })
  return shift('bitShiftLeft', shift('bitShiftRight', bits))
}

interface Pair {
  readonly left: Scalar
  readonly right: Scalar
  readonly isMissing: Scalar
}

/** Both cut to the shortest prefix given. */
function cut(first: Scalar, second: Scalar, given?: Scalar): Pair {
  const [a, b] = [addressOf(first, true), addressOf(second, true)]
  const shortest = call('least', 'long', [a.prefix, b.prefix, ...(given ? [given] : [])], { nullable: false })
  return {
    left: masked(a.bits, shortest),
    right: masked(b.bits, shortest),
    isMissing: or(a.isMissing, b.isMissing),
  }
}

const pairOf = ({ arg, args }: FunctionCall): Pair =>
  cut(asString(arg(0)), asString(arg(1)), args[2] ? ifNull(castTo('long', args[2]), long(128)) : undefined)

const same = ({ left, right, isMissing }: Pair): Scalar =>
  call('if', 'bool', [isMissing, nullOf('bool'), call('equals', 'bool', [left, right])], { nullable: true })

function compare(given: FunctionCall): Scalar {
  const { left, right, isMissing } = pairOf(given)
  const isLess = call('less', 'bool', [left, right])
  const isEqual = call('equals', 'bool', [left, right])
  return call('multiIf', 'long', [isMissing, nullOf('long'), isEqual, long(0), isLess, long(-1), long(1)], {
    nullable: true,
  })
}

/** All 32 digits in eight groups; empty where the text is no address. */
function canonical({ bits, isMissing }: Address, prefix: Scalar): Scalar {
  const digits = call('lower', 'string', [call('hex', 'string', [masked(bits, prefix)])])
  const padded = call('leftPad', 'string', [digits, raw(32), text('0')])
  const groups = list('extractAll', [padded, text('.{4}')])
  return iff(isMissing, text(''), call('arrayStringConcat', 'string', [groups, text(':')]))
}

function parseMask({ arg }: FunctionCall): Scalar {
  const address = addressOf(asString(arg(0)), false)
  const given = ifNull(castTo('long', arg(1)), long(-1))
  const isMissing = or(
    address.isMissing,
    call('less', 'bool', [given, long(0)]),
    call('greater', 'bool', [given, long(128)]),
  )
  return canonical({ ...address, isMissing }, call('least', 'long', [address.prefix, given]))
}

/** Ranges as arguments or in arrays. */
function inAnyRange({ arg, args }: FunctionCall): Scalar {
  const subject = asString(arg(0))
  const isIn = (range: Scalar) => ifNull(same(cut(subject, range)), literal('bool', false))
  const tests = args.slice(1).map(range =>
    range.type === 'dynamic'
      ? call('arrayExists', 'bool', [lambda(['x'], isIn(variable('x', 'string'))), textArray(range)], {
          nullable: false,
        })
      : isIn(asString(range)),
  )
  return castTo('bool', or(...tests))
}

export const ipv6Functions: readonly FunctionRow[] = [
  row('parse_ipv6', 'The address in full.', "parse_ipv6('fe80::1')", ({ arg }) => {
    const address = addressOf(asString(arg(0)), false)
    return canonical(address, address.prefix)
  }),
  row('parse_ipv6_mask', 'The network of an address in full.', "parse_ipv6_mask('fe80::1', 64)", parseMask),
  row('ipv6_compare', '-1, 0 or 1, within the prefixes.', "ipv6_compare('fe80::1', 'fe80::2')", compare),
  row('ipv6_is_match', 'Equal within the prefixes.', "ipv6_is_match('fe80::1', 'fe80::2', 64)", given =>
    same(pairOf(given)),
  ),
  row(
    'ipv6_is_in_range',
    'Whether the address lies in the range.',
    "ipv6_is_in_range('fe80::1', 'fe80::/64')",
    ({ arg }) => same(cut(asString(arg(0)), asString(arg(1)))),
  ),
  row(
    'ipv6_is_in_any_range',
    'Whether the address lies in one of the ranges.',
    "ipv6_is_in_any_range('fe80::1', 'fe80::/64')",
    inAnyRange,
  ),
]
