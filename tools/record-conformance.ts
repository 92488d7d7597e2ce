/**
 * Runs the conformance tests and records in tests/conformance/results.json which client was answered how, by operation
 * and api-version; then rewrites docs/surface/api.md from it. Fails, and records nothing, when a test fails or when
 * something that an official client proved before is not seen any more.
 *
 *     node tools/record-conformance.ts            a full run
 *     node tools/record-conformance.ts rooms      a partial one: says what it saw, records nothing
 */
import { globSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startVitest, type TestModule } from 'vitest/node'
import { PLAIN } from '../tests/conformance/callers.ts'
import {
  type Evidence,
  evidenceOf,
  keyOf,
  lostProofs,
  printResults,
  type Results,
  type Sighting,
} from '../tests/conformance/evidence.ts'
import {
  installedVersion,
  mountedSurfaces,
  RESULTS,
  readResults,
  SUPPORT_MATRIX,
  supportMatrix,
} from './generate-support-matrix.ts'
import { apiNotes } from './support-notes.ts'

/** Control provokes faults: what is answered then says nothing of an API. The cases of KQL ask no server. */
const NO_EVIDENCE = /(control[\w-]*|kql|evidence)\.test\.ts$/

/** Those whose path has one of the texts; all where none is given. */
function files(filters: readonly string[]): string[] {
  const all = [...globSync('tests/conformance/**/*.test.ts'), 'tests/e2e/chat.test.ts']
  const judges = all.filter(file => !NO_EVIDENCE.test(file))
  return filters.length === 0 ? judges : judges.filter(file => filters.some(filter => file.includes(filter)))
}

interface Run {
  readonly evidence: readonly Evidence[]
  /** Why this run can't be recorded; empty when it can. */
  readonly gaps: readonly string[]
  readonly failed: boolean
}

async function run(filters: readonly string[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-recording-'))
  try {
    const vitest = await startVitest('test', files(filters), {
      run: true,
      watch: false,
      env: { ANTEROOM_CONFORMANCE_RESULTS: folder },
    })
    const modules = vitest.state.getTestModules()
    const sightings = await sightingsIn(folder, modules)
    const skipped = modules.flatMap(module => [...module.children.allTests('skipped')])
    await vitest.close()
    return {
      evidence: evidenceOf(sightings.filter(({ api }) => apiNotes[api])),
      gaps: [
        ...(filters.length > 0 ? ['only some tests were asked for'] : []),
        ...skipped.map(({ fullName }) => `skipped: ${fullName}`),
      ],
      failed: modules.length === 0 || modules.some(module => !module.ok()),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was seen while tests ran that passed; what a file prepared counts when all of it passed. */
async function sightingsIn(folder: string, modules: readonly TestModule[]): Promise<readonly Sighting[]> {
  const passed = new Set<string>()
  for (const module of modules) {
    if (module.ok()) passed.add(whenceOf({ file: module.moduleId }))
    for (const test of module.children.allTests('passed')) {
      passed.add(whenceOf({ file: module.moduleId, test: test.fullName }))
    }
  }
  const texts = await Promise.all((await readdir(folder)).map(name => readFile(join(folder, name), 'utf8')))
  // Sound: only the observer of the harness writes there.
  const sightings = texts
    .flatMap(text => text.trimEnd().split('\n'))
    .map(line => JSON.parse(line) as Sighting)
  return sightings.filter(sighting => passed.has(whenceOf(sighting)))
}

const whenceOf = ({ file, test }: Pick<Sighting, 'file' | 'test'>): string => `${file}\n${test ?? ''}`

async function versionsOf(evidence: readonly Evidence[]): Promise<Results['clients']> {
  const names = new Set(evidence.flatMap(({ clients }) => clients).filter(client => client !== PLAIN))
  const versions = await Promise.all(
    [...names].sort().map(async name => [name, await installedVersion(name)] as const),
  )
  return Object.fromEntries(versions)
}

async function record(filters: readonly string[]): Promise<readonly string[]> {
  // Without files, all tests of the project would run.
  if (files(filters).length === 0) return [`No conformance test has ${filters.join(' or ')} in its path.`]
  const before = await readResults()
  const { evidence, gaps, failed } = await run(filters)
  if (failed) return ['Tests failed: nothing is recorded.']
  if (gaps.length > 0) {
    process.stdout.write(`${['Nothing is recorded, because this is no full run:', ...gaps].join('\n  ')}\n`)
    return []
  }
  const lost = lostProofs(before.evidence, evidence).map(keyOf)
  if (lost.length > 0) {
    return ['An official client proved this before, and no test proves it now:', ...lost, WHAT_THEN]
  }
  const results = { clients: await versionsOf(evidence), evidence }
  await writeFile(RESULTS, printResults(results))
  await writeFile(SUPPORT_MATRIX, supportMatrix(await mountedSurfaces(), results))
  process.stdout.write(
    `${evidence.length} operations and versions in ${RESULTS}; ${SUPPORT_MATRIX} is written.\n`,
  )
  return []
}

const WHAT_THEN = `Nothing is recorded. Mend the test, or take the line out of ${RESULTS} if the proof is given up.`

if (import.meta.main) {
  const problems = await record(process.argv.slice(2))
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
