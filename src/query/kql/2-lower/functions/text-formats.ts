/** Texts with a format of their own: URLs, CSV, JSON paths, byte sizes, code points, hashes, time zones. */
import { asString, convert, dynamicPath } from '../conversions.ts'
import {
  call,
  castTo,
  iff,
  ifNull,
  lambda,
  literal,
  long,
  raw,
  type Scalar,
  text,
  textOf,
  toTicks,
  variable,
} from '../scalar.ts'
import { TERM_OPERATORS, termSearch } from '../terms.ts'
import { list } from './arrays.ts'
import { bagOf } from './bags.ts'
import { parseJson } from './conversion.ts'
import { bagFromPairs, jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts, jsonOfTexts, pathSteps, textArray } from './strings.ts'

const x = variable('x', 'string')
const UNITS = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** 10332 → "10.09 KB"; the unit is chosen where none is given. */
function formatBytes({ arg, args, refuse }: FunctionCall): Scalar {
  const value = convert(arg(0), 'real')
  const digits = args[1] ? convert(args[1], 'long') : long(0)
  const wanted = args[2] ? UNITS.indexOf(textOf(args[2]) ?? '') : undefined
  if (wanted === -1) return refuse('format_bytes() in this unit')
  const shown = (power: number): Scalar => {
    const scaled = call('round', 'real', [
      call('divide', 'real', [value, literal('real', 1024 ** power)]),
      digits,
    ])
    return call('concat', 'string', [call('toString', 'string', [scaled]), text(` ${UNITS[power]}`)])
  }
  if (wanted !== undefined) return ifNull(shown(wanted), text(''))
  const below = (power: number) =>
    call('less', 'bool', [call('abs', 'real', [value]), literal('real', 1024 ** (power + 1))])
  const branches = UNITS.slice(0, -1).flatMap((_, power) => [below(power), shown(power)])
  return ifNull(
    call('multiIf', 'string', [...branches, shown(UNITS.length - 1)], { nullable: value.nullable }),
    text(''),
  )
}

function extractJson({ arg, type, refuse }: FunctionCall): Scalar {
  const steps = pathSteps(textOf(arg(0)) ?? '?')
  if (!steps) return refuse('extract_json() with this path')
  const source = arg(1).type === 'dynamic' ? arg(1) : parseJson(arg(1))
  const found = steps.reduce<Scalar>(
    (value, step) => dynamicPath(value, typeof step === 'number' ? raw(step + 1) : text(step)),
    source,
  )
  return convert(found, type)
}

const URL_PARTS: readonly (readonly [string, string])[] = [
  ['Scheme', '^([^:/?#]+):'],
  ['Host', '^[^:]+://(?:[^@/]*@)?([^:/?#]*)'],
  ['Port', '^[^:]+://(?:[^@/]*@)?[^:/?#]*:([0-9]+)'],
  ['Path', '^[^:]+://[^/?#]*([^?#]*)'],
  ['Username', '^[^:]+://([^:@/]*)(?::[^@/]*)?@'],
  ['Password', '^[^:]+://[^:@/]*:([^@/]*)@'],
]

const group = (source: Scalar, pattern: string): Scalar =>
  call('extract', 'string', [source, text(pattern)], { nullable: false })

/** A bag of the parameters of a query. */
function queryParameters(source: Scalar): Scalar {
  const pairs = list('arrayFilter', [
    lambda(['x'], call('notEmpty', 'bool', [x])),
    list('splitByChar', [text('&'), source]),
  ])
  const value = call('toJSONString', 'string', [
    call('substring', 'string', [x, call('plus', 'raw', [call('position', 'raw', [x, text('=')]), raw(1)])]),
  ])
  const pair = call(
    'tuple',
    'raw',
    [
      call('arrayElement', 'string', [list('splitByChar', [text('='), x]), raw(1)], { nullable: false }),
      value,
    ],
    { nullable: false },
  )
  return bagFromPairs(list('arrayMap', [lambda(['x'], pair), pairs]))
}

function parseUrl({ arg }: FunctionCall): Scalar {
  const url = asString(arg(0))
  const parts = URL_PARTS.map(([name, pattern]) => ({ name, value: group(url, pattern) }))
  const query = { name: 'Query Parameters', value: queryParameters(group(url, '\\?([^#]*)')) }
  return bagOf([...parts, query, { name: 'Fragment', value: group(url, '#(.*)$') }])
}

