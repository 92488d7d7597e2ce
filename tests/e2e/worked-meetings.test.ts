/**
 * E1 and E2 of the documents, played through the real signalling of a whole server by users with tokens of its
 * identity API; then read back in KQL through the logs API, resource by resource.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables } from '#records'
import { workedMeetings } from '../../src/policy/fixtures/generated/emission-cases.ts'
import { type Client, type KqlRow, openClient, openKql, tokenFor } from './client.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { OS, type Participant, type Played, play, SDK } from './worked-play.ts'
import {
  accessKeyOfResource,
  armIdOfResource,
  LOGS_WORKSPACE,
  RESOURCE_NAMES,
  tenantIds,
  workedWorld,
} from './worked-world.ts'

let folder: string
let server: ServerProcess
let client: Client
let kql: (query: string) => Promise<readonly KqlRow[]>
const played = new Map<string, Played>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-worked-'))
  const seed = join(folder, 'world.json')
  await writeFile(seed, JSON.stringify(workedWorld))
  server = await startServer(join(folder, 'data'), ['--seed', seed])
  // The signalling client uses the platform's WebSocket, which trusts what the process trusts.
  setDefaultCACertificates([...getCACertificates('default'), server.ca])
  client = openClient(server)
  kql = await openKql(client, server.httpOrigin, LOGS_WORKSPACE)
  for (const meeting of workedMeetings) played.set(meeting.id, await play({ server, client }, meeting))
})
afterAll(async () => {
  client?.close()
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** Rows of a call in one resource's log, each with its participant's name in the documents. */
async function rowsOf(table: string, meeting: string, resource: string) {
  const { callId, names } = known(meeting)
  const rows = await kql(
    `${table} | where CorrelationId == '${callId}' and _ResourceId =~ '${resource}' | extend Rules = _Verdict.rules`,
  )
  return rows.map(row => ({ ...row, name: names.get(String(row.ParticipantId)) ?? 'nobody' }) as Named)
}
type Named = KqlRow & { readonly name: string }

function known(meeting: string): Played {
  const found = played.get(meeting)
  if (!found) throw new Error(`${meeting} was not played`)
  return found
}

const namesOf = (rows: readonly Named[]) => rows.map(({ name }) => name).toSorted()
const stayedOut = (participants: readonly Participant[]) =>
  participants.filter(({ state }) => state === 'rejectedInLobby').map(({ id }) => id)

const cases = workedMeetings.flatMap(meeting =>
  RESOURCE_NAMES.map(name => ({
    ...meeting,
    name,
    arm: armIdOfResource(name),
    rows: meeting.expected[name],
  })),
)

describe.each(cases)('$id in the logs of $name', ({ id, name, arm, rows, participants }) => {
  test.each(['ACSCallSummary', 'ACSCallSummaryUpdates'])(
    '%s has exactly the participants of the rules',
    async table => {
      await expect.poll(async () => namesOf(await rowsOf(table, id, arm))).toEqual(rows.summary.toSorted())
    },
  )

  test('client and system are withheld from whom the rules withhold them, and told of the others', async () => {
    const summaries = await rowsOf('ACSCallSummary', id, arm)
    const told = Object.fromEntries(summaries.map(row => [row.name, [row.SdkVersion, row.OsVersion]]))
    const expected = rows.summary.map(one => [
      one,
      rows.redacted.includes(one) ? ['Redacted', 'Redacted'] : [SDK, OS],
    ])
    expect(told).toEqual(Object.fromEntries(expected))
  })

  test('who was turned away in the lobby has 0/5854, everybody else was there when the meeting ended', async () => {
    const summaries = await rowsOf('ACSCallSummary', id, arm)
    const out = stayedOut(participants)
    for (const row of summaries) {
      expect([row.name, row.ParticipantEndReason, row.ParticipantEndSubCode]).toEqual([
        row.name,
        '0',
        out.includes(row.name) ? '5854' : '4097',
      ])
    }
  })

  test.each(['ACSCallDiagnostics', 'ACSCallDiagnosticsUpdates'])(
    '%s has the streams of those who joined',
    async table => {
      const joined = rows.summary.filter(one => !stayedOut(participants).includes(one))
      const expected = joined.flatMap(one => [one, one]).toSorted()
      await expect.poll(async () => namesOf(await rowsOf(table, id, arm))).toEqual(expected)
    },
  )

  test('everybody has a verdict with the rule that shows or withholds them (invariant 2)', async () => {
    const { callId, names } = known(id)
    const verdicts = await kql(
      `AnteroomVerdicts_CL | where CorrelationId == '${callId}' and ViewerResourceId =~ '${arm}' and Category == 'CallSummary'
       | summarize arg_max(TimeGenerated, *) by ParticipantId | project ParticipantId, Outcome, Rules = tostring(Rules)`,
    )
    const outcomes = Object.fromEntries(
      verdicts.map(row => [names.get(String(row.ParticipantId)), row.Outcome]),
    )
    const shown = (one: string) => (rows.summary.includes(one) ? 'emitted' : 'withheld')
    expect(outcomes).toEqual(Object.fromEntries(participants.map(one => [one.id, shown(one.id)])))
    for (const row of verdicts) {
      const participant = participants.find(one => one.id === names.get(String(row.ParticipantId)))
      const rule = row.Outcome === 'withheld' ? WITHHOLDING[participant?.kind ?? 'organizer'] : /"R\d+"/
      expect(String(row.Rules), `${participant?.id} in ${name}`).toMatch(rule)
    }
  })
})

