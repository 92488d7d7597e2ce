/** Rules on a real engine with a clock that the tests move; the receiver is a real HTTP server. */
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type HttpReply,
  type HttpRequest,
  type Json,
  type ManualClock,
  manualClock,
  seededIds,
  silentLog,
  systemClock,
  toIso,
} from '#base'
import { type Compiler, createCompiler } from '#query/kql'
import { createQueries, type QueryService } from '#query/logs'
import { openState, type State } from '#state'
import { type Engine, openChdbEngine } from '#workspace'
import { type Alerts, alertsMigrations, createAlerts, createNotify } from './index.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 15, 9)
const SECRET = 'a secret of the tests'
const workspace = { id: 'w', name: 'w', armId: '/subscriptions/s/resourceGroups/g/w', database: 'default' }
/** Two operations refused in minutes 10 to 20; the data is a part of the query, its times are fixed. */
const REFUSED = `range n from 0 to 59 step 1
| extend TimeGenerated = datetime(${toIso(START)}) + n * 1m, Operation = iff(n % 2 == 0, 'Join', 'Leave')
| where n >= 10 and n <= 20 and TimeGenerated > now() - 5m and TimeGenerated <= now()`

interface Got {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

let folder: string
let engine: Engine
let compiler: Compiler
let queries: QueryService
let server: Server
let url: string
let got: Got[]
let answers: number[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-alerts-'))
  compiler = createCompiler()
  engine = await openChdbEngine({ path: join(folder, 'engine'), clock: systemClock, log: silentLog })
  queries = createQueries({
    compiler,
    engine,
    clock: systemClock,
    tables: () => [],
    workspaces: () => [workspace],
  })
  server = createServer((request, response) => {
    let body = ''
    request.on('data', part => {
      body += part
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`
  await compiler.ready()
})
afterAll(async () => {
  server.close()
  await compiler.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

let clock: ManualClock
let state: State
let alerts: Alerts

const open = () => {
  state = openState({
    path: join(folder, 'state.sqlite'),
    migrations: alertsMigrations,
    clock,
    log: silentLog,
  })
  alerts = createAlerts({
    state,
    queries,
    workspaceOf: () => workspace,
    metrics: workspace,
    hasMetrics: () => true,
    mayRead: () => true,
    tenantOf: caller => (caller.kind === 'entra' ? caller.tenant : ''),
    notify: createNotify({ secret: SECRET, clock }),
    clock,
    ids: seededIds(clock.now()),
    log: silentLog,
    chance: () => 0.5,
  })
}
const close = async () => {
  await alerts.close()
  await state.close()
}
beforeEach(() => {
  got = []
  answers = []
  clock = manualClock(START)
  open()
})
afterEach(async () => {
  await close()
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `state.sqlite${end}`), { force: true })
})

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/team'
const params = { subscription: 's', group: 'g' }

async function call(id: string, given: Partial<HttpRequest> = {}): Promise<HttpReply> {
  const route = alerts.surfaces.flatMap(({ routes }) => routes).find(one => one.id === id)
  if (!route) throw new Error(`no route ${id}`)
  return await route.handle({
    method: route.method,
    target: '',
    params,
    query: {},
    headers: {},
    body: undefined,
    caller: { kind: 'entra', tenant: 't', subject: 'u' },
    requestId: 'r',
    receivedAt: clock.now(),
    remoteAddress: '',
    origin: '',
    signal: new AbortController().signal,
    ...given,
  })
}

const properties = (more: Readonly<Record<string, Json>> = {}) => ({
  displayName: 'Refused',
  scopes: [workspace.armId],
  evaluationFrequency: 'PT5M',
  windowSize: 'PT5M',
  criteria: {
    allOf: [
      {
        query: REFUSED,
        timeAggregation: 'Count',
        dimensions: [{ name: 'Operation', operator: 'Include', values: ['*'] }],
        operator: 'GreaterThan',
        threshold: 2,
      },
    ],
  },
  actions: { actionGroups: [GROUP] },
  ...more,
})

async function watchRefusals(): Promise<void> {
  const group = { groupShortName: 'team', webhookReceivers: [{ name: 'hook', serviceUri: url }] }
  await call('ActionGroups_CreateOrUpdate', {
    params: { ...params, name: 'team' },
    body: { properties: group },
  })
  const rule = { params: { ...params, name: 'refused' }, body: { properties: properties() } }
  expect((await call('ScheduledQueryRules_CreateOrUpdate', rule)).status).toBe(201)
}

async function listed() {
  const { body } = await call('Alerts_GetAll')
  const { value } = body as {
    readonly value: readonly {
      readonly name: string
      readonly properties: {
        readonly essentials: Readonly<Record<string, unknown>>
        readonly context: { condition: { allOf: readonly [{ dimensions: readonly { value: string }[] }] } }
      }
    }[]
  }
  return value.map(({ properties: { essentials, context } }) => [
    essentials.monitorCondition,
    context.condition.allOf[0].dimensions.map(({ value }) => value).join(),
    Number(Date.parse(String(essentials.startDateTime)) - START) / MINUTE,
  ])
}

describe('alerts', () => {
  test('a rule fires once for each combination over its threshold, tells by a signed webhook, and resolves', async () => {
    await watchRefusals()
    for (let i = 0; i < 8; i++) {
      clock.advance(5 * MINUTE)
      await alerts.runDue()
    }
    expect(await listed()).toEqual(
      expect.arrayContaining([
        ['Resolved', 'Leave', 15],
        ['Resolved', 'Join', 20],
      ]),
    )
    const told = got.map(({ body }) => JSON.parse(body).data.essentials.monitorCondition)
    expect(told.toSorted()).toEqual(['Fired', 'Fired', 'Resolved', 'Resolved'])
    const [first] = got
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = first?.headers ?? {}
    const expected = createHmac('sha256', SECRET).update(`${id}.${at}.${first?.body}`).digest('base64')
    expect(signature).toBe(`v1,${expected}`)
  })

  test('what a pause missed is made up for, and a restart fires nothing twice', async () => {
    await watchRefusals()
    await close()
    clock.shift(25 * MINUTE)
    open()
    await alerts.runDue()
    const before = await listed()
    expect(before.map(([, , minute]) => minute).toSorted()).toEqual([15, 20])
    await close()
    open()
    await alerts.runDue()
    expect(await listed()).toEqual(before)
    expect(got.length).toBe(2)
  })

  test('a receiver that fails is told again with the same id, and the attempts are counted', async () => {
    answers = [503, 503]
    await watchRefusals()
    clock.shift(15 * MINUTE)
    for (let i = 0; i < 4; i++) {
      await alerts.runDue()
      clock.shift(MINUTE)
    }
    expect(got.length).toBe(3)
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const { body } = await call('Alerts_GetAll')
    const [{ name } = { name: '' }] = (body as { value: readonly { name: string }[] }).value
    const one = await call('Alerts_GetById', { params: { ...params, alert: name } })
    expect(one.body).toMatchObject({
      anteroom: { actions: [{ name: 'hook', attempts: 3, outcome: 'done' }] },
    })
  })

  test('a test run tells when the rule would have fired, keeps nothing and tells nobody', async () => {
    clock.shift(60 * MINUTE)
    const timespan = `${toIso(START)}/${toIso(START + 40 * MINUTE)}`
    const { body } = await call('ScheduledQueryRules_TestRun', {
      body: { properties: properties(), timespan },
    })
    const { points, evaluations } = body as {
      readonly evaluations: number
      readonly points: readonly { readonly at: string; readonly event: string | null }[]
    }
    expect(evaluations).toBe(9)
    const fired = points
      .filter(({ event }) => event === 'fired')
      .map(({ at }) => (Date.parse(at) - START) / MINUTE)
    expect(fired).toEqual([15, 20])
    expect([await listed(), got]).toEqual([[], []])
  })

  test('a rule whose query cannot be answered is refused, and so are contradictions', async () => {
    const put = (more: Readonly<Record<string, Json>>) =>
      call('ScheduledQueryRules_CreateOrUpdate', {
        params: { ...params, name: 'bad' },
        body: { properties: properties(more) },
      })
    const criteria = {
      allOf: [{ query: 'Nothing', timeAggregation: 'Count', operator: 'Equals', threshold: 0 }],
    }
    await expect(put({ criteria })).rejects.toMatchObject({ status: 400 })
    await expect(put({ muteActionsDuration: 'PT5M' })).rejects.toMatchObject({ status: 400 })
    await expect(put({ windowSize: 'soon' })).rejects.toMatchObject({ status: 400 })
  })

  test("a rule of another tenant is not there, and can't be taken over", async () => {
    await watchRefusals()
    const other = {
      params: { ...params, name: 'refused' },
      caller: { kind: 'entra', tenant: 'x', subject: 'u' } as const,
    }
    await expect(call('ScheduledQueryRules_Get', other)).rejects.toMatchObject({ status: 404 })
    const put = call('ScheduledQueryRules_CreateOrUpdate', { ...other, body: { properties: properties() } })
    await expect(put).rejects.toMatchObject({ status: 404 })
  })
})
