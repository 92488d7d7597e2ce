/** Writes docs/policy.md from the rules and switches of `#policy`; with `--check` fails when the file is out of date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { type Rule, rules, type SwitchRow, sources, switchTable } from '#policy'

export const POLICY_DOC = 'docs/policy.md'

const CHAPTERS: readonly { readonly title: string; readonly from: number; readonly to: number }[] = [
  { title: 'What an external user produces', from: 1, to: 6 },
  { title: 'Who is logged', from: 7, to: 19 },
  { title: 'What is withheld', from: 20, to: 30 },
  { title: 'How many rows', from: 31, to: 41 },
  { title: 'What stands in them', from: 42, to: 52 },
]

/** The whole document as Markdown. */
export function policyDoc(): string {
  const chapters = CHAPTERS.flatMap(({ title, from, to }) => [
    `## ${title} (R${from}–R${to})`,
    '',
    ...ruleTable(rules.filter(rule => isBetween(rule, from, to))),
    '',
  ])
  return [...INTRODUCTION, ...chapters, ...readings(), ...documents()].join('\n')
}

const INTRODUCTION = [
  '# Policy: who is logged, what is withheld, and why',
  '',
  'Written by `node tools/generate-policy-doc.ts` from `src/policy`; change the rules there.',
  '',
  'A call is recorded once and complete. What a Communication Services resource sees of it is decided twice, by two',
  'functions that do not know each other. **Emission** decides which participants leave rows, above all by the',
  'organizer’s tenant and the resource’s; **redaction** decides which cells of a row are withheld, by the participant’s',
  'tenant and the resource’s. Every record cites the rules behind it (hidden column `_Verdict`), and every participant',
  'has a verdict in `AnteroomVerdicts_CL`, emitted or withheld, with its rules.',
  '',
  'R is the resource whose logs are written. A _reading_ is ours where the documents leave a question open; its switch',
  'changes it in the configuration.',
  '',
]

function isBetween({ id }: Rule, from: number, to: number): boolean {
  const number = Number(id.slice(1))
  return id.startsWith('R') && number >= from && number <= to
}

const ruleTable = (some: readonly Rule[]): readonly string[] =>
  table(
    ['rule', 'says', 'from', 'switch'],
    some.map(rule => [rule.id, rule.title, originOf(rule), switchesOf(rule)]),
  )

/** Columns padded to their widest cell, as the formatter of this repository writes tables. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map(row => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`
  const rule = line(
    head.map(() => ''),
    '-',
  )
  return [line(head), rule, ...rows.map(row => line(row))]
}

const originOf = (rule: Rule): string => [...rule.sources, ...(rule.reading ? ['_reading_'] : [])].join(', ')

const switchesOf = ({ switches = [] }: Rule): string => switches.map(name => `\`${name}\``).join(', ')

function readings(): readonly string[] {
  const rows: readonly (readonly [string, SwitchRow])[] = Object.entries(switchTable)
  return [
    '## Open questions (A1–A15)',
    '',
    ...ruleTable(rules.filter(rule => rule.id.startsWith('A'))),
    '',
    '## The Teams side (T1–T9)',
    '',
    ...ruleTable(rules.filter(rule => rule.id.startsWith('T'))),
    '',
    '## Switches',
    '',
    ...table(
      ['switch', 'question', 'values, default in bold', 'answers'],
      rows.map(([name, row]) => [`\`${name}\``, row.question, valuesOf(row), row.answers]),
    ),
    '',
  ]
}

const valuesOf = (row: SwitchRow): string =>
  row.values.map(value => (value === row.default ? `**${value}**` : `${value}`)).join(', ')

const documents = (): readonly string[] => [
  '## Documents',
  '',
  ...Object.entries(sources).map(([tag, title]) => `- ${tag}: ${title}`),
  '',
]

if (import.meta.main) {
  const doc = policyDoc()
  if (!process.argv.includes('--check')) writeFileSync(POLICY_DOC, doc)
  else if (readFileSync(POLICY_DOC, 'utf8') !== doc) {
    console.error(`${POLICY_DOC} is out of date: run node tools/generate-policy-doc.ts`)
    process.exitCode = 1
  }
}
