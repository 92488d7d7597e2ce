/** Numbers. */
import type { KqlType } from '../../types.ts'
import { convert } from '../conversions.ts'
import {
  call,
  castTo,
  FALSE,
  fromTicks,
  ifNull,
  literal,
  long,
  nullOf,
  raw,
  retyped,
  type Scalar,
  toTicks,
} from '../scalar.ts'
import { EPOCH_TICKS } from '../times.ts'
import type { FunctionCall, FunctionRow } from './row.ts'

const real = (expr: Scalar): Scalar => convert(expr, 'real')

const simple = (name: string, fn: string, doc: string): FunctionRow => ({
  name,
  nulls: 'propagate',
  doc,
  example: `${name}(1.5)`,
  translate: ({ arg }) => call(fn, 'real', [real(arg(0))]),
})

const ofReal = (name: string, doc: string, translate: (x: Scalar) => Scalar): FunctionRow => ({
  name,
  nulls: 'propagate',
  doc,
  example: `${name}(1.5)`,
  translate: ({ arg }) => translate(real(arg(0))),
})

/** Floors to a multiple, toward minus infinity; null for a size that is null, zero or negative. */
export function binOf(value: Scalar, size: Scalar): Scalar {
  if (value.type === 'datetime')
    return fromTicks(
      call('minus', 'long', [binWhole(ticksSinceYearOne(value), spanTicks(size)), long(EPOCH_TICKS)]),
    )
  if (value.type === 'timespan') return retyped(binWhole(retyped(value, 'long'), spanTicks(size)), 'timespan')
  const whole = (expr: Scalar) => expr.type === 'long' || expr.type === 'int'
  if (whole(value) && whole(size))
    return castTo(value.type === 'int' && size.type === 'int' ? 'int' : 'long', binWhole(value, size))
  if (value.type === 'dynamic')
    return binOf(convert(value, size.type === 'timespan' ? 'datetime' : 'real'), size)
  return binReal(castTo('real', value), real(size))
}

const ticksSinceYearOne = (value: Scalar): Scalar => call('plus', 'long', [toTicks(value), long(EPOCH_TICKS)])

/** A bin size for times: a timespan, a number of ticks, or a datetime counted from year 1. */
function spanTicks(size: Scalar): Scalar {
  if (size.type === 'datetime') return ticksSinceYearOne(size)
  return size.type === 'timespan' ? retyped(size, 'long') : castTo('long', size)
}

function binWhole(value: Scalar, size: Scalar): Scalar {
  if (isPositive(size)) {
    const rest = call('positiveModulo', 'long', [value, size])
    return call('minus', 'long', [value, rest])
  }
  const rest = call('positiveModuloOrNull', 'long', [value, positiveOrNull(size)], { nullable: true })
  return call('minus', 'long', [value, rest])
}

function binReal(value: Scalar, size: Scalar): Scalar {
  const safe = isPositive(size) ? size : positiveOrNull(size)
  return call('multiply', 'real', [call('floor', 'real', [call('divide', 'real', [value, safe])]), safe])
}

const isPositive = (size: Scalar): boolean =>
  size.kind === 'literal' && size.value !== null && Number(size.value) > 0
const positiveOrNull = (size: Scalar): Scalar =>
  call(
    'if',
    size.type,
    [ifNull(call('greater', 'bool', [size, raw(0)]), FALSE), size, nullOf(size.type as KqlType)],
    { nullable: true },
  )

function binAt({ arg }: FunctionCall): Scalar {
  const [value, size, fixed] = [arg(0), arg(1), arg(2)]
  if (value.type === 'datetime') {
    const from = toTicks(fixed.type === 'datetime' ? fixed : convert(fixed, 'datetime'))
    const offset = call('minus', 'long', [toTicks(value), from])
    return fromTicks(call('plus', 'long', [from, binWhole(offset, spanTicks(size))]))
  }
  const asNumber = (expr: Scalar) => (expr.type === 'timespan' ? retyped(expr, 'long') : expr)
  const [number, step, start] = [asNumber(value), asNumber(size), asNumber(fixed)]
  const isReal = [number, step, start].some(one => one.type === 'real' || one.type === 'decimal')
  const offset = call('minus', isReal ? 'real' : 'long', [number, start])
  const bin = isReal ? binReal(castTo('real', offset), real(step)) : binWhole(offset, step)
  const result = call('plus', isReal ? 'real' : 'long', [start, bin])
  return value.type === 'timespan' ? retyped(result, 'timespan') : result
}

/** Half away from zero, as .NET's decimal rounding shows it. */
function roundOf({ arg, args, type }: FunctionCall): Scalar {
  const value = arg(0).type === 'dynamic' ? real(arg(0)) : arg(0)
  if (value.type === 'int' || value.type === 'long') return castTo(type, value)
  const digits = args[1] ? args[1] : raw(0)
  return call(
    'round',
    value.type,
    [value, digits.kind === 'literal' && digits.value !== null ? raw(Number(digits.value)) : digits],
    { nullable: value.nullable },
  )
}

const keepingType = (name: string, fn: string, doc: string): FunctionRow => ({
  name,
  nulls: 'propagate',
  doc,
  example: `${name}(-1)`,
  translate: ({ arg, type }) => {
    const value = arg(0).type === 'dynamic' ? real(arg(0)) : arg(0)
    return type === 'timespan' || type === 'real'
      ? call(fn, type, [value])
      : castTo(type, call(fn, value.type, [value]))
  },
})

const bits = (name: string, fn: string, example = `${name}(6, 3)`): FunctionRow => ({
  name,
  nulls: 'propagate',
  doc: 'Bitwise, on 64 bits.',
  example,
  translate: ({ args }) =>
    call(
      fn,
      'long',
      args.map(arg => castTo('long', arg)),
    ),
})

