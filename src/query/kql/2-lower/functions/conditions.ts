/** Choosing and testing. */
import { asPredicate } from '../comparisons.ts'
import { convert, isEmpty } from '../conversions.ts'
import {
  and,
  call,
  castTo,
  FALSE,
  fromTicks,
  ifNull,
  isNotNull,
  isNull,
  literal,
  not,
  raw,
  type Scalar,
  text,
  textOf,
  toTicks,
} from '../scalar.ts'
import type { FunctionCall, FunctionRow } from './row.ts'

/** All branches in the result's type. */
const branch = (expr: Scalar, { type }: FunctionCall): Scalar => convert(expr, type)

function caseOf(given: FunctionCall): Scalar {
  const args = given.args.map((arg, index) =>
    index % 2 === 0 && index < given.args.length - 1 ? asPredicate(convert(arg, 'bool')) : branch(arg, given),
  )
  const results = args.filter((_, index) => index % 2 === 1 || index === args.length - 1)
  return call('multiIf', given.type, args, { nullable: results.some(one => one.nullable) })
}

function iffOf(given: FunctionCall): Scalar {
  const then = branch(given.arg(1), given)
  const otherwise = branch(given.arg(2), given)
  const condition = asPredicate(convert(given.arg(0), 'bool'))
  return call('if', given.type, [condition, then, otherwise], {
    nullable: then.nullable || otherwise.nullable,
  })
}

function coalesceOf(given: FunctionCall): Scalar {
  const args = given.args.map(arg => branch(arg, given))
  if (given.type !== 'string')
    return call('coalesce', given.type, args, { nullable: args.every(one => one.nullable) })
  const present = args.map(arg => call('nullIf', 'string', [arg, text('')], { nullable: true }))
  return ifNull(call('coalesce', 'string', present, { nullable: true }), text(''))
}

/** greatest() and least() of the engine skip nulls only by setting, so each argument yields to the others. */
function extreme(fn: 'greatest' | 'least', given: FunctionCall): Scalar {
  const args = given.args.map(arg => branch(arg, given))
  if (!args.some(one => one.nullable)) return call(fn, given.type, args)
  const array = call('arrayFilter', 'raw', [notNullLambda, call('array', 'raw', args, { nullable: false })], {
    nullable: false,
  })
  const reduced = call(fn === 'greatest' ? 'arrayMax' : 'arrayMin', given.type, [array], { nullable: true })
  return call(
    'if',
    given.type,
    [
      call('empty', 'bool', [array]),
      { kind: 'literal', type: given.type, value: null, nullable: true },
      reduced,
    ],
    { nullable: true },
  )
}

const notNullLambda: Scalar = {
  kind: 'lambda',
  params: ['x'],
  type: 'raw',
  nullable: false,
  body: call('isNotNull', 'bool', [{ kind: 'variable', name: 'x', type: 'raw', nullable: false }]),
}

/** Within a distance on both sides, borders included. */
function around({ args, refuse }: FunctionCall): Scalar {
  const types = args.map(one => one.type)
  const isTime = types.includes('datetime')
  const wanted = isTime ? (['datetime', 'datetime', 'timespan'] as const) : undefined
  if (types.includes('string') || types[2] === 'datetime') return refuse('around() of these types')
  const [value, centre, distance] = args.map((one, index) =>
    wanted || one.type === 'dynamic' ? convert(one, wanted?.[index] ?? 'real') : one,
  ) as [Scalar, Scalar, Scalar]
  return and(
    call('greaterOrEquals', 'bool', [value, moved('minus', centre, distance)]),
    call('lessOrEquals', 'bool', [value, moved('plus', centre, distance)]),
  )
}

const moved = (fn: 'plus' | 'minus', value: Scalar, distance: Scalar): Scalar =>
  value.type === 'datetime'
    ? fromTicks(call(fn, 'long', [toTicks(value), distance]))
    : call(fn, value.type, [value, distance])

