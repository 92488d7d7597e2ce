/**
 * Reading deflated data (RFC 1951) in gzip (RFC 1952) and zlib (RFC 1950) wrappings. The engine has no decompression of
 * values, so it is written as a fold over the symbols, with the data as a text of bits. That is slow: it is meant for
 * values of a kilobyte or two, and longer ones are refused when the query runs.
 */
import { asString } from '../conversions.ts'
import type { Scalar } from '../scalar.ts'
import { adler } from './compression.ts'
import { formula } from './formula.ts'
import { type FunctionRow, row } from './row.ts'

/** A number in a text of bits, the lowest bit first. */
const numberAt = formula(
  'numberAt',
  'bits, place, size',
  "reinterpretAsUInt32(reverse(unbin(leftPad(reverse(substring(bits, place + 1, size)), 32, '0'))))",
)

/**
 * The canonical codes of given lengths (3.2.2), for the lengths 1 to 15: the first code, how many there are, how many
 * symbols have shorter ones; and the symbols by length of their codes.
 */
const codesOf = formula(
  'codesOf',
  'lengths',
  `let sizes = range(1, 16);
   let counts = arrayMap(size -> toUInt32(countEqual(lengths, size)), sizes);
   let starts = arrayMap(
     size -> toUInt32(arraySum(k -> counts[k] * bitShiftLeft(toUInt32(1), size - k), range(1, size))), sizes);
   let symbols = arraySort(i -> (lengths[i], i), arrayFilter(i -> lengths[i] > 0, arrayEnumerate(lengths)));
   (starts, counts, arrayMap((sum, count) -> toUInt32(sum - count), arrayCumSum(counts), counts),
    arrayMap(i -> toUInt32(i - 1), symbols))`,
)

/** The next symbol and its length; the length is 0 where there is no such code. */
const symbolAt = formula(
  'symbolAt',
  'bits, place, codes',
  `let window = substring(bits, place + 1, 15);
   let found = arrayFirst(
     c -> c.1 >= c.2 and c.1 < c.2 + c.3,
     arrayMap(
       (size, start, count, before) -> (
         toUInt32(reinterpretAsUInt16(reverse(unbin(leftPad(substring(window, 1, size), 16, '0'))))),
         start, count, before, size <= length(window) ? size : 0),
       range(1, 16), codes.1, codes.2, codes.3));
   (codes.4[found.1 - found.2 + found.4 + 1], found.5)`,
)

const NO_CODES = "CAST(([], [], [], []), 'Tuple(Array(UInt32), Array(UInt32), Array(UInt32), Array(UInt32))')"

/**
 * The code lengths of a block that brings its own (3.2.7), and where its data begins. The engine computes this for
 * every row, so where it is not wanted there is nothing to go over.
 */
const ownLengths = formula(
  'ownLengths',
  'bits, place, wanted',
  `let literals = numberAt(bits, place, 5) + 257;
   let distances = numberAt(bits, place + 5, 5) + 1;
   let count = numberAt(bits, place + 10, 4) + 4;
   let codes = codesOf(arrayMap(
     at -> at <= count ? toUInt8(numberAt(bits, place + 14 + 3 * (at - 1), 3)) : toUInt8(0),
     [4, 18, 16, 14, 12, 10, 8, 6, 5, 7, 9, 11, 13, 15, 17, 19, 1, 2, 3]));
   let end = arrayFold(
     (s, step) ->
       let symbol = symbolAt(bits, s.1, codes);
       def after = s.1 + symbol.2;
       multiIf(
         length(s.2) >= literals + distances, s,
         symbol.1 < 16, (toUInt32(after), arrayPushBack(s.2, toUInt8(symbol.1))),
         symbol.1 = 16, (toUInt32(after + 2),
           arrayConcat(s.2, arrayWithConstant(3 + numberAt(bits, after, 2), s.2[-1]))),
         symbol.1 = 17, (toUInt32(after + 3),
           arrayConcat(s.2, arrayWithConstant(3 + numberAt(bits, after, 3), toUInt8(0)))),
         (toUInt32(after + 7), arrayConcat(s.2, arrayWithConstant(11 + numberAt(bits, after, 7), toUInt8(0))))),
     range(wanted ? literals + distances : 0),
     (toUInt32(place + 14 + 3 * count), CAST([], 'Array(UInt8)')));
   (end.1, arraySlice(end.2, 1, literals), arraySlice(end.2, literals + 1))`,
  { uses: { numberAt, codesOf, symbolAt } },
)

