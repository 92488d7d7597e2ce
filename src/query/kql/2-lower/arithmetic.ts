/**
 * `+ - * / %`. Whole-number division truncates and by zero is null; `%` is never negative; datetimes and timespans
 * are computed in ticks, exactly.
 */
import type { KqlType } from '../types.ts'
import { convert } from './conversions.ts'
import { call, castTo, FALSE, fromTicks, long, nullOf, raw, retyped, type Scalar, toTicks } from './scalar.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'

const isWhole = (expr: Scalar): boolean => expr.type === 'int' || expr.type === 'long'
const isNumeric = (expr: Scalar): boolean => isWhole(expr) || expr.type === 'real' || expr.type === 'decimal'

/** undefined where KQL knows no such operation. */
export function arithmetic(
  operator: ArithmeticOperator,
  first: Scalar,
  second: Scalar,
  result: KqlType,
): Scalar | undefined {
  const left = operand(first, second)
  const right = operand(second, first)
  if (isNumeric(left) && isNumeric(right))
    return asResult(numeric(operator, left, right), first, second, result)
  return temporal(operator, left, right)
}

/** A dynamic operand takes part as a number, unless the other one is a time. */
function operand(expr: Scalar, other: Scalar): Scalar {
  if (expr.type === 'bool') return castTo('long', expr)
  if (expr.type !== 'dynamic') return expr
  return convert(
    expr,
    other.type === 'datetime' || other.type === 'timespan' ? (other.type as KqlType) : 'real',
  )
}

function asResult(value: Scalar, first: Scalar, second: Scalar, result: KqlType): Scalar {
  if (first.type === 'dynamic' || second.type === 'dynamic') return convert(value, result)
  const differs =
    (result === 'int' || result === 'long') &&
    (value.type === 'int' || value.type === 'long') &&
    value.type !== result
  return differs ? castTo(result, value) : value
}

function numeric(operator: ArithmeticOperator, left: Scalar, right: Scalar): Scalar {
  if (left.type === 'decimal' || right.type === 'decimal') return decimal(operator, left, right)
  if (isWhole(left) && isWhole(right)) return whole(operator, left, right)
  const call2 = (fn: string) => call(fn, 'real', [left, right])
  switch (operator) {
    case '+':
      return call2('plus')
    case '-':
      return call2('minus')
    case '*':
      return call2('multiply')
    case '/':
      return call('divide', 'real', [castTo('real', left), castTo('real', right)])
    case '%':
      return modulo(castTo('real', left), castTo('real', right))
  }
}

/** a - b · floor(a / b), with the sign of KQL: never negative. */
function modulo(left: Scalar, right: Scalar): Scalar {
  const size = call('abs', 'real', [right])
  const times = call('floor', 'real', [call('divide', 'real', [left, size])])
  return call('minus', 'real', [left, call('multiply', 'real', [times, size])])
}

function whole(operator: ArithmeticOperator, left: Scalar, right: Scalar): Scalar {
  const type = left.type === 'int' && right.type === 'int' ? 'int' : 'long'
  switch (operator) {
    case '/':
      return orNull('intDivOrNull', type, left, right)
    case '%':
      return castTo(type, orNull('positiveModuloOrNull', type, left, right))
    default: {
      const fn = operator === '+' ? 'plus' : operator === '-' ? 'minus' : 'multiply'
      const value = call(fn, type, [left, right])
      return type === 'int' ? castTo('int', value) : value
    }
  }
}

/** Division is null for a zero divisor; a literal that is not zero can't be one. */
function orNull(fn: string, type: 'int' | 'long', left: Scalar, right: Scalar): Scalar {
  const safe = right.kind === 'literal' && right.value !== null && Number(right.value) !== 0
  return call(fn, type, [left, right], { nullable: !safe || left.nullable })
}

