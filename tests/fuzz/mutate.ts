/** Small damage to a query that was well: what people type, and what attackers try. */
import { HOSTILE_TEXTS, ODD_DYNAMICS, ODD_NUMBERS, ODD_SPANS, ODD_TIMES } from './literals.ts'
import type { Chooser } from './random.ts'

const TOKENS = /\s+|\w+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|./gs
const VALUES = [...HOSTILE_TEXTS, ...ODD_NUMBERS, ...ODD_TIMES, ...ODD_SPANS, ...ODD_DYNAMICS]
const PIECES = [
  '|',
  '(',
  ')',
  '[',
  ']',
  ',',
  ';',
  '=',
  '==',
  '..',
  '*',
  '$left',
  'by',
  'let x = 1;',
  '//',
  "'",
  '"',
]

/** `others` are queries that words may be taken from. */
export function mutate(text: string, choose: Chooser, others: readonly string[]): string {
  const tokens = text.match(TOKENS) ?? []
  for (let times = choose.number(3); times >= 0; times--) {
    const at = choose.number(tokens.length + 1)
    choose.one(DAMAGES)(tokens, at, { choose, others })
  }
  return tokens.join('')
}

interface Source {
  readonly choose: Chooser
  readonly others: readonly string[]
}

type Damage = (tokens: string[], at: number, source: Source) => void

const DAMAGES: readonly Damage[] = [
  (tokens, at) => void tokens.splice(at, 1),
  (tokens, at) => void tokens.splice(at, 0, ...tokens.slice(at, at + 3)),
  (tokens, at, { choose }) => void tokens.splice(at, 1, choose.one(VALUES)),
  (tokens, at, { choose }) => void tokens.splice(at, 0, ' ', choose.one(PIECES), ' '),
  (tokens, at, { choose }) => {
    const other = choose.number(tokens.length + 1)
    const [one, two] = [tokens[at], tokens[other]]
    if (one !== undefined && two !== undefined) [tokens[at], tokens[other]] = [two, one]
  },
  (tokens, at, { choose, others }) => {
    const words = choose.one(others).match(TOKENS) ?? ['']
    tokens.splice(at, 1, choose.one(words.length > 0 ? words : ['']))
  },
  (tokens, at, { choose, others }) => {
    const lines = choose.one(others).split('\n| ').slice(1)
    tokens.splice(at, 0, ...lines.slice(0, 1).map(line => `\n| ${line}`))
  },
]
