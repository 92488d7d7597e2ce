/** What was clicked, as `Column=value` texts of the address. Pure. */
import { kqlText } from '#views/kit'

/** The same click again takes the filter away. */
export function toggled(filters: readonly string[], column: string, value: string): readonly string[] {
  const filter = `${column}=${value}`
  return filters.includes(filter) ? filters.filter(one => one !== filter) : [...filters, filter]
}

/** Filters by columns that the tab does not have are left out: an address may be edited. */
export function filterKql(filters: readonly string[], columns: readonly string[]): string {
  const byColumn = Map.groupBy(
    filters.map(text => {
      const at = text.indexOf('=')
      return { column: text.slice(0, at), value: text.slice(at + 1) }
    }),
    ({ column }) => column,
  )
  return [...byColumn]
    .filter(([column]) => columns.includes(column))
    .map(
      ([column, rows]) =>
        `\n| where tostring(${column}) in (${rows.map(({ value }) => kqlText(value)).join(', ')})`,
    )
    .join('')
}
