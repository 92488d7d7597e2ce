/** `GET /teams/find?q=`: any id of a meeting, call, person or resource → all the others that the caller may read. */
import type { HttpReply, HttpRequest, Surface } from '#base'
import { standardErrorBody } from '#base'
import { callRecordsError } from '../errors.ts'
import { textIn } from '../out/cells.ts'
import type { CallRecordsPorts } from '../ports.ts'
import { answerOf } from './answer.ts'
import { azureRows, type Sought, teamsRows } from './ask.ts'
import { readQuestion } from './read-question.ts'

export const findSurface = (services: CallRecordsPorts): Surface => ({
  name: 'teams-find',
  access: { kind: 'entra', audiences: services.audiences },
  prefixes: [],
  errorBody: standardErrorBody,
  routes: [{ id: 'Find', method: 'GET', path: '/teams/find', handle: request => find(request, services) }],
})

const LONGEST = 2000

async function find(request: HttpRequest, services: CallRecordsPorts): Promise<HttpReply> {
  const { query, signal } = request
  const { q = '' } = query
  if (q.trim() === '' || q.length > LONGEST) {
    throw callRecordsError(
      'BadArgument',
      `q: found ${q.length} characters, expected an id or a meeting link of at most ${LONGEST}.`,
    )
  }
  const { directory, meetings } = services
  const asker = services.askerFor(request)
  const question = readQuestion(q)
  const meeting =
    meetings.find(question.thread ?? question.ids[0] ?? question.text) ?? meetings.find(question.text)
  const own = meeting?.organizer.tenant === asker.tenant ? meeting : undefined
  const user = question.ids.map(id => directory.user(id)).find(one => one?.tenant === asker.tenant)
  const resource = question.ids.map(id => directory.resource(id)).find(one => one?.tenant === asker.tenant)
  const sought: Sought = {
    ids: question.ids,
    threads: [...new Set([question.thread, meeting?.threadId].filter(thread => thread !== undefined))],
    phone: question.phone,
    user: user?.id,
    resource: resource?.id,
  }
  const teams = await teamsRows(sought, asker, services, signal)
  // Azure's rows of a call are found by the ids that the other side knows of it.
  const calls = teams
    .filter(row => textIn(row, 'FoundAs') !== 'resource')
    .map(row => textIn(row, 'CorrelationId'))
  const wider = { ...sought, ids: [...new Set([...sought.ids, ...calls])] }
  const azure = await azureRows(wider, asker, services, signal)
  const findings = { question, asker, meeting: own, user, resource, teams, azure }
  return { status: 200, body: answerOf(findings, services) }
}
