/** Text. Positions count Unicode code points from 0. */
import { asJson, asString } from '../conversions.ts'
import {
  call,
  castTo,
  iff,
  ifNull,
  lambda,
  literal,
  long,
  nullOf,
  or,
  raw,
  type Scalar,
  text,
  textOf,
  variable,
} from '../scalar.ts'
import { regexQuote } from '../terms.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const str = asString
const num = (expr: Scalar): Scalar => castTo('long', expr)

function substringOf({ arg, args }: FunctionCall): Scalar {
  const [source, start] = [str(arg(0)), num(arg(1))]
  const size = call('lengthUTF8', 'long', [source])
  const fromEnd = call('greatest', 'long', [call('plus', 'long', [size, start]), long(0)])
  const first = iff(call('less', 'bool', [start, long(0)]), fromEnd, start)
  const offset = isNonNegative(start) ? start : first
  const position = call('plus', 'long', [offset, long(1)])
  if (!args[2]) return ifNull(call('substringUTF8', 'string', [source, position]), text(''))
  const length = call('greatest', 'long', [num(args[2]), long(0)])
  return ifNull(
    call('substringUTF8', 'string', [source, position, isNonNegative(num(args[2])) ? num(args[2]) : length]),
    text(''),
  )
}

const isNonNegative = (expr: Scalar): boolean => {
  const inner = expr.kind === 'call' && expr.fn === 'CAST' ? expr.args[0] : expr
  return inner?.kind === 'literal' && inner.value !== null && Number(inner.value) >= 0
}

/** Zero based; -1 where absent; null for a start, length or occurrence that can't be. */
function indexOf({ args, arg }: FunctionCall): Scalar {
  const [subject, needle] = [str(arg(0)), str(arg(1))]
  if (args.length <= 2) {
    return call('minus', 'long', [castTo('long', call('positionUTF8', 'raw', [subject, needle])), long(1)])
  }
  const size = call('lengthUTF8', 'long', [subject])
  const start = num(arg(2))
  const from = iff(call('less', 'bool', [start, long(0)]), call('plus', 'long', [size, start]), start)
  const length = args[3] ? num(args[3]) : long(-1)
  const window = iff(call('less', 'bool', [length, long(0)]), size, length)
  const part = call('substringUTF8', 'string', [
    subject,
    call('plus', 'long', [call('greatest', 'long', [from, long(0)]), long(1)]),
    window,
  ])
  const occurrence = args[4] ? num(args[4]) : long(1)
  const found = nthPosition(part, needle, occurrence)
  const absolute = iff(
    call('greater', 'bool', [found, long(0)]),
    call('plus', 'long', [found, from, long(-1)]),
    long(-1),
  )
  const invalid = or(
    call('less', 'bool', [length, long(-1)]),
    call('less', 'bool', [occurrence, long(1)]),
    call('less', 'bool', [from, long(0)]),
  )
  return call('if', 'long', [invalid, nullOf('long'), absolute], { nullable: true })
}

/** Position from 1 of the n-th occurrence, 0 where there is none: the parts before it and their separators. */
function nthPosition(subject: Scalar, needle: Scalar, occurrence: Scalar): Scalar {
  if (occurrence.kind === 'literal' && Number(occurrence.value) === 1)
    return castTo('long', call('positionUTF8', 'raw', [subject, needle]))
  const parts = splitAt(subject, needle)
  const before = call('arraySlice', 'raw', [parts, raw(1), occurrence])
  const lengths = call('arraySum', 'long', [call('arrayMap', 'raw', [lengthLambda, before])])
  const separators = call('multiply', 'long', [
    call('minus', 'long', [occurrence, long(1)]),
    castTo('long', call('lengthUTF8', 'raw', [needle])),
  ])
  const position = call('plus', 'long', [castTo('long', lengths), separators, long(1)])
  return iff(
    call('greater', 'bool', [castTo('long', call('length', 'raw', [parts])), occurrence]),
    position,
    long(0),
  )
}

const lengthLambda: Scalar = {
  kind: 'lambda',
  params: ['x'],
  type: 'raw',
  nullable: false,
  body: call('lengthUTF8', 'raw', [{ kind: 'variable', name: 'x', type: 'string', nullable: false }]),
}

/** Text array of a dynamic array: its elements as tostring() gives them. */
export function textArray(expr: Scalar): Scalar {
  const source = ifNull(expr, literal('dynamic', '[]'))
  return call('JSONExtract', 'raw', [source, raw('Array(String)')], { nullable: false })
}

