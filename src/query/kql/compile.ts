/** The four phases in a row: text in, SQL or diagnostics out. Pure, given a reader. */
import { invariant } from '#base'
import { diagnosticAt } from './1-read/diagnostics.ts'
import type { Read, Reader } from './1-read/read.ts'
import { isTolerated } from './1-read/tolerated.ts'
import { type LoweredResult, lower } from './2-lower/lower.ts'
import { type Operator, visible } from './2-lower/operators.ts'
import { explain } from './3-plan/explain.ts'
import { plan } from './3-plan/plan.ts'
import { weigh } from './3-plan/weigh.ts'
import { toSql } from './4-sql/to-sql.ts'
import { explainBound } from './explain-bound.ts'
import { dependsOnTime, moved, type SqlTemplate, templateOf } from './moments.ts'
import type { Compilation, CompileInput, Diagnostic, ResultTable } from './types.ts'

export function compileWith(reader: Reader, input: CompileInput): Compilation {
  return build(readText(reader, input), input)
}

/** A compilation and how it serves the same question at other times. */
export interface LastingCompilation {
  readonly compilation: Compilation
  /** `always`: as it is. A template: with its SQL filled in. Undefined: only at the same times. */
  readonly holds: 'always' | SqlTemplate | undefined
}

/** As `compileWith`; for a query that depends on time, what follows the text's reading is done twice (see moments.ts). */
export function compileLasting(reader: Reader, input: CompileInput): LastingCompilation {
  const read = readText(reader, input)
  const compilation = build(read, input)
  if (compilation.kind === 'refused' || !dependsOnTime(input)) return { compilation, holds: 'always' }
  if (compilation.kind === 'probe' || compilation.more) return { compilation, holds: undefined }
  const twin = build(read, moved({ ...input, explain: false }))
  const holds = twin.kind === 'compiled' ? templateOf(compilation.sql, twin.sql, input) : undefined
  return { compilation, holds }
}

/** The engine would spend minutes on understanding more; a hundred joins of whole tables have seven million. */
const LONGEST_SQL = 4_000_000

function tooLarge(length: number): Diagnostic {
  const message = `The query grows to ${length} characters of SQL; at most ${LONGEST_SQL} are run. Project fewer columns before joins and unions.`
  return diagnosticAt('', { code: 'LIM0006', kind: 'limit', message, span: { start: 0, length: 0 } })
}

const readText = (reader: Reader, { text, tables, workspaces }: CompileInput): Read =>
  reader.read({ text, tables, workspaces: Object.keys(workspaces ?? {}) })

function build({ tree, diagnostics }: Read, input: CompileInput): Compilation {
  const errors = diagnostics.filter(one => one.severity === 'error' && !(tree && isTolerated(one, tree)))
  if (!tree || errors.length > 0) return { kind: 'refused', diagnostics: errors }
  const lowered = lower(tree, input)
  if (lowered.probes.length > 0) {
    return {
      kind: 'probe',
      probes: lowered.probes.map(({ id, relation }) => ({ id, sql: toSql(plan(relation, input)) })),
    }
  }
  if (lowered.diagnostics.length > 0) return { kind: 'refused', diagnostics: lowered.diagnostics }
  const results = lowered.results.map(one => ({ ...one, planned: plan(one.relation, input) }))
  const tables = results.map(tableOf)
  const [first, ...more] = tables
  invariant(first, 'a query without a finding has a result')
  const largest = Math.max(...tables.map(one => one.sql.length))
  if (largest > LONGEST_SQL) return { kind: 'refused', diagnostics: [tooLarge(largest)] }
  const told = (tell: (one: (typeof results)[number]) => string) => results.map(tell).join('\n')
  return {
    kind: 'compiled',
    ...first,
    ...(more.length > 0 ? { more } : {}),
    warnings: diagnostics.filter(one => one.severity === 'warning'),
    plan: told(one => explain(one.planned)),
    ...(input.explain && {
      phases: { bound: explainBound(tree), operators: told(one => explain(one.relation.node)) },
    }),
  }
}

const tableOf = ({
  relation,
  planned,
  name,
  render,
}: LoweredResult & { planned: Operator }): ResultTable => ({
  ...(name === undefined ? {} : { name }),
  sql: toSql(planned),
  weight: weigh(planned),
  columns: visible(relation).map(one => ({ name: one.name, type: one.type })),
  ...(render ? { render } : {}),
})
