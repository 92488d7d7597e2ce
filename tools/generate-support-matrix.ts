/**
 * Writes docs/surface/api.md: every operation that the server mounts, in which versions, and what is missing. Asks a
 * whole server, started on an empty folder; with `--check` fails when the page is out of date.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomIds, type Surface, silentLog, systemClock } from '#base'
import { defaultSettings, startAnteroom } from '#server'
import { type ApiNotes, apiNotes } from './support-notes.ts'

export const SUPPORT_MATRIX = 'docs/surface/api.md'

/** The whole page as Markdown. */
export async function supportMatrix(): Promise<string> {
  const surfaces = await mountedSurfaces()
  const foreign = surfaces.filter(({ name }) => apiNotes[name])
  const own = surfaces.filter(({ name }) => !apiNotes[name])
  return [...introduction(foreign), ...foreign.flatMap(chapter), ...ownChapter(own)].join('\n')
}

async function mountedSurfaces(): Promise<readonly Surface[]> {
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

function introduction(surfaces: readonly Surface[]): readonly string[] {
  const served = surfaces.reduce((sum, { routes }) => sum + routes.length, 0)
  const missing = surfaces.reduce((sum, surface) => sum + (surface.missing?.length ?? 0), 0)
  return [
    '# APIs: what works, what differs, what is missing',
    '',
    'Written by `node tools/generate-support-matrix.ts` from the route tables of the server and `tools/support-notes.ts`.',
    '',
    'Versions are those an API lists; each operation is served in all of them, and a newer one is served with a warning.',
    'An operation that is missing answers 501 by its name. _Judged by_ names the tests in which clients of others use',
    'the API: the judgement is one of the whole API, not of every operation in every version.',
    '',
    `${surfaces.length} APIs, ${served} operations, ${missing} missing.`,
    '',
  ]
}

function chapter({ name, versions, routes, missing = [] }: Surface): readonly string[] {
  const notes = apiNotes[name]
  if (!notes) return []
  const { title, clients, judges, differs = {}, missingBecause = '' } = notes
  return [
    `## ${title}`,
    '',
    `Versions: ${versions?.join(', ') ?? 'none'}. Client: ${clients}. Judged by ${judges.map(judge => `\`${judge}\``).join(', ')}.`,
    ...(differs['*'] === undefined ? [] : ['', `Differs: ${differs['*']}.`]),
    '',
    ...table([
      ['operation', 'method and path', 'support'],
      ...routes.map(({ id, method, path }) => [id, `\`${method} ${path}\``, supportOf(id, notes)]),
      ...missing.map(({ id, method, path }) => [id, `\`${method} ${path}\``, `missing: ${missingBecause}`]),
    ]),
    '',
  ]
}

const supportOf = (id: string, { differs }: ApiNotes): string =>
  differs?.[id] === undefined ? 'works' : `differs: ${differs[id]}`

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
  const page = await supportMatrix()
  if (!process.argv.includes('--check')) await writeFile(SUPPORT_MATRIX, page)
  else if ((await readFile(SUPPORT_MATRIX, 'utf8')) !== page) {
    process.stderr.write(`${SUPPORT_MATRIX} is out of date: run node tools/generate-support-matrix.ts\n`)
    process.exitCode = 1
  }
}