const FIXED_LITERALS = `arrayConcat(
  arrayWithConstant(144, toUInt8(8)), arrayWithConstant(112, toUInt8(9)), arrayWithConstant(24, toUInt8(7)),
  arrayWithConstant(8, toUInt8(8)))`

/** What the modes of the fold below mean. */
const [HEADER, SYMBOLS, DONE, BROKEN] = [0, 1, 2, 3].map(mode => `toUInt8(${mode})`)

/** The header of a block: stored data is taken at once, otherwise the codes for what follows. */
const openBlock = formula(
  'openBlock',
  'data, bits, s',
  `let last = toUInt8(numberAt(bits, s.1, 1));
   let kind = numberAt(bits, s.1 + 1, 2);
   let stored = intDiv(s.1 + 10, 8);
   let size = numberAt(bits, stored * 8, 16);
   let fixed = kind = 1 and s.2 = 0;
   let own = kind = 2 ? ownLengths(bits, s.1 + 3, s.2 = 0) :
     (toUInt32(s.1 + 3), arraySlice(${FIXED_LITERALS}, 1, fixed ? 288 : 0), arrayWithConstant(fixed ? 30 : 0, toUInt8(5)));
   multiIf(
     s.2 != 0, s,
     kind = 3 or kind = 0 and size + numberAt(bits, stored * 8 + 16, 16) != 65535,
       (s.1, ${BROKEN}, last, s.4, s.5, s.6),
     kind = 0,
       (toUInt32((stored + 4 + size) * 8), last = 1 ? ${DONE} : ${HEADER}, last, s.4, s.5,
        concat(s.6, substring(data, stored + 5, size))),
     (own.1, ${SYMBOLS}, last, codesOf(own.2), codesOf(own.3), s.6))`,
  { uses: { numberAt, codesOf, ownLengths } },
)

/** A byte, the end of the block, or the length and distance of what is repeated (3.2.5). */
const nextSymbol = formula(
  'nextSymbol',
  'bits, s',
  `let symbol = symbolAt(bits, s.1, s.4);
   let at = s.1 + symbol.2;
   let kind = symbol.1 - 256;
   let extra = multiIf(kind < 9 or kind = 29, 0, intDiv(kind - 1, 4) - 1);
   let size = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
     227, 258][kind] + numberAt(bits, at, extra);
   let far = symbolAt(bits, at + extra, s.5);
   let farExtra = far.1 < 2 ? 0 : intDiv(far.1, 2) - 1;
   let distance = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
     4097, 6145, 8193, 12289, 16385, 24577][far.1 + 1] + numberAt(bits, at + extra + far.2, farExtra);
   multiIf(
     s.2 != 1, s,
     s.1 >= length(bits) or symbol.2 = 0 or kind > 29 or kind > 0 and (far.2 = 0 or distance > length(s.6)),
       (s.1, ${BROKEN}, s.3, s.4, s.5, s.6),
     kind < 0, (toUInt32(at), s.2, s.3, s.4, s.5, concat(s.6, char(symbol.1))),
     kind = 0, (toUInt32(at), s.3 = 1 ? ${DONE} : ${HEADER}, s.3, s.4, s.5, s.6),
     (toUInt32(at + extra + far.2 + farExtra), s.2, s.3, s.4, s.5,
      concat(s.6, substring(repeat(substring(s.6, length(s.6) - distance + 1), intDiv(size, distance) + 1), 1, size))))`,
  { uses: { numberAt, symbolAt } },
)