/** Why somebody is not in a resource's log (facts: R8, R12, R14). */
const WITHHOLDING: Readonly<Record<Participant['kind'], RegExp>> = {
  organizer: /"R8"/,
  microsoft365: /"R12"/,
  phone: /"R12"/,
  bot: /"R12"/,
  acs: /"R14"/,
}

test.each(RESOURCE_NAMES)(
  "the identities of %s's guests are in its own log alone, one row each",
  async name => {
    const guests = [...played.values()].flatMap(one => one.guests).filter(one => one.resource === name)
    const rows = async () =>
      (
        await kql(
          `ACSAuthIncomingOperations | where _ResourceId =~ '${armIdOfResource(name)}' | project OperationName, ResultSignature, Identity`,
        )
      ).map(row => [row.OperationName, row.ResultSignature, row.Identity].join(' '))
    await expect
      .poll(async () => (await rows()).toSorted())
      .toEqual(guests.map(({ rawId }) => `CreateIdentity 201 ${rawId}`).toSorted())
  },
)

test.each(RESOURCE_NAMES)('the Authentication metric of %s counts them', async name => {
  const guests = [...played.values()].flatMap(one => one.guests).filter(one => one.resource === name)
  const token = await tokenFor(server.httpOrigin, 'https://management.azure.com')
  const day = 24 * 3_600_000
  const timespan = `${new Date(Date.now() - day).toISOString()}/${new Date(Date.now() + day).toISOString()}`
  const query = new URLSearchParams({
    'api-version': '2023-10-01',
    metricnames: 'APIRequestAuthentication',
    aggregation: 'count',
    interval: 'P1D',
    $filter: "Operation eq 'CreateIdentity' and StatusCode eq '201'",
    timespan,
  })
  const path = `${armIdOfResource(name)}/providers/microsoft.insights/metrics?${query}`
  const counted = async () => {
    const { status, text } = await client.send({ path, headers: { authorization: `Bearer ${token}` } })
    if (status !== 200) throw new Error(`${status}: ${text}`)
    const { value } = JSON.parse(text) as { value: { timeseries: { data: { count?: number }[] }[] }[] }
    const points = value.flatMap(({ timeseries }) => timeseries.flatMap(({ data }) => data))
    return points.reduce((sum, { count = 0 }) => sum + count, 0)
  }
  await expect.poll(counted, { timeout: 10_000 }).toBe(guests.length)
})

