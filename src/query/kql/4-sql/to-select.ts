/** Operator tree → SQL tree. Neighbouring operators share one SELECT where SQL's clause order allows it. */
import { columnTypes } from '#records'
import { columnOf, type NamedScalar, type Operator, outputsOf, type Relation } from '../2-lower/operators.ts'
import { FALSE, nullOf, raw, type Scalar } from '../2-lower/scalar.ts'
import { collectColumns, isVolatile, mapScalar, someScalar } from '../2-lower/walk.ts'
import { identifier } from './literals.ts'
import type { Select } from './select.ts'

/** A relation with its order, as it stands inside an expression. */
export function relationToSelect(relation: Relation): Select {
  return toSelect(relation.node)
}

export function toSelect(node: Operator): Select {
  switch (node.kind) {
    case 'scan':
      return { from: { kind: 'table', database: node.database, table: node.table } }
    case 'unit':
      return { columns: [] }
    case 'numbers':
      return { from: { kind: 'numbers', count: node.count } }
    case 'values':
      return valuesSelect(node)
    case 'filter':
      return filterSelect(node)
    case 'project':
      return projectSelect(node)
    case 'aggregate':
      return aggregateSelect(node)
    case 'limit':
      return limitSelect(node)
    case 'join':
      return {
        columns: node.columns,
        from: {
          kind: 'join',
          join: node.join,
          left: explicit(node.left),
          right: explicit(node.right),
          on: node.on,
        },
      }
    case 'union':
      return { from: { kind: 'union', selects: node.inputs.map(input => ordered(input, node.columns)) } }
    case 'shared':
      return { from: { kind: 'shared', name: node.name } }
    case 'unnest':
      return unnestSelect(node)
  }
}

type Node<K extends Operator['kind']> = Extract<Operator, { kind: K }>

function valuesSelect({ columns, rows }: Node<'values'>): Select {
  if (rows.length === 0)
    return { columns: columns.map(({ name, type }) => ({ name, expr: nullOf(type) })), where: [FALSE] }
  const structure = columns.map(one => `${identifier(one.name)} ${columnTypes[one.type]}`).join(', ')
  return { from: { kind: 'values', structure, rows } }
}

function filterSelect({ input, predicate }: Node<'filter'>): Select {
  const inner = toSelect(input)
  const base = isPlain(inner) && inner.from ? inner : wrap(inner)
  return { ...base, where: [...(base.where ?? []), predicate] }
}

function projectSelect({ input, columns }: Node<'project'>): Select {
  const inner = toSelect(input)
  if (inner.columns === undefined && !(inner.limit && columns.some(one => hasWindow(one.expr))))
    return { ...inner, columns }
  if (inner.columns && input.kind === 'unit') return { columns }
  const merged = mergeProjects(inner, columns)
  return merged ?? { ...wrap(inner), columns }
}

/**
 * A list over a list becomes one where nothing is computed twice: each outer column either passes an inner one on, or
 * reads only columns that the inner list passes on itself.
 */
function mergeProjects(inner: Select, columns: readonly NamedScalar[]): Select | undefined {
  const sources = new Map((inner.columns ?? []).map(one => [one.name, one.expr]))
  const passes = (name: string) => sources.get(name)?.kind === 'column'
  const isMergeable = ({ expr }: NamedScalar) =>
    expr.kind === 'column' ||
    (!inner.groupBy && !inner.arrayJoin && !inner.limit && !hasWindow(expr) && columnsOf(expr).every(passes))
  if (!columns.every(isMergeable)) return undefined
  const merged = columns.map(({ name, expr }) => ({ name, expr: substitute(expr, sources) }))
  const repeats =
    merged.length !==
    new Set(columns.map(one => (one.expr.kind === 'column' ? one.expr.name : one.name))).size
  if (repeats && merged.some(one => isVolatile(one.expr))) return undefined
  return { ...inner, columns: merged }
}

function columnsOf(expr: Scalar): readonly string[] {
  const names = new Set<string>()
  collectColumns(expr, names)
  return [...names]
}

function aggregateSelect({ input, keys, aggregates }: Node<'aggregate'>): Select {
  const inner = toSelect(input)
  const base = isPlain(inner) ? inner : wrap(inner)
  return { ...base, columns: [...keys, ...aggregates], groupBy: keys.map(one => one.expr) }
}

function limitSelect({ input, order, count, by }: Node<'limit'>): Select {
  const inner = toSelect(input)
  const sources = new Map((inner.columns ?? []).map(one => [one.name, one.expr]))
  const needed = [...order.map(key => key.expr), ...(by ?? [])]
  const movable =
    !inner.limit &&
    !inner.orderBy &&
    !inner.arrayJoin &&
    !(inner.columns && needed.some(expr => usesVolatile(expr, sources)))
  const base = movable ? inner : wrap(inner)
  const here = (expr: Scalar) => (base === inner && inner.columns ? substitute(expr, sources) : expr)
  return {
    ...base,
    orderBy: order.map(key => ({ ...key, expr: here(key.expr) })),
    ...(count ? { limit: count } : {}),
    ...(by ? { limitBy: by.map(here) } : {}),
  }
}

function unnestSelect({ input, arrays }: Node<'unnest'>): Select {
  const inner = toSelect(input)
  const base = isPlain(inner) && inner.from && !inner.where ? inner : wrap(inner)
  const kept = outputsOf(input).map(name => ({
    name,
    expr: columnOf({ name, type: 'string', nullable: false }),
  }))
  const elements = arrays.map((one, index) => ({ name: `element${index}$`, array: one }))
  return {
    ...base,
    columns: [...kept, ...elements.map(({ name, array }) => ({ name: array.name, expr: elementOf(name) }))],
    arrayJoin: elements.map(({ name, array }) => ({ name, expr: array.expr })),
  }
}

const elementOf = (name: string): Scalar => ({ kind: 'variable', name, type: 'raw', nullable: false })

/** The select with its columns in the order of `names`: UNION matches by position. */
function ordered(node: Operator, names: readonly string[]): Select {
  const select = toSelect(node)
  const own = select.columns?.map(one => one.name)
  if (
    own &&
    own.length === names.length &&
    own.every((name, index) => name === names[index]) &&
    !select.orderBy
  )
    return select
  return {
    ...wrap(select),
    columns: names.map(name => ({ name, expr: columnOf({ name, type: 'string', nullable: false }) })),
  }
}

/** A side of a join names its columns, so that the join can be read by name. */
function explicit(node: Operator): Select {
  const select = toSelect(node)
  if (select.columns) return select
  return {
    ...select,
    columns: outputsOf(node).map(name => ({
      name,
      expr: columnOf({ name, type: 'string', nullable: false }),
    })),
  }
}

export function wrap(select: Select): Select {
  return {
    from: {
      kind: 'select',
      select:
        select.columns?.length === 0 ? { ...select, columns: [{ name: 'unit', expr: raw(1) }] } : select,
    },
  }
}

const isPlain = (select: Select): boolean =>
  !select.columns && !select.groupBy && !select.orderBy && !select.limit && !select.arrayJoin

const hasWindow = (expr: Scalar): boolean =>
  someScalar(expr, one => one.kind === 'call' && one.over !== undefined)

function usesVolatile(expr: Scalar, sources: ReadonlyMap<string, Scalar>): boolean {
  return someScalar(expr, one => one.kind === 'column' && isVolatile(sources.get(one.name) ?? one))
}

function substitute(expr: Scalar, sources: ReadonlyMap<string, Scalar>): Scalar {
  return mapScalar(expr, one => (one.kind === 'column' ? (sources.get(one.name) ?? one) : one))
}
