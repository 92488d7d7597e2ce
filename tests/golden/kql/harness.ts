/** Runs compiled KQL on the real engine, for the golden and conformance tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import {
  type Cell,
  type Compilation,
  type CompileInput,
  decodeRows,
  type ResultTable,
  type TableSchema,
} from '#query/kql'
import { columnTypes } from '#records'
import { createReader } from '../../../src/query/kql/1-read/read.ts'
import { identifier } from '../../../src/query/kql/4-sql/literals.ts'
import { compileWith } from '../../../src/query/kql/compile.ts'

export const NOW = '2024-06-15T12:34:56.7890000Z'

export interface Answer {
  readonly compilation: Compilation
  readonly rows: Cell[][]
}

export interface Harness {
  /** Compiles (asking the engine where the schema depends on the data) and runs. */
  run(text: string, options?: Partial<CompileInput>): Answer
  compile(text: string, options?: Partial<CompileInput>): Compilation
  /** The rows of a further table of an answer. */
  rowsOf(table: ResultTable): Cell[][]
  /** Creates a table and fills it with rows in the engine's JSONCompactEachRow form. */
  table(schema: TableSchema, rows: readonly (readonly unknown[])[]): void
  close(): void
}

/** The engine runs in this process: it must not be used from worker threads, so tests run in forks. */
export function createHarness(): Harness {
  const path = mkdtempSync(join(tmpdir(), 'anteroom-kql-'))
  const session = new Session(path)
  const reader = createReader()
  const tables: TableSchema[] = []
  session.query('CREATE DATABASE test')
  session.query('SET max_query_size = 16777216')
  const query = (sql: string): unknown[][] => {
    try {
      return (JSON.parse(session.query(sql, 'JSONCompact')) as { data: unknown[][] }).data
    } catch (error) {
      // A session puts what a failed query had printed before the answer of the next one.
      session.query('SELECT 1', 'Null')
      throw error
    }
  }
  const compile = (text: string, options: Partial<CompileInput> = {}) =>
    compileWith(reader, { text, tables, database: 'test', now: NOW, ...options })
  return {
    compile,
    run(text, options = {}) {
      const observed: Record<string, unknown[][]> = {}
      let compilation = compile(text, options)
      while (compilation.kind === 'probe') {
        for (const { id, sql } of compilation.probes) observed[id] = query(sql)
        compilation = compile(text, { ...options, observed })
      }
      if (compilation.kind !== 'compiled') return { compilation, rows: [] }
      return { compilation, rows: decodeRows(compilation.columns, query(compilation.sql)) }
    },
    rowsOf: ({ sql, columns }) => decodeRows(columns, query(sql)),
    table(schema, rows) {
      const columns = schema.columns.map(({ name, type }) => `${identifier(name)} ${columnTypes[type]}`)
      session.query(
        `CREATE TABLE test.\`${schema.name}\` (${columns.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`,
      )
      session.query(
        `INSERT INTO test.\`${schema.name}\` FORMAT JSONCompactEachRow ${rows.map(row => JSON.stringify(row)).join('\n')}`,
      )
      tables.push(schema)
    },
    close() {
      session.cleanup()
      rmSync(path, { recursive: true, force: true })
    },
  }
}