function decimal(operator: ArithmeticOperator, first: Scalar, second: Scalar): Scalar {
  const left = convert(first, 'decimal')
  const right = convert(second, 'decimal')
  switch (operator) {
    case '+':
      return call('plus', 'decimal', [left, right])
    case '-':
      return call('minus', 'decimal', [left, right])
    case '*':
      return castTo('decimal', call('multiplyDecimal', 'decimal', [left, right, raw(17)]))
    case '/':
      return unlessZero(right, divisor =>
        castTo('decimal', call('divideDecimal', 'decimal', [left, divisor, raw(17)])),
      )
    case '%':
      return unlessZero(right, divisor =>
        castTo('decimal', call('positiveModulo', 'decimal', [left, call('abs', 'decimal', [divisor])])),
      )
  }
}

/** Null for a divisor of zero or null. The engine divides also where the outcome is not wanted, so it gets another divisor then. */
function unlessZero(divisor: Scalar, divide: (safe: Scalar) => Scalar): Scalar {
  const isUsable = call('ifNull', 'bool', [call('notEquals', 'bool', [divisor, raw(0)]), FALSE], {
    nullable: false,
  })
  const one = castTo('decimal', long(1))
  const known = call('ifNull', 'decimal', [divisor, one], { nullable: false })
  const safe = call('if', 'decimal', [isUsable, known, one], { nullable: false })
  return call('if', 'decimal', [isUsable, divide(safe), nullOf('decimal')], { nullable: true })
}

function temporal(operator: ArithmeticOperator, left: Scalar, right: Scalar): Scalar | undefined {
  const rule = TEMPORAL[`${kindOf(left)} ${operator} ${kindOf(right)}`]
  return rule?.(left, right)
}

const kindOf = (expr: Scalar): string => (isNumeric(expr) ? 'number' : expr.type)
const ticks = (fn: string, left: Scalar, right: Scalar): Scalar => call(fn, 'timespan', [left, right])
const scaled = (fn: string, span: Scalar, factor: Scalar): Scalar => {
  if (fn === 'multiply' && isWhole(factor)) return ticks('multiply', span, factor)
  const real = call(fn, 'real', [castTo('real', retyped(span, 'long')), castTo('real', factor)])
  return call('accurateCastOrNull', 'timespan', [call('trunc', 'real', [real]), raw('Int64')], {
    nullable: true,
  })
}

/** What can be done with times; everything else is refused. */
const TEMPORAL: Readonly<Record<string, (left: Scalar, right: Scalar) => Scalar>> = {
  'datetime - datetime': (a, b) => ticks('minus', toTicks(a), toTicks(b)),
  'datetime + timespan': (a, b) => fromTicks(call('plus', 'long', [toTicks(a), b])),
  'datetime - timespan': (a, b) => fromTicks(call('minus', 'long', [toTicks(a), b])),
  'timespan + datetime': (a, b) => fromTicks(call('plus', 'long', [a, toTicks(b)])),
  'timespan + timespan': (a, b) => ticks('plus', a, b),
  'timespan - timespan': (a, b) => ticks('minus', a, b),
  'timespan * number': (a, b) => scaled('multiply', a, b),
  'number * timespan': (a, b) => scaled('multiply', b, a),
  'timespan / number': (a, b) => scaled('divide', a, b),
  'timespan / timespan': (a, b) => call('divide', 'real', [castTo('real', retyped(a, 'long')), b]),
  'timespan % timespan': (a, b) => call('positiveModuloOrNull', 'timespan', [a, b], { nullable: true }),
  'datetime % timespan': (a, b) =>
    call(
      'positiveModuloOrNull',
      'timespan',
      [call('plus', 'long', [toTicks(a), long(621_355_968_000_000_000n)]), b],
      { nullable: true },
    ),
}

/** undefined where the type has no negation. */
export function negated(expr: Scalar, result: KqlType): Scalar | undefined {
  if (expr.kind === 'literal' && (typeof expr.value === 'bigint' || typeof expr.value === 'number'))
    return { ...expr, value: -expr.value }
  const value = expr.type === 'dynamic' ? convert(expr, 'real') : expr
  if (!isNumeric(value) && value.type !== 'timespan') return undefined
  const minus = call('negate', value.type, [value])
  return expr.type === 'dynamic' ? convert(minus, result) : minus
}
