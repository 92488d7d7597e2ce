/** Tables as files: CSV by RFC 4180 and JSON. */
import type { Cell } from '../ask/kql.ts'

export interface Sheet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Cells that a spreadsheet would run as a formula get an apostrophe in front. */
const cellText = (cell: Cell): string => {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = ({ columns, rows }: Sheet): string =>
  [columns, ...rows].map(row => row.map(cellText).join(',')).join('\r\n')

export const jsonOf = ({ columns, rows }: Sheet): string =>
  JSON.stringify(
    rows.map(row => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))),
    null,
    2,
  )

/** Hands a text to the browser as a file to keep. */
export function saveAs(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
