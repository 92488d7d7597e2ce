/**
 * Turns the collected facts into the checked-in data modules of `src/records/generated` and the list of tables in
 * `docs/surface/records.md`. `node tools/generate-records.ts <facts folder>` writes both, without a folder only the
 * list (after a change to a table of ours); `--check` compares instead of writing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readFacts } from './generate-records/facts.ts'
import { moduleText } from './generate-records/literal.ts'
import * as shape from './generate-records/shape.ts'
import { surfaceOfRecords } from './generate-records/surface.ts'

const GENERATED = 'src/records/generated'
const FIXTURES = 'src/records/fixtures/generated/documented-records.ts'
/** The catalogue of call quality, a table of #teams/cqd. */
const QUALITY = 'src/teams/cqd/generated'
const QUALITY_TYPES = '../catalogue/entries.ts'
const SURFACE = 'docs/surface/records.md'

/** The text of every generated module by its path in the repository; the same facts give the same text. */
export function recordModules(factsFolder: string): ReadonlyMap<string, string> {
  const facts = readFacts(factsFolder)
  const modules = {
    'tables.ts': moduleText('azureTables', 'AzureTable', shape.tables(facts)),
    'categories.ts': moduleText('categories', 'Category', shape.categories(facts)),
    'envelopes.ts': moduleText('envelopes', 'Envelope', shape.envelopes(facts)),
    'metrics.ts': moduleText('metrics', 'Metric', shape.metrics(facts)),
    'end-codes.ts': moduleText('endCodes', 'EndCode', shape.endCodes(facts)),
    'generic-end-codes.ts': moduleText('genericEndCodes', 'GenericEndCode', shape.genericEndCodes(facts)),
    'user-facing-diagnostics.ts': moduleText(
      'userFacingDiagnostics',
      'UserFacingDiagnostic',
      shape.userFacingDiagnostics(facts),
    ),
    'survey.ts': moduleText('surveyIssues', 'SurveyIssues', shape.surveyIssues(facts)),
  }
  const fixtures = moduleText(
    'documentedRecords',
    'DocumentedRecord',
    shape.documentedRecords(facts),
    '../documented-record.ts',
  )
  const dimensions = moduleText('dimensions', 'DimensionEntry', shape.qualityDimensions(facts), QUALITY_TYPES)
  const measures = moduleText('measures', 'MeasureEntry', shape.qualityMeasures(facts), QUALITY_TYPES)
  const paths = Object.entries(modules).map(([name, text]) => [join(GENERATED, name), text] as const)
  return new Map([
    ...paths,
    [FIXTURES, fixtures],
    [join(QUALITY, 'dimensions.ts'), dimensions],
    [join(QUALITY, 'measures.ts'), measures],
  ])
}

/** Paths whose checked-in text differs from the given one. */
export function stalePaths(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts]
    .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
    .map(([path]) => path)
}

function write(texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' } },
  })
  const [factsFolder] = positionals
  const modules = factsFolder ? recordModules(factsFolder) : new Map<string, string>()
  if (!values.check) write(modules)
  const surface = new Map([[SURFACE, await surfaceOfRecords()]])
  if (!values.check) write(surface)
  const stale = [...stalePaths(modules), ...stalePaths(surface)]
  for (const path of stale) console.error(`${path} differs from what it is made of`)
  process.exitCode = stale.length > 0 ? 1 : 0
}

if (import.meta.main) await main()
