/**
 * gzip (RFC 1952) and zlib (RFC 1950) of a text, in base64. The engine has no compression of values, so the data is
 * stored in blocks as it is (RFC 1951, 3.2.4): every reader gets the text back, but it is not made smaller. `inflate.ts` reads
 * what others compressed.
 */
import { asString } from '../conversions.ts'
import type { Scalar } from '../scalar.ts'
import { formula } from './formula.ts'
import { type FunctionRow, row } from './row.ts'

const littleEndian = formula(
  'littleEndian',
  'n',
  'char(n % 256, intDiv(n, 256) % 256, intDiv(n, 65536) % 256, intDiv(n, 16777216) % 256)',
  { type: 'string' },
)

/** Blocks of at most 65535 bytes: whether it is the last, its length, the complement of the length, the bytes. */
const blocks = formula(
  'blocks',
  'text',
  `let count = greatest(1, intDiv(length(text) + 65534, 65535));
   arrayStringConcat(arrayMap(
     i ->
       def part = substring(text, i * 65535 + 1, 65535);
       def size = length(part);
       concat(char(i = count - 1 ? 1 : 0), substring(littleEndian(size), 1, 2),
         substring(littleEndian(65535 - size), 1, 2), part),
     range(0, count)))`,
  { type: 'string', uses: { littleEndian } },
)

const gzip = formula(
  'gzip',
  'text',
  `base64Encode(concat(
     unhex('1f8b08000000000000ff'), blocks(text), littleEndian(CRC32(text)), littleEndian(length(text))))`,
  { type: 'string', uses: { blocks, littleEndian } },
)

/** Adler-32: the sum of the bytes, and the sum of these sums. */
export const adler = formula(
  'adler',
  'text',
  `let bytes = arrayMap(i -> reinterpretAsUInt8(substring(text, i, 1)), range(1, length(text) + 1));
   def sum = (1 + arraySum(bytes)) % 65521;
   def sums = (length(text) + arraySum((b, i) -> b * (length(text) + 1 - i), bytes, arrayEnumerate(bytes))) % 65521;
   sums * 65536 + sum`,
)

const zlib = formula(
  'zlib',
  'text',
  "base64Encode(concat(unhex('7801'), blocks(text), reverse(littleEndian(adler(text)))))",
  { type: 'string', uses: { adler, blocks, littleEndian } },
)

const compressing = (name: string, doc: string, translated: (text: Scalar) => Scalar): FunctionRow =>
  row(name, `${doc}; stored, not made smaller.`, `${name}('né')`, ({ arg }) => translated(asString(arg(0))))

export const compressionFunctions: readonly FunctionRow[] = [
  compressing('gzip_compress_to_base64_string', 'gzip of a text in base64', gzip),
  compressing('zlib_compress_to_base64_string', 'zlib of a text in base64', zlib),
]
