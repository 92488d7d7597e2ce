/** Texts as the numbers of their characters, and Punycode (RFC 3492), which is made of them. */
import { asString } from '../conversions.ts'
import { call, type Scalar } from '../scalar.ts'
import { elements, list } from './arrays.ts'
import { formula } from './formula.ts'
import { type FunctionRow, row } from './row.ts'

/** The number of a character from its one to four bytes of UTF-8. */
const codePoint = formula(
  'codePoint',
  'character',
  `let b = arrayMap(
     i -> toInt64(reinterpretAsUInt8(substring(character, i, 1))), range(1, length(character) + 1));
   multiIf(
     length(b) = 1, b[1],
     length(b) = 2, (b[1] - 192) * 64 + b[2] - 128,
     length(b) = 3, (b[1] - 224) * 4096 + (b[2] - 128) * 64 + b[3] - 128,
     (b[1] - 240) * 262144 + (b[2] - 128) * 4096 + (b[3] - 128) * 64 + b[4] - 128)`,
  { type: 'long' },
)

const codePoints = formula('codePoints', 'text', "arrayMap(c -> codePoint(c), extractAll(text, '(?s).'))", {
  type: 'raw',
  uses: { codePoint },
})

const utf8 = formula(
  'utf8',
  'c',
  `multiIf(
     c < 128, char(c),
     c < 2048, char(192 + intDiv(c, 64), 128 + c % 64),
     c < 65536, char(224 + intDiv(c, 4096), 128 + intDiv(c, 64) % 64, 128 + c % 64),
     char(240 + intDiv(c, 262144), 128 + intDiv(c, 4096) % 64, 128 + intDiv(c, 64) % 64, 128 + c % 64))`,
  { type: 'string' },
)

const textOfCodes = formula('textOfCodes', 'codes', 'arrayStringConcat(arrayMap(c -> utf8(c), codes))', {
  type: 'string',
  uses: { utf8 },
})

/** The bias after a delta (section 6.1). */
const adapted = formula(
  'adapted',
  'delta, count, first',
  `def halved = intDiv(delta, first ? 700 : 2);
   let end = arrayFold(
     (s, i) -> s.1 > 455 ? (intDiv(s.1, 35), s.2 + 36) : s,
     range(0, 8),
     (toInt64(halved + intDiv(halved, count)), toInt64(0)));
   toInt64(end.2 + intDiv(36 * end.1, end.1 + 38))`,
  { type: 'long' },
)

/** Where a digit ends a number: k grows by 36 a digit. */
const threshold = formula('threshold', 'k, bias', 'least(26, greatest(1, k - bias))', { type: 'long' })

/** A delta in digits of falling size, the least first. */
const digits = formula(
  'digits',
  'delta, bias',
  `let end = arrayFold(
     (s, k) ->
       def t = threshold(k, bias);
       def last = s.1 < t;
       def digit = last ? s.1 : t + (s.1 - t) % (36 - t);
       s.2 ? s :
       (toInt64(intDiv(s.1 - t, 36 - t)), last, concat(s.3, char(digit < 26 ? 97 + digit : 22 + digit))),
     range(36, 504, 36),
     (delta, false, ''));
   end.3`,
  { type: 'string', uses: { threshold } },
)

/**
 * Section 6.3, as one fold: for each code point beyond ASCII, from the smallest, a step to move there (-1), one for
 * each character, and one to leave (-2). The state is n, delta, bias, the characters done, the output.
 */
const encoded = formula(
  'encoded',
  'text',
  `let codes = codePoints(text);
   let basic = arrayFilter(c -> c < 128, codes);
   let larger = arraySort(arrayDistinct(arrayFilter(c -> c >= 128, codes)));
   let steps = arrayFlatten(arrayMap(m -> arrayMap(c -> (m, c), arrayConcat([-1], codes, [-2])), larger));
   let end = arrayFold(
     (s, t) -> multiIf(
       t.2 = -1, (t.1, s.2 + (t.1 - s.1) * (s.4 + 1), s.3, s.4, s.5),
       t.2 = -2, (s.1 + 1, s.2 + 1, s.3, s.4, s.5),
       t.2 < t.1, (s.1, s.2 + 1, s.3, s.4, s.5),
       t.2 = t.1, (
         s.1, toInt64(0), adapted(s.2, s.4 + 1, s.4 = length(basic)), s.4 + 1, concat(s.5, digits(s.2, s.3))),
       s),
     steps,
     (toInt64(128), toInt64(0), toInt64(72), toInt64(length(basic)), ''));
   concat(textOfCodes(basic), notEmpty(basic) ? '-' : '', end.5)`,
  { type: 'string', uses: { codePoints, textOfCodes, adapted, digits } },
)