/**
 * The text, how many bytes were read, and whether all is well. In rounds of a header, if one is due, and up to 128
 * symbols; a round after the end has nothing to go over. Data of unusually many blocks would need more rounds.
 */
const inflated = formula(
  'inflated',
  'data',
  `let bits = arrayStringConcat(arrayMap(i -> reverse(bin(substring(data, i, 1))), range(1, length(data) + 1)));
   let end = arrayFold(
     (s, round) ->
       let opened = openBlock(data, bits, s);
       arrayFold((t, step) -> nextSymbol(bits, t), range(opened.2 = 1 ? 128 : 0), opened),
     range(8 + intDiv(length(bits), 128)),
     (toUInt32(0), ${HEADER}, toUInt8(0), ${NO_CODES}, ${NO_CODES}, ''));
   let unfinished = throwIf(end.2 < 2 and end.1 < length(bits), 'deflated data of so many blocks is not supported');
   (end.6, intDiv(end.1 + 7, 8), end.2 = 2 and unfinished = 0)`,
  { uses: { openBlock, nextSymbol } },
)

/** After the fixed header come an extra field, a name, a comment and a check, where the flags say so. */
const gunzip = formula(
  'gunzip',
  'data',
  `let flags = reinterpretAsUInt8(substring(data, 4, 1));
   let extra = 11 + (bitAnd(flags, 4) > 0 ? 2 + reinterpretAsUInt16(substring(data, 11, 2)) : 0);
   let name = extra + (bitAnd(flags, 8) > 0 ? position(substring(data, extra), char(0)) : 0);
   let comment = name + (bitAnd(flags, 16) > 0 ? position(substring(data, name), char(0)) : 0);
   let start = comment + (bitAnd(flags, 2) > 0 ? 2 : 0);
   let content = inflated(startsWith(data, unhex('1f8b08')) ? substring(data, start) : '');
   content.3 and reinterpretAsUInt32(substring(data, start + content.2, 4)) = CRC32(content.1) ? content.1 : ''`,
  { type: 'string', uses: { inflated } },
)

const unzlib = formula(
  'unzlib',
  'data',
  `let head = reinterpretAsUInt16(reverse(substring(data, 1, 2)));
   let isZlib = length(data) > 6 and head % 31 = 0 and bitAnd(intDiv(head, 256), 15) = 8 and bitAnd(head, 32) = 0;
   let content = inflated(isZlib ? substring(data, 3) : '');
   content.3 and reinterpretAsUInt32(reverse(substring(data, 3 + content.2, 4))) = adler(content.1) ? content.1 : ''`,
  { type: 'string', uses: { inflated, adler } },
)

const LIMIT = 4_096

const bounded = (name: string, of: typeof gunzip): ((text: Scalar) => Scalar) =>
  formula(
    name,
    'text',
    `let data = tryBase64Decode(text);
     of(throwIf(length(data) > ${LIMIT}, '${name}() of more than ${LIMIT} bytes is not supported') = 0 ? data : '')`,
    { type: 'string', uses: { of } },
  )

const decompressing = (name: string, doc: string, example: string, of: typeof gunzip): FunctionRow => {
  const translated = bounded(name, of)
  return row(
    name,
    `${doc}; empty where it is none. At most ${LIMIT} bytes.`,
    `${name}('${example}')`,
    ({ arg }) => translated(asString(arg(0))),
  )
}

export const inflateFunctions: readonly FunctionRow[] = [
  decompressing('gzip_decompress_from_base64_string', 'The text of gzip in base64', 'H4sIAAAAAAAA', gunzip),
  decompressing('zlib_decompress_from_base64_string', 'The text of zlib in base64', 'eAEBAAD', unzlib),
]
