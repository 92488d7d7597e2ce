/**
 * The Kusto REST API (facts: Kusto REST): `/v1/rest/query`, `/v1/rest/mgmt`, `/v2/rest/query`, and where to sign in.
 * Text that starts with a dot is a management command wherever it is sent, as the official clients send some to
 * the query address. The paths also hold below a workspace's ARM id, which then is the database.
 */
import { type Caller, type HttpReply, type HttpRequest, type Route, type Surface, toIso } from '#base'
import type { TableSchema } from '#query/kql'
import type { Answer, QueriedWorkspace, QueryService } from '#query/logs'
import { runCommand } from './commands.ts'
import type { Asked, Dataset } from './dataset.ts'
import { activityIdOf, databaseForbidden, databaseNotFound, missingText, oneApiBody } from './errors.ts'
import { datatableOf, splitPipe } from './piped-command.ts'
import { propertiesOf, RequestBody } from './request.ts'
import { cancelAnswer, cancelledIdIn, queriesUnderWay, type UnderWay } from './under-way.ts'
import { commandAnswerV1, queryAnswerV1 } from './version-one.ts'
import { queryAnswerV2 } from './version-two.ts'

/** The resource of Kusto's tokens; a workspace is also asked with the logs API's. */
const RESOURCE = 'https://kusto.kusto.windows.net'
const AUDIENCES = [RESOURCE, 'https://api.kusto.windows.net', 'https://api.loganalytics.io']

export interface KustoApi {
  readonly queries: QueryService
  /** By GUID, name or ARM id, in any case. */
  workspace(reference: string): QueriedWorkspace | undefined
  /** The first is the database of a request that names none. */
  workspaces(): readonly QueriedWorkspace[]
  tables(workspace: QueriedWorkspace): readonly TableSchema[]
  /** Whether a caller may read that workspace (ARM id). */
  mayRead(caller: Caller, armId: string): boolean
  /** Whether a table is kept from a caller. */
  hides(caller: Caller, table: string): boolean
  /** ISO 8601. */
  readonly startedAt: string
}

interface Api extends KustoApi {
  readonly underWay: UnderWay
}

type Printer = (dataset: Dataset, asked: Asked) => unknown

const PATHS: readonly { readonly id: string; readonly path: string; readonly print: Printer }[] = [
  { id: 'KustoQueryV1', path: '/v1/rest/query', print: queryAnswerV1 },
  { id: 'KustoQuery', path: '/v2/rest/query', print: queryAnswerV2 },
  { id: 'KustoManagement', path: '/v1/rest/mgmt', print: commandAnswerV1 },
]
const BELOW = ['', '/subscriptions/{+workspace}']

/** The API and, beside it because nobody has a token yet, where to get one. */
export function kustoSurfaces(given: KustoApi): readonly Surface[] {
  const api: Api = { ...given, underWay: queriesUnderWay() }
  const shared = {
    prefixes: ['v1/rest', 'v2/rest'],
    ignoresCase: true,
    errorBody: oneApiBody,
  } as const
  const routes = BELOW.flatMap(base =>
    PATHS.map(
      ({ id, path, print }): Route => ({
        id,
        method: 'POST',
        path: `${base}${path}`,
        body: RequestBody,
        handle: request => execute(api, request, print),
      }),
    ),
  )
  const metadata: Route = {
    id: 'KustoAuthMetadata',
    method: 'GET',
    path: '/v1/rest/auth/metadata',
    handle: async ({ origin }) => ({ status: 200, body: { AzureAD: signIn(origin) } }),
  }
  return [
    { ...shared, name: 'kusto', access: { kind: 'entra', audiences: AUDIENCES }, routes },
    {
      ...shared,
      name: 'kusto-metadata',
      access: { kind: 'none' },
      prefixes: ['v1/rest/auth'],
      routes: [metadata],
    },
  ]
}

const signIn = (origin: string) => ({
  LoginEndpoint: origin,
  LoginMfaRequired: false,
  KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
  KustoClientRedirectUri: 'https://microsoft/kustoclient',
  KustoServiceResourceId: RESOURCE,
  FirstPartyAuthorityUrl: `${origin}/f8cdef31-a31e-4b4a-93e4-5f571e91255a`,
})

