/** The few places where a name or a value becomes SQL text in this module. */

/** A quoted identifier. */
export const identifier = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

/** `database`.`table`. */
export const qualified = (database: string, table: string): string =>
  `${identifier(database)}.${identifier(table)}`

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\0': '\\0', '\n': '\\n' }

/** A text literal. */
export const textLiteral = (text: string): string =>
  `'${text.replace(/[\\'\0\n]/g, found => ESCAPES[found] ?? found)}'`

/** `name = value, …` of a SET statement; the names are ours. */
export const assignments = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : textLiteral(value)}`)
    .join(', ')
