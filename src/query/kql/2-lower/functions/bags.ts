/** Property bags: JSON objects. A key twice keeps the leftmost value. */
import { asJson, asString, dynamicPath } from '../conversions.ts'
import { columnOf, visible } from '../operators.ts'
import {
  call,
  castTo,
  ifNull,
  lambda,
  literal,
  nullOf,
  raw,
  type Scalar,
  text,
  textOf,
  variable,
} from '../scalar.ts'
import { elements, isKind } from './arrays.ts'
import { bagFromPairs } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts, jsonOfTexts, pathSteps, textArray } from './strings.ts'

const p = variable('p', 'raw')
const key = call('tupleElement', 'string', [p, raw(1)], { nullable: false })

/** (key, JSON text) pairs; none where it is no bag. */
export const pairsOf = (expr: Scalar): Scalar =>
  call('JSONExtractKeysAndValuesRaw', 'raw', [ifNull(expr, literal('dynamic', '{}'))], { nullable: false })

const ofBag = (bag: Scalar, value: Scalar): Scalar =>
  call('if', value.type, [isKind(bag, 'Object'), value, nullOf('dynamic')], { nullable: true })

function pack({ args }: FunctionCall): Scalar {
  const keys = args.filter((_, index) => index % 2 === 0)
  const values = args.filter((_, index) => index % 2 === 1)
  const constants = keys.map(textOf)
  if (constants.every(one => one !== undefined) && new Set(constants).size === constants.length) {
    return bagOf(constants.map((name, index) => ({ name: name ?? '', value: values[index] as Scalar })))
  }
  const pairs = keys.map((one, index) =>
    call('tuple', 'raw', [asString(one), asJson(values[index] as Scalar)], { nullable: false }),
  )
  return bagFromPairs(call('array', 'raw', pairs, { nullable: false }))
}

