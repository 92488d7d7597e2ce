/** IPv4 addresses and the texts around them. An address may carry its own prefix, as in 10.0.0.1/8. */
import { asString } from '../conversions.ts'
import {
  and,
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
import { anyOf, regexQuote } from '../terms.ts'
import { list } from './arrays.ts'
import { formula, strict } from './formula.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts, textArray } from './strings.ts'

interface Address {
  readonly number: Scalar
  /** Its own prefix, or 32. */
  readonly prefix: Scalar
}

/** The number is null where the text is no address. */
function addressOf(source: Scalar): Address {
  const parts = list('splitByChar', [text('/'), source])
  const own = call('arrayElement', 'string', [parts, raw(2)], { nullable: false })
  const number = call('toInt64', 'long', [
    call(
      'IPv4StringToNumOrNull',
      'long',
      [call('arrayElement', 'string', [parts, raw(1)], { nullable: false })],
      { nullable: true },
    ),
  ])
  const prefix = iff(
    call('equals', 'bool', [own, text('')]),
    long(32),
    call('toInt64OrZero', 'long', [own], { nullable: false }),
  )
  return { number, prefix }
}

const masked = (number: Scalar, prefix: Scalar): Scalar =>
  call('bitAnd', 'long', [
    number,
    call('minus', 'long', [
      long(4_294_967_296),
      call('bitShiftLeft', 'long', [long(1), call('minus', 'long', [long(32), prefix])]),
    ]),
  ])

const validPrefix = (prefix: Scalar): Scalar =>
  and(call('greaterOrEquals', 'bool', [prefix, long(0)]), call('lessOrEquals', 'bool', [prefix, long(32)]))

/** Both addresses cut to the shortest prefix given. */
function cut({ arg, args }: FunctionCall): readonly [Scalar, Scalar] {
  const [a, b] = [addressOf(asString(arg(0))), addressOf(asString(arg(1)))]
  const prefixes = [a.prefix, b.prefix, ...(args[2] ? [ifNull(castTo('long', args[2]), long(32))] : [])]
  const shortest = call('least', 'long', prefixes)
  return [masked(a.number, shortest), masked(b.number, shortest)]
}

function compare(given: FunctionCall): Scalar {
  const [a, b] = cut(given)
  return castTo('long', call('sign', 'long', [call('minus', 'long', [a, b])]))
}

const inRange = (address: Scalar, range: Scalar): Scalar => {
  const [a, r] = [addressOf(address), addressOf(range)]
  return call('equals', 'bool', [masked(a.number, r.prefix), masked(r.number, r.prefix)])
}

/** Several ranges, as arguments or in an array. */
function inAnyRange({ arg, args }: FunctionCall): Scalar {
  const subject = asString(arg(0))
  const tests = args.slice(1).map(range => {
    const constant = constantTexts(range)
    if (constant)
      return anyOf(constant.map(one => ifNull(inRange(subject, text(one)), literal('bool', false))))
    if (range.type !== 'dynamic') return ifNull(inRange(subject, asString(range)), literal('bool', false))
    return call(
      'arrayExists',
      'bool',
      [lambda(['x'], ifNull(inRange(subject, variable('x', 'string')), raw(0))), textArray(range)],
      { nullable: false },
    )
  })
  return castTo('bool', anyOf(tests))
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

function format({ arg, args }: FunctionCall, withMask: boolean): Scalar {
  const source = arg(0)
  const address =
    source.type === 'string' ? addressOf(source) : { number: castTo('long', source), prefix: long(32) }
  const given = args[1] ? ifNull(castTo('long', args[1]), long(-1)) : long(32)
  const prefix = call('least', 'long', [address.prefix, given])
  const dotted = call('IPv4NumToString', 'string', [
    call('toUInt32', 'raw', [ifNull(masked(address.number, prefix), long(0))]),
  ])
  const shown = withMask
    ? call('concat', 'string', [dotted, text('/'), call('toString', 'string', [prefix])])
    : dotted
  return iff(or(isNull(address.number), call('not', 'bool', [validPrefix(given)])), text(''), shown)
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const [BEFORE, AFTER] = ['(?:^|[^A-Za-z0-9.])', '(?:$|[^A-Za-z0-9.])']

/** An address stands alone in the text; a prefix ends with a dot and is followed by the rest of an address. */
function hasAddress(subject: Scalar, needle: Scalar, isPrefix: boolean): Scalar {
  const rest = isPrefix ? `(?:${OCTET}(?:\\.${OCTET}){0,2})` : ''
  const pattern = call('concat', 'string', [text(BEFORE), regexQuote(needle), text(`${rest}${AFTER}`)])
  const shape = isPrefix
    ? `^(?:${OCTET}\\.){1,3}$|^(?:${OCTET}\\.){3}${OCTET}$`
    : `^(?:${OCTET}\\.){3}${OCTET}$`
  return and(call('match', 'bool', [needle, text(shape)]), call('match', 'bool', [subject, pattern]))
}

const hasAny =
  (isPrefix: boolean) =>
  ({ args, arg }: FunctionCall): Scalar => {
    const needles = args.slice(1).flatMap(one => constantTexts(one)?.map(text) ?? [asString(one)])
    return anyOf(needles.map(one => hasAddress(asString(arg(0)), one, isPrefix)))
  }

/** The largest aligned blocks from one address on; a range has at most 62 of them. Null for a range that is none. */
const cidrList = formula(
  'cidrList',
  'first, last',
  `let end = arrayFold(
     (s, i) ->
       def aligned = s.1 = 0 ? 32 : bitCount(bitAnd(s.1, -s.1) - 1);
       def bits = least(aligned, toInt64(floor(log2(last - s.1 + 1))));
       def block = concat('"', IPv4NumToString(toUInt32(s.1)), '/', toString(32 - bits), '"');
       s.1 > last ? s : (toInt64(s.1 + bitShiftLeft(toInt64(1), bits)), arrayPushBack(s.2, block)),
     range(0, 62),
     (first, CAST([], 'Array(String)')));
   first > last ? null : concat('[', arrayStringConcat(end.2, ','), ']')`,
  { type: 'dynamic', nullable: true },
)

export const networkFunctions: readonly FunctionRow[] = [
  row('parse_ipv4', 'The address as a number.', "parse_ipv4('127.0.0.1')", ({ arg }) => {
    const { number, prefix } = addressOf(asString(arg(0)))
    return masked(number, prefix)
  }),
  row(
    'parse_ipv4_mask',
    'The network of an address as a number.',
    "parse_ipv4_mask('127.0.0.1', 24)",
    ({ arg }) => {
      const { number, prefix } = addressOf(asString(arg(0)))
      return masked(number, call('least', 'long', [prefix, castTo('long', arg(1))]))
    },
  ),
  row('ipv4_compare', '-1, 0 or 1, within the prefixes.', "ipv4_compare('10.0.0.1', '10.0.0.2')", compare),
  row('ipv4_is_match', 'Equal within the prefixes.', "ipv4_is_match('10.0.0.1', '10.0.0.2', 24)", given =>
    castTo('bool', call('equals', 'bool', [...cut(given)])),
  ),
  row(
    'ipv4_is_in_range',
    'Whether the address lies in the range.',
    "ipv4_is_in_range('10.0.0.1', '10.0.0.0/8')",
    ({ arg }) => castTo('bool', inRange(asString(arg(0)), asString(arg(1)))),
  ),
  row(
    'ipv4_is_in_any_range',
    'Whether the address lies in one of the ranges.',
    "ipv4_is_in_any_range('10.0.0.1', '10.0.0.0/8')",
    inAnyRange,
  ),
  row(
    'ipv4_is_private',
    'Whether it is an address of a private network.',
    "ipv4_is_private('10.0.0.1')",
    ({ arg }) =>
      call(
        'if',
        'bool',
        [
          isNull(addressOf(asString(arg(0))).number),
          nullOf('bool'),
          anyOf(PRIVATE.map(one => inRange(asString(arg(0)), text(one)))),
        ],
        { nullable: true },
      ),
  ),
  row('ipv4_netmask_suffix', 'The prefix of an address.', "ipv4_netmask_suffix('10.0.0.0/8')", ({ arg }) => {
    const { number, prefix } = addressOf(asString(arg(0)))
    return call('if', 'long', [isNull(number), nullOf('long'), prefix], { nullable: true })
  }),
  row('format_ipv4', 'The network of an address.', "format_ipv4('10.1.2.3', 8)", given =>
    format(given, false),
  ),
  row(
    'format_ipv4_mask',
    'The network of an address with its prefix.',
    "format_ipv4_mask('10.1.2.3', 8)",
    given => format(given, true),
  ),
  row(
    'ipv4_range_to_cidr_list',
    'The ranges between two addresses; null where there are none.',
    "ipv4_range_to_cidr_list('1.1.128.0', '1.1.140.255')",
    ({ arg }) => strict(cidrList)(addressOf(asString(arg(0))).number, addressOf(asString(arg(1))).number),
  ),
  row(
    'has_ipv4',
    'Whether the address stands in the text.',
    "has_ipv4('a 10.0.0.1', '10.0.0.1')",
    ({ arg }) => hasAddress(asString(arg(0)), asString(arg(1)), false),
  ),
  row(
    'has_ipv4_prefix',
    'Whether an address with the prefix stands in the text.',
    "has_ipv4_prefix('a 10.0.0.1', '10.0.')",
    ({ arg }) => hasAddress(asString(arg(0)), asString(arg(1)), true),
  ),
  row(
    'has_any_ipv4',
    'Whether one of the addresses stands in the text.',
    "has_any_ipv4('a 10.0.0.1', '10.0.0.1')",
    hasAny(false),
  ),
  row(
    'has_any_ipv4_prefix',
    'Whether an address with one of the prefixes stands in the text.',
    "has_any_ipv4_prefix('a 10.0.0.1', '10.0.')",
    hasAny(true),
  ),
]
