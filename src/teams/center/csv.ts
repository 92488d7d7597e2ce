/** Lists as files: CSV by RFC 4180, or the same rows as JSON. */
type Cell = string | number | boolean | null | undefined

export interface Sheet<Row> {
  /** What it holds, for the file's name. */
  readonly of: string
  readonly columns: Readonly<Record<string, (row: Row) => Cell>>
}

/** Cells that a spreadsheet would run as a formula get an apostrophe in front; numbers of phones stay. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const isFormula = /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && !/^[+-][\d*. ]+$/.test(cell))
  const safe = isFormula ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With the byte order mark by which spreadsheets know UTF-8. */
export function csvOf<Row>({ columns }: Sheet<Row>, rows: readonly Row[]): string {
  const lines = rows.map(row => Object.values(columns).map(cellOf => cellText(cellOf(row))))
  return `\uFEFF${[Object.keys(columns), ...lines].map(line => line.join(',')).join('\r\n')}\r\n`
}

export const jsonOf = <Row>({ columns }: Sheet<Row>, rows: readonly Row[]): string =>
  JSON.stringify(
    rows.map(row =>
      Object.fromEntries(Object.entries(columns).map(([name, cellOf]) => [name, cellOf(row) ?? null])),
    ),
  )
