/**
 * The compiler as the server uses it: the phases run in a worker thread with a warm parser (the first parse takes
 * 1 to 2 s), answers are kept by text and schema and serve at any time (moments.ts), and a query that takes too
 * long costs its worker, not the server.
 */
import { Worker } from 'node:worker_threads'
import { invariant } from '#base'
import { diagnosticAt } from './1-read/diagnostics.ts'
import { LONGEST_TEXT } from './1-read/measure.ts'
import type { LastingCompilation } from './compile.ts'
import { fill } from './moments.ts'
import { type Schema, schemaNumbers } from './schema-numbers.ts'
import type { Compilation, CompileInput } from './types.ts'
import type { Job } from './worker.ts'

export interface CompilerOptions {
  /** Milliseconds a compilation may take; 10,000 if not given. */
  readonly timeoutMs?: number
  /** Compilations kept; 500 if not given. */
  readonly cacheSize?: number
}

export interface Compiler {
  /** Compiles, or answers from the cache. Rejects only if the compiler itself fails or was closed. */
  compile(input: CompileInput): Promise<Compilation>
  /** Resolves when the parser is warm. */
  ready(): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  readonly input: CompileInput
  readonly schema: Schema
  readonly resolve: (lasting: LastingCompilation) => void
  readonly reject: (error: Error) => void
}

type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly lasting: LastingCompilation }
  | { readonly kind: 'failed'; readonly message: string }

export function createCompiler({ timeoutMs = 10_000, cacheSize = 500 }: CompilerOptions = {}): Compiler {
  const cache = new Map<string, Promise<LastingCompilation>>()
  const schemaOf = schemaNumbers()
  const lane = new Lane(timeoutMs)

  function known(key: string, compile: () => Promise<LastingCompilation>): Promise<LastingCompilation> {
    const found = cache.get(key) ?? compile()
    // What is asked for again goes to the young end.
    cache.delete(key)
    cache.set(key, found)
    if (cache.size > cacheSize) cache.delete(cache.keys().next().value ?? key)
    const forget = () => {
      if (cache.get(key) === found) cache.delete(key)
    }
    found.then(lasting => key.length + sizeOf(lasting) > LARGEST_KEPT && forget(), forget)
    return found
  }

  return {
    async compile(input) {
      if (input.text.length > LONGEST_TEXT) return tooLong(input.text.length)
      const schema = schemaOf(input.tables)
      const run = () => lane.run(input, schema)
      const { now, timespan, tables: _, ...timeless } = input
      const key = JSON.stringify([schema.number, timespan !== undefined, timeless])
      const { compilation, holds } = await known(key, run)
      if (holds === 'always') return compilation
      if (holds && compilation.kind === 'compiled') return { ...compilation, sql: fill(holds, input) }
      return (await known(JSON.stringify([key, now, timespan]), run)).compilation
    },
    ready: () => lane.ready(),
    close: () => lane.close(),
  }
}

/** Characters of question and answer together: the cache holds at most `cacheSize` times as many. */
const LARGEST_KEPT = 100_000

const sizeOf = ({ compilation }: LastingCompilation): number =>
  compilation.kind === 'compiled'
    ? [compilation, ...(compilation.more ?? [])].reduce(
        (sum, { sql }) => sum + sql.length,
        compilation.plan.length,
      )
    : 0

/**
 * The parser builds its grammar in a burst of short-lived objects, for which the platform would keep 45 MB more for good; a
 * query that needs more than the rest costs its worker, not the server.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 768 }

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** One worker, one job at a time; a job over time is answered, and the worker replaced. */
class Lane {
  readonly #timeoutMs: number
  readonly #queue: Waiting[] = []
  #worker: Worker
  #warm: Promise<void>
  #current: Waiting | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false
  readonly #sent = new Set<number>()

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
    ;[this.#worker, this.#warm] = this.#start()
  }

