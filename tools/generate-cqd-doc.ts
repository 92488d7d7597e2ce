/** Writes docs/surface/cqd.md from the tables of `src/teams/cqd`; with `--check` fails when it is out of date. */
import { readFileSync, writeFileSync } from 'node:fs'
import {
  allDimensions,
  allMeasures,
  type Dimension,
  type Measure,
  supportOf,
} from '../src/teams/cqd/catalogue/catalogue.ts'
import type { Computable } from '../src/teams/cqd/catalogue/entries.ts'

export const CQD_DOC = 'docs/surface/cqd.md'

const SUPPORT: Readonly<Record<Computable, string>> = {
  yes: 'yes',
  partial: 'partial',
  lookup: 'with the building or endpoint file',
  import: 'in imported call records',
  no: 'no',
}

export const cqdDoc = (): string =>
  [
    '# Call quality: dimensions and measures',
    '',
    'Written by `node tools/generate-cqd-doc.ts` from the tables of `src/teams/cqd`. How to ask: `docs/teams-cqd.md`.',
    'A dimension marked with ° names or locates a person: roles without that right are refused, and it is blank after 28 days.',
    '',
    ...counts(),
    '## Dimensions',
    '',
    ...byCategory(allDimensions),
    '## Measures',
    '',
    ...byCategory(allMeasures),
  ].join('\n')

function counts(): readonly string[] {
  const line = (what: string, all: readonly (Dimension | Measure)[]) => [
    what,
    ...Object.keys(SUPPORT).map(kind => String(all.filter(one => supportOf(one) === kind).length)),
    String(all.length),
  ]
  return [
    ...table(
      ['', ...Object.values(SUPPORT), 'all'],
      [line('dimensions', allDimensions), line('measures', allMeasures)],
    ),
    '',
  ]
}

function byCategory(all: readonly (Dimension | Measure)[]): readonly string[] {
  return [...Map.groupBy(all, ({ entry }) => entry.category)].flatMap(([category, members]) => [
    `### ${category}`,
    '',
    ...table(['name', 'supported', 'unit', ''], members.map(rowOf)),
    '',
  ])
}

function rowOf(one: Dimension | Measure): readonly string[] {
  const { entry, row } = one
  const mark = 'euii' in entry && entry.euii ? ' °' : ''
  return [
    `${entry.name}${mark}`,
    SUPPORT[supportOf(one)],
    entry.unit ?? '',
    row.kind === 'missing' ? row.reason : (row.note ?? ''),
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

if (import.meta.main) {
  const doc = cqdDoc()
  if (!process.argv.includes('--check')) writeFileSync(CQD_DOC, doc)
  else if (readFileSync(CQD_DOC, 'utf8') !== doc) {
    console.error(`${CQD_DOC} is out of date: run node tools/generate-cqd-doc.ts`)
    process.exitCode = 1
  }
}
