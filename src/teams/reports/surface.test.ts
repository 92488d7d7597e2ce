/** Saved reports over a real state file: who may save, change and delete which, and what is refused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiError, type HttpRequest, manualClock, silentLog } from '#base'
import { type TeamsRole, tenantId } from '#records'
import { openState, type State } from '#state'
import { DEFAULT_REPORTS } from './defaults/index.ts'
import type { ReportBody } from './model.ts'
import { reportsMigrations } from './store.ts'
import { reportsSurface } from './surface.ts'

const CONTOSO = tenantId('c0117050-0000-4000-8000-000000000001')
const FABRIKAM = tenantId('fab41ca0-0000-4000-8000-000000000001')

const mine: ReportBody = {
  title: 'Mine',
  tabs: [
    {
      id: 'one',
      title: 'One',
      panels: [
        {
          id: 'p',
          title: 'P',
          kind: 'table',
          query: { measures: ['Audio Stream Count'], dimensions: ['Date'] },
        },
      ],
    },
  ],
}

let state: State
beforeEach(() => {
  state = openState({ path: ':memory:', migrations: reportsMigrations, clock: manualClock(), log: silentLog })
})
afterEach(() => state.close())

interface Caller {
  readonly tenant?: typeof CONTOSO
  readonly subject?: string
  readonly role?: TeamsRole
}

async function call(method: string, id = '', body: unknown = undefined, caller: Caller = {}) {
  const { tenant = CONTOSO, subject = 'olivia', role = 'administrator' } = caller
  const { routes } = reportsSurface({
    state,
    reading: { readerOf: () => ({ tenant, role, labels: 'anonymous' }) },
    clock: manualClock(),
  })
  const route = routes.find(one => one.method === method && one.path.endsWith('{report}') === (id !== ''))
  if (!route) return expect.fail(`no route ${method}`)
  const request: HttpRequest = {
    method,
    target: '/',
    params: { report: id },
    query: {},
    headers: {},
    body,
    caller: { kind: 'entra', tenant, subject },
    requestId: 'r',
    receivedAt: 0,
    remoteAddress: '',
    origin: 'https://localhost',
    signal: new AbortController().signal,
  }
  return route.handle(request)
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('it was answered'),
    (error: unknown) => (error instanceof ApiError ? [error.status, error.code] : expect.fail(String(error))),
  )

test('the list has the built-in reports first, then those of the tenant alone', async () => {
  expect((await call('PUT', 'mine', mine)).status).toBe(201)
  const { body } = await call('GET')
  const ids = (body as { value: { id: string }[] }).value.map(({ id }) => id)
  expect(ids).toEqual([...DEFAULT_REPORTS.map(({ id }) => id), 'mine'])
  expect(await refusal(call('GET', 'mine', undefined, { tenant: FABRIKAM }))).toEqual([404, 'NotFound'])
})

test('a report reads back as it was saved, can be changed under its id, and deleted', async () => {
  await call('PUT', 'mine', mine)
  expect((await call('GET', 'mine')).body).toMatchObject({
    id: 'mine',
    kind: 'saved',
    author: 'olivia',
    ...mine,
  })
  expect((await call('PUT', 'mine', { ...mine, title: 'Ours' })).status).toBe(200)
  expect((await call('GET', 'mine')).body).toMatchObject({ title: 'Ours' })
  expect((await call('DELETE', 'mine')).status).toBe(204)
  expect(await refusal(call('GET', 'mine'))).toEqual([404, 'NotFound'])
})

test('every built-in report can be cloned as it is, and none can be changed', async () => {
  for (const { id, ...body } of DEFAULT_REPORTS) {
    expect((await call('PUT', `my-${id}`, body)).status).toBe(201)
    expect(await refusal(call('PUT', id, body))).toEqual([409, 'BuiltIn'])
    expect(await refusal(call('DELETE', id))).toEqual([409, 'BuiltIn'])
  }
})

test('somebody else’s report is changed by administrators only; all roles save reports', async () => {
  expect((await call('PUT', 'mine', mine, { subject: 'carl', role: 'specialist' })).status).toBe(201)
  expect(await refusal(call('PUT', 'mine', mine, { role: 'engineer' }))).toEqual([403, 'Forbidden'])
  expect(await refusal(call('DELETE', 'mine', undefined, { role: 'engineer' }))).toEqual([403, 'Forbidden'])
  expect((await call('PUT', 'mine', mine, { subject: 'carl', role: 'specialist' })).status).toBe(200)
  expect((await call('DELETE', 'mine')).status).toBe(204)
})

describe('refused when it is saved', () => {
  const withPanel = (change: object): unknown => {
    const [tab] = mine.tabs
    return { ...mine, tabs: [{ ...tab, panels: [{ ...tab?.panels[0], ...change }] }] }
  }
  test.each([
    ['an id with other signs', 'Mine!', mine, 'InvalidId'],
    ['a measure that is none', 'a', withPanel({ query: { measures: ['Nonsense'] } }), 'UnknownMeasure'],
    [
      'a dimension that is none',
      'a',
      withPanel({ query: { measures: ['Audio Stream Count'], dimensions: ['X'] } }),
      'UnknownDimension',
    ],
    [
      'a measure that can’t be computed',
      'a',
      withPanel({ query: { measures: ['AppSharing Stream Count'] } }),
      'NotComputable',
    ],
    [
      'a step to a tab that is none',
      'a',
      withPanel({ drill: { dimension: 'Date', tab: 'two' } }),
      'UnknownTab',
    ],
    ['an id of a tab twice', 'a', { ...mine, tabs: [mine.tabs[0], mine.tabs[0]] }, 'DuplicateId'],
    [
      'a filter of the report with a bad value',
      'a',
      { ...mine, filters: [{ dimension: 'Date', values: ['soon'] }] },
      'BadValue',
    ],
  ])('%s', async (_, id, body, code) => {
    expect(await refusal(call('PUT', id, body))).toEqual([400, code])
  })

  test('the 201st report of a tenant', async () => {
    for (let number = 0; number < 200; number++) await call('PUT', `r-${number}`, mine)
    expect(await refusal(call('PUT', 'one-more', mine))).toEqual([400, 'TooManyReports'])
    expect((await call('PUT', 'r-7', mine)).status).toBe(200)
  })
})