  ready(): Promise<void> {
    return this.#warm
  }

  run(input: CompileInput, schema: Schema): Promise<LastingCompilation> {
    if (this.#closed) return Promise.reject(new Error('The KQL compiler is closed.'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ input, schema, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    const error = new Error('The KQL compiler was closed.')
    for (const waiting of [this.#current, ...this.#queue.splice(0)]) waiting?.reject(error)
    this.#current = undefined
    await this.#worker.terminate()
  }

  #start(): [Worker, Promise<void>] {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: LIMITS })
    const warm = new Promise<void>((resolve, reject) => {
      worker.on('message', (reply: Reply) => {
        if (reply.kind === 'ready') resolve()
        else this.#answer(reply)
      })
      worker.on('error', error => {
        reject(error)
        this.#lost(worker, error)
      })
      worker.on('exit', () => this.#lost(worker, new Error('The KQL worker ended.')))
    })
    warm.catch(() => undefined)
    return [worker, warm]
  }

  #next(): void {
    if (this.#current || this.#closed) return
    this.#current = this.#queue.shift()
    if (!this.#current) return
    const { input, schema } = this.#current
    const worker = this.#worker
    this.#warm.then(
      () => {
        if (worker !== this.#worker) return
        this.#timer = setTimeout(() => this.#expire(), this.#timeoutMs)
        worker.postMessage(this.#jobOf(input, schema))
      },
      () => undefined,
    )
  }

  /** The tables cross to a worker once: they are the same for almost all queries. */
  #jobOf({ tables, ...input }: CompileInput, { number: schema }: Schema): Job {
    if (this.#sent.has(schema)) return { input, schema }
    this.#sent.add(schema)
    return { input, schema, tables }
  }

  #answer(reply: Exclude<Reply, { kind: 'ready' }>): void {
    const current = this.#finish()
    invariant(current, 'the worker answers what it was asked')
    if (reply.kind === 'done') current.resolve(reply.lasting)
    else current.reject(new Error(reply.message))
    this.#next()
  }

  #expire(): void {
    const current = this.#finish()
    this.#replace()
    current?.resolve({ compilation: tooSlow(current.input.text, this.#timeoutMs), holds: 'always' })
    this.#next()
  }

  #lost(worker: Worker, error: Error): void {
    if (worker !== this.#worker || this.#closed) return
    const current = this.#finish()
    this.#replace()
    if (isOutOfMemory(error))
      current?.resolve({ compilation: tooHungry(current.input.text), holds: 'always' })
    else current?.reject(error)
    this.#next()
  }

  #replace(): void {
    const old = this.#worker
    this.#sent.clear()
    ;[this.#worker, this.#warm] = this.#start()
    old.terminate().catch(() => undefined)
  }

  #finish(): Waiting | undefined {
    clearTimeout(this.#timer)
    const current = this.#current
    this.#current = undefined
    return current
  }
}

function tooLong(length: number): Compilation {
  const message = `The query has ${length} characters; at most ${LONGEST_TEXT} are read.`
  return {
    kind: 'refused',
    diagnostics: [
      diagnosticAt('', { code: 'LIM0001', kind: 'limit', message, span: { start: 0, length: 0 } }),
    ],
  }
}

const tooSlow = (text: string, timeoutMs: number): Compilation =>
  tooMuchWork(
    text,
    `The query could not be compiled within ${timeoutMs / 1000} s; make it shorter or split it.`,
  )

const tooHungry = (text: string): Compilation =>
  tooMuchWork(
    text,
    `The query needs more than ${LIMITS.maxOldGenerationSizeMb} MB to be compiled; make it shorter or split it.`,
  )

function tooMuchWork(text: string, message: string): Compilation {
  return {
    kind: 'refused',
    diagnostics: [
      diagnosticAt(text, { code: 'LIM0003', kind: 'limit', message, span: { start: 0, length: 0 } }),
    ],
  }
}
