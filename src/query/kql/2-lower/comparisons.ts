/**
 * Comparisons with KQL's null rules: `==` with one null operand is false and `!=` is true, both null give null;
 * ordering comparisons with null give null; `in` never matches null.
 */
import type { KqlType } from '../types.ts'
import { asString, convert } from './conversions.ts'
import { and, call, castTo, FALSE, ifNull, isNull, literal, not, type Scalar, TRUE } from './scalar.ts'

const NUMERIC: readonly string[] = ['int', 'long', 'real', 'decimal']

/** Brings two operands to one type; undefined where KQL does not compare them. */
export function comparable(left: Scalar, right: Scalar): readonly [Scalar, Scalar] | undefined {
  if (left.type === right.type) return [left, right]
  if (left.type === 'dynamic') return [convertForComparison(left, right), right]
  if (right.type === 'dynamic') return [left, convertForComparison(right, left)]
  if (left.type === 'raw' || right.type === 'raw') return [left, right]
  if (NUMERIC.includes(left.type) && NUMERIC.includes(right.type))
    return [realIfMixed(left, right), realIfMixed(right, left)]
  if (left.type === 'guid' && right.type === 'string') return [asString(left), right]
  if (left.type === 'string' && right.type === 'guid') return [left, asString(right)]
  if (left.type === 'bool' && NUMERIC.includes(right.type)) return [castTo('long', left), right]
  if (right.type === 'bool' && NUMERIC.includes(left.type)) return [left, castTo('long', right)]
  return undefined
}

function convertForComparison(dynamic: Scalar, other: Scalar): Scalar {
  if (other.type === 'string') return nullableText(dynamic)
  return convert(dynamic, NUMERIC.includes(other.type) ? 'real' : (other.type as KqlType))
}

/** A dynamic as text that stays null where the dynamic is, so that the null rules still see it. */
function nullableText(dynamic: Scalar): Scalar {
  const asText = asString(dynamic)
  return asText.kind === 'call' && asText.fn === 'ifNull' && asText.args[0] ? asText.args[0] : asText
}

const realIfMixed = (one: Scalar, other: Scalar): Scalar =>
  one.type === 'decimal' && other.type === 'real' ? castTo('real', one) : one

/** `==` and `!=`, given comparable operands. */
export function equality(left: Scalar, right: Scalar, negated: boolean): Scalar {
  const plain = call(negated ? 'notEquals' : 'equals', 'bool', [left, right])
  return withNullRule(plain, left, right, negated)
}

/** Gives any two-operand predicate the null rule of equality. */
export function withNullRule(plain: Scalar, left: Scalar, right: Scalar, negated: boolean): Scalar {
  if (!plain.nullable) return plain
  const decided = ifNull(plain, negated ? TRUE : FALSE)
  if (!(left.nullable && right.nullable)) return decided
  return call('if', 'bool', [and(isNull(left), isNull(right)), literal('bool', null), decided], {
    nullable: true,
  })
}

/** `<`, `<=`, `>`, `>=`: three-valued. */
export function ordering(
  fn: 'less' | 'lessOrEquals' | 'greater' | 'greaterOrEquals',
  left: Scalar,
  right: Scalar,
): Scalar {
  return call(fn, 'bool', [left, right])
}

/**
 * A condition where only "true" counts (where, iff, countif): the null handling that can no longer be seen is
 * dropped, which also lets the engine use its indexes.
 */
export function asPredicate(expr: Scalar): Scalar {
  if (expr.kind !== 'call' || expr.over) return expr
  if (expr.fn === 'and' || expr.fn === 'or') return call(expr.fn, 'bool', expr.args.map(asPredicate))
  const [first, second, third] = expr.args
  if (expr.fn === 'ifNull' && first && isFalse(second)) return asPredicate(first)
  const isBothNull = expr.fn === 'if' && second?.kind === 'literal' && second.value === null
  if (!isBothNull || !first || !third) return expr
  return third.kind === 'call' && third.fn === 'ifNull' && isFalse(third.args[1])
    ? asPredicate(third)
    : and(not(first), third)
}

const isFalse = (expr: Scalar | undefined): boolean => expr?.kind === 'literal' && expr.value === false
