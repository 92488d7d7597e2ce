/**
 * Writes docs/surface/api.md: every operation that the server mounts, by version: which official client proved it, with
 * which outcomes, how it differs, and what is missing. From a whole server's route tables, from what the conformance
 * tests have seen (tests/conformance/results.json), and from tools/support-notes.ts. With `--check` it fails when the
 * page is out of date.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomIds, type Surface, silentLog, systemClock } from '#base'
import { defaultSettings, startAnteroom } from '#server'
import { PLAIN } from '../tests/conformance/callers.ts'
import { type Evidence, isProved, type Results } from '../tests/conformance/evidence.ts'
import { type ApiNotes, apiNotes } from './support-notes.ts'

export const SUPPORT_MATRIX = 'docs/surface/api.md'
export const RESULTS = 'tests/conformance/results.json'

// Sound: tools/record-conformance.ts alone writes it.
export const readResults = async (): Promise<Results> =>
  JSON.parse(await readFile(RESULTS, 'utf8')) as Results

/** The version of a package in node_modules. */
export async function installedVersion(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8')) as {
    version: string
  }
  return version
}

/** What a whole server mounts, started on an empty folder. */
export async function mountedSurfaces(): Promise<readonly Surface[]> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-surfaces-'))
  try {
    const { host, close } = await startAnteroom({
      settings: { ...defaultSettings, data: folder, port: 0, httpPort: 0 },
      clock: systemClock,
      ids: randomIds,
      log: silentLog,
      chance: Math.random,
    })
    await close()
    return host.surfaces
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** An operation of an API of others; two routes of one name are one operation with two paths. */
interface Operation {
  readonly id: string
  readonly paths: readonly string[]
}

interface Api {
  readonly notes: ApiNotes
  readonly versions: readonly string[]
  readonly operations: readonly Operation[]
  readonly missing: readonly Operation[]
  readonly evidence: readonly Evidence[]
}

/** The whole page as Markdown. */
export function supportMatrix(surfaces: readonly Surface[], results: Results): string {
  const apis = surfaces.flatMap(surface => apiOf(surface, results))
  const own = surfaces.filter(({ name }) => !apiNotes[name])
  return [
    ...introduction(),
    ...overview(apis),
    ...clients(results),
    ...apis.flatMap(chapter),
    ...ownChapter(own),
  ].join('\n')
}

function apiOf({ name, versions, routes, missing = [] }: Surface, { evidence }: Results): readonly Api[] {
  const notes = apiNotes[name]
  if (!notes) return []
  const rows = evidence.filter(({ api }) => api === name)
  return [
    {
      notes,
      versions: versions ?? [''],
      operations: operationsOf(routes),
      missing: operationsOf(missing),
      evidence: rows,
    },
  ]
}

type Mounted = readonly { readonly id: string; readonly method: string; readonly path: string }[]

const operationsOf = (rows: Mounted): readonly Operation[] =>
  [...Map.groupBy(rows, ({ id }) => id)].map(([id, group]) => ({
    id,
    paths: group.map(({ method, path }) => `${method} ${path}`),
  }))

const introduction = (): readonly string[] => [
  '# APIs: what works, what differs, what is missing',
  '',
  'Written by `node tools/generate-support-matrix.ts` from the route tables of the server, from what the conformance',
  'tests saw (`tests/conformance/results.json`, recorded by `node tools/record-conformance.ts`) and from',
  '`tools/support-notes.ts`. Nothing here is an opinion: _works_ is what a test has seen.',
  '',
  '- **works**: the client that is named, as it comes from npm, was answered with success in a test that passed.',
  '- **plain requests**: none of the clients below sends it; requests as the documents write them were answered.',
  '- **served**: mounted, and seen by no test.',
  '- **differs**: not as in Azure, and how.',
  '- **missing**: answers 501 by its name, and why.',
  '',
  '_Outcomes_ are all statuses that tests have seen, refusals included. A version that is newer than those that are',
  'listed is served like the newest, with a warning in the log. Older versions are proved by the client of today,',
  'told to speak them.',
  '',
]

function overview(apis: readonly Api[]): readonly string[] {
  const rows = apis.map(({ notes, versions, operations, missing, evidence }) => {
    const cells = versions.length * operations.length
    const proved = evidence.filter(row => versions.includes(row.version) && isProved(row)).length
    const plain =
      evidence.filter(row => versions.includes(row.version) && row.clients.length > 0).length - proved
    const served = cells - proved - plain
    const counts = [
      operations.length,
      versions[0] === '' ? 0 : versions.length,
      proved,
      plain,
      served,
      missing.length,
    ]
    return [notes.title, ...counts.map(count => (count === 0 ? '' : String(count)))]
  })
  const head = ['API', 'operations', 'versions', 'work', 'plain requests', 'served', 'missing']
  return ['Operations times versions, by what is known of them:', '', ...table([head, ...rows]), '']
}

const clients = ({ clients: used }: Results): readonly string[] => [
  'The clients, none of them changed:',
  '',
  ...table([['client', 'version'], ...Object.entries(used)]),
  '',
]

function chapter(api: Api): readonly string[] {
  const { notes, versions, operations, missing } = api
  return [
    `## ${notes.title}`,
    '',
    ...(versions[0] === '' ? [] : [`Versions: ${versions.join(', ')}.`, '']),
    ...table([
      ['operation', 'method and path'],
      ...operations.map(({ id, paths }) => [id, paths.map(path => `\`${path}\``).join('<br>')]),
    ]),
    '',
    ...table([
      ['operation', ...(versions[0] === '' ? [] : ['versions']), 'support', 'client', 'outcomes'],
      ...operations.flatMap(operation => supportRows(api, operation)),
    ]),
    '',
    ...differences(notes),
    ...missingPart(missing, notes),
  ]
}

function differences({ differs = {} }: ApiNotes): readonly string[] {
  const rows = Object.entries(differs).map(([id, text]) => `- ${id === '*' ? 'all' : id}: ${text}`)
  return rows.length === 0 ? [] : ['Differs:', '', ...rows, '']
}

/** One row for versions of which the same is known, the newest first. */
function supportRows({ versions, evidence, notes }: Api, { id }: Operation): readonly (readonly string[])[] {
  const differs = notes.differs?.[id]
  const known = versions.toReversed().map(version => {
    const row = evidence.find(one => one.operation === id && one.version === version)
    const support = differs === undefined ? supportOf(row) : `${supportOf(row)}, differs`
    return {
      version,
      cells: [
        support,
        row?.clients.filter(client => client !== PLAIN).join(', ') ?? '',
        row?.outcomes.join(' ') ?? '',
      ],
    }
  })
  return [...Map.groupBy(known, ({ cells }) => cells.join('|')).values()].map((group, i) => [
    i === 0 ? id : '',
    ...(versions[0] === '' ? [] : [spanOf(group.map(({ version }) => version).toReversed(), versions)]),
    ...(group[0]?.cells ?? []),
  ])
}

/** Versions in the order of the API; three or more in a row as a range. */
function spanOf(some: readonly string[], all: readonly string[]): string {
  const runs: string[][] = []
  for (const version of some) {
    const run = runs.at(-1)
    if (run && all.indexOf(run.at(-1) ?? '') + 1 === all.indexOf(version)) run.push(version)
    else runs.push([version])
  }
  return runs.map(run => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(', '))).join(', ')
}

