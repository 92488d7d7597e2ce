/**
 * The KQL engine against the public conformance cases, where they are at hand. `kql-passing.json` lists the cases
 * that pass; a case on the list that fails is a failure, and the list only grows:
 * `UPDATE_KQL_PASSING=1 vitest run tests/conformance/kql.test.ts`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../golden/kql/harness.ts'

const FOLDER = join(import.meta.dirname, '../../../shared/kql-conformance')
const LIST = join(import.meta.dirname, 'kql-passing.json')
/** Why each of the others does not pass; docs/surface/kql.md shows it. */
const REASONS = join(import.meta.dirname, 'kql-failing.json')

interface Case {
  readonly id: string
  readonly suite: string
  readonly kql: string
}

type Compare = (
  one: Case,
  answer: { columns: readonly unknown[]; rows: unknown[][] },
) => { pass: boolean; why?: string }

let harness: Harness
beforeAll(() => {
  harness = createHarness()
})
afterAll(() => harness.close())

test.skipIf(!existsSync(FOLDER))(
  'every conformance case on the list passes',
  { timeout: 240_000 },
  async ({ annotate }) => {
    const { compareCase } = (await import(join(FOLDER, 'compare.mjs'))) as { compareCase: Compare }
    const cases = readFileSync(join(FOLDER, 'semantics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Case)
    const listed = new Set(JSON.parse(readFileSync(LIST, 'utf8')) as string[])
    const verdicts = cases.map(one => ({ one, why: judge(one, compareCase) }))
    for (const [suite, counts] of countsBySuite(verdicts))
      await annotate(`${suite}: ${counts.passed} of ${counts.all} pass`)
    const broken = verdicts
      .filter(({ one, why }) => why !== undefined && listed.has(one.id))
      .map(({ one, why }) => `${one.id}: ${why}\n${one.kql}`)
    expect(broken).toEqual([])
    const failing = verdicts.filter(({ why }) => why !== undefined).map(({ one }) => one.id)
    const reasons = JSON.parse(readFileSync(REASONS, 'utf8')) as Record<string, string>
    expect(failing.sort()).toEqual(Object.keys(reasons).sort())
    if (process.env.UPDATE_KQL_PASSING) {
      const passing = verdicts.filter(({ why }) => why === undefined).map(({ one }) => one.id)
      writeFileSync(LIST, `${JSON.stringify([...new Set([...listed, ...passing])].sort(), null, 1)}\n`)
    }
  },
)

/** undefined where the case passes. */
function judge(one: Case, compareCase: Compare): string | undefined {
  try {
    const { compilation, rows } = harness.run(one.kql)
    if (compilation.kind !== 'compiled') return `refused: ${JSON.stringify(compilation).slice(0, 300)}`
    const { columns } = compilation
    const decoded = rows.map(row =>
      row.map((value, index) => (columns[index]?.type === 'dynamic' ? parsed(value) : value)),
    )
    const verdict = compareCase(one, { columns, rows: decoded })
    return verdict.pass ? undefined : (verdict.why ?? 'differs')
  } catch (error) {
    return String(error)
  }
}

/** Whole numbers keep all their digits, as the cases are written. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const exact = (_key: string, one: unknown, { source }: { source?: string } = {}) =>
    typeof one === 'number' && source && /^-?\d{16,}$/.test(source) ? source : one
  return JSON.parse(value, exact as (key: string, value: unknown) => unknown)
}

function countsBySuite(
  verdicts: readonly { one: Case; why: string | undefined }[],
): Map<string, { all: number; passed: number }> {
  const counts = new Map<string, { all: number; passed: number }>()
  for (const { one, why } of verdicts) {
    const suite = counts.get(one.suite) ?? { all: 0, passed: 0 }
    counts.set(one.suite, { all: suite.all + 1, passed: suite.passed + (why === undefined ? 1 : 0) })
  }
  return counts
}
