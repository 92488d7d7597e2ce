/** The worker's side: one warm parser, one compilation after the other. */
import { parentPort } from 'node:worker_threads'
import { invariant } from '#base'
import { createReader } from './1-read/read.ts'
import { compileLasting, compileWith } from './compile.ts'
import type { CompileInput, TableSchema } from './types.ts'

export interface Job {
  readonly input: Omit<CompileInput, 'tables'>
  /** Which tables: a number of the asking side. */
  readonly schema: number
  /** The tables, where this worker has not seen them yet. */
  readonly tables?: readonly TableSchema[]
}

/** A query that walks every part of the grammar tables, so that the first real one is quick. */
const WARM_UP =
  'print x = 1 | extend y = x + 1, z = strcat("a", "b") | where y > 0 | summarize count() by bin(y, 5), z | sort by z | take 1'

const port = parentPort
invariant(port, 'worker.ts runs in a worker thread')
const reader = createReader()
compileWith(reader, { text: WARM_UP, tables: [], database: 'warm', now: '2024-01-01T00:00:00Z' })
port.postMessage({ kind: 'ready' })
const schemas = new Map<number, readonly TableSchema[]>()
port.on('message', ({ input, schema, tables }: Job) => {
  if (tables) schemas.set(schema, tables)
  try {
    const lasting = compileLasting(reader, { ...input, tables: schemas.get(schema) ?? [] })
    port.postMessage({ kind: 'done', lasting })
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    port.postMessage({ kind: 'failed', message })
  }
})
