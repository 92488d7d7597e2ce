/** `.show tables | where …`: the command's rows become a datatable, and the rest is a query over it. */
import type { Cell, KqlType } from '#query/kql'
import type { Dataset } from './dataset.ts'

/** The command and what follows its first `|` outside of quotes, if anything does. */
export function splitPipe(text: string): { readonly command: string; readonly rest: string | undefined } {
  const [command = ''] = /^(?:"[^"]*"|'[^']*'|[^|"'])*/.exec(text) ?? []
  const rest = text.slice(command.length)
  return { command: command.trim(), rest: rest.startsWith('|') ? rest : undefined }
}

/** The rows as the text of a KQL datatable. */
export function datatableOf({ columns, rows }: Dataset): string {
  const declared = columns.map(({ name, type }) => `['${name}']:${type}`).join(', ')
  const cells = rows.flatMap(row => row.map((cell, i) => literalOf(cell, columns[i]?.type ?? 'string')))
  return `datatable(${declared})[${cells.join(', ')}]`
}

function literalOf(cell: Cell, type: KqlType): string {
  if (cell === null) return type === 'string' ? '""' : `${type}(null)`
  return type === 'string' ? JSON.stringify(String(cell)) : `${type}(${cell})`
}