function supportOf(row: Evidence | undefined): string {
  if (!row || row.clients.length === 0) return 'served'
  return isProved(row) ? 'works' : 'plain requests'
}

function missingPart(missing: readonly Operation[], notes: ApiNotes): readonly string[] {
  if (missing.length === 0) return []
  const reasonOf = (id: string) => notes.missing?.[id] ?? notes.missing?.['*'] ?? ''
  const reasons = Map.groupBy(missing, ({ id }) => reasonOf(id))
  return [
    ...table([
      ['missing', 'why'],
      ...[...reasons].map(([reason, rows]) => [rows.map(({ id }) => id).join(', '), reason]),
    ]),
    '',
  ]
}

function ownChapter(surfaces: readonly Surface[]): readonly string[] {
  return [
    '## Our own',
    '',
    'No API of Azure: what Anteroom adds.',
    '',
    ...table([
      ['part', 'operation', 'method and path'],
      ...surfaces.flatMap(({ name, routes }) =>
        routes.map(({ id, method, path }) => [name, id, `\`${method} ${path}\``]),
      ),
    ]),
    '',
  ]
}

/** Columns padded to their widest cell, as the formatter of this repository writes tables. */
function table([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0, fill)).join(' | ')} |`
  const rule = line(
    head.map(() => ''),
    '-',
  )
  return [line(head), rule, ...rows.map(row => line(row))]
}

if (import.meta.main) {
  const page = supportMatrix(await mountedSurfaces(), await readResults())
  if (!process.argv.includes('--check')) await writeFile(SUPPORT_MATRIX, page)
  else if ((await readFile(SUPPORT_MATRIX, 'utf8')) !== page) {
    process.stderr.write(`${SUPPORT_MATRIX} is out of date: run node tools/generate-support-matrix.ts\n`)
    process.exitCode = 1
  }
}
