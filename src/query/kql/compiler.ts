/**
 * The compiler as the server uses it: the phases run in a worker thread with a warm parser (the first parse takes
 * 1 to 2 s), answers are kept by text and schema, and a query that takes too long costs its worker, not the server.
 */
import { Worker } from 'node:worker_threads'
import { invariant } from '#base'
import { diagnosticAt } from './1-read/diagnostics.ts'
import { LONGEST_TEXT } from './1-read/read.ts'
import type { Compilation, CompileInput } from './types.ts'

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
  readonly resolve: (compilation: Compilation) => void
  readonly reject: (error: Error) => void
}

type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly compilation: Compilation }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

export function createCompiler({ timeoutMs = 10_000, cacheSize = 500 }: CompilerOptions = {}): Compiler {
  const cache = new Map<string, Promise<Compilation>>()
  const lane = new Lane(timeoutMs)
  return {
    compile(input) {
      if (input.text.length > LONGEST_TEXT) return Promise.resolve(tooLong(input.text.length))
      const key = JSON.stringify(input)
      const known = cache.get(key)
      if (known) return known
      const compilation = lane.run(input)
      cache.set(key, compilation)
      if (cache.size > cacheSize) cache.delete(cache.keys().next().value ?? key)
      compilation.then(undefined, () => cache.delete(key))
      return compilation
    },
    ready: () => lane.ready(),
    close: () => lane.close(),
  }
}

/** One worker, one job at a time; a job over time is answered, and the worker replaced. */
class Lane {
  readonly #timeoutMs: number
  readonly #queue: Waiting[] = []
  #worker: Worker
  #warm: Promise<void>
  #current: Waiting | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
    ;[this.#worker, this.#warm] = this.#start()
  }

  ready(): Promise<void> {
    return this.#warm
  }

  run(input: CompileInput): Promise<Compilation> {
    if (this.#closed) return Promise.reject(new Error('The KQL compiler is closed.'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ input, resolve, reject })
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
    const worker = new Worker(new URL('./worker.ts', import.meta.url))
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
    const { input } = this.#current
    const worker = this.#worker
    this.#warm.then(
      () => {
        if (worker !== this.#worker) return
        this.#timer = setTimeout(() => this.#expire(), this.#timeoutMs)
        worker.postMessage({ id: 0, input })
      },
      () => undefined,
    )
  }

  #answer(reply: Exclude<Reply, { kind: 'ready' }>): void {
    const current = this.#finish()
    invariant(current, 'the worker answers what it was asked')
    if (reply.kind === 'done') current.resolve(reply.compilation)
    else current.reject(new Error(reply.message))
    this.#next()
  }

  #expire(): void {
    const current = this.#finish()
    this.#replace()
    current?.resolve(tooSlow(current.input.text, this.#timeoutMs))
    this.#next()
  }

  #lost(worker: Worker, error: Error): void {
    if (worker !== this.#worker || this.#closed) return
    const current = this.#finish()
    this.#replace()
    current?.reject(error)
    this.#next()
  }

  #replace(): void {
    const old = this.#worker
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

function tooSlow(text: string, timeoutMs: number): Compilation {
  const message = `The query could not be compiled within ${timeoutMs / 1000} s; make it shorter or split it.`
  return {
    kind: 'refused',
    diagnostics: [
      diagnosticAt(text, { code: 'LIM0003', kind: 'limit', message, span: { start: 0, length: 0 } }),
    ],
  }
}
