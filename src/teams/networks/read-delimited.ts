/** Comma or tab separated text without a header row → lines of cells, with the numbers that an editor shows. Pure. */
import type { Problem } from './problem.ts'

export interface Line {
  readonly number: number
  readonly cells: readonly string[]
}

export interface Delimited {
  readonly lines: readonly Line[]
  readonly problems: readonly Problem[]
}

/** A tab in the first line that is not blank makes it a tab separated file. Blank lines are left out. */
export function readDelimited(text: string): Delimited {
  const body = text.replace(/^\uFEFF/, '')
  const separator = /^\s*?([^\r\n]*\S[^\r\n]*)/m.exec(body)?.[1]?.includes('\t') ? '\t' : ','
  const lines: Line[] = []
  let number = 1
  let at = 0
  while (at < body.length) {
    const line = readLine(body, at, separator)
    if (line.isOpen) return { lines, problems: [openQuote(number)] }
    const isBlank = line.cells.length === 1 && line.cells[0] === ''
    if (!isBlank) lines.push({ number, cells: line.cells })
    number += line.breaks
    at = line.next
  }
  return { lines, problems: [] }
}

interface Read {
  readonly cells: readonly string[]
  readonly next: number
  /** Line breaks that it took, those inside of quotes included. */
  readonly breaks: number
  /** A quote was opened and never closed. */
  readonly isOpen: boolean
}

function readLine(text: string, start: number, separator: string): Read {
  const cells: string[] = []
  let at = start
  let breaks = 0
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, separator)
    if (!cell) return { cells, next: text.length, breaks, isOpen: true }
    cells.push(cell.text.trim())
    breaks += cell.breaks
    at = cell.next
    if (text[at] !== separator) break
    at += 1
  }
  if (text[at] === '\r') at += 1
  if (text[at] === '\n' || text[at - 1] === '\r') breaks += 1
  return { cells, next: text[at] === '\n' ? at + 1 : at, breaks, isOpen: false }
}

interface ReadCell {
  readonly text: string
  readonly next: number
  readonly breaks: number
}

function readPlain(text: string, start: number, separator: string): ReadCell {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { text: text.slice(start, end), next: end, breaks: 0 }
}

/** Undefined: the quote is never closed. What follows it up to the separator belongs to the cell. */
function readQuoted(text: string, start: number): ReadCell | undefined {
  const parts: string[] = []
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return undefined
    parts.push(text.slice(from, quote))
    if (text[quote + 1] !== '"') {
      const cell = parts.join('"')
      return { text: cell, next: quote + 1, breaks: cell.split('\n').length - 1 }
    }
    from = quote + 2
  }
}

const openQuote = (line: number): Problem => ({
  line,
  column: 0,
  name: '',
  found: 'a quotation mark that is never closed',
  expected: 'a closing one',
  fix: 'Close it, or write a quotation mark inside of quotes twice.',
})
