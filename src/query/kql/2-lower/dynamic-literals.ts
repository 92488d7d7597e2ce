/** `dynamic(…)` literals: JSON with single quotes, and datetime() and timespan literals inside, as compact JSON. */
import type { Bound } from '../1-read/bound.ts'
import { readLiteral } from './literals.ts'
import { timespanToText } from './times-text.ts'

/** JSON text of the literal; null for dynamic(null); undefined where it can't be read. */
export function dynamicLiteral(node: Bound): string | null | undefined {
  const inner = node.children.find(child => child.kind !== 'SkippedTokens')
  const json = inner ? jsonOf(inner) : undefined
  return json === 'null' ? null : json
}

function jsonOf(node: Bound): string | undefined {
  switch (node.kind) {
    case 'JsonObjectExpression':
      return joined('{', node.list('Pairs').map(pairJson), '}')
    case 'JsonArrayExpression':
      return joined('[', node.list('Values').map(jsonOf), ']')
    case 'UnaryMinusExpression':
      return `-${jsonOf(node.part('Expression'))}`
    case 'NullLiteralExpression':
      return 'null'
    case 'DynamicExpression': {
      const inner = dynamicLiteral(node)
      return inner === null ? 'null' : inner
    }
    default:
      return scalarJson(node)
  }
}

function pairJson(pair: Bound): string | undefined {
  const value = jsonOf(pair.part('Value'))
  if (value === undefined) return undefined
  return `${JSON.stringify(pair.part('Name').name)}:${value}`
}

function joined(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(',')}${close}`
}

function scalarJson(node: Bound): string | undefined {
  const value = readLiteral(node)
  if (value?.kind !== 'literal') return undefined
  if (value.value === null) return 'null'
  switch (value.type) {
    case 'bool':
    case 'long':
    case 'int':
      return String(value.value)
    case 'real':
      return Number.isFinite(Number(value.value))
        ? realJson(node.text, Number(value.value))
        : JSON.stringify(node.text)
    case 'datetime':
      return JSON.stringify(`${String(value.value).replace(' ', 'T')}Z`)
    case 'timespan':
      return JSON.stringify(timespanToText(BigInt(value.value)))
    default:
      return JSON.stringify(String(value.value))
  }
}

/** A real keeps its point: 2.0 stays a real. */
function realJson(source: string, value: number): string {
  return /^[-+]?\d+\.\d+$/.test(source) ? source : String(value)
}
