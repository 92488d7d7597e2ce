/** Every operator keeps only the columns that something above it reads. */
import { type NamedScalar, type Operator, outputsOf } from '../2-lower/operators.ts'
import type { Scalar } from '../2-lower/scalar.ts'
import { collectColumns, mapScalar } from '../2-lower/walk.ts'

/** The tree with what nobody reads left out; the root keeps all its columns. */
export const prune = (node: Operator): Operator => pruned(node, new Set(outputsOf(node)))

function pruned(node: Operator, needed: ReadonlySet<string>): Operator {
  switch (node.kind) {
    case 'scan':
    case 'unit':
    case 'numbers':
      return node
    case 'values':
      return pruneValues(node, needed)
    case 'filter':
      return {
        ...node,
        predicate: inner(node.predicate),
        input: pruned(node.input, reading([node.predicate], needed)),
      }
    case 'project': {
      const columns = kept(node.columns, needed)
      return { ...node, columns, input: pruned(node.input, reading(columns.map(one => one.expr))) }
    }
    case 'aggregate': {
      const aggregates = kept(node.aggregates, needed)
      const keys = node.keys.map(deep)
      return {
        ...node,
        keys,
        aggregates,
        input: pruned(node.input, reading([...keys, ...aggregates].map(one => one.expr))),
      }
    }
    case 'limit': {
      const read = [...node.order.map(key => key.expr), ...(node.by ?? [])]
      return { ...node, input: pruned(node.input, reading(read, needed)) }
    }
    case 'join':
      return pruneJoin(node, needed)
    case 'union': {
      const columns = node.columns.filter(name => needed.has(name))
      const all = columns.length > 0 ? columns : node.columns.slice(0, 1)
      return { ...node, columns: all, inputs: node.inputs.map(one => pruned(one, new Set(all))) }
    }
    case 'unnest':
      return {
        ...node,
        arrays: node.arrays.map(deep),
        input: pruned(
          node.input,
          reading(
            node.arrays.map(one => one.expr),
            needed,
          ),
        ),
      }
    case 'shared':
      // Used in several places, perhaps with different columns: it stays whole.
      return { ...node, input: pruned(node.input, new Set(outputsOf(node.input))) }
  }
}

type Join = Extract<Operator, { kind: 'join' }>

function pruneJoin(node: Join, needed: ReadonlySet<string>): Operator {
  const columns = kept(node.columns, needed)
  const all = [node.on, ...columns.map(one => one.expr)]
  return {
    ...node,
    columns,
    left: pruned(node.left, ofSide(all, 'l')),
    right: pruned(node.right, ofSide(all, 'r')),
  }
}

function ofSide(exprs: readonly Scalar[], side: 'l' | 'r'): Set<string> {
  const read = new Set<string>()
  for (const expr of exprs) {
    mapScalar(expr, one => {
      if (one.kind === 'column' && one.side === side) read.add(one.name)
      return one
    })
  }
  return read
}

type Values = Extract<Operator, { kind: 'values' }>

function pruneValues(node: Values, needed: ReadonlySet<string>): Operator {
  const keep = node.columns
    .map((one, index) => ({ one, index }))
    .filter(
      ({ one, index }) =>
        needed.has(one.name) || (index === 0 && !node.columns.some(each => needed.has(each.name))),
    )
  return {
    ...node,
    columns: keep.map(({ one }) => one),
    rows: node.rows.map(row => keep.map(({ index }) => row[index] as Scalar)),
  }
}

/** What is needed of a list; never nothing, since SQL selects at least one column. */
function kept(columns: readonly NamedScalar[], needed: ReadonlySet<string>): NamedScalar[] {
  const found = columns.filter(one => needed.has(one.name))
  return (found.length > 0 ? found : columns.slice(0, 1)).map(deep)
}

const deep = ({ name, expr }: NamedScalar): NamedScalar => ({ name, expr: inner(expr) })

/** Subqueries are pruned on their own. */
function inner(expr: Scalar): Scalar {
  return mapScalar(expr, one =>
    one.kind === 'subquery' ? { ...one, relation: { ...one.relation, node: prune(one.relation.node) } } : one,
  )
}

function reading(exprs: readonly Scalar[], also: ReadonlySet<string> = new Set()): Set<string> {
  const read = new Set(also)
  for (const expr of exprs) collectColumns(expr, read)
  return read
}
