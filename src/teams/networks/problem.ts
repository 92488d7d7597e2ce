/** What is wrong at one place of an uploaded file, said so that its author can mend it. */

export interface Problem {
  /** From 1, as editors count. */
  readonly line: number
  /** From 1; 0 for the whole line. */
  readonly column: number
  /** Name of the column in the documentation; empty for the whole line. */
  readonly name: string
  readonly found: string
  readonly expected: string
  readonly fix: string
}

/** Most that are listed; how many there are in all is told beside. */
export const MOST_LISTED = 100

const LONGEST_SHOWN = 60

/** A cell as a message repeats it. */
export const quoted = (cell: string): string =>
  cell === ''
    ? 'nothing'
    : JSON.stringify(cell.length > LONGEST_SHOWN ? `${cell.slice(0, LONGEST_SHOWN)}…` : cell)

export const problemText = ({ line, column, name, found, expected, fix }: Problem): string => {
  const place = column === 0 ? `Line ${line}` : `Line ${line}, column ${column} (${name})`
  return `${place}: found ${found}, expected ${expected}. ${fix}`
}

export const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
