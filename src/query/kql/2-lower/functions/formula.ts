/**
 * Formulas: the translation of a function written as an expression, where a tree spelled out in calls could not be
 * read any more. `formula('hypotenuse', 'a, b', 'sqrt(a * a + b * b)')` gives a function of expressions to an
 * expression. The words are the engine's functions; `let x = …;` computes a value once,
 * `def x = …;` is a shorthand for it (inside a lambda the engine computes equal expressions once by itself, and a
 * `let` costs more than they do). A formula is fixed text of
 * this program, read once when the module is loaded: what a query brings comes in as arguments, which are trees.
 *
 *   expr    := { ('let' | 'def') name '=' expr ';' } or [ '?' expr ':' expr ]
 *   or      := …                                         and, or; = != < <= > >= in; + - * / %
 *   postfix := value { '[' expr ']' | '.' number }       an element of an array, a member of a tuple
 *   value   := number | 'text' | "text" | name | name '(' … ')' | '(' expr { ',' expr } ')' | '[' … ']' | lambda
 *   lambda  := name '->' expr | '(' name { ',' name } ')' '->' expr
 */
import { invariant } from '#base'
import {
  call,
  isNull,
  lambda,
  literal,
  nullOf,
  or,
  raw,
  type Scalar,
  type ScalarType,
  variable,
} from '../scalar.ts'

export type Formula = (...args: readonly Scalar[]) => Scalar

interface FormulaOptions {
  /** The type of the result; `real` where it is not said. */
  readonly type?: ScalarType
  /** Where it is not said, null follows from the arguments. */
  readonly nullable?: boolean
  /** Formulas this one calls by name. */
  readonly uses?: Readonly<Record<string, Formula>>
}

/** Reads a formula; its errors are errors of this program. Arguments that are used repeatedly are computed once. */
export function formula(name: string, params: string, body: string, options: FormulaOptions = {}): Formula {
  const names = params.split(',').map(one => one.trim())
  const program = new Parser(name, body).program()
  return (...args) => {
    invariant(args.length === names.length, `${name} takes ${params}`)
    const scope: Scope = { name, uses: options.uses ?? {}, values: new Map() }
    const result = withArguments(
      scope,
      names.map((param, index) => [param, args[index] as Scalar]),
      program,
    )
    return { ...result, type: options.type ?? 'real', nullable: options.nullable ?? result.nullable }
  }
}

/** Null, or the empty string, where an argument is null; what is inside never sees one. */
export const strict =
  (of: Formula): Formula =>
  (...args) => {
    const absent = args.filter(one => one.nullable)
    if (absent.length === 0) return of(...args)
    const value = of(...args.map(present))
    const nothing = value.type === 'raw' ? literal('raw', null) : nullOf(value.type)
    return call('if', value.type, [or(...absent.map(isNull)), nothing, value], {
      nullable: value.type !== 'string',
    })
  }

const present = (value: Scalar): Scalar =>
  value.nullable ? call('assumeNotNull', value.type, [value], { nullable: false }) : value

type Node =
  | { readonly kind: 'constant'; readonly value: number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: readonly Node[] }
  | { readonly kind: 'lambda'; readonly params: readonly string[]; readonly body: Node }
  | { readonly kind: 'let' | 'def'; readonly name: string; readonly value: Node; readonly body: Node }

interface Scope {
  readonly name: string
  readonly uses: Readonly<Record<string, Formula>>
  readonly values: ReadonlyMap<string, Scalar>
}

function withArguments(scope: Scope, given: readonly (readonly [string, Scalar])[], body: Node): Scalar {
  const [first, ...others] = given
  if (!first) return lower(body, scope)
  const [param, value] = first
  const rest = (inner: Scope) => withArguments(inner, others, body)
  return isPlain(value) || !isRepeated(param, body)
    ? rest(withValue(scope, param, value))
    : bound(scope, param, value, rest)
}

/** Names carry the formula's, so that none hides another's. */
const bound = (scope: Scope, name: string, value: Scalar, body: (inner: Scope) => Scalar): Scalar =>
  isPlain(value)
    ? body(withValue(scope, name, value))
    : once(`${scope.name}_${name}`, value, variable => body(withValue(scope, name, variable)))

