/** Rows as text. Unknown (null), empty and withheld (`Redacted`) cells read differently. */
import type { Table } from './ask.ts'

const WIDEST_CELL = 60

/** A table with aligned columns, numbers to the right; cells are cut to fit the width where they must. */
export function printTable({ columns, rows }: Table, width: number): string {
  const cells = rows.map(row => row.map(cellText))
  const sizes = narrowTo(
    columns.map(({ name }, i) => Math.max(name.length, ...cells.map(row => row[i]?.length ?? 0))),
    width,
  )
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => pad(cut(text, sizes[i] ?? 0), sizes[i] ?? 0, isNumeric(columns[i]?.type ?? '')))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map(({ name }) => name)),
    line(sizes.map(size => '─'.repeat(size))),
    ...cells.map(line),
    `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`,
  ].join('\n')
}

export function printCsv({ columns, rows }: Table): string {
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (cells: readonly string[]) => cells.map(quote).join(',')
  return [
    line(columns.map(({ name }) => name)),
    ...rows.map(row => line(row.map(cell => (cell === null ? '' : plain(cell))))),
  ].join('\n')
}

/** One JSON object a line. */
export const printJson = ({ columns, rows }: Table): string =>
  rows.map(row => JSON.stringify(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))).join('\n')

const NUMERIC = ['int', 'long', 'real', 'decimal']
const isNumeric = (type: string): boolean => NUMERIC.includes(type)

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  // Control characters of foreign data would move the cursor.
  const text = plain(value).replace(/\p{Cc}+/gu, ' ')
  return text === '' ? '""' : text
}

const cut = (text: string, size: number): string =>
  text.length <= size ? text : `${text.slice(0, Math.max(0, size - 1))}…`

const pad = (text: string, size: number, right: boolean): string =>
  right ? text.padStart(size) : text.padEnd(size)

/** Takes from the widest columns until the line fits; no column below eight. */
function narrowTo(wanted: readonly number[], width: number): readonly number[] {
  const sizes = wanted.map(size => Math.min(size, WIDEST_CELL))
  const excess = () => sizes.reduce((sum, size) => sum + size + 2, -2) - width
  while (excess() > 0) {
    const widest = sizes.indexOf(Math.max(...sizes))
    if ((sizes[widest] ?? 0) <= 8) break
    sizes[widest] = (sizes[widest] ?? 0) - 1
  }
  return sizes
}
