/** The HTTP API of call quality: our own query, as JSON or CSV, and the data API that existing scripts speak. */
import { type Static, Type } from 'typebox'
import { type Clock, type HttpReply, type HttpRequest, type Surface, standardErrorBody } from '#base'
import { TEAMS_AUDIENCES, type TeamsReading } from '#teams/reading'
import { CqdQuery, Filter } from '../query/model.ts'
import { allRows, type CqdOptions, runFrom, runQuery } from '../query/run.ts'
import { catalogueBody, cubeStructure } from './catalogue.ts'
import { csvOf } from './csv.ts'
import { dataResult, MembersBody, memberResult, RunQueryBody } from './data-api.ts'
import { membersQuery } from './members.ts'

interface Needs {
  readonly reading: TeamsReading
  readonly clock: Clock
}

const MembersSearch = Type.Object(
  {
    dimension: Type.String({ maxLength: 120 }),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    filters: Type.Optional(Type.Array(Filter, { maxItems: 100 })),
    pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  { additionalProperties: false },
)

/** Of the picker. */
const FIRST_MEMBERS = 100

export function cqdSurface(needs: Needs): Surface {
  const optionsOf = (request: HttpRequest): CqdOptions => ({
    reading: needs.reading,
    reader: needs.reading.readerOf(request),
    now: needs.clock.now(),
    signal: request.signal,
  })
  return {
    name: 'teams-cqd',
    access: { kind: 'entra', audiences: TEAMS_AUDIENCES },
    prefixes: ['teams'],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'CqdCatalogue',
        method: 'GET',
        path: '/teams/cqd/catalogue',
        handle: async request => {
          needs.reading.readerOf(request)
          return { status: 200, body: catalogueBody() }
        },
      },
      {
        id: 'CqdQuery',
        method: 'POST',
        path: '/teams/cqd/query',
        body: CqdQuery,
        handle: request => answer(request, optionsOf(request)),
      },
      {
        id: 'CqdMembers',
        method: 'POST',
        path: '/teams/cqd/members',
        body: MembersSearch,
        handle: async request => {
          // The route's schema has admitted it.
          const search = request.body as Static<typeof MembersSearch>
          const query = { ...membersQuery(search), pageSize: search.pageSize ?? FIRST_MEMBERS }
          const { rows, next } = await runQuery(query, optionsOf(request))
          const values = rows.map(([value, streams]) => ({ value, streams }))
          return { status: 200, body: { values, isComplete: next === undefined } }
        },
      },
      {
        id: 'RunQuery',
        method: 'POST',
        path: '/teams/cqd/RunQuery',
        body: RunQueryBody,
        handle: async request => {
          const started = needs.clock.now()
          // The route's schema has admitted it.
          const body = request.body as RunQueryBody
          const options = optionsOf(request)
          const elapsed = () => needs.clock.now() - started
          return { status: 200, body: await dataResult(body, query => allRows(query, options), elapsed) }
        },
      },
      {
        id: 'CubeStructure',
        method: 'GET',
        path: '/teams/cqd/CubeStructure',
        handle: async request => {
          needs.reading.readerOf(request)
          return { status: 200, body: cubeStructure() }
        },
      },
      {
        id: 'DimensionMembers',
        method: 'POST',
        path: '/teams/cqd/DimensionMembers',
        body: MembersBody,
        handle: request => dataMembers(request, optionsOf(request)),
      },
    ],
  }
}

async function answer(request: HttpRequest, options: CqdOptions): Promise<HttpReply> {
  // The route's schema has admitted it.
  const query = request.body as CqdQuery
  if (!wantsCsv(request)) return { status: 200, body: await runQuery(query, options) }
  const pages = allRows(query, options)
  // The first page is asked for before the head is sent, so that a refusal keeps its status.
  const first = await pages.next()
  return {
    status: 200,
    headers: { 'content-disposition': 'attachment; filename="call-quality.csv"' },
    text: { contentType: 'text/csv; charset=utf-8', content: csvOf(after(first, pages)) },
  }
}

async function* after<Page>(
  first: IteratorResult<Page, unknown>,
  rest: AsyncIterable<Page>,
): AsyncGenerator<Page> {
  if (first.done) return
  yield first.value
  yield* rest
}

const wantsCsv = ({ query, headers }: HttpRequest): boolean =>
  query.format === 'csv' || (query.format === undefined && /\btext\/csv\b/.test(headers.accept ?? ''))

async function dataMembers(request: HttpRequest, options: CqdOptions): Promise<HttpReply> {
  // The route's schema has admitted it.
  const {
    DataModelName,
    SearchCaption,
    PageNumber = 0,
    PageSize = 100,
  } = request.body as Static<typeof MembersBody>
  const query = { ...membersQuery({ dimension: DataModelName, search: SearchCaption }), pageSize: PageSize }
  const page = await runFrom(query, PageNumber * PageSize, options)
  return { status: 200, body: memberResult(DataModelName, page) }
}