describe.each(workedMeetings)('$id from the organizer’s tenant', ({ id, organizerTenant, participants }) => {
  const sessions = async () => {
    const { callId, names } = known(id)
    const rows = await kql(`AnteroomTeamsSessions_CL | where CorrelationId == '${callId}'`)
    return rows.map(row => ({ ...row, name: names.get(String(row.ParticipantId)) ?? 'nobody' }) as Named)
  }

  test('T1: everybody is there, whatever diagnostic settings exist, and the tenant is the organizer’s', async () => {
    await expect
      .poll(async () => namesOf(await sessions()))
      .toEqual(participants.map(one => one.id).toSorted())
    const tenants = new Set((await sessions()).map(row => row.OrganizerTenantId))
    expect([...tenants]).toEqual([tenantIds[organizerTenant]])
  })

  test('T3: users of Communication Services are anonymous, with the resource that they come from', async () => {
    const rows = await sessions()
    const external = participants.filter(({ kind }) => kind === 'acs').map(one => one.id)
    expect(namesOf(rows.filter(row => row.UserType === 'Anonymous'))).toEqual(external.toSorted())
    expect(namesOf(rows.filter(row => row.AcsResourceId !== ''))).toEqual(external.toSorted())
  })

  test('T2: a tenant whose users took part in another’s meeting is told that it sees nothing', async () => {
    const { callId } = known(id)
    const rows = await kql(
      `AnteroomVerdicts_CL | where CorrelationId == '${callId}' and ViewerKind == 'tenant'
       | summarize by ViewerTenantId, Outcome, Rule = tostring(Rules[0])`,
    )
    for (const { ViewerTenantId, Outcome, Rule } of rows) {
      const expected = ViewerTenantId === tenantIds[organizerTenant] ? ['emitted', 'T1'] : ['withheld', 'T2']
      expect([Outcome, Rule]).toEqual(expected)
    }
    expect(rows.length).toBeGreaterThan(1)
  })
})

const ruledTables = tables.filter(({ retired }) => !retired)

test.each(ruledTables.map(({ name }) => name))(
  'invariant 2: no row of %s is without its rules',
  async name => {
    const unruled = await kql(`${name} | where array_length(_Verdict.rules) > 0 == false | count`)
    expect(unruled).toEqual([{ Count: 0 }])
  },
)

test('invariant 2 says something: rows are there, of calls, operations, verdicts and lobby', async () => {
  const filled = [
    'ACSCallSummary',
    'ACSCallDiagnostics',
    'ACSAuthIncomingOperations',
    'AnteroomVerdicts_CL',
    'AnteroomLobbyVisits_CL',
  ]
  for (const table of filled) expect(await kql(`${table} | take 1`), table).toHaveLength(1)
})

describe('invariant 8: withheld, unknown and empty are told apart', () => {
  test('a withheld cell reads Redacted and names its rule', async () => {
    const [row] = await kql(
      "ACSCallSummary | where SdkVersion == 'Redacted' | project Rule = tostring(_Verdict.redacted.SdkVersion), Unknown = set_has_element(_Verdict.absent, 'SdkVersion') | distinct Rule, Unknown | order by Rule asc",
    )
    expect(row).toEqual({ Rule: 'R21', Unknown: false })
  })

  test('an unknown cell is null and listed as unknown, not withheld', async () => {
    const rows = await kql(
      "ACSCallDiagnostics | project JitterBufferSizeAvg, Unknown = set_has_element(_Verdict.absent, 'JitterBufferSizeAvg'), Rule = tostring(_Verdict.redacted.JitterBufferSizeAvg) | distinct *",
    )
    expect(rows).toEqual([{ JitterBufferSizeAvg: null, Unknown: true, Rule: '' }])
  })

  test('a text nobody knows is empty and listed as unknown; one that was withheld is not empty', async () => {
    const rows = await kql(
      "ACSCallSummary | where EndpointType == 'PSTN' | project Identifier, Unknown = set_has_element(_Verdict.absent, 'Identifier'), SdkVersion | distinct *",
    )
    expect(rows).toEqual([{ Identifier: '', Unknown: true, SdkVersion: 'Redacted' }])
  })

  test('an empty list is a list; no list at all is null', async () => {
    const accessKey = accessKeyOfResource('R1')
    const [guest] = known('E1').guests
    const path = `/identities/${encodeURIComponent(guest?.rawId ?? '')}`
    const version = 'api-version=2023-10-01'
    const method = 'POST'
    const body = '{"scopes":[]}'
    await client.send({ method, path: `${path}/:issueAccessToken?${version}`, accessKey, body })
    await client.send({ method, path: `${path}/:revokeAccessTokens?${version}`, accessKey, body: '' })
    const rows = () =>
      kql(
        "ACSAuthIncomingOperations | where OperationName in ('CreateToken', 'RevokeToken') | project OperationName, Scopes, Unknown = set_has_element(_Verdict.absent, 'Scopes') | order by OperationName asc",
      )
    await expect.poll(rows).toEqual([
      { OperationName: 'CreateToken', Scopes: '[]', Unknown: false },
      { OperationName: 'RevokeToken', Scopes: null, Unknown: true },
    ])
  })
})
