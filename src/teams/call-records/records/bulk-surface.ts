/** `/teams/call-records`: records in, from files of any origin; records out, one a line, for keeping. */
import {
  type HttpReply,
  type HttpRequest,
  type Instant,
  parseIso,
  type Surface,
  standardErrorBody,
  toIso,
} from '#base'
import { TEAMS_SESSIONS } from '#records'
import { currentRows, rightsOf } from '#teams/record'
import { callRecordsError } from '../errors.ts'
import { importRecords } from '../in/import.ts'
import { type Printing, wholeRecord } from '../out/call-record.ts'
import { textIn } from '../out/cells.ts'
import { fetchCalls, kqlText } from '../out/stored-call.ts'
import type { Asker, CallRecordsPorts } from '../ports.ts'

export function bulkSurface(services: CallRecordsPorts): Surface {
  return {
    name: 'teams-call-records',
    access: { kind: 'entra', audiences: services.audiences },
    prefixes: [],
    errorBody: standardErrorBody,
    routes: [
      {
        id: 'ImportCallRecords',
        method: 'POST',
        path: '/teams/call-records',
        handle: request => take(request, services),
      },
      {
        id: 'ExportCallRecords',
        method: 'GET',
        path: '/teams/call-records',
        handle: async request => give(request, services),
      },
    ],
  }
}

const MOST_RECORDS = 500

async function take(request: HttpRequest, services: CallRecordsPorts): Promise<HttpReply> {
  const { tenant, role } = services.askerFor(request)
  if (!rightsOf[role].upload) {
    throw callRecordsError(
      'Forbidden',
      `Importing is for administrators of the tenant; the role here is ${role}.`,
    )
  }
  const items = itemsOf(request.body)
  if (items.length > MOST_RECORDS) {
    throw callRecordsError(
      'TooManyRecords',
      `${items.length} records were sent, at most ${MOST_RECORDS} are taken at once. Send them in parts.`,
    )
  }
  const taken = await importRecords(items, { tenant, signal: request.signal }, services)
  const note = typeof Reflect.get(Object(request.body), '@odata.nextLink') === 'string' ? MORE : undefined
  return { status: 200, body: { tenant, value: taken, ...(note && { note }) } }
}

const MORE = 'The page names a next one (@odata.nextLink): what is there has to be fetched and imported too.'

/** One record, several, or a page of Graph's list. */
function itemsOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  const value: unknown = Reflect.get(Object(body), 'value')
  if (Array.isArray(value)) return value
  if (typeof body === 'object' && body !== null) return [body]
  throw callRecordsError(
    'BadArgument',
    'Found no body. Expected a callRecord, an array of them, or a page {"value": […]}.',
  )
}

const DAY = 86_400_000

function give(request: HttpRequest, services: CallRecordsPorts): HttpReply {
  const { query, signal, receivedAt } = request
  const asker = services.askerFor(request)
  const to = instantOf('to', query.to) ?? receivedAt + DAY
  const from = instantOf('from', query.from) ?? 0
  if (from >= to)
    throw callRecordsError(
      'BadArgument',
      `from: found ${toIso(from)}, expected an instant before to, ${toIso(to)}.`,
    )
  const content = lines({ from, to }, { asker, services, signal })
  return { status: 200, text: { contentType: 'application/x-ndjson', content } }
}

function instantOf(name: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined
  const instant = parseIso(text)
  if (instant !== undefined) return instant
  throw callRecordsError(
    'BadArgument',
    `${name}: found '${text.slice(0, 60)}', expected a day or instant as 2026-01-15T09:00:00Z.`,
  )
}

interface Giving {
  readonly asker: Asker
  readonly services: CallRecordsPorts
  readonly signal: AbortSignal
}

const CALLS_AT_ONCE = 50

/** By start, oldest first; only so many calls are in memory at a time. */
async function* lines(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  { asker, services, signal }: Giving,
): AsyncGenerator<string> {
  const { tenant } = asker
  const printing: Printing = { ...services, asker, unknownMembers: true, annotated: true }
  const span = `| where CallStartTime >= datetime(${toIso(from)}) and CallStartTime < datetime(${toIso(to)})`
  let after = ''
  for (;;) {
    const text = `${currentRows(TEAMS_SESSIONS, tenant)} ${span} | summarize Start = min(CallStartTime) by CorrelationId ${after} | sort by Start asc, CorrelationId asc | take ${CALLS_AT_ONCE}`
    const page = await services.rows(tenant, text, { signal })
    const ids = page.map(row => textIn(row, 'CorrelationId'))
    for (const call of await fetchCalls(services, { tenant, ids, signal })) {
      yield `${JSON.stringify(wholeRecord(call, printing))}\n`
    }
    const last = page.at(-1)
    if (!last || page.length < CALLS_AT_ONCE) return
    const [start, id] = [textIn(last, 'Start'), kqlText(textIn(last, 'CorrelationId'))]
    after = `| where Start > datetime(${start}) or (Start == datetime(${start}) and CorrelationId > ${id})`
  }
}
