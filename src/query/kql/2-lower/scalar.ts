/**
 * Scalar expressions of the operator tree: KQL's types on the outside, the engine's functions on the inside.
 * Every node knows whether it can be null, since KQL's null rules decide how an operator is written.
 * Types are kept strictly: a `string` is never null, a `datetime` is DateTime64(7), a `timespan` Int64 ticks,
 * a `dynamic` JSON text; `raw` is anything the engine has and KQL hasn't (arrays, tuples, UInt8, format strings).
 */
import { columnTypes } from '#records'
import type { KqlType } from '../types.ts'
import type { Relation } from './operators.ts'

export type ScalarType = KqlType | 'raw'
export type LiteralValue = string | number | bigint | boolean | null

export interface WindowSpec {
  readonly order: readonly OrderKey[]
  readonly partition?: readonly Scalar[]
  /** Rows before and after that the function sees; undefined is unbounded. */
  readonly frame?: 'whole' | 'running'
}

export interface OrderKey {
  readonly expr: Scalar
  readonly descending: boolean
  readonly nullsFirst: boolean
}

interface Typed {
  readonly type: ScalarType
  readonly nullable: boolean
}

export type Scalar = Typed &
  (
    | { readonly kind: 'column'; readonly name: string; readonly side?: 'l' | 'r' }
    | { readonly kind: 'literal'; readonly value: LiteralValue }
    | {
        readonly kind: 'call'
        readonly fn: string
        readonly args: readonly Scalar[]
        /** Parameters of a parametric aggregate: quantile(0.5)(x). */
        readonly params?: readonly Scalar[]
        readonly over?: WindowSpec
        /** The engine's answer differs at each call (rand, new_guid). */
        readonly volatile?: boolean
      }
    | { readonly kind: 'lambda'; readonly params: readonly string[]; readonly body: Scalar }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'subquery'; readonly relation: Relation }
  )

export function column(name: string, type: ScalarType, nullable = type !== 'string'): Scalar {
  return { kind: 'column', name, type, nullable }
}

export function literal(type: ScalarType, value: LiteralValue): Scalar {
  return { kind: 'literal', type, value, nullable: value === null }
}

/** A typed null; the null of a string is the empty string. */
export const nullOf = (type: KqlType): Scalar => literal(type, type === 'string' ? '' : null)
export const text = (value: string): Scalar => literal('string', value)
export const long = (value: number | bigint): Scalar => literal('long', BigInt(value))
/** A bare number, for engine parameters. */
export const raw = (value: number | bigint | string): Scalar => literal('raw', value)
export const TRUE = literal('bool', true)
export const FALSE = literal('bool', false)

interface CallOptions {
  readonly nullable?: boolean
  readonly params?: readonly Scalar[]
  readonly over?: WindowSpec
  readonly volatile?: boolean
}

/** A call of an engine function; null if an argument is, unless said otherwise. */
export function call(
  fn: string,
  type: ScalarType,
  args: readonly Scalar[],
  options: CallOptions = {},
): Scalar {
  const nullable = options.nullable ?? args.some(arg => arg.kind !== 'lambda' && arg.nullable)
  return { kind: 'call', fn, type, args, ...options, nullable }
}

export const lambda = (params: readonly string[], body: Scalar): Scalar => ({
  kind: 'lambda',
  params,
  body,
  type: 'raw',
  nullable: false,
})
export const variable = (name: string, type: ScalarType, nullable = false): Scalar => ({
  kind: 'variable',
  name,
  type,
  nullable,
})

/** The same value under another type name; the bits are already right. */
export const retyped = (expr: Scalar, type: ScalarType): Scalar => ({ ...expr, type })

export const isNull = (expr: Scalar): Scalar =>
  expr.nullable ? call('isNull', 'bool', [expr], { nullable: false }) : FALSE
export const isNotNull = (expr: Scalar): Scalar =>
  expr.nullable ? call('isNotNull', 'bool', [expr], { nullable: false }) : TRUE

/** `expr`, or `fallback` where it is null. */
export function ifNull(expr: Scalar, fallback: Scalar): Scalar {
  return expr.nullable ? call('ifNull', expr.type, [expr, fallback], { nullable: fallback.nullable }) : expr
}

export const iff = (condition: Scalar, then: Scalar, otherwise: Scalar): Scalar =>
  call('if', then.type, [condition, then, otherwise], { nullable: then.nullable || otherwise.nullable })

export const and = (...all: readonly Scalar[]): Scalar => chained('and', all) ?? TRUE
export const or = (...all: readonly Scalar[]): Scalar => chained('or', all) ?? FALSE

/** One flat call for a chain: the engine's parser counts every nested bracket. */
function chained(fn: 'and' | 'or', all: readonly Scalar[]): Scalar | undefined {
  const flat = all.flatMap(one => (one.kind === 'call' && one.fn === fn ? one.args : [one]))
  return flat.length > 1 ? call(fn, 'bool', flat) : flat[0]
}

export const not = (expr: Scalar): Scalar => call('not', 'bool', [expr])

/** The engine's cast to the column type of a KQL type. */
export function castTo(type: KqlType, expr: Scalar): Scalar {
  const target =
    expr.nullable || type === 'string'
      ? columnTypes[type]
      : columnTypes[type].replace(/^Nullable\((.*)\)$/, '$1')
  const safe = type === 'string' ? ifNull(expr, text('')) : expr
  return call('CAST', type, [safe, raw(target)], { nullable: type !== 'string' && expr.nullable })
}

/** A datetime as Int64 ticks since 1970 (exact: the engine stores just this number). */
export const toTicks = (expr: Scalar): Scalar => call('reinterpretAsInt64', 'long', [expr])
/** Int64 ticks since 1970 as a datetime. */
export const fromTicks = (expr: Scalar): Scalar =>
  call('reinterpret', 'datetime', [expr, raw("DateTime64(7, 'UTC')")], { nullable: expr.nullable })

/** Text of a string literal, or undefined. */
export function textOf(expr: Scalar | undefined): string | undefined {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined
}

/** Value of a whole-number literal, also under a unary minus, or undefined. */
export function wholeOf(expr: Scalar | undefined): number | undefined {
  if (expr?.kind === 'literal' && (typeof expr.value === 'bigint' || typeof expr.value === 'number'))
    return Number(expr.value)
  if (expr?.kind === 'call' && expr.fn === 'negate') {
    const inner = wholeOf(expr.args[0])
    return inner === undefined ? undefined : -inner
  }
  return undefined
}
