/** The bound tree in words, one node a line: its kind, what it refers to, its type. */
import type { Bound, BoundType } from './1-read/bound.ts'

const MOST_LINES = 2000
const LONGEST_TEXT = 60
/** Said by the node above. */
const UNTOLD = new Set(['TokenName'])

export function explainBound(tree: Bound): string {
  const lines: string[] = []
  const visit = (node: Bound, depth: number): void => {
    if (lines.length >= MOST_LINES || UNTOLD.has(node.kind)) return
    const children = node.children.filter(({ kind }) => !UNTOLD.has(kind))
    const isList = node.kind === 'List'
    if (!isList) lines.push(`${'  '.repeat(depth)}${describe(node, children.length === 0)}`)
    for (const child of children) visit(child, isList ? depth : depth + 1)
  }
  visit(tree, 0)
  return lines.join('\n')
}

function describe(node: Bound, isLeaf: boolean): string {
  const { kind, symbol, type } = node
  const text = isLeaf ? ` ${node.text.replace(/\s+/g, ' ').slice(0, LONGEST_TEXT)}` : ''
  const refers = symbol ? ` → ${symbol.kind} ${symbol.name}` : ''
  return `${kind}${text}${refers}${typeText(type)}`
}

function typeText(type: BoundType): string {
  if (type.kind === 'none') return ''
  return type.kind === 'scalar' ? `: ${type.type}` : `: (${type.columns.map(({ name }) => name).join(', ')})`
}
