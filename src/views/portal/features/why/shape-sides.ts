/** One call as every viewer sees it, side by side. Pure. */
import type { Cell } from '#views/kit'

type Row = Readonly<Record<string, Cell>>

export interface Sight {
  readonly outcome: 'emitted' | 'withheld'
  readonly rows: number | undefined
  readonly rules: readonly string[]
  /** Withheld columns, each with its rule. */
  readonly blanks: readonly { readonly column: string; readonly rule: string }[]
}

export interface Side {
  readonly viewer: string
  /** Category → what is seen of the participant. */
  readonly sights: Readonly<Record<string, Sight>>
}

export interface SeenParticipant {
  readonly id: string
  readonly identifier: string
  readonly kind: string
  /** One for each viewer, in the same order for everybody; undefined where nothing was decided. */
  readonly sides: readonly (Side | undefined)[]
}

export interface BothSides {
  readonly viewers: readonly string[]
  readonly participants: readonly SeenParticipant[]
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell))

function parsed(cell: Cell | undefined): unknown {
  const text = textOf(cell)
  return text === '' ? undefined : JSON.parse(text)
}

export function sidesOf(rows: readonly Row[]): BothSides {
  const plain = rows.filter(row => !textOf(row.Category).endsWith('Updates'))
  const viewers = [...new Set(plain.map(row => textOf(row.Viewer)))].sort()
  const people = Map.groupBy(plain, row => textOf(row.ParticipantId))
  return {
    viewers,
    participants: [...people].map(([id, own]) => ({
      id,
      identifier: own.map(row => textOf(row.Identifier)).find(text => text !== '') ?? '',
      kind: textOf(own[0]?.ParticipantKind),
      sides: viewers.map(viewer =>
        sideOf(
          viewer,
          own.filter(row => textOf(row.Viewer) === viewer),
        ),
      ),
    })),
  }
}

function sideOf(viewer: string, rows: readonly Row[]): Side | undefined {
  if (rows.length === 0) return undefined
  // Summary before diagnostics, for every viewer alike.
  const sorted = rows.toSorted((a, b) => textOf(b.Category).localeCompare(textOf(a.Category)))
  return { viewer, sights: Object.fromEntries(sorted.map(row => [textOf(row.Category), sightOf(row)])) }
}

function sightOf(row: Row): Sight {
  const rules = parsed(row.Rules)
  const blanks = parsed(row.RedactedFields)
  return {
    outcome: row.Outcome === 'emitted' ? 'emitted' : 'withheld',
    rows: row.Rows === null || row.Rows === undefined ? undefined : Number(row.Rows),
    rules: Array.isArray(rules) ? rules.map(String) : [],
    blanks: Object.entries(Object(blanks)).map(([column, rule]) => ({ column, rule: String(rule) })),
  }
}