/** A mark of private characters, and how its first one is written where it is part of the text itself. */
const [MARK, ESCAPED, ESCAPE] = [text('\uf8f0\uf8f2'), text('\uf8f0\uf8f1'), text('\uf8f0')]

/** The engine splits at constants only: a needle that differs by row becomes a mark first. An empty one splits nothing. */
function splitAt(subject: Scalar, needle: Scalar): Scalar {
  if (needle.kind === 'literal') return call('splitByString', 'raw', [needle, subject])
  const escaped = (expr: Scalar) => call('replaceAll', 'string', [expr, ESCAPE, ESCAPED])
  const marked = call('replaceAll', 'string', [escaped(subject), escaped(needle), MARK])
  const plain = call('replaceAll', 'string', [variable('x', 'string'), ESCAPED, ESCAPE])
  return call('arrayMap', 'raw', [lambda(['x'], plain), call('splitByString', 'raw', [MARK, marked])])
}

/** JSON array from an engine array of texts. */
export const jsonOfTexts = (array: Scalar): Scalar =>
  call('toJSONString', 'dynamic', [array], { nullable: false })

function splitOf({ arg, args }: FunctionCall): Scalar {
  const parts = splitAt(str(arg(0)), str(arg(1)))
  const whole = textOf(arg(1)) === '' ? call('array', 'raw', [str(arg(0))]) : parts
  if (!args[2]) return jsonOfTexts(whole)
  const index = num(args[2])
  const outside = call('greaterOrEquals', 'bool', [index, castTo('long', call('length', 'raw', [whole]))])
  const one = call('array', 'raw', [
    call('arrayElement', 'string', [whole, call('plus', 'long', [index, long(1)])]),
  ])
  return call(
    'if',
    'dynamic',
    [or(outside, call('less', 'bool', [index, long(0)])), nullOf('dynamic'), jsonOfTexts(one)],
    { nullable: true },
  )
}

/** The pattern anchored at an end; trim functions take a regular expression. */
const trimmed = (subject: Scalar, pattern: Scalar, where: 'start' | 'end'): Scalar => {
  const anchored = call(
    'concat',
    'string',
    where === 'start' ? [text('^(?:'), pattern, text(')')] : [text('(?:'), pattern, text(')$')],
  )
  const literalPattern = textOf(pattern)
  const fixed =
    literalPattern === undefined
      ? anchored
      : text(where === 'start' ? `^(?:${literalPattern})` : `(?:${literalPattern})$`)
  return call('replaceRegexpOne', 'string', [subject, fixed, text('')])
}

function replaceStrings({ arg, refuse, args }: FunctionCall): Scalar {
  const [from, to] = [constantTexts(args[1]), constantTexts(args[2])]
  if (!from || !to || from.length !== to.length)
    return refuse('replace_strings() needs two constant arrays of the same length')
  // All at once, as the service does: a replacement is never replaced again. Each lookup first becomes one
  // private-use character.
  const mark = (index: number) => text(String.fromCodePoint(0xf0000 + index))
  const marked = from.reduce(
    (subject, one, index) => call('replaceAll', 'string', [subject, text(one), mark(index)]),
    str(arg(0)),
  )
  return to.reduce(
    (subject, one, index) => call('replaceAll', 'string', [subject, mark(index), text(one)]),
    marked,
  )
}

/** The texts of a literal dynamic array. */
export function constantTexts(expr: Scalar | undefined): string[] | undefined {
  if (expr?.kind !== 'literal' || expr.type !== 'dynamic' || typeof expr.value !== 'string') return undefined
  const parsed: unknown = JSON.parse(expr.value)
  return Array.isArray(parsed)
    ? parsed.map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
    : undefined
}

/** The steps of `$.a['b'][0]`; undefined for wildcards and filters. */
export function pathSteps(path: string): (string | number)[] | undefined {
  const rest = path.replace(/^\$/, '')
  const steps = [...rest.matchAll(/\.([A-Za-z_][\w-]*)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/g)]
  if (steps.map(step => step[0]).join('') !== rest) return undefined
  return steps.map(step => (step[2] === undefined ? (step[1] ?? step[3] ?? step[4] ?? '') : Number(step[2])))
}

function strcatDelim({ arg, args }: FunctionCall): Scalar {
  const delimiter = str(arg(0))
  const parts = args.slice(1).flatMap((one, index) => (index === 0 ? [str(one)] : [delimiter, str(one)]))
  return parts.length === 1 ? (parts[0] ?? text('')) : call('concat', 'string', parts)
}