/** By the number of places modulo 64; null for a negative one. */
const shift = (name: string, fn: string): FunctionRow => ({
  ...bits(name, fn),
  doc: 'Shifts 64 bits by a number modulo 64; null for a negative one.',
  translate: ({ arg }) => {
    const [value, places] = [castTo('long', arg(0)), castTo('long', arg(1))]
    const known = call('positiveModulo', 'long', [ifNull(places, long(0)), long(64)])
    const isNegative = ifNull(call('less', 'bool', [places, long(0)]), literal('bool', true))
    return call('if', 'long', [isNegative, nullOf('long'), call(fn, 'long', [value, known])], {
      nullable: true,
    })
  },
})

export const mathFunctions: readonly FunctionRow[] = [
  {
    name: 'bin',
    aliases: ['floor'],
    nulls: 'special',
    doc: 'Floors to a multiple; datetimes from 0001-01-01.',
    example: 'bin(7, 5)',
    translate: ({ arg }) => binOf(arg(0), arg(1)),
  },
  {
    name: 'bin_at',
    nulls: 'special',
    doc: 'bin() with a fixed point.',
    example: 'bin_at(6.5, 2.5, 7)',
    translate: binAt,
  },
  {
    name: 'round',
    nulls: 'propagate',
    doc: 'To a number of digits, 0 if not given.',
    example: 'round(2.98765, 3)',
    translate: roundOf,
  },
  keepingType('abs', 'abs', 'Absolute value.'),
  {
    name: 'ceiling',
    nulls: 'propagate',
    doc: 'Smallest whole number not below.',
    example: 'ceiling(1.1)',
    translate: ({ arg }) => call('ceil', 'real', [real(arg(0))]),
  },
  {
    name: 'sign',
    nulls: 'propagate',
    doc: '-1, 0 or 1.',
    example: 'sign(-5)',
    translate: ({ arg }) => castTo('real', call('sign', 'raw', [real(arg(0))])),
  },
  simple('sqrt', 'sqrt', 'Square root.'),
  simple('exp', 'exp', 'e to the power.'),
  simple('exp2', 'exp2', '2 to the power.'),
  simple('exp10', 'exp10', '10 to the power.'),
  simple('log', 'log', 'Natural logarithm.'),
  simple('log2', 'log2', 'Logarithm base 2.'),
  simple('log10', 'log10', 'Logarithm base 10.'),
  simple('sin', 'sin', 'Sine.'),
  simple('cos', 'cos', 'Cosine.'),
  simple('tan', 'tan', 'Tangent.'),
  simple('asin', 'asin', 'Arc sine.'),
  simple('acos', 'acos', 'Arc cosine.'),
  simple('atan', 'atan', 'Arc tangent.'),
  simple('gamma', 'tgamma', 'Gamma function.'),
  simple('loggamma', 'lgamma', 'Logarithm of the gamma function.'),
  simple('degrees', 'degrees', 'Radians to degrees.'),
  simple('radians', 'radians', 'Degrees to radians.'),
  simple('erf', 'erf', 'Error function.'),
  simple('erfc', 'erfc', 'Complementary error function.'),
  ofReal('cot', 'Cotangent.', x => call('divide', 'real', [literal('real', 1), call('tan', 'real', [x])])),
  {
    name: 'atan2',
    nulls: 'propagate',
    doc: 'Angle of the point (x, y).',
    example: 'atan2(1, 1)',
    translate: ({ arg }) => call('atan2', 'real', [real(arg(0)), real(arg(1))]),
  },
  {
    name: 'pow',
    nulls: 'propagate',
    doc: 'Power.',
    example: 'pow(2, 3)',
    translate: ({ arg }) => call('pow', 'real', [real(arg(0)), real(arg(1))]),
  },
  {
    name: 'pi',
    nulls: 'never',
    doc: 'The number π.',
    example: 'pi()',
    translate: () => call('pi', 'real', []),
  },
  {
    name: 'isnan',
    nulls: 'propagate',
    doc: 'Not a number; null is not NaN.',
    example: 'isnan(0.0/0)',
    translate: ({ arg }) => ifNull(call('isNaN', 'bool', [real(arg(0))]), FALSE),
  },
  {
    name: 'isinf',
    nulls: 'propagate',
    doc: 'Infinite.',
    example: 'isinf(1.0/0)',
    translate: ({ arg }) => ifNull(call('isInfinite', 'bool', [real(arg(0))]), FALSE),
  },
  {
    name: 'isfinite',
    nulls: 'propagate',
    doc: 'Neither infinite nor NaN.',
    example: 'isfinite(1.0)',
    translate: ({ arg }) => ifNull(call('isFinite', 'bool', [real(arg(0))]), FALSE),
  },
  {
    name: 'rand',
    nulls: 'never',
    doc: 'Random real in [0, 1), or a whole number below the argument.',
    example: 'rand()',
    translate: ({ args, query }) => {
      const value = call('randCanonical', 'real', [literal('string', query.fresh('rand'))], {
        volatile: true,
      })
      return args[0]
        ? call('floor', 'real', [call('multiply', 'real', [value, castTo('real', args[0])])])
        : value
    },
  },
  bits('binary_and', 'bitAnd'),
  bits('binary_or', 'bitOr'),
  bits('binary_xor', 'bitXor'),
  bits('binary_not', 'bitNot', 'binary_not(6)'),
  shift('binary_shift_left', 'bitShiftLeft'),
  shift('binary_shift_right', 'bitShiftRight'),
  bits('bitset_count_ones', 'bitCount', 'bitset_count_ones(6)'),
]
