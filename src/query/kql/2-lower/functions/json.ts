/** JSON built from parts. */
import { call, lambda, raw, type Scalar, text, variable } from '../scalar.ts'

/** An array from JSON texts. */
export const jsonArray = (texts: Scalar): Scalar =>
  call('concat', 'dynamic', [text('['), call('arrayStringConcat', 'string', [texts, text(',')]), text(']')], {
    nullable: false,
  })

/** A bag from an array of (key, JSON text); the first value of a key stays. */
export function bagFromPairs(pairs: Scalar): Scalar {
  const key = (of: Scalar) => call('tupleElement', 'string', [of, raw(1)], { nullable: false })
  const p = variable('p', 'raw')
  const keys = call('arrayMap', 'raw', [lambda(['p'], key(p)), pairs], { nullable: false })
  const isFirst = lambda(
    ['p', 'i'],
    call('equals', 'bool', [call('indexOf', 'raw', [keys, key(p)]), variable('i', 'raw')]),
  )
  const unique = call('arrayFilter', 'raw', [isFirst, pairs, call('arrayEnumerate', 'raw', [keys])], {
    nullable: false,
  })
  const entry = call('concat', 'string', [
    call('toJSONString', 'string', [key(p)]),
    text(':'),
    call('tupleElement', 'string', [p, raw(2)], { nullable: false }),
  ])
  const entries = call('arrayMap', 'raw', [lambda(['p'], entry), unique], { nullable: false })
  return call(
    'concat',
    'dynamic',
    [text('{'), call('arrayStringConcat', 'string', [entries, text(',')]), text('}')],
    { nullable: false },
  )
}