/** The last character stands for those that the second list lacks; an empty list removes them. */
function translateOf({ arg, refuse }: FunctionCall): Scalar {
  const [from, to] = [textOf(arg(0)), textOf(arg(1))]
  if (from === undefined || to === undefined) return refuse('translate() needs constant lists')
  const old = [...new Set(from)]
  const places = old.map(one => [...from].indexOf(one))
  const replaced = places.map(place => [...to][place] ?? [...to].at(-1) ?? '').join('')
  return call('translateUTF8', 'string', [str(arg(2)), text(old.join('')), text(replaced)])
}

function repeated({ arg }: FunctionCall): Scalar {
  const times = ifNull(num(arg(1)), long(-1))
  const all = call('arrayWithConstant', 'raw', [call('greatest', 'long', [times, long(0)]), asJson(arg(0))])
  const array = call('concat', 'dynamic', [
    text('['),
    call('arrayStringConcat', 'string', [all, text(',')]),
    text(']'),
  ])
  const isNone = call('less', 'bool', [times, long(0)])
  return call('if', 'dynamic', [isNone, nullOf('dynamic'), array], { nullable: true })
}

function countOf({ arg, args }: FunctionCall): Scalar {
  const isRegex = textOf(args[2]) === 'regex'
  if (isRegex) return castTo('long', call('countMatches', 'raw', [str(arg(0)), str(arg(1))]))
  // Overlapping occurrences count, so every position is looked at.
  const [subject, needle] = [str(arg(0)), str(arg(1))]
  const position: Scalar = { kind: 'variable', name: 'i', type: 'long', nullable: false }
  const at = call('substringUTF8', 'string', [subject, position, call('lengthUTF8', 'raw', [needle])])
  const test: Scalar = {
    kind: 'lambda',
    params: ['i'],
    body: call('equals', 'bool', [at, needle]),
    type: 'raw',
    nullable: false,
  }
  const positions = call('range', 'raw', [
    raw(1),
    call('plus', 'long', [call('lengthUTF8', 'raw', [subject]), raw(1)]),
  ])
  return castTo('long', call('arrayCount', 'raw', [test, positions]))
}

const encode = (name: string, fn: string, doc: string, aliases: readonly string[] = []): FunctionRow =>
  row(name, doc, `${name}('a b')`, ({ arg }) => call(fn, 'string', [str(arg(0))]), aliases)

/** Percent encoding with lower-case digits. */
function lowerEncoded(encoded: Scalar): Scalar {
  const [x, i] = [variable('x', 'string'), variable('i', 'long')]
  const lowered = call('concat', 'string', [
    text('%'),
    call('lower', 'string', [call('substring', 'string', [x, raw(1), raw(2)])]),
    call('substring', 'string', [x, raw(3)]),
  ])
  const parts = call('splitByChar', 'raw', [text('%'), encoded], { nullable: false })
  const each = lambda(['x', 'i'], iff(call('equals', 'bool', [i, raw(1)]), x, lowered))
  const all = call('arrayMap', 'raw', [each, parts, call('arrayEnumerate', 'raw', [parts])], {
    nullable: false,
  })
  return call('arrayStringConcat', 'string', [all])
}

const hashed = (name: string, fn: string): FunctionRow =>
  row(name, 'Lower-case hexadecimal digest of the UTF-8 text.', `${name}('a')`, ({ arg }) =>
    call('lower', 'string', [call('hex', 'string', [call(fn, 'raw', [str(arg(0))])])]),
  )