/** Section 6.2: i, where it began, the weight, k, bias, n, the output. Empty where a digit is none. */
const decoded = formula(
  'decoded',
  'source',
  `let basic = extract(source, '^(.*)-[^-]*$');
   let end = arrayFold(
     (s, b) ->
       def digit = toInt64(b) - (b < 58 ? 22 : b < 91 ? 65 : 97);
       def t = threshold(s.4, s.5);
       def i = s.1 + digit * s.3;
       def count = toInt64(length(s.7)) + 1;
       def place = i % count;
       def n = s.6 + intDiv(i, count);
       digit < t ?
         (place + 1, place + 1, toInt64(1), toInt64(36), adapted(i - s.2, count, s.2 = 0), n,
          arrayConcat(arraySlice(s.7, 1, place), [n], arraySlice(s.7, place + 1))) :
         (i, s.2, s.3 * (36 - t), s.4 + 36, s.5, s.6, s.7),
     arrayMap(c -> reinterpretAsUInt8(c), extractAll(extract(source, '([^-]*)$'), '.')),
     (toInt64(0), toInt64(0), toInt64(1), toInt64(36), toInt64(72), toInt64(128), codePoints(basic)));
   match(source, '^[\\x00-\\x7f]*-?[A-Za-z0-9]*$') ? textOfCodes(end.7) : ''`,
  { type: 'string', uses: { codePoints, textOfCodes, adapted, threshold } },
)

/** Each part between dots; parts in ASCII stay. */
const encodedDomain = formula(
  'encodedDomain',
  'domain',
  `arrayStringConcat(
     arrayMap(p -> isASCII(p) ? p : concat('xn--', encoded(p)), splitByChar('.', domain)), '.')`,
  { type: 'string', uses: { encoded } },
)

const decodedDomain = formula(
  'decodedDomain',
  'domain',
  `arrayStringConcat(
     arrayMap(p -> startsWith(p, 'xn--') ? decoded(substring(p, 5)) : p, splitByChar('.', domain)), '.')`,
  { type: 'string', uses: { decoded } },
)

const numbered = formula(
  'numbered',
  'text',
  "concat('[', arrayStringConcat(arrayMap(c -> toString(c), codePoints(text)), ','), ']')",
  { type: 'dynamic', uses: { codePoints } },
)

const codesOf = (values: readonly Scalar[]): Scalar =>
  list(
    'arrayConcat',
    values.map(one =>
      one.type === 'dynamic' ? elements(one) : list('array', [call('toString', 'string', [one])]),
    ),
  )

const fromTexts = formula('fromTexts', 'codes', 'textOfCodes(arrayMap(c -> toInt64OrZero(c), codes))', {
  type: 'string',
  uses: { textOfCodes },
})

const ofText = (
  name: string,
  doc: string,
  example: string,
  translated: (text: Scalar) => Scalar,
): FunctionRow => row(name, doc, `${name}('${example}')`, ({ arg }) => translated(asString(arg(0))))

export const codePointFunctions: readonly FunctionRow[] = [
  row(
    'unicode_codepoints_from_string',
    'Array of the code points.',
    "unicode_codepoints_from_string('né')",
    ({ arg }) => numbered(asString(arg(0))),
    ['to_utf8'],
  ),
  row(
    'unicode_codepoints_to_string',
    'Text of code points.',
    'unicode_codepoints_to_string(75)',
    ({ args }) => fromTexts(codesOf(args)),
    ['make_string'],
  ),
  ofText('punycode_from_string', 'Punycode of a text.', 'né', encoded),
  ofText('punycode_to_string', 'The text of Punycode; empty where it is none.', 'n-cja', decoded),
  ofText('punycode_domain_from_string', 'A domain name in Punycode, part by part.', 'né.org', encodedDomain),
  ofText(
    'punycode_domain_to_string',
    'A domain name from Punycode, part by part.',
    'xn--n-cja.org',
    decodedDomain,
  ),
]
