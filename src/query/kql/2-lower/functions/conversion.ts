/** to…() functions: a value that can't be converted becomes null. */
import type { KqlType } from '../../types.ts'
import { asString, convert } from '../conversions.ts'
import { call, castTo, iff, isNull, raw, retyped, type Scalar, text } from '../scalar.ts'
import type { FunctionRow } from './row.ts'

const row = (name: string, type: KqlType, aliases: readonly string[] = []): FunctionRow => ({
  name,
  aliases,
  nulls: 'special',
  doc: `To ${type}; null where it can't be converted.`,
  example: `${name}('1')`,
  translate: ({ arg }) => convert(arg(0), type),
})

/** JSON text stays itself, in compact form; anything else becomes a JSON string. */
export function parseJson(expr: Scalar): Scalar {
  if (expr.type === 'dynamic') return expr
  if (expr.type !== 'string') return convert(expr, 'dynamic')
  const valid = call('isValidJSON', 'bool', [expr])
  const compact = call('nullIf', 'string', [call('JSONExtractRaw', 'string', [expr]), text('null')], {
    nullable: true,
  })
  const json = call('if', 'dynamic', [valid, compact, call('toJSONString', 'string', [expr])], {
    nullable: true,
  })
  return call('if', 'dynamic', [call('empty', 'bool', [expr]), retyped(nothing, 'dynamic'), json], {
    nullable: true,
  })
}

const nothing: Scalar = { kind: 'literal', type: 'dynamic', value: null, nullable: true }

/** Hexadecimal without leading zeros; negative numbers in two's complement. */
function toHex(expr: Scalar, width: Scalar | undefined): Scalar {
  const digits = call('lower', 'string', [call('hex', 'string', [expr])])
  const bare = call('replaceRegexpOne', 'string', [digits, text('^0+(.)'), text('\\1')])
  const padded = width
    ? iff(
        call('less', 'bool', [call('length', 'raw', [bare]), width]),
        call('leftPad', 'string', [bare, width, raw('0')]),
        bare,
      )
    : bare
  return iff(isNull(expr), text(''), call('ifNull', 'string', [padded, text('')], { nullable: false }))
}

export const conversionFunctions: readonly FunctionRow[] = [
  row('toint', 'int'),
  row('tolong', 'long'),
  row('todouble', 'real', ['toreal']),
  row('todecimal', 'decimal'),
  row('tobool', 'bool', ['toboolean']),
  row('todatetime', 'datetime'),
  row('totimespan', 'timespan', ['totime']),
  row('toguid', 'guid'),
  {
    name: 'tostring',
    nulls: 'never',
    doc: 'Text; null becomes the empty string.',
    example: 'tostring(1)',
    translate: ({ arg }) => asString(arg(0)),
  },
  {
    name: 'todynamic',
    aliases: ['parse_json', 'parsejson', 'toobject'],
    nulls: 'special',
    doc: 'JSON text to dynamic; other text becomes a dynamic string.',
    example: 'parse_json(\'{"a":1}\')',
    translate: ({ arg }) => parseJson(arg(0)),
  },
  {
    name: 'tohex',
    nulls: 'never',
    doc: 'Hexadecimal text, at least as long as the second argument.',
    example: 'tohex(255)',
    translate: ({ arg, args }) => toHex(arg(0), args[1] ? castTo('long', args[1]) : undefined),
  },
]
