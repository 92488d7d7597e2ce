/**
 * From a question in KQL to its answer: compile, run, decode. The one way to the rows for the logs API, metrics,
 * the command line and whatever comes later, so that all of them say the same.
 */
import { ApiError, type Clock, type Instant, toIso } from '#base'
import {
  type Cell,
  type Column,
  type Compiled,
  type CompileInput,
  type Compiler,
  decodeRows,
  type Render,
  type ResultTable,
  type TableSchema,
} from '#query/kql'
import { type Engine, EngineError, type QueryStatistics } from '#workspace'
import { failedQuery, refusedQuery } from './errors.ts'
import { limitsOf, type QueryOptions } from './limits.ts'
import type { Timespan } from './timespan.ts'

export interface QueriedWorkspace {
  readonly id: string
  readonly name: string
  readonly armId: string
  /** The engine's database. */
  readonly database: string
}

export interface Question {
  readonly text: string
  readonly workspace: QueriedWorkspace
  readonly timespan?: Timespan | undefined
  /** What `now()` is in the query; absent: the clock's time. */
  readonly now?: Instant | undefined
  /** Only rows of these resources (ARM ids, lower case): the resource-centric form. */
  readonly resources?: readonly string[] | undefined
  readonly waitSeconds?: number | undefined
  /** The service's query options as the request names them (`servertimeout`, `notruncation`, …). */
  readonly options?: QueryOptions | undefined
  /** Values for `declare query_parameters`. */
  readonly parameters?: CompileInput['parameters']
  /** Which workspaces the text may name beside its own; absent: all. */
  readonly mayRead?: ((workspace: QueriedWorkspace) => boolean) | undefined
  /** Tables that are as if they were not there; absent: none. */
  readonly hides?: ((table: string) => boolean) | undefined
  /** Also tells how the query was understood. */
  readonly explain?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly correlationId: string
}

export interface Answer {
  readonly name?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly render?: Render | undefined
  /** The service's limits cut the result. */
  readonly truncated: boolean
  readonly statistics: QueryStatistics
  readonly compiled: Compiled
  /** The tables after the first, where a query gives several. */
  readonly more: readonly AnsweredTable[]
}

export interface AnsweredTable {
  readonly name?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly render?: Render | undefined
  readonly truncated: boolean
}

export interface QueryService {
  /** Throws ApiError in the logs API's words: refused query 400, time-out 504, busy 429. */
  answer(question: Question): Promise<Answer>
}

/** Data-dependent schemas (bag_unpack, pivot) ask the data first; two rounds cover one inside another. */
const MAX_PROBE_ROUNDS = 4

interface Needs {
  readonly compiler: Compiler
  readonly engine: Engine
  readonly clock: Clock
  /** The tables that questions to a workspace may name; they may become more. */
  tables(workspace: QueriedWorkspace): readonly TableSchema[]
  /** All workspaces, for `workspace('…')` in queries. */
  workspaces(): readonly QueriedWorkspace[]
}

export function createQueries(needs: Needs): QueryService {
  return {
    answer: async question => {
      const { takeRows, ...limits } = limitsOf(question.text, question.options, question.waitSeconds)
      const maxRows = Math.min(limits.maxRows, takeRows ?? limits.maxRows)
      const options = { ...limits, maxRows, signal: question.signal }
      try {
        const compiled = await compile(needs, question, options)
        const run = ({ sql, weight }: ResultTable) => needs.engine.query(sql, { ...options, weight })
        const result = await run(compiled)
        const table = (one: ResultTable, { rows, truncated }: typeof result): AnsweredTable => ({
          ...(one.name === undefined ? {} : { name: one.name }),
          columns: one.columns,
          rows: decodeRows(one.columns, rows),
          render: one.render,
          truncated: truncated && rows.length !== takeRows,
        })
        const more: AnsweredTable[] = []
        // One after the other: the parts of one question don't crowd out others.
        for (const one of compiled.more ?? []) more.push(table(one, await run(one)))
        return { ...table(compiled, result), statistics: result.statistics, compiled, more }
      } catch (thrown) {
        throw thrown instanceof EngineError ? failedQuery(thrown, question.correlationId) : thrown
      }
    },
  }
}

type RunOptions = Parameters<Engine['query']>[1]

async function compile(needs: Needs, question: Question, options: RunOptions): Promise<Compiled> {
  const observed: Record<string, readonly (readonly unknown[])[]> = {}
  for (let round = 0; round < MAX_PROBE_ROUNDS; round++) {
    const compilation = await needs.compiler.compile({
      ...inputOf(needs, question),
      observed: { ...observed },
    })
    if (compilation.kind === 'compiled') return compilation
    if (compilation.kind === 'refused') throw refusedQuery(compilation.diagnostics, question.correlationId)
    for (const probe of compilation.probes) {
      observed[probe.id] = (await needs.engine.query(probe.sql, options)).rows
    }
  }
  throw new ApiError({
    status: 400,
    code: 'BadArgumentError',
    message: `The columns of the query depend on the data more than ${MAX_PROBE_ROUNDS} levels deep.`,
  })
}

function inputOf(needs: Needs, question: Question): CompileInput {
  const { text, workspace, timespan, resources, parameters, explain, mayRead = () => true, hides } = question
  const tables = needs.tables(workspace)
  const workspaces: Record<string, string> = {}
  for (const { id, name, armId, database } of needs.workspaces().filter(mayRead)) {
    for (const spelling of [id, name, armId]) workspaces[spelling.toLowerCase()] = database
  }
  return {
    text,
    tables: hides ? tables.filter(({ name }) => !hides(name)) : tables,
    database: workspace.database,
    now: toIso(question.now ?? needs.clock.now()),
    workspaces,
    ...(timespan && { timespan }),
    ...(resources && { resources }),
    ...(parameters && { parameters }),
    ...(explain && { explain }),
  }
}
