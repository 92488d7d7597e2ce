/** Values as KQL. Nothing of a query enters the text but through here. */

/** A string literal: what is no plain character is escaped, so that no value can leave the quotes. */
export const text = (value: string): string =>
  `'${value.replace(/['\\\p{Cc}\p{Zl}\p{Zp}]/gu, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`

/** A column by a name with spaces. */
export const named = (name: string): string => `[${text(name)}]`

export const instant = (iso: string): string => `datetime(${iso})`
