/** Dynamic arrays. Inside the engine an array is a list of JSON texts; what is no array gives null. */
import { asJson, asString, convert } from '../conversions.ts'
import {
  and,
  call,
  castTo,
  FALSE,
  iff,
  ifNull,
  lambda,
  literal,
  long,
  nullOf,
  or,
  raw,
  retyped,
  type Scalar,
  text,
  variable,
} from '../scalar.ts'
import { once } from './formula.ts'
import { jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

export const isKind = (expr: Scalar, kind: 'Array' | 'Object'): Scalar =>
  ifNull(call('equals', 'bool', [call('JSONType', 'raw', [expr]), raw(kind)]), FALSE)

/** The elements as JSON texts; no elements where it is no array. */
export function elements(expr: Scalar): Scalar {
  const source = expr.type === 'dynamic' ? expr : convert(expr, 'dynamic')
  return call('JSONExtractArrayRaw', 'raw', [ifNull(source, literal('dynamic', '[]'))], { nullable: false })
}

/** Null unless every given value is an array. */
export function ofArrays(arrays: readonly Scalar[], value: Scalar): Scalar {
  const known = arrays.filter(
    one => !(one.kind === 'literal' && typeof one.value === 'string' && one.value.startsWith('[')),
  )
  if (known.length === 0) return value
  const condition = and(...known.map(one => isKind(one, 'Array')))
  return call('if', value.type, [condition, value, nullOf(value.type === 'raw' ? 'dynamic' : value.type)], {
    nullable: true,
  })
}

export const list = (fn: string, args: readonly Scalar[]): Scalar =>
  call(fn, 'raw', args, { nullable: false })
const x = variable('x', 'string')
const i = variable('i', 'long')
export const size = (array: Scalar): Scalar => call('length', 'long', [array], { nullable: false })
const signed = (expr: Scalar): Scalar => castTo('long', expr)

/** From a position to a position, both inclusive; negative ones count from the end. */
function slice({ arg }: FunctionCall): Scalar {
  const source = elements(arg(0))
  const length = castTo('long', size(source))
  const from = (position: Scalar) =>
    call('if', 'long', [
      call('less', 'bool', [position, long(0)]),
      call('plus', 'long', [length, position]),
      position,
    ])
  const start = call('greatest', 'long', [from(signed(arg(1))), long(0)])
  const end = from(signed(arg(2)))
  const count = call('greatest', 'long', [
    call('plus', 'long', [call('minus', 'long', [end, start]), long(1)]),
    long(0),
  ])
  return ofArrays(
    [arg(0)],
    jsonArray(list('arraySlice', [source, call('plus', 'long', [start, long(1)]), count])),
  )
}

/** Numbers before texts, each in its own order; nulls are placed apart. */
export function sortKey(element: Scalar): Scalar {
  const number = call('toFloat64OrNull', 'real', [element], { nullable: true })
  const isNumber = call('isNotNull', 'bool', [number], { nullable: false })
  return call(
    'tuple',
    'raw',
    [call('not', 'bool', [isNumber]), ifNull(number, literal('real', 0)), element],
    { nullable: false },
  )
}

/** Positions of the elements in sorted order; nulls last unless asked for first. */
export function sortedPositions(source: Scalar, descending: boolean, nullsFirst: boolean): Scalar {
  const at = call('arrayElement', 'string', [source, i], { nullable: false })
  const positions = list('arrayEnumerate', [source])
  const present = list('arrayFilter', [
    lambda(['i'], call('notEquals', 'bool', [at, text('null')])),
    positions,
  ])
  const absent = list('arrayFilter', [lambda(['i'], call('equals', 'bool', [at, text('null')])), positions])
  const sorted = list(descending ? 'arrayReverseSort' : 'arraySort', [lambda(['i'], sortKey(at)), present])
  return list('arrayConcat', nullsFirst ? [absent, sorted] : [sorted, absent])
}

/** The elements of an array at given positions. */
export function atPositions(source: Scalar, positions: Scalar): Scalar {
  return jsonArray(
    list('arrayMap', [
      lambda(['i'], call('arrayElement', 'string', [source, i], { nullable: false })),
      positions,
    ]),
  )
}

/** Sorts the first array; the others follow its order. */
export function sortTogether(descending: boolean, args: readonly Scalar[]): readonly Scalar[] {
  const last = args.at(-1)
  const nullsLast = last?.type === 'bool' ? last.kind !== 'literal' || last.value !== false : true
  const arrays = args.filter(one => one.type !== 'bool')
  const first = arrays[0] ?? nullOf('dynamic')
  const positions = sortedPositions(elements(first), descending, !nullsLast)
  return arrays.map(one => ofArrays([one], atPositions(elements(one), positions)))
}

function shift(direction: 'left' | 'right', wraps: boolean): (call: FunctionCall) => Scalar {
  return ({ arg, args }) => {
    const source = elements(arg(0))
    const length = castTo('long', size(source))
    const by = direction === 'left' ? signed(arg(1)) : call('negate', 'long', [signed(arg(1))])
    const fill = args[2] ? asJson(args[2]) : text('null')
    const moved = call('plus', 'long', [call('minus', 'long', [i, long(1)]), by])
    const at = (position: Scalar) =>
      call('arrayElement', 'string', [source, call('plus', 'long', [position, long(1)])], { nullable: false })
    const inside = and(
      call('greaterOrEquals', 'bool', [moved, long(0)]),
      call('less', 'bool', [moved, length]),
    )
    const element = wraps
      ? at(call('positiveModulo', 'long', [moved, length]))
      : call('if', 'string', [inside, at(moved), fill], { nullable: false })
    return ofArrays(
      [arg(0)],
      jsonArray(list('arrayMap', [lambda(['i'], element), list('arrayEnumerate', [source])])),
    )
  }
}

function arrayIff({ arg }: FunctionCall): Scalar {
  const conditions = elements(arg(0))
  const branch = (expr: Scalar) => {
    const values = elements(expr)
    const at = call(
      'if',
      'string',
      [
        call('lessOrEquals', 'bool', [i, size(values)]),
        call('arrayElement', 'string', [values, i], { nullable: false }),
        text('null'),
      ],
      { nullable: false },
    )
    return expr.type === 'dynamic'
      ? call('if', 'string', [isKind(expr, 'Array'), at, asJson(expr)], { nullable: false })
      : asJson(expr)
  }
  const condition = call('arrayElement', 'string', [conditions, i], { nullable: false })
  const number = call('toFloat64OrNull', 'real', [condition], { nullable: true })
  const is = (word: string, fn: 'equals' | 'notEquals') =>
    or(call('equals', 'bool', [condition, text(word)]), ifNull(call(fn, 'bool', [number, raw(0)]), FALSE))
  const branches = [
    is('true', 'notEquals'),
    branch(arg(1)),
    is('false', 'equals'),
    branch(arg(2)),
    text('null'),
  ]
  const chosen = call('multiIf', 'string', branches, { nullable: false })
  return ofArrays(
    [arg(0)],
    jsonArray(list('arrayMap', [lambda(['i'], chosen), list('arrayEnumerate', [conditions])])),
  )
}

/** Arrays of the elements at the same position; shorter ones are filled with null. */
function zip({ args }: FunctionCall): Scalar {
  const all = args.map(elements)
  const longest = call('greatest', 'long', all.map(size), { nullable: false })
  const at = (source: Scalar) =>
    call(
      'if',
      'string',
      [
        call('lessOrEquals', 'bool', [i, size(source)]),
        call('arrayElement', 'string', [source, i], { nullable: false }),
        text('null'),
      ],
      { nullable: false },
    )
  const tuple = jsonArray(call('array', 'raw', all.map(at), { nullable: false }))
  const positions = list('range', [raw(1), call('plus', 'long', [longest, raw(1)])])
  return jsonArray(list('arrayMap', [lambda(['i'], retyped(tuple, 'string')), positions]))
}

function split({ arg }: FunctionCall): Scalar {
  const source = elements(arg(0))
  const length = castTo('long', size(source))
  const cuts =
    arg(1).type === 'dynamic'
      ? list('arrayMap', [lambda(['x'], call('toInt64', 'long', [x])), elements(arg(1))])
      : list('array', [signed(arg(1))])
  const place = list('arrayMap', [
    lambda(
      ['x'],
      call('if', 'long', [
        call('less', 'bool', [x, raw(0)]),
        call('greatest', 'long', [call('plus', 'long', [length, x]), long(0)]),
        x,
      ]),
    ),
    cuts,
  ])
  const edges = list('arrayConcat', [list('array', [long(0)]), place, list('array', [length])])
  const from = call('arrayElement', 'long', [edges, i], { nullable: false })
  const to = call('arrayElement', 'long', [edges, call('plus', 'long', [i, raw(1)])], { nullable: false })
  const part = jsonArray(
    list('arraySlice', [
      source,
      call('plus', 'long', [from, long(1)]),
      call('greatest', 'long', [call('minus', 'long', [to, from]), long(0)]),
    ]),
  )
  const positions = list('range', [raw(1), size(edges)])
  return ofArrays([arg(0)], jsonArray(list('arrayMap', [lambda(['i'], retyped(part, 'string')), positions])))
}

const texts = (expr: Scalar): Scalar =>
  list('arrayMap', [
    lambda(
      ['x'],
      iff(call('equals', 'bool', [x, text('null')]), text(''), asString({ ...x, type: 'dynamic' })),
    ),
    elements(expr),
  ])

function indexOf({ arg, args }: FunctionCall): Scalar {
  if (args.length <= 2)
    return ofArrays(
      [arg(0)],
      castTo(
        'long',
        call('minus', 'long', [
          call('indexOf', 'raw', [elements(arg(0)), asJson(arg(1))], { nullable: false }),
          raw(1),
        ]),
      ),
    )
  const source = elements(arg(0))
  const length = castTo('long', size(source))
  const from = (position: Scalar) =>
    call('if', 'long', [
      call('less', 'bool', [position, long(0)]),
      call('plus', 'long', [length, position]),
      position,
    ])
  const start = from(signed(arg(2)))
  const end = args[3]
    ? call('if', 'long', [
        call('equals', 'bool', [signed(args[3]), long(-1)]),
        length,
        call('plus', 'long', [start, signed(args[3])]),
      ])
    : length
  const inside = and(
    call('greater', 'bool', [i, start]),
    call('lessOrEquals', 'bool', [i, end]),
    call('equals', 'bool', [x, asJson(arg(1))]),
  )
  const places = list('arrayFilter', [lambda(['i', 'x'], inside), list('arrayEnumerate', [source]), source])
  const found = call('arrayElement', 'long', [places, args[4] ? signed(args[4]) : raw(1)], {
    nullable: false,
  })
  return ofArrays([arg(0)], castTo('long', call('minus', 'long', [found, raw(1)])))
}

export const arrayFunctions: readonly FunctionRow[] = [
  row(
    'array_length',
    'Number of elements.',
    'array_length(dynamic([1,2]))',
    ({ arg }) => ofArrays([arg(0)], castTo('long', call('JSONLength', 'raw', [arg(0)]))),
    ['arraylength'],
  ),
  row('pack_array', 'An array of the values.', 'pack_array(1, 2)', ({ args }) =>
    jsonArray(call('array', 'raw', args.map(asJson), { nullable: false })),
  ),
  row('array_concat', 'Joins arrays.', 'array_concat(a, b)', ({ args }) =>
    jsonArray(list('arrayConcat', args.map(elements))),
  ),
  row('array_slice', 'From one position to another, both included.', 'array_slice(a, 1, 2)', slice),
  row('array_index_of', 'First position of a value, or -1.', 'array_index_of(a, 3)', indexOf),
  row(
    'array_sort_asc',
    'Sorted; nulls last.',
    'array_sort_asc(a)',
    ({ args }) => sortTogether(false, args)[0] ?? nullOf('dynamic'),
  ),
  row(
    'array_sort_desc',
    'Sorted downwards; nulls last.',
    'array_sort_desc(a)',
    ({ args }) => sortTogether(true, args)[0] ?? nullOf('dynamic'),
  ),
  row('array_reverse', 'Backwards.', 'array_reverse(a)', ({ arg }) =>
    ofArrays([arg(0)], jsonArray(list('arrayReverse', [elements(arg(0))]))),
  ),
  row('array_sum', 'Sum of the numbers.', 'array_sum(a)', ({ arg }) =>
    ofArrays(
      [arg(0)],
      call(
        'arraySum',
        'real',
        [
          list('arrayMap', [
            lambda(
              ['x'],
              ifNull(call('toFloat64OrNull', 'real', [x], { nullable: true }), literal('real', 0)),
            ),
            elements(arg(0)),
          ]),
        ],
        { nullable: false },
      ),
    ),
  ),
  row('array_iff', 'Chooses element by element.', 'array_iff(c, a, b)', arrayIff, ['array_iif']),
  row(
    'array_shift_left',
    'Moves left, filling with null or a value.',
    'array_shift_left(a, 1)',
    shift('left', false),
  ),
  row(
    'array_shift_right',
    'Moves right, filling with null or a value.',
    'array_shift_right(a, 1)',
    shift('right', false),
  ),
  row('array_rotate_left', 'Moves left, around the end.', 'array_rotate_left(a, 1)', shift('left', true)),
  row('array_rotate_right', 'Moves right, around the end.', 'array_rotate_right(a, 1)', shift('right', true)),
  row('array_split', 'Cuts at positions.', 'array_split(a, 2)', split),
  row('zip', 'Arrays of the elements at the same position.', 'zip(a, b)', zip),
  row(
    'strcat_array',
    'Joins the elements as text.',
    "strcat_array(a, ',')",
    ({ arg }) => {
      const separator = asString(arg(1))
      const separated = iff(call('equals', 'bool', [i, raw(1)]), x, call('concat', 'string', [separator, x]))
      // The engine joins with constants only.
      return separator.kind === 'literal'
        ? call('arrayStringConcat', 'string', [texts(arg(0)), separator], { nullable: false })
        : once('texts', texts(arg(0)), all =>
            call(
              'arrayStringConcat',
              'string',
              [list('arrayMap', [lambda(['x', 'i'], separated), all, list('arrayEnumerate', [all])])],
              { nullable: false },
            ),
          )
    },
    ['array_strcat'],
  ),
]
