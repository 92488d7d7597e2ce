/**
 * Invariant 10 for queries, by chance: whatever the text, the answer is rows or a refusal in the API's words. Never a crash,
 * a hang, an engine's error shown as it is, or a literal that gets out of its quotes.
 *
 * FUZZ_SECONDS: how long; without it, the first 300 queries. FUZZ_SEED: where to start (1); each query has the next seed, and a
 * failure names its own.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiError, messageOf, silentLog, systemClock, toIso } from '#base'
import { type Compiler, createCompiler } from '#query/kql'
import { createQueries, type QueryService } from '#query/logs'
import { columnTypes } from '#records'
import { type Engine, openChdbEngine } from '#workspace'
import { sampleTables } from '../golden/kql/sample-tables.ts'
import { randomQuery } from './grammar.ts'
import { knownGaps } from './known.ts'
import { mutate } from './mutate.ts'
import { chooser } from './random.ts'

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 30)
const MOST = process.env.FUZZ_SECONDS === undefined ? 300 : Number.POSITIVE_INFINITY
const FIRST_SEED = Number(process.env.FUZZ_SEED ?? 1)

const here = import.meta.dirname
const golden = globSync(join(here, '../golden/kql/*/query.kql')).map(path => readFileSync(path, 'utf8'))
const blocks = (name: string) =>
  readFileSync(join(here, name), 'utf8')
    .trim()
    .split(/\n{2,}/)
const seeds = [...golden, ...blocks('seeds.kql')]

let folder: string
let engine: Engine
let compiler: Compiler
let queries: QueryService
const tables = sampleTables.map(({ schema }) => schema)
const workspace = { id: 'w', name: 'w', armId: '/w', database: 'fuzz' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-fuzz-'))
  engine = await openChdbEngine({ path: folder, clock: systemClock, log: silentLog })
  await engine.command('CREATE DATABASE fuzz')
  for (const { schema, rows } of sampleTables) {
    const columns = schema.columns.map(({ name, type }) => `\`${name}\` ${columnTypes[type]}`)
    await engine.command(`CREATE TABLE fuzz.${schema.name} (${columns}) ENGINE = MergeTree ORDER BY tuple()`)
    const lines = rows.map(row => row.map(cell => (cell === null ? '\\N' : String(cell))).join('\t'))
    await engine.insert(
      { database: 'fuzz', table: schema.name, columns: schema.columns.map(({ name }) => name) },
      Buffer.from(`${lines.join('\n')}\n`),
    )
  }
  compiler = createCompiler()
  queries = createQueries({
    compiler,
    engine,
    clock: systemClock,
    tables: () => tables,
    workspaces: () => [workspace],
  })
  await compiler.ready()
})
afterAll(async () => {
  await compiler.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a query may be refused with; the rest is our mistake. */
const OURS_TO_SAY = [400, 429, 504]

/** Undefined if the answer is fine, else what is wrong with it. */
async function problemOf(text: string): Promise<string | undefined> {
  try {
    const { columns, rows } = await queries.answer({
      text,
      workspace,
      waitSeconds: 5,
      correlationId: 'fuzz',
    })
    if (columns.some(({ name }) => name === 'injected')) return 'a literal became a column'
    const odd = rows.find(row => row.length !== columns.length)
    return odd && `a row of ${odd.length} cells for ${columns.length} columns`
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) return `not an API error: ${String(thrown)}`
    const { code = '', message = '' } = innermost(thrown.details.innererror)
    return OURS_TO_SAY.includes(thrown.status)
      ? undefined
      : `${thrown.status} ${code}: ${message} ${await wordsOfTheEngine(text)}`
  }
}

/** What the API does not tell: for whoever mends it. */
async function wordsOfTheEngine(text: string): Promise<string> {
  const now = toIso(systemClock.now())
  const compilation = await compiler.compile({ text, tables, database: workspace.database, now })
  if (compilation.kind !== 'compiled') return ''
  return engine.query(compilation.sql, { timeoutMs: 5000 }).then(() => '', messageOf)
}

interface Inner {
  readonly code?: string
  readonly message?: string
  readonly innererror?: Inner
}

function innermost(error: unknown): Inner {
  const inner: Inner = Object(error)
  return inner.innererror ? innermost(inner.innererror) : inner
}

const queryOf = (seed: number): string => {
  const choose = chooser(seed)
  return choose.chance(0.5) ? randomQuery(choose) : mutate(choose.one(seeds), choose, seeds)
}

test('queries that once went wrong', async () => {
  for (const text of blocks('found.kql')) expect([text, await problemOf(text)]).toEqual([text, undefined])
})

test('every seed has an answer', async () => {
  for (const text of seeds) expect([text, await problemOf(text)]).toEqual([text, undefined])
})

test(
  'random and damaged queries',
  async () => {
    const until = systemClock.now() + SECONDS * 1000
    const problems: unknown[] = []
    let seed = FIRST_SEED
    for (; systemClock.now() < until && seed - FIRST_SEED < MOST && problems.length < 20; seed++) {
      const text = queryOf(seed)
      const problem = await problemOf(text)
      const isKnown = knownGaps.some(({ words }) => words.test(problem ?? ''))
      if (problem !== undefined && !isKnown) problems.push({ seed, problem, text })
    }
    expect(problems).toEqual([])
    expect(engine.health()).toMatchObject({ state: 'ready', restarts: 0 })
  },
  (SECONDS + 30) * 1000,
)
