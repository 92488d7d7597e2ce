/** The four phases in a row: text in, SQL or diagnostics out. Pure, given a reader. */
import type { Reader } from './1-read/read.ts'
import { lower } from './2-lower/lower.ts'
import { visible } from './2-lower/operators.ts'
import { explain } from './3-plan/explain.ts'
import { plan } from './3-plan/plan.ts'
import { toSql } from './4-sql/to-sql.ts'
import type { Compilation, CompileInput } from './types.ts'

export function compileWith(reader: Reader, input: CompileInput): Compilation {
  const { tree, diagnostics } = reader.read({
    text: input.text,
    tables: input.tables,
    workspaces: Object.keys(input.workspaces ?? {}),
  })
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
  }
}