/** `value` computed once, however often the body has it: a map over an array of it. */
export function once(name: string, value: Scalar, body: (variable: Scalar) => Scalar): Scalar {
  const inner = body(variable(name, value.type, value.nullable))
  const one = call('array', 'raw', [value], { nullable: false })
  const mapped = call('arrayMap', 'raw', [lambda([name], inner), one], { nullable: false })
  return call('arrayElement', inner.type, [mapped, raw(1)], { nullable: inner.nullable })
}

const isPlain = (value: Scalar): boolean => value.kind !== 'call' && value.kind !== 'subquery'

const withValue = (scope: Scope, name: string, value: Scalar): Scope => ({
  ...scope,
  values: new Map([...scope.values, [name, value]]),
})

/** Whether a name is read more than once, or anew for each element of an array. */
function isRepeated(name: string, node: Node): boolean {
  const count = (one: Node, weight: number): number => {
    switch (one.kind) {
      case 'constant':
        return 0
      case 'name':
        return one.name === name ? weight : 0
      case 'call':
        return one.args.reduce((sum, arg) => sum + count(arg, weight), 0)
      case 'lambda':
        return count(one.body, 2)
      case 'def':
        return count(one.value, 2) + count(one.body, weight)
      case 'let':
        return count(one.value, weight) + count(one.body, weight)
    }
  }
  return count(node, 1) > 1
}