/** A bag with keys known beforehand. */
export function bagOf(members: readonly { readonly name: string; readonly value: Scalar }[]): Scalar {
  if (members.length === 0) return literal('dynamic', '{}')
  const parts = members.flatMap(({ name, value }, index) => [
    text(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    asJson(value),
  ])
  return call('concat', 'dynamic', [...parts, text('}')], { nullable: false })
}

function packColumns({ args, refuse }: FunctionCall): Scalar {
  const members = args.map(value => ({ name: value.kind === 'column' ? value.name : '', value }))
  return members.every(one => one.name) ? bagOf(members) : refuse('bag_pack_columns() of what is no column')
}

function packAll({ scope, args }: FunctionCall): Scalar {
  const columns = scope.row ? visible(scope.row) : []
  const ignoresEmpty = args[0]?.kind === 'literal' && args[0].value === true
  if (!ignoresEmpty) return bagOf(columns.map(one => ({ name: one.name, value: columnOf(one) })))
  const pairs = columns.map(one =>
    call('tuple', 'raw', [text(one.name), asJson(columnOf(one))], { nullable: false }),
  )
  const value = call('tupleElement', 'string', [p, raw(2)], { nullable: false })
  const present = call('notIn', 'bool', [value, call('tuple', 'raw', [text('null'), text('""')])])
  return bagFromPairs(
    call('arrayFilter', 'raw', [lambda(['p'], present), call('array', 'raw', pairs)], { nullable: false }),
  )
}

/** Keys may be paths, `$.a.b`, where they are constants. */
function removeKeys({ arg, refuse }: FunctionCall): Scalar {
  const constants = constantTexts(arg(1))
  if (!constants) return withoutKeys(arg(0), textArray(arg(1)))
  const paths = constants.map(one => (one.startsWith('$') ? pathSteps(one) : [one]))
  if (paths.some(one => !one || one.length === 0 || one.some(step => typeof step === 'number')))
    return refuse('bag_remove_keys() with this path')
  return withoutPaths(
    arg(0),
    paths.map(one => (one ?? []).map(String)),
  )
}

const withoutKeys = (bag: Scalar, keys: Scalar): Scalar => {
  const kept = call('not', 'bool', [call('has', 'bool', [keys, key], { nullable: false })])
  return ofBag(
    bag,
    bagFromPairs(call('arrayFilter', 'raw', [lambda(['p'], kept), pairsOf(bag)], { nullable: false })),
  )
}

function withoutPaths(bag: Scalar, paths: readonly (readonly string[])[]): Scalar {
  const whole = paths.filter(path => path.length === 1).map(([name = '']) => text(name))
  const inner = [...new Set(paths.filter(path => path.length > 1).map(([name = '']) => name))]
  const kept = whole.length > 0 ? withoutKeys(bag, call('array', 'raw', whole, { nullable: false })) : bag
  return inner.reduce((value, name) => {
    const rest = paths.filter(path => path.length > 1 && path[0] === name).map(path => path.slice(1))
    const member = withoutPaths(dynamicPath(bag, text(name)), rest)
    const own = call('tupleElement', 'string', [p, raw(2)], { nullable: false })
    const replaced = call(
      'if',
      'string',
      [call('equals', 'bool', [key, text(name)]), ifNull(member, own), own],
      {
        nullable: false,
      },
    )
    const pair = call('tuple', 'raw', [key, replaced], { nullable: false })
    return ofBag(
      bag,
      bagFromPairs(call('arrayMap', 'raw', [lambda(['p'], pair), pairsOf(value)], { nullable: false })),
    )
  }, kept)
}

function hasKey({ arg, refuse }: FunctionCall): Scalar {
  const name = textOf(arg(1))
  if (name?.startsWith('$') && !/^(\$\.)\w+(\.\w+)*$/.test(name))
    return refuse('bag_has_key() with this path')
  const path = name?.startsWith('$.') ? name.slice(2).split('.').map(text) : [asString(arg(1))]
  const has = call('JSONHas', 'bool', [ifNull(arg(0), literal('dynamic', '{}')), ...path], {
    nullable: false,
  })
  const value = call('if', 'bool', [isKind(arg(0), 'Object'), has, nullOf('bool')], { nullable: true })
  return castTo('bool', value)
}

/** Keys that are no texts are left out; what has no value gets null. */
function zipBag({ arg }: FunctionCall): Scalar {
  const [keys, values] = [elements(arg(0)), elements(arg(1))]
  const i = variable('i', 'long')
  const at = (array: Scalar) => call('arrayElement', 'string', [array, i], { nullable: false })
  const has = call('lessOrEquals', 'bool', [i, call('length', 'raw', [values])])
  const value = call('if', 'string', [has, at(values), text('null')], { nullable: false })
  const name = call('JSONExtractString', 'string', [at(keys)])
  const pair = call('tuple', 'raw', [name, value], { nullable: false })
  const isText = lambda(['i'], call('startsWith', 'bool', [at(keys), text('"')]))
  const places = call('arrayFilter', 'raw', [isText, call('arrayEnumerate', 'raw', [keys])], {
    nullable: false,
  })
  const bag = bagFromPairs(call('arrayMap', 'raw', [lambda(['i'], pair), places], { nullable: false }))
  return call('if', 'dynamic', [isKind(arg(0), 'Array'), bag, nullOf('dynamic')], { nullable: true })
}

/** The bag with one key set. */
function setKey({ arg }: FunctionCall): Scalar {
  const pair = call(
    'array',
    'raw',
    [call('tuple', 'raw', [asString(arg(1)), asJson(arg(2))], { nullable: false })],
    { nullable: false },
  )
  return bagFromPairs(call('arrayConcat', 'raw', [pair, pairsOf(arg(0))], { nullable: false }))
}

export const bagFunctions: readonly FunctionRow[] = [
  row('bag_pack', 'A bag of keys and values.', "bag_pack('a', 1)", pack, ['pack', 'pack_dictionary']),
  row('pack_all', 'A bag of all columns of the row.', 'pack_all()', packAll),
  row('bag_keys', 'The keys.', 'bag_keys(b)', ({ arg }) =>
    ofBag(
      arg(0),
      jsonOfTexts(
        call('JSONExtractKeys', 'raw', [ifNull(arg(0), literal('dynamic', '{}'))], { nullable: false }),
      ),
    ),
  ),
  row('bag_merge', 'One bag of several; the leftmost value of a key stays.', 'bag_merge(a, b)', ({ args }) =>
    bagFromPairs(call('arrayConcat', 'raw', args.map(pairsOf), { nullable: false })),
  ),
  row(
    'bag_remove_keys',
    'The bag without some keys; constant ones may be paths, `$.a.b`.',
    "bag_remove_keys(b, dynamic(['a']))",
    removeKeys,
  ),
  row('bag_has_key', 'Whether the key, or the path `$.a.b`, is there.', "bag_has_key(b, 'a')", hasKey),
  row('bag_set_key', 'The bag with a key set.', "bag_set_key(b, 'a', 1)", setKey),
  row('bag_pack_columns', 'A bag of columns under their own names.', 'bag_pack_columns(x, y)', packColumns),
  row('bag_zip', 'A bag from an array of keys and one of values.', 'bag_zip(k, v)', zipBag),
]