export const stringFunctions: readonly FunctionRow[] = [
  row('strcat', 'Joins; null is empty.', "strcat('a', 1)", ({ args }) =>
    args.length === 1 ? str(args[0] ?? text('')) : call('concat', 'string', args.map(str)),
  ),
  row('strcat_delim', 'Joins with a delimiter.', "strcat_delim('-', 'a', 1)", strcatDelim),
  row('strlen', 'Code points.', "strlen('né')", ({ arg }) =>
    castTo('long', call('lengthUTF8', 'raw', [str(arg(0))])),
  ),
  row('string_size', 'Bytes of the UTF-8 text.', "string_size('né')", ({ arg }) =>
    castTo('long', call('length', 'raw', [str(arg(0))])),
  ),
  row('tolower', 'Lower case.', "tolower('A')", ({ arg }) => call('lowerUTF8', 'string', [str(arg(0))])),
  row('toupper', 'Upper case.', "toupper('a')", ({ arg }) => call('upperUTF8', 'string', [str(arg(0))])),
  row(
    'substring',
    'From a position, optionally with a length; a negative start counts from the end.',
    "substring('abc', 1)",
    substringOf,
  ),
  row('indexof', 'First position, or -1.', "indexof('abc', 'c')", indexOf),
  row('split', 'Array of parts, or of the one asked for.', "split('a,b', ',')", splitOf),
  row('replace_string', 'All occurrences of a text.', "replace_string('aa', 'a', 'b')", ({ arg }) =>
    call('replaceAll', 'string', [str(arg(0)), str(arg(1)), str(arg(2))]),
  ),
  row(
    'replace_strings',
    'Several texts, one after the other.',
    "replace_strings('ab', dynamic(['a']), dynamic(['b']))",
    replaceStrings,
  ),
  row(
    'replace_regex',
    'All matches; \\1 refers to a group.',
    "replace_regex('a1', @'(\\d)', @'[\\1]')",
    ({ arg }) => call('replaceRegexpAll', 'string', [str(arg(0)), str(arg(1)), str(arg(2))]),
  ),
  row(
    'replace',
    'Old form of replace_regex: pattern, rewrite, text.',
    "replace(@'\\d', 'x', 'a1')",
    ({ arg }) => call('replaceRegexpAll', 'string', [str(arg(2)), str(arg(0)), str(arg(1))]),
  ),
  row('trim', 'Removes a pattern at both ends.', "trim('-', '-a-')", ({ arg }) =>
    trimmed(trimmed(str(arg(1)), arg(0), 'start'), arg(0), 'end'),
  ),
  row('trim_start', 'Removes a pattern at the start.', "trim_start('-', '-a')", ({ arg }) =>
    trimmed(str(arg(1)), arg(0), 'start'),
  ),
  row('trim_end', 'Removes a pattern at the end.', "trim_end('-', 'a-')", ({ arg }) =>
    trimmed(str(arg(1)), arg(0), 'end'),
  ),
  row('reverse', 'Backwards.', "reverse('abc')", ({ arg }) => call('reverseUTF8', 'string', [str(arg(0))])),
  row('repeat', 'Array of the value, n times; null for a negative number.', 'repeat(1, 3)', repeated),
  row('strrep', 'Repeats a text, optionally with a delimiter.', "strrep('a', 3)", ({ arg, args }) =>
    args[2]
      ? call('arrayStringConcat', 'string', [
          call('arrayWithConstant', 'raw', [num(arg(1)), str(arg(0))]),
          str(args[2]),
        ])
      : call('repeat', 'string', [str(arg(0)), num(arg(1))]),
  ),
  row(
    'translate',
    'Characters of one list become those of another.',
    "translate('krasp', 'otsku', 'spark')",
    translateOf,
  ),
  row('strcmp', '-1, 0 or 1.', "strcmp('a', 'b')", ({ arg }) =>
    castTo(
      'long',
      call('minus', 'raw', [
        call('greater', 'raw', [str(arg(0)), str(arg(1))]),
        call('less', 'raw', [str(arg(0)), str(arg(1))]),
      ]),
    ),
  ),
  row('countof', 'Occurrences; overlapping ones count unless by regex.', "countof('aaa', 'aa')", countOf),
  row('isascii', 'Only ASCII.', "isascii('a')", ({ arg }) =>
    call('match', 'bool', [str(arg(0)), text('^[\\x00-\\x7f]*$')]),
  ),
  row('isutf8', 'Valid UTF-8.', "isutf8('a')", ({ arg }) => call('isValidUTF8', 'bool', [str(arg(0))])),
  row('regex_quote', 'Escapes what a pattern would read.', "regex_quote('a.b')", ({ arg }) =>
    regexQuote(str(arg(0))),
  ),
  encode('base64_encode_tostring', 'base64Encode', 'Base64 of the text.', ['base64_encodestring']),
  encode('base64_decode_tostring', 'tryBase64Decode', 'Text of base64.', ['base64_decodestring']),
  row('url_encode_component', 'Percent encoding.', "url_encode_component('a b')", ({ arg }) =>
    lowerEncoded(call('encodeURLComponent', 'string', [str(arg(0))])),
  ),
  row('url_encode', 'Percent encoding, spaces as +.', "url_encode('a b')", ({ arg }) =>
    lowerEncoded(call('encodeURLFormComponent', 'string', [str(arg(0))])),
  ),
  encode('url_decode', 'decodeURLFormComponent', 'Undoes percent encoding.'),
  hashed('hash_md5', 'MD5'),
  hashed('hash_sha1', 'SHA1'),
  hashed('hash_sha256', 'SHA256'),
  {
    name: 'new_guid',
    nulls: 'never',
    doc: 'A random identifier for each row.',
    example: 'new_guid()',
    translate: ({ query }) =>
      call('generateUUIDv4', 'guid', [literal('string', query.fresh('guid'))], {
        volatile: true,
        nullable: false,
      }),
  },
]