/** The condition holds, or the query fails with the message. */
function assertOf({ arg, refuse }: FunctionCall): Scalar {
  const message = textOf(arg(1))
  if (message === undefined) return refuse('assert() needs a constant message')
  const fails = not(asPredicate(convert(arg(0), 'bool')))
  const thrown = call('throwIf', 'raw', [fails, text(`assert() has failed with message: '${message}'`)], {
    nullable: false,
  })
  return castTo('bool', call('equals', 'bool', [thrown, raw(0)], { nullable: false }))
}

export const conditionFunctions: readonly FunctionRow[] = [
  {
    name: 'around',
    nulls: 'propagate',
    doc: 'Whether a value lies within a distance of another.',
    example: 'around(5, 4, 2)',
    translate: around,
  },
  {
    name: 'assert',
    nulls: 'never',
    doc: 'True, or the query fails with the message.',
    example: "assert(1 > 0, 'must hold')",
    translate: assertOf,
  },
  {
    name: 'case',
    nulls: 'special',
    doc: 'Pairs of condition and value, then a default; a null condition is not met.',
    example: "case(x > 1, 'many', 'one')",
    translate: caseOf,
  },
  {
    name: 'iff',
    aliases: ['iif'],
    nulls: 'special',
    doc: 'A null condition takes the else branch.',
    example: "iff(x > 1, 'many', 'one')",
    translate: iffOf,
  },
  {
    name: 'coalesce',
    nulls: 'special',
    doc: 'First that is not null; for strings first that is not empty.',
    example: 'coalesce(x, y, 0)',
    translate: coalesceOf,
  },
  {
    name: 'max_of',
    nulls: 'special',
    doc: 'Largest; nulls are skipped.',
    example: 'max_of(1, 2)',
    translate: given => extreme('greatest', given),
  },
  {
    name: 'min_of',
    nulls: 'special',
    doc: 'Smallest; nulls are skipped.',
    example: 'min_of(1, 2)',
    translate: given => extreme('least', given),
  },
  {
    name: 'iscolumnexists',
    nulls: 'never',
    doc: 'Whether the row has a column.',
    example: "iscolumnexists('x')",
    translate: ({ arg, scope, refuse }) => {
      const name = textOf(arg(0))
      if (name === undefined) return refuse('iscolumnexists() needs a constant name')
      return literal('bool', scope.row?.columns.some(one => one.name === name) ?? false)
    },
  },
  {
    name: 'not',
    nulls: 'propagate',
    doc: 'Logical negation.',
    example: 'not(true)',
    translate: ({ arg }) => not(convert(arg(0), 'bool')),
  },
  {
    name: 'isnull',
    nulls: 'never',
    doc: 'Always false for strings.',
    example: 'isnull(x)',
    translate: ({ arg }) => (arg(0).type === 'string' ? FALSE : isNull(arg(0))),
  },
  {
    name: 'isnotnull',
    aliases: ['notnull'],
    nulls: 'never',
    doc: 'Always true for strings.',
    example: 'isnotnull(x)',
    translate: ({ arg }) => isNotNull(arg(0)),
  },
  {
    name: 'isempty',
    nulls: 'never',
    doc: 'Null of any type, or the empty string.',
    example: "isempty('')",
    translate: ({ arg }) => isEmpty(arg(0)),
  },
  {
    name: 'isnotempty',
    aliases: ['notempty'],
    nulls: 'never',
    doc: 'Not null and not the empty string.',
    example: "isnotempty('a')",
    translate: ({ arg }) => not(isEmpty(arg(0))),
  },
  {
    name: 'gettype',
    nulls: 'never',
    doc: 'Name of the runtime type.',
    example: 'gettype(1)',
    translate: ({ arg }) => typeName(arg(0)),
  },
]

function typeName(expr: Scalar): Scalar {
  if (expr.type !== 'dynamic') return text(expr.type)
  const kinds = ['Int64', 'UInt64', 'Double', 'String', 'Bool', 'Array', 'Object']
  const names = ['long', 'long', 'real', 'string', 'bool', 'array', 'dictionary']
  const kind = ifNull(call('toString', 'string', [call('JSONType', 'raw', [expr])]), text('Null'))
  return call(
    'transform',
    'string',
    [kind, call('array', 'raw', kinds.map(text)), call('array', 'raw', names.map(text)), text('null')],
    { nullable: false },
  )
}
