/** SQL texts with their prepared statements: each text is compiled once. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

export type SqlValue = SQLInputValue
export type SqlRow = Record<string, SQLOutputValue>

/** `Row` is what the statement's columns give; it is the caller's word, SQLite does not check it. */
export interface SqlReader {
  get<Row extends object = SqlRow>(sql: string, ...params: readonly SqlValue[]): Row | undefined
  all<Row extends object = SqlRow>(sql: string, ...params: readonly SqlValue[]): Row[]
}

export interface Statements extends SqlReader {
  run(sql: string, ...params: readonly SqlValue[]): { changes: number; lastInsertRowid: number }
}

/** More texts than any module has; texts built from values would otherwise grow the cache for ever. */
const MOST_STATEMENTS = 500

export function createStatements(database: DatabaseSync): Statements {
  const cache = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = cache.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const oldest = cache.size >= MOST_STATEMENTS ? cache.keys().next().value : undefined
    if (oldest !== undefined) cache.delete(oldest)
    cache.set(sql, statement)
    return statement
  }
  return {
    get: <Row extends object>(sql: string, ...params: readonly SqlValue[]) =>
      asRow<Row | undefined>(prepare(sql).get(...params)),
    all: <Row extends object>(sql: string, ...params: readonly SqlValue[]) =>
      asRow<Row[]>(prepare(sql).all(...params)),
    run: (sql, ...params) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...params)
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
    },
  }
}

/** The caller wrote the columns into the statement and their types into `Row`; there is nothing else to ask. */
const asRow = <Shape>(found: unknown): Shape => found as Shape
