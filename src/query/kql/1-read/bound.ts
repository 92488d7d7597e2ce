/**
 * The bound tree as the next phase sees it: Microsoft's nodes behind one plain interface, read by kind and part.
 * Lists are unwrapped, names resolved, types reduced to KQL's ten scalars, tables and tuples.
 */
import { invariant } from '#base'
import type { Column, KqlType, Span } from '../types.ts'
import type { MsNode, MsPackage, MsSymbol } from './facade.ts'

export type BoundType =
  | { readonly kind: 'scalar'; readonly type: KqlType }
  | { readonly kind: 'table'; readonly columns: readonly Column[] }
  | { readonly kind: 'tuple'; readonly columns: readonly Column[] }
  | { readonly kind: 'none' }

export interface Bound {
  /** SyntaxKind of the package: FilterOperator, EqualExpression, NameReference, … */
  readonly kind: string
  readonly span: Span
  /** The source text of the node. */
  readonly text: string
  readonly type: BoundType
  /** What a name or an operator refers to. */
  readonly symbol: { readonly kind: string; readonly name: string; readonly type: BoundType } | undefined
  /** Name of a reference or declaration. */
  readonly name: string
  /** Literals: number, text, bool; long and timespan ticks as bigint; undefined where the node is no literal. */
  readonly literal: unknown
  readonly isConstant: boolean
  /** One identity per tree node, for caches. */
  readonly identity: object
  part(name: string): Bound
  maybe(name: string): Bound | undefined
  list(name: string): readonly Bound[]
  /** Direct children that are nodes. */
  readonly children: readonly Bound[]
  /** The text of a token part, such as an operator word. */
  token(name: string): string
  /** The body of the user's function this call expands to, bound again with the call's arguments. */
  calledBody(): Bound | undefined
}

const SYMBOL_KINDS = [
  'Column',
  'Table',
  'Function',
  'Aggregate',
  'Variable',
  'Parameter',
  'Pattern',
  'Database',
  'Cluster',
]

const SCALARS: Readonly<Record<string, KqlType>> = {
  bool: 'bool',
  int: 'int',
  long: 'long',
  real: 'real',
  decimal: 'decimal',
  string: 'string',
  datetime: 'datetime',
  timespan: 'timespan',
  guid: 'guid',
  dynamic: 'dynamic',
  unknown: 'dynamic',
}

export interface BoundFactory {
  wrap(node: MsNode): Bound
}

/** Gives the wrapper for one loaded package. */
export function boundFactory(ms: MsPackage): BoundFactory {
  const kindNames = new Map<number, string>()
  for (const [name, value] of Object.entries(ms.Kusto.Language.Syntax.SyntaxKind)) {
    if (typeof value === 'number') kindNames.set(value, name)
  }
  const typeOf = (symbol: MsSymbol | null | undefined): BoundType => boundType(symbol, ms)

  function wrap(node: MsNode): Bound {
    return {
      kind: kindNames.get(node.Kind) ?? `Kind${node.Kind}`,
      span: { start: node.TextStart, length: node.Width },
      get text() {
        return textOf(node).trim()
      },
      get type() {
        return typeOf(node.ResultType)
      },
      get symbol() {
        const symbol = node.ReferencedSymbol
        return symbol
          ? { kind: symbolKind(symbol), name: symbol.Name, type: typeOf(symbol.Type ?? symbol) }
          : undefined
      },
      get name() {
        return String(node.SimpleName ?? node.ValueText ?? node.Text ?? '')
      },
      get literal() {
        return plain(node.LiteralValue)
      },
      get isConstant() {
        return node.IsConstant === true
      },
      identity: node,
      part(name) {
        const found = this.maybe(name)
        invariant(found, `${this.kind} has no ${name}`)
        return found
      },
      maybe(name) {
        const found = node[name] as MsNode | null | undefined
        return found ? wrap(found) : undefined
      },
      list(name) {
        const found = node[name] as MsNode | null | undefined
        return found ? elements(found) : []
      },
      get children() {
        return elements(node)
      },
      token(name) {
        const found = node[name] as MsNode | null | undefined
        return found ? String(found.Text ?? found.toString()).trim() : ''
      },
      calledBody() {
        const body = node.GetCalledFunctionBody?.()
        return body ? wrap(body) : undefined
      },
    }
  }

  function elements(list: MsNode): Bound[] {
    const found: Bound[] = []
    for (let index = 0; index < list.ChildCount; index++) {
      const child = list.GetChild(index)
      if (!child || child.IsToken) continue
      found.push(wrap(child.Element$1 ?? child))
    }
    return found
  }

  return { wrap }
}

/** The package's own way searches the whole tree for the node's first token, which makes a long list of values quadratic. */
function textOf(node: MsNode): string {
  if (node.IsToken) return `${node.Trivia ?? ''}${node.Text ?? ''}`
  let text = ''
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index)
    if (child) text += textOf(child)
  }
  return text
}

function symbolKind(symbol: MsSymbol): string {
  const full = (symbol as unknown as { constructor: { $$fullname?: string } }).constructor.$$fullname ?? ''
  const short =
    full
      .split('.')
      .at(-1)
      ?.replace(/Symbol$/, '') ?? ''
  return SYMBOL_KINDS.includes(short) ? short : short || 'Unknown'
}

function boundType(symbol: MsSymbol | null | undefined, ms: MsPackage): BoundType {
  if (!symbol) return { kind: 'none' }
  const kind = symbolKind(symbol)
  if (kind === 'Table' || kind === 'Tuple' || kind === 'Group') {
    const columns = (ms.Bridge.toArray(symbol.Columns ?? []) as MsSymbol[]).map(column => ({
      name: column.Name,
      type: scalarType(column.Type),
    }))
    return { kind: kind === 'Table' ? 'table' : 'tuple', columns }
  }
  const scalar = SCALARS[symbol.Name]
  if (scalar) return { kind: 'scalar', type: scalar }
  return kind.startsWith('Dynamic') ? { kind: 'scalar', type: 'dynamic' } : { kind: 'none' }
}

function scalarType(symbol: MsSymbol | undefined): KqlType {
  return SCALARS[symbol?.Name ?? ''] ?? 'dynamic'
}

/** The package boxes 64-bit numbers; everything leaves as a JavaScript primitive. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'object' && '$boxed' in value) return plain((value as unknown as { v: unknown }).v)
  return value
}
