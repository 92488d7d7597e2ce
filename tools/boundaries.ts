/**
 * Who may import whom (docs: ARCHITECTURE.md). The one table; `npm run check` fails on an import it does not
 * list, on one that reaches past a module's door, and on a source file over 400 lines that is not data.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const ALWAYS = ['base', 'records']

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  records: ['base'],
  state: [],
  directory: ['state'],
  'sources/operations': ['state'],
  'sources/identity': ['state', 'directory', 'sources/operations'],
  'sources/chat': ['state', 'sources/operations'],
  'sources/rooms': ['state', 'sources/operations'],
  'sources/media': [],
  'sources/meetings': ['state', 'directory'],
  calling: ['sources/meetings/client'],
  control: [],
  ingestion: ['state', 'sources/operations'],
  policy: [],
  'teams/call-records': ['state', 'teams/record', 'sources/meetings'],
  'teams/cqd': ['teams/record', 'teams/reading', 'teams/networks'],
  'teams/networks': ['state'],
  'teams/reports': ['state', 'teams/cqd', 'teams/reading'],
  router: ['policy', 'state'],
  arm: ['directory', 'router', 'state'],
  'teams/record': ['policy'],
  'teams/reading': ['teams/record', 'directory', 'query/logs', 'workspace'],
  'teams/center': [
    'teams/record',
    'teams/reading',
    'teams/networks',
    'policy',
    'directory',
    'sources/meetings',
  ],
  workspace: [],
  destinations: ['router', 'workspace'],
  'query/kql': [],
  'query/alerts': ['query/kql', 'query/logs', 'workspace', 'directory', 'state'],
  'query/logs': ['query/kql', 'workspace', 'directory'],
  'query/kusto': ['query/kql', 'query/logs', 'workspace', 'directory'],
  'query/metrics': ['query/kql', 'query/logs', 'workspace', 'directory'],
  'views/kit': [],
  'views/portal': ['views/kit', 'policy', 'sources/meetings/client', 'teams/center/answers'],
  'views/join': ['views/kit', 'calling', 'sources/meetings/client'],
  server: ['*'],
}

/** Pure modules: no Node, so that server, browser and tests run the same code. */
const PURE = ['policy', 'records', 'teams/record']

/** Second doors, for browsers: they import nothing that is left at run time. */
const TYPES_ONLY = ['src/sources/meetings/client.ts', 'src/teams/center/answers.ts']

const LONGEST = 400
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\})?[^'"\n;]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g

const modules = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length)
const moduleOf = (path: string) => modules.find(name => path.startsWith(`src/${name}/`))

/** A page of the portal: what two of them need moves to the kit. */
const featureOf = (path: string) => /^src\/views\/portal\/features\/([^/]+)\//.exec(path)?.[1]

function* problemsOf(file: string): Generator<string> {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length
  if (lines > LONGEST && !file.includes('/generated/')) yield `${file}: ${lines} lines, at most ${LONGEST}`
  const home = moduleOf(file)
  if (!home) return
  if (TYPES_ONLY.includes(file) && /^(?:import (?!type )|export [{*])/m.test(text)) {
    yield `${file}: only types may be imported here`
  }
  for (const [, named, lazy] of text.matchAll(IMPORT)) {
    const problem = judge(file, home, named ?? lazy ?? '')
    if (problem) yield `${file}: ${problem}`
  }
}

function judge(file: string, home: string, specifier: string): string | undefined {
  const isTest = /\.test\.tsx?$/.test(file)
  if (specifier.startsWith('node:') && PURE.includes(home) && !isTest) return `${specifier} in a pure module`
  if (specifier.startsWith('#')) return judgeModule(home, specifier.slice(1), isTest)
  if (!specifier.startsWith('.')) return undefined
  const path = normalize(join(dirname(file), specifier))
  const [feature, other] = [featureOf(file), featureOf(path)]
  if (feature && other && feature !== other) return `${specifier}: a feature may not import another`
  const target = moduleOf(path)
  return target === home || isTest ? undefined : `${specifier} reaches past the door of ${target ?? 'src'}`
}

function judgeModule(home: string, target: string, isTest: boolean): string | undefined {
  if (isTest || target === home) return undefined
  const allowed = [...ALWAYS, ...(MAY_IMPORT[home] ?? [])]
  if (allowed.includes('*') || (allowed.includes(target) && home !== 'base')) return undefined
  return `#${target} may not be imported by ${home}`
}

const files = globSync('{src,tests,tools}/**/*.{ts,tsx}')
const problems = files.flatMap(file => [...problemsOf(file)])
for (const problem of problems) console.error(problem)
console.log(`boundaries: ${files.length} files, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
