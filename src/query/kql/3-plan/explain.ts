/** The plan in words, one operator a line, for people who ask why a query does what it does. */
import { type Operator, outputsOf } from '../2-lower/operators.ts'

export function explain(node: Operator, depth = 0): string {
  const line = `${'  '.repeat(depth)}${describe(node)}`
  return [line, ...inputsOf(node).map(input => explain(input, depth + 1))].join('\n')
}

function describe(node: Operator): string {
  switch (node.kind) {
    case 'scan':
      return `scan ${node.table}`
    case 'project':
      return `project ${outputsOf(node).join(', ')}`
    case 'aggregate':
      return `aggregate ${node.aggregates.map(one => one.name).join(', ')} by ${node.keys.map(one => one.name).join(', ') || 'nothing'}`
    case 'join':
      return `${node.join} join`
    case 'limit':
      return node.count ? (node.by ? 'limit by key' : node.order.length > 0 ? 'top' : 'limit') : 'sort'
    case 'values':
      return `values, ${node.rows.length} rows`
    case 'shared':
      return `shared ${node.name}`
    default:
      return node.kind
  }
}

function inputsOf(node: Operator): readonly Operator[] {
  switch (node.kind) {
    case 'join':
      return [node.left, node.right]
    case 'union':
      return node.inputs
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'limit':
    case 'unnest':
    case 'shared':
      return [node.input]
    default:
      return []
  }
}
