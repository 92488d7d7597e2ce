/** Answers as CSV, row after row. A text that a spreadsheet would run as a formula is led by an apostrophe. */
import type { CqdAnswer } from '../query/run.ts'

type Cell = CqdAnswer['rows'][number][number]

/** Rows that are written at once. */
const CHUNK = 1000

export async function* csvOf(pages: AsyncIterable<CqdAnswer>): AsyncGenerator<string> {
  let isFirst = true
  for await (const { columns, rows } of pages) {
    if (isFirst) yield lineOf(columns.map(({ name }) => name))
    isFirst = false
    for (let from = 0; from < rows.length; from += CHUNK) {
      yield rows
        .slice(from, from + CHUNK)
        .map(lineOf)
        .join('')
    }
  }
}

const lineOf = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`

function field(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return cell ? 'True' : 'False'
  if (typeof cell !== 'string') return typeof cell === 'object' ? quoted(JSON.stringify(cell)) : String(cell)
  // Numbers that are texts, as -Infinity or 2026-05, stay what they are; what begins like a formula does not.
  return quoted(/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
