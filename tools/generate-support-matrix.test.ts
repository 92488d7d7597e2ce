import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import type { Surface } from '#base'
import { type Cell, isProved, keyOf, printResults, type Results } from '../tests/conformance/evidence.ts'
import {
  installedVersion,
  mountedSurfaces,
  RESULTS,
  readResults,
  SUPPORT_MATRIX,
  supportMatrix,
} from './generate-support-matrix.ts'
import { apiNotes } from './support-notes.ts'

let surfaces: readonly Surface[]
let results: Results

beforeAll(async () => {
  surfaces = await mountedSurfaces()
  results = await readResults()
})

/** Every operation of others' APIs in every version that is listed. */
const mounted = (): readonly Cell[] =>
  surfaces
    .filter(({ name }) => apiNotes[name])
    .flatMap(({ name: api, routes, versions = [''] }) =>
      [...new Set(routes.map(({ id }) => id))].flatMap(operation =>
        versions.map(version => ({ api, operation, version })),
      ),
    )

const hasNoClient = ({ api, operation }: Pick<Cell, 'api' | 'operation'>): boolean => {
  const { withoutClient = [] } = apiNotes[api] ?? {}
  return withoutClient.includes('*') || withoutClient.includes(operation)
}

const RECORD = 'run node tools/record-conformance.ts'

test('docs/surface/api.md is what the mounted routes and the recorded results give', async () => {
  const page = supportMatrix(surfaces, results)
  expect(await readFile(SUPPORT_MATRIX, 'utf8')).toBe(page)
  for (const { title } of Object.values(apiNotes)) expect(page).toContain(`## ${title}\n`)
})

test('results name nothing that is not mounted, each once, in order', async () => {
  const known = new Set(mounted().map(keyOf))
  const unknown = results.evidence.filter(row => row.version !== '' && !known.has(keyOf(row)))
  expect(unknown).toEqual([])
  const keys = results.evidence.map(keyOf)
  expect(keys).toEqual([...new Set(keys)].sort())
  expect(await readFile(RESULTS, 'utf8')).toBe(printResults(results))
})

test('every mounted operation was answered with success in every version that is listed', () => {
  const seen = new Set(results.evidence.filter(({ clients }) => clients.length > 0).map(keyOf))
  expect(
    mounted().filter(cell => !seen.has(keyOf(cell))),
    RECORD,
  ).toEqual([])
})

test('every operation is proved by an official client, but for those that are noted as having none', () => {
  const nameOf = ({ api, operation }: Pick<Cell, 'api' | 'operation'>) => `${api} ${operation}`
  const proved = new Set(results.evidence.filter(isProved).map(nameOf))
  const wanted = new Set(
    mounted()
      .filter(cell => !hasNoClient(cell))
      .map(nameOf),
  )
  expect(
    [...wanted].filter(name => !proved.has(name)),
    RECORD,
  ).toEqual([])
  expect(
    [...proved].filter(name => !wanted.has(name)),
    'tools/support-notes.ts: there is a client',
  ).toEqual([])
})

test('the clients that are installed are those that proved it', async () => {
  const names = Object.keys(results.clients)
  const installed = await Promise.all(names.map(async name => [name, await installedVersion(name)]))
  expect(Object.fromEntries(installed), RECORD).toEqual(results.clients)
})

test('notes speak of operations that exist, and what is missing has a reason', () => {
  for (const [api, { differs = {}, missing = {}, withoutClient = [] }] of Object.entries(apiNotes)) {
    const surface = surfaces.find(({ name }) => name === api)
    const served = ['*', ...(surface?.routes ?? []).map(({ id }) => id)]
    const absent = (surface?.missing ?? []).map(({ id }) => id)
    expect(served, api).toEqual(expect.arrayContaining([...Object.keys(differs), ...withoutClient]))
    expect(['*', ...absent], api).toEqual(expect.arrayContaining(Object.keys(missing)))
    expect(absent.filter(id => (missing[id] ?? missing['*']) === undefined)).toEqual([])
  }
})