function lower(node: Node, scope: Scope): Scalar {
  switch (node.kind) {
    case 'constant':
      return raw(node.value)
    case 'name': {
      const value = scope.values.get(node.name) ?? own(CONSTANTS, node.name)
      invariant(value, `${scope.name}: ${node.name} is not known`)
      return value
    }
    case 'lambda': {
      const names = node.params.map(param => `${scope.name}_${param}`)
      const inner = node.params.reduce(
        (outer, param, index) => withValue(outer, param, variable(names[index] ?? param, 'raw')),
        scope,
      )
      return lambda(names, lower(node.body, inner))
    }
    case 'def':
      return lower(node.body, withValue(scope, node.name, lower(node.value, scope)))
    case 'let':
      return bound(scope, node.name, lower(node.value, scope), inner => lower(node.body, inner))
    case 'call': {
      const args = node.args.map(arg => lower(arg, scope))
      const used = own(scope.uses, node.fn)
      if (used) return used(...args)
      return call(node.fn, 'raw', args)
    }
  }
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

const CONSTANTS: Readonly<Record<string, Scalar>> = {
  nan: literal('real', Number.NaN),
  null: literal('raw', null),
  true: literal('bool', true),
  false: literal('bool', false),
}

const BINARY: readonly Readonly<Record<string, string>>[] = [
  { or: 'or' },
  { and: 'and' },
  {
    '=': 'equals',
    '!=': 'notEquals',
    '<': 'less',
    '<=': 'lessOrEquals',
    '>': 'greater',
    '>=': 'greaterOrEquals',
    in: 'in',
  },
  { '+': 'plus', '-': 'minus' },
  { '*': 'multiply', '/': 'divide', '%': 'modulo' },
]

const TOKEN =
  /\s*(?:(?<number>(?<=\.)\d+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<mark>['"])(?<text>.*?)\k<mark>|(?<sign>->|!=|<=|>=|[-+*/%=<>?:,;.()[\]]))/sy

class Parser {
  readonly #formula: string
  readonly #tokens: readonly { readonly kind: string; readonly value: string }[]
  #at = 0

  constructor(formula: string, body: string) {
    this.#formula = formula
    const pattern = new RegExp(TOKEN.source, 'sy')
    const tokens: { kind: string; value: string }[] = []
    const text = body.trim()
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex
      const groups = Object.entries(pattern.exec(text)?.groups ?? {})
      const found = groups.find(([kind, value]) => value !== undefined && kind !== 'mark')
      invariant(found, `${formula}: cannot read «${text.slice(at, at + 20)}»`)
      tokens.push({ kind: found[0], value: found[1] })
    }
    this.#tokens = tokens
  }

  program(): Node {
    const node = this.#expression()
    invariant(this.#at === this.#tokens.length, `${this.#formula}: something follows the expression`)
    return node
  }

  #expression(): Node {
    const kind = this.#takes('let') ? 'let' : this.#takes('def') ? 'def' : undefined
    if (!kind) return this.#choice()
    const name = this.#name()
    this.#expect('=')
    const value = this.#expression()
    this.#expect(';')
    return { kind, name, value, body: this.#expression() }
  }

  #choice(): Node {
    const condition = this.#binary(0)
    if (!this.#takes('?')) return condition
    const then = this.#expression()
    this.#expect(':')
    return { kind: 'call', fn: 'if', args: [condition, then, this.#expression()] }
  }

  #binary(level: number): Node {
    const words = BINARY[level]
    if (!words) return this.#unary()
    let left = this.#binary(level + 1)
    for (let fn = own(words, this.#peek()); fn; fn = own(words, this.#peek())) {
      this.#at += 1
      left = { kind: 'call', fn, args: [left, this.#binary(level + 1)] }
    }
    return left
  }

  #unary(): Node {
    if (this.#takes('-')) return { kind: 'call', fn: 'negate', args: [this.#unary()] }
    let value = this.#value()
    for (;;) {
      if (this.#takes('[')) {
        value = { kind: 'call', fn: 'arrayElement', args: [value, this.#expression()] }
        this.#expect(']')
      } else if (this.#takes('.')) value = { kind: 'call', fn: 'tupleElement', args: [value, this.#value()] }
      else return value
    }
  }

  #value(): Node {
    const token = this.#tokens[this.#at]
    invariant(token, `${this.#formula}: ends too early`)
    if (token.value === '(' && token.kind === 'sign') return this.#lambda() ?? this.#group()
    this.#at += 1
    if (token.kind === 'number') return { kind: 'constant', value: Number(token.value) }
    if (token.kind === 'text') return { kind: 'constant', value: token.value }
    if (token.value === '[') return { kind: 'call', fn: 'array', args: this.#until(']') }
    invariant(token.kind === 'name', `${this.#formula}: «${token.value}» is no value`)
    if (this.#takes('->')) return { kind: 'lambda', params: [token.value], body: this.#expression() }
    if (this.#takes('(')) return { kind: 'call', fn: token.value, args: this.#until(')') }
    return { kind: 'name', name: token.value }
  }

  /** `(a, b) -> …`, or nothing is read. */
  #lambda(): Node | undefined {
    const close = this.#tokens.findIndex(({ value }, index) => index > this.#at && value === ')')
    const inside = this.#tokens.slice(this.#at + 1, close)
    const isList = inside.every(({ kind, value }, index) =>
      index % 2 === 0 ? kind === 'name' : value === ',',
    )
    if (!isList || this.#tokens[close + 1]?.value !== '->') return undefined
    const params = inside.filter(({ kind }) => kind === 'name')
    this.#at = close + 2
    return { kind: 'lambda', params: params.map(({ value }) => value), body: this.#expression() }
  }

  #group(): Node {
    this.#expect('(')
    const [first, ...others] = this.#until(')')
    invariant(first, `${this.#formula}: empty brackets`)
    return others.length === 0 ? first : { kind: 'call', fn: 'tuple', args: [first, ...others] }
  }

  #until(end: string): Node[] {
    const nodes: Node[] = []
    while (!this.#takes(end)) {
      nodes.push(this.#expression())
      if (this.#peek() !== end) this.#expect(',')
    }
    return nodes
  }

  #name(): string {
    const token = this.#tokens[this.#at]
    invariant(token?.kind === 'name', `${this.#formula}: a name is missing`)
    this.#at += 1
    return token.value
  }

  /** The next sign or word; never a text, which could look like one. */
  #peek(): string {
    const token = this.#tokens[this.#at]
    return token && token.kind !== 'text' ? token.value : ''
  }

  #takes(value: string): boolean {
    const found = this.#peek() === value
    if (found) this.#at += 1
    return found
  }

  #expect(value: string): void {
    invariant(this.#takes(value), `${this.#formula}: '${value}' is missing before «${this.#peek()}»`)
  }
}
