/** Administration and call quality by plain requests: every operation, over a meeting that was really held. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall } from './a-call.ts'
import { type Anteroom, startForTest } from './harness.ts'

const OLIVIA = 'olivia@contoso.example'
let anteroom: Anteroom
let callId = ''
let guest = ''

beforeAll(async () => {
  anteroom = await startForTest()
  setDefaultCACertificates([...getCACertificates('default'), anteroom.trust.tlsOptions.ca])
  ;({ callId } = await aCall(anteroom))
  await anteroom.kql(`AnteroomTeamsStreams_CL | where CorrelationId == '${callId}'`, 2)
  const [row] = await anteroom.kql(
    `AnteroomTeamsSessions_CL | where CorrelationId == '${callId}' and UserType == 'Anonymous'`,
  )
  guest = String(row?.ParticipantId)
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

async function ask(path: string, body?: object) {
  const { token } = await anteroom.credential('contoso-app').getToken('https://graph.microsoft.com/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/teams/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

test.each([
  ['users?search=olivia', () => OLIVIA],
  [`users/${OLIVIA}`, () => OLIVIA],
  [`users/${OLIVIA}/meetings`, () => callId],
  [`users/${OLIVIA}/recent`, () => callId],
  ['meetings', () => callId],
  ['running?ended=yes', () => callId],
  ['guests', () => 'Anonymous user'],
])('%s tells of the meeting', async (path, expected) => {
  const answer = await ask(path)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.text).toContain(expected())
})

test('a meeting has its participants, a session its facts, and its windows stay for a day', async () => {
  expect((await ask(`meetings/${callId}`)).text).toContain(guest)
  expect((await ask(`meetings/${callId}/sessions/${guest}`)).text).toContain('callAnalytics')
  expect((await ask(`meetings/${callId}/live`)).status).toBe(200)
})

test('call quality answers in its own words and in those of the documented data API', async () => {
  expect((await ask('cqd/catalogue')).text).toContain('Audio Poor Percentage')
  const counted = await ask('cqd/query', { measures: ['Audio Stream Count'] })
  expect(JSON.parse(counted.text)).toMatchObject({ rows: [[2]] })
  expect((await ask('cqd/members', { dimension: 'Second UserType' })).text).toContain('Anonymous')
  expect((await ask('cqd/CubeStructure')).text).toContain('[AllStreams].[Second UserType]')
  const run = await ask('cqd/RunQuery', {
    Filters: [],
    Dimensions: [{ DataModelName: '[AllStreams].[Second UserType]' }],
    Measurements: [{ DataModelName: '[Measures].[Audio Stream Count]' }],
    Trend: { EnableTrend: false },
  })
  expect(run.text).toContain('"ErrorType":0')
  const members = await ask('cqd/DimensionMembers', { DataModelName: '[AllStreams].[Second UserType]' })
  expect(members.text).toContain('Anonymous')
})
