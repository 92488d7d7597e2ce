/** `/teams/reports`: the built-in reports and those that a tenant saved. */
import {
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Route,
  type Surface,
  standardErrorBody,
  toIso,
} from '#base'
import type { TenantId } from '#records'
import type { State } from '#state'
import { TEAMS_AUDIENCES, type TeamsReading } from '#teams/reading'
import { checkReport } from './check-report.ts'
import { DEFAULT_REPORTS } from './defaults/index.ts'
import { reportsError } from './errors.ts'
import { type DefaultReport, ReportBody } from './model.ts'
import {
  countOfReports,
  deleteReport,
  putReport,
  type SavedReport,
  savedReport,
  savedReports,
} from './store.ts'

export interface ReportsOptions {
  /** Opened with `reportsMigrations`. */
  readonly state: State
  readonly reading: Pick<TeamsReading, 'readerOf'>
  readonly clock: Clock
}

/** Of a tenant. */
const MOST_SAVED = 200
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/

export function reportsSurface(options: ReportsOptions): Surface {
  const route = (
    id: string,
    method: Route['method'],
    path: string,
    handle: (request: HttpRequest, options: ReportsOptions) => Promise<HttpReply>,
  ): Route => ({ id, method, path: `/teams/reports${path}`, handle: request => handle(request, options) })
  return {
    name: 'teams-reports',
    access: { kind: 'entra', audiences: TEAMS_AUDIENCES },
    prefixes: [],
    errorBody: standardErrorBody,
    routes: [
      route('ListReports', 'GET', '', list),
      route('GetReport', 'GET', '/{report}', get),
      { ...route('PutReport', 'PUT', '/{report}', put), body: ReportBody },
      route('DeleteReport', 'DELETE', '/{report}', remove),
    ],
  }
}

async function list(request: HttpRequest, { state, reading }: ReportsOptions): Promise<HttpReply> {
  const { tenant } = reading.readerOf(request)
  const saved = savedReports(state, tenant).map(report => {
    const { title, description } = bodyOf(report)
    return { ...marksOf(report), title, description }
  })
  const builtIn = DEFAULT_REPORTS.map(({ id, title, description }) => ({
    id,
    kind: 'builtIn',
    title,
    description,
  }))
  return { status: 200, body: { value: [...builtIn, ...saved] } }
}

/** It was checked when it was put. */
const bodyOf = ({ body }: SavedReport): ReportBody => JSON.parse(body)

const marksOf = ({ id, author, changedAt }: SavedReport) => ({
  id,
  kind: 'saved',
  author,
  changedAt: toIso(changedAt),
})

const builtInNamed = (id: string): DefaultReport | undefined => DEFAULT_REPORTS.find(one => one.id === id)

async function get(request: HttpRequest, { state, reading }: ReportsOptions): Promise<HttpReply> {
  const { tenant } = reading.readerOf(request)
  const id = request.params.report ?? ''
  const builtIn = builtInNamed(id)
  if (builtIn) return { status: 200, body: { ...builtIn, kind: 'builtIn' } }
  const saved = owned(state, tenant, id)
  return { status: 200, body: { ...marksOf(saved), ...bodyOf(saved) } }
}

function owned(state: State, tenant: TenantId, id: string): SavedReport {
  const saved = savedReport(state, tenant, id)
  if (!saved) throw reportsError('NotFound', { id })
  return saved
}

/** What is checked here is what the page would be refused later: names, filters, tabs that lead nowhere. */
async function put(request: HttpRequest, options: ReportsOptions): Promise<HttpReply> {
  const { state, reading, clock } = options
  const reader = reading.readerOf(request)
  const id = request.params.report ?? ''
  if (builtInNamed(id)) throw reportsError('BuiltIn', { id })
  if (!ID.test(id)) throw reportsError('BadId', { id })
  // The route's schema has admitted it.
  const body = request.body as ReportBody
  checkReport(body, { tenant: reader.tenant, now: clock.now() })
  const before = savedReport(state, reader.tenant, id)
  if (before) mayChange(before, request, options)
  const found = countOfReports(state, reader.tenant)
  if (!before && found >= MOST_SAVED) {
    throw reportsError('TooMany', { found: String(found), most: String(MOST_SAVED) })
  }
  const author = before?.author ?? subjectOf(request)
  const saved = { id, author, changedAt: clock.now(), body: JSON.stringify(body) }
  await state.transact(tx => putReport(tx, reader.tenant, saved))
  return { status: before ? 200 : 201, body: { ...marksOf(saved), ...body } }
}

const subjectOf = ({ caller }: HttpRequest): string => (caller.kind === 'entra' ? caller.subject : '')

function mayChange({ id, author }: SavedReport, request: HttpRequest, { reading }: ReportsOptions): void {
  if (author === subjectOf(request) || reading.readerOf(request).role === 'administrator') return
  throw reportsError('NotYours', { id })
}

async function remove(request: HttpRequest, options: ReportsOptions): Promise<HttpReply> {
  const { tenant } = options.reading.readerOf(request)
  const id = request.params.report ?? ''
  if (builtInNamed(id)) throw reportsError('BuiltIn', { id })
  mayChange(owned(options.state, tenant, id), request, options)
  await options.state.transact(tx => deleteReport(tx, tenant, id))
  return { status: 204 }
}