async function execute(api: Api, request: HttpRequest, print: Printer): Promise<HttpReply> {
  // The route's schema has checked the body.
  const body = (request.body ?? {}) as RequestBody
  const text = withoutComments(body.csl ?? '')
  if (text === '') throw missingText()
  const workspace = databaseOf(api, request, body)
  const dataset = text.startsWith('.')
    ? await command(api, request, { text, workspace })
    : await query(api, request, { text: body.csl ?? '', workspace, body })
  const activityId = activityIdOf(request.requestId)
  const asked = { clientRequestId: request.requestId, activityId, at: toIso(request.receivedAt) }
  return { status: 200, body: print(dataset, asked), headers: { 'x-ms-activity-id': activityId } }
}

const withoutComments = (text: string): string => text.replace(/^(?:\s|\/\/[^\n]*(?:\n|$))+/, '').trim()

/** What clients name when they mean no database. */
const ANY_DATABASE = ['', 'netdefaultdb']

function databaseOf(api: Api, request: HttpRequest, { db }: RequestBody): QueriedWorkspace {
  const below = request.params.workspace
  const name = db ?? ''
  const reference = ANY_DATABASE.includes(name.toLowerCase()) && below ? `/subscriptions/${below}` : name
  const found = ANY_DATABASE.includes(reference.toLowerCase())
    ? api.workspaces()[0]
    : api.workspace(reference)
  if (!found) throw databaseNotFound(reference)
  if (!api.mayRead(request.caller, found.armId)) throw databaseForbidden(found.name)
  return found
}

interface Task {
  readonly text: string
  readonly workspace: QueriedWorkspace
  readonly body?: RequestBody
}

async function command(api: Api, request: HttpRequest, { text, workspace }: Task): Promise<Dataset> {
  const cancelled = cancelledIdIn(text)
  if (cancelled !== undefined) return cancelAnswer(cancelled, api.underWay.cancel(workspace.id, cancelled))
  const { command: own, rest } = splitPipe(text)
  const shown = runCommand(own, {
    current: workspace,
    databases: api.workspaces().filter(({ armId }) => api.mayRead(request.caller, armId)),
    tablesOf: database => api.tables(database).filter(({ name }) => !api.hides(request.caller, name)),
    startedAt: api.startedAt,
  })
  return rest === undefined
    ? shown
    : query(api, request, { text: `${datatableOf(shown)}\n${rest}`, workspace })
}

async function query(api: Api, request: HttpRequest, { text, workspace, body }: Task): Promise<Dataset> {
  const { options, parameters } = propertiesOf(body ?? {})
  const { requestId, caller } = request
  const running = { database: workspace.id, requestId, signal: request.signal }
  const answer = await api.underWay.run(running, signal =>
    api.queries.answer({
      text,
      workspace,
      options,
      parameters,
      mayRead: ({ armId }) => api.mayRead(caller, armId),
      hides: table => api.hides(caller, table),
      signal,
      correlationId: requestId,
    }),
  )
  const cut = [answer, ...answer.more].find(one => one.truncated)
  return {
    ...(answer.name === undefined ? {} : { name: answer.name }),
    columns: answer.columns,
    rows: answer.rows,
    render: answer.render,
    cut: cut && cutText(cut),
    more: answer.more,
    statistics: statisticsOf(answer),
  }
}

const cutText = ({ rows }: Pick<Answer, 'rows'>): string =>
  `Query execution has exceeded the allowed limits (80DA0003): The results of this query exceed the set limit, so not all records were returned: only ${rows.length} came back (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).`

const statisticsOf = ({ statistics, rows }: Answer) => ({
  ExecutionTime: statistics.elapsedMs / 1000,
  resource_usage: { memory: { peak_per_node: 0 } },
  input_dataset_statistics: { rows: { scanned: statistics.rowsRead } },
  dataset_statistics: [{ table_row_count: rows.length, table_size: statistics.bytesRead }],
})
