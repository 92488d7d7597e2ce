/** Cells of answered rows as what they are; a cell that is absent or null reads as nothing. */
import type { TeamsReading } from '#teams/reading'

export type Row = Awaited<ReturnType<TeamsReading['rows']>>[number]
export type Cell = Row[string]

export const text = (row: Row, column: string): string => {
  const cell = row[column]
  return cell === null || cell === undefined ? '' : String(cell)
}

export const number = (row: Row, column: string): number | null => {
  const cell = row[column]
  return cell === null || cell === undefined || cell === '' ? null : finite(Number(cell))
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

export const count = (row: Row, column: string): number => number(row, column) ?? 0

export const flag = (row: Row, column: string): boolean => row[column] === true || row[column] === 1

/** Null where there is no time. */
export const time = (row: Row, column: string): string | null => text(row, column) || null

/** What a dynamic column holds; undefined where it is empty or no JSON. */
export function json(row: Row, column: string): unknown {
  const cell = row[column]
  if (typeof cell !== 'string') return cell ?? undefined
  try {
    return JSON.parse(cell)
  } catch {
    return undefined
  }
}

/** The members of a dynamic bag. */
export function bag(row: Row, column: string): Readonly<Record<string, unknown>> {
  const value = json(row, column)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
