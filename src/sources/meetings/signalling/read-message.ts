/** Text from a socket → a message of the protocol, or what is wrong with it. Nobody is trusted before this. */
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { mismatchesOf, mismatchText, type SchemaChecker } from '#base'
import { type ClientMessage, clientMessages, type RequestKey } from './messages.ts'
import { type Problem, problem } from './problems.ts'

export type Reading =
  | { readonly kind: 'message'; readonly message: ClientMessage }
  | { readonly kind: 'bad'; readonly re?: RequestKey | undefined; readonly problem: Problem }

export type ReadMessage = (text: string) => Reading

/** Compiles the protocol's schemas once. */
export function createMessageReader(): ReadMessage {
  const checkers = new Map<string, SchemaChecker>(
    Object.entries(clientMessages).map(([type, schema]) => [type, Compile(schema)]),
  )
  const isObject = Compile(Type.Object({ type: Type.String() }))
  return text => {
    const value = parse(text)
    if (!isObject.Check(value)) return bad(undefined, 'Expected a JSON object with a type.')
    const re = keyOf(value)
    const checker = checkers.get(value.type)
    if (!checker) return bad(re, `Expected one of the types ${[...checkers.keys()].join(', ')}.`)
    const [first] = mismatchesOf(checker, value)
    if (first) return bad(re, `${mismatchText(first)}.`)
    return { kind: 'message', message: asMessage(value) }
  }
}

/** Sound: the schema of its type has just accepted it. */
const asMessage = (value: unknown): ClientMessage => value as ClientMessage

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function keyOf(value: object): RequestKey | undefined {
  const id: unknown = Reflect.get(value, 'id')
  const isText = typeof id === 'string' && id.length <= 64
  return isText || Number.isInteger(id) ? (id as RequestKey) : undefined
}

const bad = (re: RequestKey | undefined, detail: string): Reading => ({
  kind: 'bad',
  re,
  problem: problem('BadMessage', detail),
})
