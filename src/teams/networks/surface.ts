/**
 * `/teams/networks`: upload, check, list, download and removal of the building and the endpoint file of the caller's
 * tenant, and the networks that the building file lacks.
 */
import { type HttpReply, type HttpRequest, type Route, type Surface, standardErrorBody, toIso } from '#base'
import { checkBuildingFile } from './building-file.ts'
import type { NetworksOptions } from './create-networks.ts'
import { checkEndpointFile } from './endpoint-file.ts'
import { listed, networksError, refusedFile } from './errors.ts'
import { missingNetworks } from './lookup.ts'
import type { Problem } from './problem.ts'
import { readPeriod } from './read-period.ts'
import { markOf, TABLES } from './rows.ts'
import {
  contentOf,
  FILE_KINDS,
  type FileKind,
  fileOf,
  filesOf,
  nextMark,
  putLoading,
  removeFiles,
  type StoredFile,
} from './store.ts'

interface Services extends NetworksOptions {
  /** There is a file to bring in. */
  readonly wake: () => void
}

const PATH = '/teams/networks'

export function networksSurface(services: Services): Surface {
  const route = (
    id: string,
    method: Route['method'],
    path: string,
    handle: (request: HttpRequest, services: Services) => Promise<HttpReply>,
  ): Route => ({ id, method, path: PATH + path, handle: request => handle(request, services) })
  return {
    name: 'teams-networks',
    access: { kind: 'entra', audiences: services.audiences },
    prefixes: [],
    errorBody: standardErrorBody,
    routes: [
      route('ListNetworkFiles', 'GET', '', list),
      route('ListMissingNetworks', 'GET', '/missing', missing),
      route('GetNetworkFile', 'GET', '/{kind}', one),
      route('DownloadNetworkFile', 'GET', '/{kind}/content', download),
      { ...route('PutNetworkFile', 'PUT', '/{kind}', put), takesText: true },
      { ...route('CheckNetworkFile', 'POST', '/{kind}/check', check), takesText: true },
      route('DeleteNetworkFile', 'DELETE', '/{kind}', remove),
    ],
  }
}

async function list(request: HttpRequest, { state, readerOf }: Services): Promise<HttpReply> {
  return { status: 200, body: { value: filesOf(state, readerOf(request).tenant).map(shape) } }
}

const shape = ({ tenant: _, fileId, uploadedAt, ...file }: StoredFile) => ({
  id: fileId,
  ...file,
  uploadedAt: toIso(uploadedAt),
})

function kindOf({ params }: HttpRequest): FileKind {
  const kind = FILE_KINDS.find(one => one === params.kind)
  if (!kind) throw networksError('UnknownKind', { kind: params.kind ?? '' })
  return kind
}

function activeFile(request: HttpRequest, { state, readerOf }: Services): StoredFile {
  const kind = kindOf(request)
  const file = fileOf(state, readerOf(request).tenant, kind, 'active')
  if (!file) throw networksError('NoFile', { kind: kind.slice(0, -1) })
  return file
}

async function one(request: HttpRequest, services: Services): Promise<HttpReply> {
  return { status: 200, body: shape(activeFile(request, services)) }
}

/** As it was uploaded: to add networks, add lines and upload it again. */
async function download(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { fileId, kind } = activeFile(request, services)
  const content = contentOf(services.state, fileId) ?? ''
  const isTabbed = content.slice(0, content.indexOf('\n') + 1 || undefined).includes('\t')
  const [type, ending] = isTabbed ? ['text/tab-separated-values', 'tsv'] : ['text/csv', 'csv']
  return {
    status: 200,
    text: { contentType: `${type}; charset=utf-8`, content },
    headers: { 'Content-Disposition': `attachment; filename="${kind}.${ending}"` },
  }
}

interface Checked {
  readonly rows: number
  readonly expanded: number
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

const CHECKS: Readonly<Record<FileKind, (content: string) => Checked>> = {
  buildings: content => {
    const { rows, ...checked } = checkBuildingFile(content)
    return { ...checked, rows: rows.length }
  },
  endpoints: content => {
    const { rows, problems } = checkEndpointFile(content)
    return { rows: rows.length, expanded: rows.length, problems, warnings: [] }
  },
}

/** The route takes text; no body at all is an empty file. */
const bodyOf = ({ body }: HttpRequest): string => (typeof body === 'string' ? body : '')

/** What an upload would say, without one. */
async function check(request: HttpRequest): Promise<HttpReply> {
  const { rows, expanded, problems, warnings } = CHECKS[kindOf(request)](bodyOf(request))
  return {
    status: 200,
    body: {
      rows,
      expanded,
      problems: problems.length,
      details: listed(problems),
      warnings: warnings.length,
      warningDetails: listed(warnings),
    },
  }
}

/** Everything or nothing. The file is in use when its last row is on its way, for small ones at once. */
async function put(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { state, ids, clock, readerOf, wake } = services
  const kind = kindOf(request)
  const reader = administrator(request, services)
  const period = readPeriod(request.query, kind)
  const content = bodyOf(request)
  const checked = CHECKS[kind](content)
  if (checked.problems.length > 0) throw refusedFile(checked.problems)
  const file = {
    tenant: readerOf(request).tenant,
    kind,
    fileId: ids.uuid(),
    name: (request.query.filename ?? `${kind}.csv`).slice(0, 200),
    uploadedAt: clock.now(),
    uploadedBy: reader.subject,
    ...period,
    rows: checked.rows,
    expanded: checked.expanded,
  }
  await state.transact(tx => putLoading(tx, file, content))
  wake()
  return {
    status: 202,
    body: {
      ...shape({ ...file, state: 'loading', loaded: 0 }),
      warnings: checked.warnings.length,
      warningDetails: listed(checked.warnings),
    },
    headers: { Location: `${request.origin}${PATH}/${kind}` },
  }
}

function administrator(request: HttpRequest, { readerOf }: Services) {
  const { role } = readerOf(request)
  if (role !== 'administrator') throw networksError('NotAdministrator', { role })
  return { subject: request.caller.kind === 'entra' ? request.caller.subject : '' }
}

/** Rows that are in the table stay there; no query finds them any more. */
async function remove(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { state, clock, ids, readerOf, workspaceOf } = services
  const kind = kindOf(request)
  administrator(request, services)
  const { tenant } = readerOf(request)
  const workspace = workspaceOf(tenant)
  const was = await state.transact(tx => {
    if (!removeFiles(tx, tenant, kind)) return false
    const row = markOf(kind, tenant, '', nextMark(tx, tenant, kind, clock.now()))
    tx.emit({ kind: 'deposit', deposit: { id: ids.uuid(), workspace, table: TABLES[kind], rows: [row] } })
    return true
  })
  if (!was) throw networksError('NoFile', { kind: kind.slice(0, -1) })
  return { status: 204 }
}

/** With the query, so that it can be looked at and changed. */
async function missing(request: HttpRequest, { readerOf, rows, streams }: Services): Promise<HttpReply> {
  const { tenant } = readerOf(request)
  const kql = missingNetworks(streams(tenant), tenant)
  return { status: 200, body: { value: await rows(tenant, kql, { signal: request.signal }), kql } }
}
