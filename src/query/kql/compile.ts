/** The four phases in a row: text in, SQL or diagnostics out. Pure, given a reader. */
import type { Read, Reader } from './1-read/read.ts'
import { lower } from './2-lower/lower.ts'
import { visible } from './2-lower/operators.ts'
import { explain } from './3-plan/explain.ts'
import { plan } from './3-plan/plan.ts'
import { toSql } from './4-sql/to-sql.ts'
import { explainBound } from './explain-bound.ts'
import { dependsOnTime, moved, type SqlTemplate, templateOf } from './moments.ts'
import type { Compilation, CompileInput } from './types.ts'

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
  if (compilation.kind === 'probe') return { compilation, holds: undefined }
  const twin = build(read, moved({ ...input, explain: false }))
  const holds = twin.kind === 'compiled' ? templateOf(compilation.sql, twin.sql, input) : undefined
  return { compilation, holds }
}

const readText = (reader: Reader, { text, tables, workspaces }: CompileInput): Read =>
  reader.read({ text, tables, workspaces: Object.keys(workspaces ?? {}) })

function build({ tree, diagnostics }: Read, input: CompileInput): Compilation {
  const errors = diagnostics.filter(one => one.severity === 'error')
  if (!tree || errors.length > 0) return { kind: 'refused', diagnostics: errors }
  const lowered = lower(tree, input)
  if (lowered.probes.length > 0) {
    return {
      kind: 'probe',
      probes: lowered.probes.map(({ id, relation }) => ({ id, sql: toSql(plan(relation, input)) })),
    }
  }
  if (!lowered.relation || lowered.diagnostics.length > 0)
    return { kind: 'refused', diagnostics: lowered.diagnostics }
  const planned = plan(lowered.relation, input)
  return {
    kind: 'compiled',
    sql: toSql(planned),
    columns: visible(lowered.relation).map(({ name, type }) => ({ name, type })),
    ...(lowered.render ? { render: lowered.render } : {}),
    warnings: diagnostics.filter(one => one.severity === 'warning'),
    plan: explain(planned),
    ...(input.explain && {
      phases: { bound: explainBound(tree), operators: explain(lowered.relation.node) },
    }),
  }
}