/** Fields of one record; quotes inside a quoted field are doubled. */
function parseCsv({ arg }: FunctionCall): Scalar {
  const matches = list('extractAllGroupsVertical', [
    call('concat', 'string', [asString(arg(0)), text(',')]),
    text('(?s)("(?:[^"]|"")*"|[^,]*),'),
  ])
  const g = variable('g', 'raw')
  const field = call('arrayElement', 'string', [g, raw(1)], { nullable: false })
  const inner = call('replaceAll', 'string', [
    call('substring', 'string', [
      field,
      raw(2),
      call('minus', 'raw', [call('length', 'raw', [field]), raw(2)]),
    ]),
    text('""'),
    text('"'),
  ])
  return jsonOfTexts(
    list('arrayMap', [
      lambda(['g'], iff(call('startsWith', 'bool', [field, text('"')]), inner, field)),
      matches,
    ]),
  )
}

/** xxHash64 of the text or of the value's own bits; with a second argument its remainder. */
function hash({ arg, args, refuse }: FunctionCall): Scalar {
  const value = arg(0)
  const own =
    value.type === 'datetime' ? call('plus', 'long', [toTicks(value), long(621_355_968_000_000_000n)]) : value
  if (!['string', 'long', 'datetime', 'timespan'].includes(value.type))
    return refuse(`hash() of a ${value.type}`)
  const hashed = call('reinterpretAsInt64', 'long', [call('xxHash64', 'raw', [own])])
  return args[1] ? castTo('long', call('positiveModulo', 'long', [hashed, castTo('long', args[1])])) : hashed
}

/** The array is no constant: each of its texts becomes a pattern for the row. */
function firstTermOf(subject: Scalar, needles: Scalar): Scalar {
  const test = termSearch(TERM_OPERATORS.has ?? { search: 'term' }, subject, variable('x', 'string'))
  const place = call('arrayFirstIndex', 'long', [lambda(['x'], test), needles], { nullable: false })
  return call('minus', 'long', [castTo('long', place), long(1)])
}

function firstTerm({ arg }: FunctionCall): Scalar {
  const needles = constantTexts(arg(1))
  if (!needles) return firstTermOf(asString(arg(0)), textArray(arg(1)))
  const has = TERM_OPERATORS.has ?? { search: 'term' as const }
  const branches = needles.flatMap((one, index) => [
    termSearch(has, asString(arg(0)), text(one)),
    long(index),
  ])
  return branches.length === 0
    ? long(-1)
    : call('multiIf', 'long', [...branches, long(-1)], { nullable: false })
}

function fromBase64({ arg }: FunctionCall): Scalar {
  const bytes = call('tryBase64Decode', 'string', [asString(arg(0))])
  const at = call('reinterpretAsUInt8', 'raw', [
    call('substring', 'string', [bytes, variable('i', 'long'), raw(1)]),
  ])
  const places = list('range', [raw(1), call('plus', 'raw', [call('length', 'raw', [bytes]), raw(1)])])
  return jsonArray(list('arrayMap', [lambda(['i'], call('toString', 'string', [at])), places]))
}

export const textFormatFunctions: readonly FunctionRow[] = [
  row('format_bytes', 'A size in readable units.', 'format_bytes(10332, 1)', formatBytes),
  row('extract_json', 'A value by its path.', "extract_json('$.a', j, typeof(long))", extractJson, [
    'extractjson',
  ]),
  row('parse_url', 'The parts of a URL in a bag.', "parse_url('https://a/b')", parseUrl, ['parseurl']),
  row(
    'parse_urlquery',
    'The parameters of a query in a bag.',
    "parse_urlquery('a=1')",
    ({ arg }) => bagOf([{ name: 'Query Parameters', value: queryParameters(asString(arg(0))) }]),
    ['parseurlquery'],
  ),
  row('parse_csv', 'The fields of a record.', "parse_csv('a,b')", parseCsv),
  row('hash', 'A hash of the value, optionally its remainder.', "hash('World')", hash, ['hash_xxhash64']),
  row(
    'has_any_index',
    'Position of the first term found, or -1.',
    "has_any_index(s, dynamic(['a']))",
    firstTerm,
  ),
  row('base64_decode_toarray', 'The bytes of base64.', "base64_decode_toarray('S3VzdG8=')", fromBase64),
  row('estimate_data_size', 'Bytes of the values as text.', 'estimate_data_size(x)', ({ args }) =>
    castTo(
      'long',
      call('plus', 'long', [long(0), ...args.map(one => call('length', 'raw', [asString(one)]))]),
    ),
  ),
]
