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

/** A Communication Services resource by its name, or a Teams tenant by its id. */
export interface Viewer {
  readonly kind: 'resource' | 'tenant'
  readonly name: string
}

export interface Side {
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
  /** Resources first, then the tenant that keeps a record, then those that see nothing. */
  readonly viewers: readonly Viewer[]
  readonly participants: readonly SeenParticipant[]
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell))

function parsed(cell: Cell | undefined): unknown {
  const text = textOf(cell)
  return text === '' ? undefined : JSON.parse(text)
}

export function sidesOf(rows: readonly Row[]): BothSides {
  const plain = rows.filter(row => !textOf(row.Category).endsWith('Updates'))
  const viewers = viewersOf(plain)
  const people = Map.groupBy(plain, row => textOf(row.ParticipantId))
  return {
    viewers,
    participants: [...people].map(([id, own]) => ({
      id,
      identifier: own.map(row => textOf(row.Identifier)).find(text => text !== '') ?? '',
      kind: textOf(own[0]?.ParticipantKind),
      sides: viewers.map(viewer => sideOf(own.filter(row => isOf(row, viewer)))),
    })),
  }
}

const kindOf = (row: Row): Viewer['kind'] => (row.ViewerKind === 'tenant' ? 'tenant' : 'resource')

const isOf = (row: Row, { kind, name }: Viewer): boolean =>
  kindOf(row) === kind && textOf(row.Viewer) === name

function viewersOf(rows: readonly Row[]): readonly Viewer[] {
  const keyed = rows.map(row => [`${kindOf(row)} ${textOf(row.Viewer)}`, row] as const)
  const ranked = [...new Map(keyed).values()].map(row => {
    const viewer: Viewer = { kind: kindOf(row), name: textOf(row.Viewer) }
    return { viewer, rank: viewer.kind === 'resource' ? 0 : row.Outcome === 'emitted' ? 1 : 2 }
  })
  const sorted = ranked.toSorted((a, b) => a.rank - b.rank || a.viewer.name.localeCompare(b.viewer.name))
  return sorted.map(({ viewer }) => viewer)
}

/** Whose record a tenant's is: the one that is shown the call. */
export const keeperOf = (rows: readonly Row[]): string | undefined =>
  rows.filter(row => kindOf(row) === 'tenant' && row.Outcome === 'emitted').map(row => textOf(row.Viewer))[0]

function sideOf(rows: readonly Row[]): Side | undefined {
  if (rows.length === 0) return undefined
  // Summary before diagnostics, for every viewer alike.
  const sorted = rows.toSorted((a, b) => textOf(b.Category).localeCompare(textOf(a.Category)))
  return { sights: Object.fromEntries(sorted.map(row => [textOf(row.Category), sightOf(row)])) }
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
