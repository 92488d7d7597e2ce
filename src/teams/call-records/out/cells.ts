/** Cells of stored rows by name; what is not there is empty text or no number. */
import type { Json } from '#base'
import type { StoredRow } from '../ports.ts'

export const textIn = (row: StoredRow | undefined, column: string): string => {
  const cell = row?.[column]
  return cell === undefined || cell === null ? '' : String(cell)
}

export const numberIn = (row: StoredRow | undefined, column: string): number | undefined => {
  const cell = row?.[column]
  return typeof cell === 'number' ? cell : undefined
}

/** A dynamic column comes as JSON text. */
export function bagIn(row: StoredRow | undefined, column: string): Readonly<Record<string, Json>> {
  const text = textIn(row, column)
  if (text === '') return {}
  const value: unknown = JSON.parse(text)
  // Sound: what JSON.parse gives is JSON, and anything but an object has no members of use.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, Json>)
    : {}
}
